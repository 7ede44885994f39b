/** What the next run trains: a lesson's settings or one's own; watermark, λ, map, start, and behind a fold the optimizer, the seed and the owner's secret. */
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useShallow } from 'zustand/react/shallow';
import { isAppError } from '../../core/errors';
import { decimalSum } from '../../core/math';
import { fitMap, tolerance } from '../../method/watermark/map';
import { parseDigits } from '../../method/watermark/owner-key';
import { CLASS_LESSONS } from '../../store/class-lessons';
import { modelName } from '../../store/shelf';
import { currentModel } from '../../store/state';
import type { TrainingSettings } from '../../store/training-run';
import { useStore } from '../../store/store';
import { saySentence } from '../../texts/say';
import { Button } from '../../ui/Button';
import { NumberField } from '../../ui/NumberField';
import { Select } from '../../ui/Select';
import { TextField } from '../../ui/TextField';
import { lessonLink } from './lesson-link';
import { mapText } from './map-text';
import { SecretField } from './SecretField';
import styles from './Settings.module.css';

/** F·F·I of conv2: section 3.1. */
const LONGEST = 150;

const WATERMARKS = ['wm1', 'wm2', 'custom', 'none'] as const;
const LESSONS = ['none', 'minute', 'taster'] as const;

export interface SettingsProps {
  /** Told whether the own digits, as typed, can't be embedded. Must not change from one rendering to the next. */
  readonly onWrongDigits: (wrong: boolean) => void;
}

export function Settings({ onWrongDigits }: SettingsProps) {
  const t = useTranslations('train.settings');
  const { settings, set, seed, setSeed, model, dataset, notify } = useStore(
    useShallow(state => ({
      dataset: state.dataset?.name ?? null,
      notify: state.notify,
      settings: state.trainingSettings,
      set: state.setTraining,
      seed: state.seed,
      setSeed: state.setSeed,
      model: currentModel(state),
    })),
  );
  const { config } = settings;
  const setConfig = (change: Partial<TrainingSettings['config']>) =>
    set({ config: { ...config, ...change } });
  const marked = settings.watermark !== 'none';
  const copyLink = async () => {
    const link = lessonLink(settings, seed, dataset);
    try {
      await navigator.clipboard.writeText(link);
      notify('info', t('linkCopied'));
    } catch {
      notify('info', link);
    }
  };

  return (
    <div className={styles.fields}>
      <Select
        label={t('lesson')}
        value={settings.lesson ?? 'none'}
        options={LESSONS.map(value => ({ value, label: t(value === 'none' ? 'ownLesson' : value) }))}
        onChange={lesson => set(lesson === 'none' ? { lesson: null } : CLASS_LESSONS[lesson])}
      />
      <Select
        label={t('watermark')}
        value={settings.watermark}
        options={WATERMARKS.map(value => ({ value, label: t(value) }))}
        onChange={watermark => set({ watermark })}
      />
      {settings.watermark === 'custom' && (
        <DigitsField
          digits={settings.customDigits}
          onChange={customDigits => set({ customDigits })}
          onWrong={onWrongDigits}
        />
      )}
      {marked && (
        <NumberField
          label={t('lambda')}
          value={settings.lambda}
          min={0.0001}
          max={1}
          step={0.005}
          onChange={lambda => set({ lambda })}
        />
      )}
      <Select
        label={t('from')}
        value={settings.from}
        options={[
          { value: 'scratch', label: t('scratch') },
          {
            value: 'current',
            label: model ? modelName(model) : t('current'),
            disabled: !model,
          },
        ]}
        onChange={from => set({ from })}
      />
      <NumberField
        label={t('epochs')}
        value={config.epochs}
        min={1}
        max={200}
        integer
        onChange={epochs => setConfig({ epochs })}
      />
      <details className={styles.more} data-minor>
        <summary>{t('more')}</summary>
        <div className={styles.fields}>
          {marked && <RangeFields range={settings.range} onChange={range => set({ range })} />}
          <NumberField
            label={t('batchSize')}
            value={config.batchSize}
            min={8}
            max={512}
            integer
            onChange={batchSize => setConfig({ batchSize })}
          />
          <NumberField
            label={t('learningRate')}
            value={config.learningRate}
            min={0.00001}
            max={0.1}
            step={0.0005}
            onChange={learningRate => setConfig({ learningRate })}
          />
          <Select
            label={t('schedule')}
            value={config.schedule}
            options={[
              { value: 'cosine', label: t('cosine') },
              { value: 'constant', label: t('constant') },
            ]}
            onChange={schedule => setConfig({ schedule })}
          />
          <NumberField
            label={t('weightDecay')}
            value={config.weightDecay}
            min={0}
            max={1}
            step={0.05}
            onChange={weightDecay => setConfig({ weightDecay })}
          />
          <NumberField label={t('seed')} value={seed} min={0} max={4294967295} integer onChange={setSeed} />
          <SecretField />
        </div>
      </details>
      {settings.lesson && (
        <p className={styles.lesson}>
          <span>{t('lessonNote')}</span>
          <Button size="small" onClick={() => void copyLink()}>
            {t('copyLink')}
          </Button>
        </p>
      )}
    </div>
  );
}

function DigitsField({
  digits,
  onChange,
  onWrong,
}: {
  digits: readonly number[];
  onChange: (digits: readonly number[]) => void;
  onWrong: (wrong: boolean) => void;
}) {
  const t = useTranslations('train.settings');
  const [text, setText] = useState(digits.join(''));
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    onWrong(error !== null);
    return () => onWrong(false);
  }, [error, onWrong]);
  const edit = (next: string) => {
    setText(next);
    try {
      const parsed = parseDigits(next);
      if (parsed.length > LONGEST) {
        setError(t('tooMany', { count: String(parsed.length), most: String(LONGEST) }));
        return;
      }
      setError(null);
      onChange(parsed);
    } catch (problem) {
      setError(isAppError(problem) ? saySentence(problem) : String(problem));
    }
  };
  return (
    <TextField
      label={t('digits', { most: String(LONGEST) })}
      value={text}
      onChange={edit}
      error={error}
      mono
      inputMode="numeric"
    />
  );
}

/** The weights that 0 and 9 are mapped to, and the map d = a·h + b that follows. */
function RangeFields({
  range,
  onChange,
}: {
  range: readonly [number, number];
  onChange: (range: readonly [number, number]) => void;
}) {
  const t = useTranslations('train.settings');
  const map = fitMap(range);
  return (
    <>
      <NumberField
        label={t('low')}
        value={range[0]}
        min={-2}
        max={decimalSum(range[1], -0.05)}
        step={0.05}
        onChange={low => onChange([low, range[1]])}
      />
      <NumberField
        label={t('high')}
        value={range[1]}
        min={decimalSum(range[0], 0.05)}
        max={3}
        step={0.05}
        onChange={high => onChange([range[0], high])}
      />
      <p className={styles.map}>
        <span className={styles.label}>{t('map')}</span>
        <span>{mapText(map)}</span>
        <span className={styles.label}>{t('tolerance', { tolerance: tolerance(map).toFixed(4) })}</span>
      </p>
    </>
  );
}

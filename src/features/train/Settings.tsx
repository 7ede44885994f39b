/** What the next run trains: watermark, λ, map, start, and behind a fold the optimizer, the seed and the owner's secret. */
import { useEffect, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { AppError } from '../../core/errors';
import { fitMap, tolerance } from '../../method/watermark/map';
import { parseDigits } from '../../method/watermark/owner-key';
import { currentModel } from '../../store/state';
import type { TrainingSettings } from '../../store/state';
import { useStore } from '../../store/store';
import { NumberField } from '../../ui/NumberField';
import { Select } from '../../ui/Select';
import { TextField } from '../../ui/TextField';
import { mapText } from './map-text';
import { SecretField } from './SecretField';
import styles from './Settings.module.css';

/** F·F·I of conv2: section 3.1. */
const LONGEST = 150;

const WATERMARKS = [
  { value: 'wm1', label: 'wm₁: 1234567890210' },
  { value: 'wm2', label: 'wm₂: 3876876994865' },
  { value: 'custom', label: 'own digits' },
  { value: 'none', label: 'none (the unmarked twin)' },
] as const;

export interface SettingsProps {
  /** Told whether the own digits, as typed, can't be embedded. Must not change from one rendering to the next. */
  readonly onWrongDigits: (wrong: boolean) => void;
}

export function Settings({ onWrongDigits }: SettingsProps) {
  const { settings, set, seed, setSeed, model } = useStore(
    useShallow(state => ({
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

  return (
    <div className={styles.fields}>
      <Select
        label="Watermark"
        value={settings.watermark}
        options={WATERMARKS}
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
        <>
          <NumberField
            label="λ, Eq. (4)"
            value={settings.lambda}
            min={0.0001}
            max={1}
            step={0.005}
            onChange={lambda => set({ lambda })}
          />
          <RangeFields range={settings.range} onChange={range => set({ range })} />
        </>
      )}
      <Select
        label="Start from"
        value={settings.from}
        options={[
          { value: 'scratch', label: 'scratch' },
          {
            value: 'current',
            label: model?.name ?? 'the model in use',
            disabled: !model,
          },
        ]}
        onChange={from => set({ from })}
      />
      <NumberField
        label="Epochs"
        value={config.epochs}
        min={1}
        max={200}
        integer
        onChange={epochs => setConfig({ epochs })}
      />
      <details className={styles.more}>
        <summary>Optimizer, seed, secret</summary>
        <div className={styles.fields}>
          <NumberField
            label="Batch size"
            value={config.batchSize}
            min={8}
            max={512}
            integer
            onChange={batchSize => setConfig({ batchSize })}
          />
          <NumberField
            label="Learning rate"
            value={config.learningRate}
            min={0.00001}
            max={0.1}
            step={0.0005}
            onChange={learningRate => setConfig({ learningRate })}
          />
          <Select
            label="Schedule"
            value={config.schedule}
            options={[
              { value: 'cosine', label: 'cosine to 0' },
              { value: 'constant', label: 'constant' },
            ]}
            onChange={schedule => setConfig({ schedule })}
          />
          <NumberField
            label="Weight decay"
            value={config.weightDecay}
            min={0}
            max={1}
            step={0.05}
            onChange={weightDecay => setConfig({ weightDecay })}
          />
          <NumberField label="Seed" value={seed} min={0} max={4294967295} integer onChange={setSeed} />
          <SecretField />
        </div>
      </details>
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
      if (parsed.length > LONGEST)
        throw new AppError('bad-input', '{count} digits; conv2 has room for {room}.', {
          values: { count: parsed.length, room: LONGEST },
        });
      setError(null);
      onChange(parsed);
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem));
    }
  };
  return (
    <TextField
      label={`Digits, up to ${LONGEST}`}
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
  const map = fitMap(range);
  return (
    <>
      <NumberField
        label="0 at weight"
        value={range[0]}
        min={-2}
        max={range[1] - 0.05}
        step={0.05}
        onChange={low => onChange([low, range[1]])}
      />
      <NumberField
        label="9 at weight"
        value={range[1]}
        min={range[0] + 0.05}
        max={3}
        step={0.05}
        onChange={high => onChange([range[0], high])}
      />
      <p className={styles.map}>
        <span className={styles.label}>map</span>
        <span>{mapText(map)}</span>
        <span className={styles.label}>±{tolerance(map).toFixed(4)} in a weight</span>
      </p>
    </>
  );
}

/** Table 3: an adversary trains the stolen model on without the regularizer; its accuracy and its digits after each epoch. */
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useShallow } from 'zustand/react/shallow';
import type { FineTuningRow } from '../../jobs/protocol';
import { modelName } from '../../store/shelf';
import { currentModel } from '../../store/state';
import { useStore } from '../../store/store';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Progress } from '../../ui/Progress';
import { Select } from '../../ui/Select';
import { StripsPicture } from '../../ui/StripsPicture';
import { sub } from '../../ui/subscripts';
import styles from './FineTuningCard.module.css';
import { FineTuningChart } from './FineTuningChart';
import { MeasuredLine } from './MeasuredLine';
import { fineTuningCsv, fineTuningJson } from './attack-files';
import { isMarked, percent, useNames } from './names';
import type { MarkedModel } from './names';
import { epochColumns, tuningStrip } from './tuning-strips';

const EPOCHS = ['5', '30', '50'] as const;
/** The attacker's: the smaller ones keep the accuracy's last tenth, the training's own rate shakes the mark most. */
const RATES = [
  { value: '0.0001', rate: '1e-4' },
  { value: '0.0003', rate: '3e-4' },
  { value: '0.001', rate: '1e-3' },
] as const;

export interface FineTuningCardProps {
  readonly models: readonly MarkedModel[];
  /** The model in use when it is marked, else the first that is. */
  readonly model: MarkedModel;
  /** Laid out, not only named. */
  readonly open: boolean;
  readonly onOpen: () => void;
}

export function FineTuningCard({ models, model, open, onOpen }: FineTuningCardProps) {
  const t = useTranslations('robustness.tuning');
  const whole = useTranslations('robustness');
  const [epochs, setEpochs] = useState<(typeof EPOCHS)[number]>('5');
  const [rate, setRate] = useState<(typeof RATES)[number]['value']>('0.0001');
  const { kept, running, attacked, progress, ready, dataset, current, run, resume, cancel, selectModel } =
    useStore(
      useShallow(state => ({
        kept: state.attacks[model.id]?.fineTuning,
        running: state.fineTuningRunning,
        attacked: state.fineTuningFor,
        progress: state.fineTuningProgress,
        ready: state.datasetState === 'ready',
        dataset: state.dataset?.name,
        current: currentModel(state),
        run: state.runFineTuning,
        resume: state.resumeFineTuning,
        cancel: state.cancelFineTuning,
        selectModel: state.selectModel,
      })),
    );
  const nameOf = useNames();
  const heading = useRef<HTMLHeadingElement>(null);
  const main = useRef<HTMLButtonElement>(null);
  const rows = kept?.rows ?? NO_ROWS;
  const { epochs: measured } = epochColumns(rows, 0);
  const inUse = current?.id === model.id;
  const unfinished = ready && inUse && kept?.on.dataset === dataset ? kept?.unfinished : undefined;
  /** The run under way is of this very model; else it runs on while another is looked at. */
  const own = running && attacked?.id === model.id && attacked.parameters === model.parameters;
  /** The rows are an earlier run's, or another model's than the one attacked. */
  const beside = running && !(own && progress?.shown);
  const choices = models.map(each => ({ value: each.id, label: modelName(each) }));
  if (current && !inUse)
    choices.unshift({ value: current.id, label: t('noMark', { name: modelName(current) }) });

  return (
    <Card
      title={t('title')}
      headingRef={heading}
      section="3.5"
      className={open ? styles.open : undefined}
      aside={
        <>
          {!running && (
            <>
              <Select
                label={t('model')}
                hideLabel
                compact
                value={current?.id ?? model.id}
                options={choices}
                onChange={selectModel}
              />
              <Select
                label={t('length')}
                hideLabel
                compact
                value={epochs}
                options={EPOCHS.map(value => ({ value, label: t('epochs', { epochs: value }) }))}
                onChange={setEpochs}
              />
              <Select
                label={t('rate')}
                hideLabel
                compact
                value={rate}
                options={RATES.map(({ value, rate: text }) => ({
                  value,
                  label: t('rateValue', { rate: text }),
                }))}
                onChange={setRate}
              />
            </>
          )}
          {!open && (
            <Button
              aria-expanded={false}
              onClick={() => {
                heading.current?.focus();
                onOpen();
              }}
            >
              {whole('show')}
            </Button>
          )}
          {unfinished && !running && (
            <Button
              variant="primary"
              onClick={() => {
                main.current?.focus();
                onOpen();
                void resume();
              }}
            >
              {t('goOn', { epochs: String(unfinished.epochs) })}
            </Button>
          )}
          <Button
            ref={main}
            variant={running || unfinished ? 'secondary' : 'primary'}
            disabled={!running && (!ready || !inUse)}
            onClick={() => {
              if (running) cancel();
              else {
                onOpen();
                void run(Number(epochs), Number(rate));
              }
            }}
          >
            {running ? whole('cancel') : t('run')}
          </Button>
        </>
      }
    >
      {running && (
        <Progress
          label={t('title')}
          detail={attacked && isMarked(attacked) ? nameOf(attacked).whole : undefined}
          value={progress?.fraction ?? null}
          secondsLeft={progress && Number.isFinite(progress.secondsLeft) ? progress.secondsLeft : null}
        />
      )}
      {kept && rows.length > 0 ? (
        <>
          {beside && (
            <p className={styles.note}>{own ? t('earlier') : t('other', { name: nameOf(model).whole })}</p>
          )}
          <FineTuningVerdict rows={rows} rate={kept.learningRate} />
          {open && (
            <FineTuningChart
              model={model}
              rows={rows}
              planned={own && progress?.shown ? progress.epochs : 0}
            />
          )}
          {open && !own && (
            <MeasuredLine
              on={kept.on}
              weightsSha256={rows.at(-1)?.weightsSha256}
              csv={{
                name: 'fine-tuning.csv',
                label: whole('file.tuningCsv'),
                content: () => fineTuningCsv(rows),
              }}
              json={{
                name: 'fine-tuning.json',
                label: whole('file.tuningJson'),
                content: () => fineTuningJson(model, kept),
              }}
            >
              <StripsPicture
                title={t('strips')}
                caption={whole('pruning.bars')}
                axis={t('x')}
                columns={measured.map(String)}
                rows={[tuningStrip(model, nameOf(model), rows, measured)]}
              />
            </MeasuredLine>
          )}
        </>
      ) : (
        !running && (
          <p className={styles.note} data-minor={inUse || undefined}>
            {inUse ? t('about') : t('unmarked')}
          </p>
        )
      )}
    </Card>
  );
}

const NO_ROWS: readonly FineTuningRow[] = [];

function FineTuningVerdict({ rows, rate }: { rows: readonly FineTuningRow[]; rate: number }) {
  const t = useTranslations('robustness.tuning');
  const first = rows[0]!;
  const last = rows.at(-1)!;
  return (
    <p className={styles.verdict} aria-live="polite">
      {t.rich('verdict', {
        epochs: last.epoch,
        rate: RATES.find(({ value }) => Number(value) === rate)?.rate ?? String(rate),
        accuracy: percent(last.accuracy),
        before: percent(first.accuracy),
        alive: String(last.matches.filter(Boolean).length),
        count: String(last.matches.length),
        verified: String(last.verified),
        sub,
        verdict: words => <strong className={last.verified ? styles.in : styles.out}>{words}</strong>,
      })}
    </p>
  );
}

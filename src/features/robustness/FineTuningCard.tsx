/** Table 3: an adversary trains the stolen model on without the regularizer; its accuracy and its digits after each epoch. */
import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { FineTuningRow } from '../../jobs/protocol';
import { currentModel } from '../../store/state';
import { useStore } from '../../store/store';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Progress } from '../../ui/Progress';
import { Select } from '../../ui/Select';
import styles from './FineTuningCard.module.css';
import { FineTuningChart } from './FineTuningChart';
import { percent } from './names';
import type { MarkedModel } from './names';

const EPOCHS = [
  { value: '5', label: '5 epochs' },
  { value: '30', label: '30 epochs' },
  { value: '50', label: '50 epochs' },
] as const;
/** The attacker's: the smaller ones keep the accuracy's last tenth, the training's own rate shakes the mark most. */
const RATES = [
  { value: '0.0001', label: 'rate 1e-4' },
  { value: '0.0003', label: 'rate 3e-4' },
  { value: '0.001', label: 'rate 1e-3' },
] as const;

export interface FineTuningCardProps {
  readonly models: readonly MarkedModel[];
  /** The model in use when it is marked, else the first that is. */
  readonly model: MarkedModel;
}

export function FineTuningCard({ models, model }: FineTuningCardProps) {
  const [epochs, setEpochs] = useState<(typeof EPOCHS)[number]['value']>('5');
  const [rate, setRate] = useState<(typeof RATES)[number]['value']>('0.0001');
  const { rows, running, progress, ready, current, run, cancel, selectModel } = useStore(
    useShallow(state => ({
      rows: state.fineTuning[model.id] ?? NO_ROWS,
      running: state.fineTuningRunning,
      progress: state.fineTuningProgress,
      ready: state.datasetState === 'ready',
      current: currentModel(state),
      run: state.runFineTuning,
      cancel: state.cancelFineTuning,
      selectModel: state.selectModel,
    })),
  );
  const inUse = current?.id === model.id;
  const choices = models.map(({ id, name }) => ({ value: id, label: name }));
  if (current && !inUse) choices.unshift({ value: current.id, label: `${current.name}: no mark` });

  return (
    <Card
      title="Fine-tuning"
      section="3.5"
      aside={
        <>
          {!running && (
            <>
              <Select
                label="Model in use"
                hideLabel
                compact
                value={current?.id ?? model.id}
                options={choices}
                onChange={selectModel}
              />
              <Select label="Length" hideLabel compact value={epochs} options={EPOCHS} onChange={setEpochs} />
              <Select
                label="Attacker’s learning rate"
                hideLabel
                compact
                value={rate}
                options={RATES}
                onChange={setRate}
              />
            </>
          )}
          <Button
            variant={running ? 'secondary' : 'primary'}
            disabled={!running && (!ready || !inUse)}
            onClick={() => {
              if (running) cancel();
              else void run(Number(epochs), Number(rate));
            }}
          >
            {running ? 'Cancel' : 'Run fine-tuning'}
          </Button>
        </>
      }
    >
      {running && (
        <Progress
          label="Fine-tuning"
          value={progress?.fraction ?? null}
          secondsLeft={progress && Number.isFinite(progress.secondsLeft) ? progress.secondsLeft : null}
        />
      )}
      {rows.length > 0 ? (
        <>
          <FineTuningVerdict rows={rows} />
          <FineTuningChart model={model} rows={rows} planned={running ? Number(epochs) : 0} />
        </>
      ) : (
        !running && (
          <p className={styles.note}>
            {inUse
              ? 'An adversary trains the model on, without the watermark’s term. The paper reports success after 30 and 50 epochs; what the mark suffers depends on his learning rate, so try more than one.'
              : 'The model in use carries no mark; choose one that does.'}
          </p>
        )
      )}
    </Card>
  );
}

const NO_ROWS: readonly FineTuningRow[] = [];

function FineTuningVerdict({ rows }: { rows: readonly FineTuningRow[] }) {
  const first = rows[0]!;
  const last = rows.at(-1)!;
  return (
    <p className={styles.verdict} aria-live="polite">
      After {last.epoch} {last.epoch === 1 ? 'epoch' : 'epochs'}: accuracy {percent(last.accuracy)} (before:{' '}
      {percent(first.accuracy)}), {last.matches.filter(Boolean).length} of {last.matches.length} digits,
      V_owner ={' '}
      <strong className={last.verified ? styles.in : styles.out}>
        {last.verified ? 'success' : 'failure'}
      </strong>
      .
    </p>
  );
}

/** Table 3: an adversary trains the stolen model on without the regularizer; its accuracy and its digits after each epoch. */
import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { FineTuningRow } from '../../jobs/protocol';
import { currentModel } from '../../store/state';
import type { SavedModel } from '../../store/state';
import { useStore } from '../../store/store';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { LineChart } from '../../ui/LineChart';
import { Progress } from '../../ui/Progress';
import { Select } from '../../ui/Select';
import { SectionLink } from '../../ui/SectionLink';
import styles from './FineTuningCard.module.css';
import { percent, toneOf } from './tones';

const EPOCHS = [
  { value: '5', label: '5 epochs' },
  { value: '30', label: '30 epochs' },
  { value: '50', label: '50 epochs' },
];
/** The attacker's: the smaller ones keep the accuracy's last tenth, the training's own rate shakes the mark most. */
const RATES = [
  { value: '0.0001', label: 'rate 1e-4' },
  { value: '0.0003', label: 'rate 3e-4' },
  { value: '0.001', label: 'rate 1e-3' },
];

export function FineTuningCard({ model }: { readonly model: SavedModel }) {
  const [epochs, setEpochs] = useState('30');
  const [rate, setRate] = useState('0.0001');
  const { rows, running, progress, ready, inUse, run, cancel } = useStore(
    useShallow(state => ({
      rows: state.fineTuning[model.id],
      running: state.fineTuningRunning,
      progress: state.fineTuningProgress,
      ready: state.datasetState === 'ready',
      inUse: currentModel(state)?.id === model.id,
      run: state.runFineTuning,
      cancel: state.cancelFineTuning,
    })),
  );
  const last = rows?.at(-1);
  const digits = model.key?.digits ?? [];
  const errors = (row: FineTuningRow) =>
    Math.max(...row.readings.map((reading, k) => Math.abs(reading - digits[k]!)));

  return (
    <Card
      title="Fine-tuning"
      section="3.5"
      note="the mark while an adversary trains on"
      aside={
        !running && (
          <>
            <Select label="Length" hideLabel compact value={epochs} options={EPOCHS} onChange={setEpochs} />
            <Select
              label="Attacker’s learning rate"
              hideLabel
              compact
              value={rate}
              options={RATES}
              onChange={setRate}
            />
            <Button
              variant="primary"
              disabled={!ready || !inUse}
              onClick={() => void run(Number(epochs), Number(rate))}
            >
              Run fine-tuning
            </Button>
          </>
        )
      }
    >
      {running && (
        <Progress
          label="Fine-tuning"
          value={progress?.fraction ?? null}
          secondsLeft={progress?.secondsLeft ?? null}
          onCancel={cancel}
        />
      )}
      {!inUse && (
        <p className={styles.note}>
          The model in use carries no mark; choose another on <SectionLink section="train">Train</SectionLink>
          .
        </p>
      )}
      {rows && rows.length > 0 && last ? (
        <>
          <LineChart
            title="Accuracy and largest error of the digits while fine-tuning"
            height={150}
            x={{ label: 'epochs of fine-tuning', domain: [0, 'auto'] }}
            y={{ label: 'largest error, digits', domain: [0, 'auto'] }}
            right={{ label: 'test accuracy', domain: ['auto', 1], format: value => percent(value, 1) }}
            series={[
              {
                key: 'error',
                label: 'largest error (0.5 loses a digit)',
                tone: toneOf(model),
                dots: true,
                points: rows.map(row => ({ x: row.epoch, y: errors(row) })),
              },
              {
                key: 'accuracy',
                label: 'test accuracy',
                tone: 'in',
                axis: 'right',
                dots: true,
                points: rows.map(row => ({ x: row.epoch, y: row.accuracy })),
              },
            ]}
          />
          <p className={styles.verdict}>
            <output>
              After {last.epoch} epochs: accuracy {percent(last.accuracy)},{' '}
              {last.matches.filter(Boolean).length} of {last.matches.length} digits, V_owner ={' '}
              <strong className={last.verified ? styles.in : styles.out}>
                {last.verified ? 'success' : 'failure'}
              </strong>
              .
            </output>
          </p>
        </>
      ) : (
        !running && (
          <p className={styles.note}>
            The paper reports success after 30 and 50 epochs. What the mark suffers depends on the attacker’s
            learning rate: try more than one.
          </p>
        )
      )}
    </Card>
  );
}

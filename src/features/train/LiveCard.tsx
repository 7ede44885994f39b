/** The watermark's digits as dials, and loss, accuracy and the watermark's term over the epochs of the latest run. */
import { useShallow } from 'zustand/react/shallow';
import { currentModel } from '../../store/state';
import { useStore } from '../../store/store';
import { Card } from '../../ui/Card';
import { Dials } from '../../ui/Dials';
import { EmptyState } from '../../ui/EmptyState';
import { LineChart } from '../../ui/LineChart';
import styles from './LiveCard.module.css';
import { markTone } from './mark';
import type { Mark } from './mark';

/** Points of a dial's path: more cannot be told apart. */
const PATH_POINTS = 60;

const percent = (share: number) => `${(100 * share).toFixed(2)}%`;

export function LiveCard({ mark, active }: { readonly mark: Mark | null; readonly active: boolean }) {
  const { history, readings, choice, modelId, epochs } = useStore(
    useShallow(state => ({
      history: state.trainingHistory,
      readings: state.readingHistory,
      choice: state.trainingSettings.watermark,
      modelId: currentModel(state)?.id,
      epochs: state.trainingSettings.config.epochs,
    })),
  );
  const shown = active || modelId === choice;
  const paths = shown ? readings.slice(-PATH_POINTS) : [];
  const points = history.filter(point => point.loss !== null);
  const last = history.at(-1);
  const accuracy = history.findLast(point => point.accuracy !== null)?.accuracy ?? null;
  const matching =
    mark?.readings.filter((reading, k) => Math.round(reading) === mark.key.digits[k]).length ?? 0;

  return (
    <Card
      title="The watermark, read from the weights"
      section="2.5"
      note={
        mark && (
          <output>
            {matching} of {mark.key.digits.length} digits in their bands
            {mark.verified ? ': verified' : active ? '' : ': failure'}
          </output>
        )
      }
    >
      {mark ? (
        <Dials
          targets={mark.key.digits}
          readings={mark.readings}
          history={paths}
          tone={markTone(active ? choice : modelId)}
          height={170}
        />
      ) : (
        <EmptyState title={active ? 'This run embeds no watermark' : 'No watermark to read'}>
          {active
            ? 'It trains the unmarked twin, to tell what the mark costs in accuracy.'
            : 'Start a training with wm₁ or wm₂ and watch each digit settle in its band, or import an owner’s key below.'}
        </EmptyState>
      )}
      {points.length > 0 ? (
        <LineChart
          title="Loss and accuracy over the epochs"
          height={150}
          x={{ label: 'epoch', domain: [0, epochs] }}
          y={{ label: 'loss', domain: [0, 'auto'] }}
          right={{
            label: 'accuracy',
            domain: ['auto', 1],
            format: value => `${Math.round(1000 * value) / 10}%`,
          }}
          series={[
            {
              key: 'loss',
              label: 'loss',
              tone: 'ink',
              points: points.map(({ epoch, loss }) => ({ x: epoch, y: loss })),
            },
            {
              key: 'accuracy',
              label: 'test accuracy',
              tone: 'in',
              axis: 'right',
              dots: true,
              points: history
                .filter(point => point.accuracy !== null)
                .map(point => ({ x: point.epoch, y: point.accuracy })),
            },
            {
              key: 'mark',
              label: 'digits’ mean squared error, up to 1',
              tone: 'wm2',
              dashed: true,
              points: points
                .filter(point => point.watermarkError !== null)
                .map(({ epoch, watermarkError }) => ({ x: epoch, y: Math.min(1, watermarkError ?? 0) })),
            },
          ]}
        />
      ) : (
        <p className={styles.note}>Loss and accuracy appear here while a model trains.</p>
      )}
      {points.length > 0 && (
        <p className={styles.figures}>
          <span>
            test accuracy <strong className={styles.in}>{accuracy === null ? '–' : percent(accuracy)}</strong>
          </span>
          <span>
            loss <strong>{last?.loss?.toFixed(4) ?? '–'}</strong>
          </span>
          {last && last.watermarkError !== null && (
            <span>
              mean squared error of the digits <strong>{last.watermarkError.toPrecision(2)}</strong>
            </span>
          )}
        </p>
      )}
    </Card>
  );
}

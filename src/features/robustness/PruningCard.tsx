/** Table 4: accuracy at each pruning rate of conv2, the digits dying below it in the same columns, the paper's curves behind. */
import { useShallow } from 'zustand/react/shallow';
import { PAPER_TABLE_4 } from '../../experiments/paper-values';
import type { PruningRow } from '../../jobs/protocol';
import { useStore } from '../../store/store';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { DigitStrips } from '../../ui/DigitStrips';
import { LineChart } from '../../ui/LineChart';
import type { ChartSeries } from '../../ui/LineChart';
import { Progress } from '../../ui/Progress';
import { watermarkTone } from '../../store/watermark-tone';
import styles from './PruningCard.module.css';
import { PruningTable } from './PruningTable';
import { nameOf, percent } from './names';
import type { MarkedModel } from './names';
import { countRows, usePruningPace } from './use-pruning-pace';

const RATES = PAPER_TABLE_4.map(row => row.rate);
const rateText = (rate: number) => percent(rate, 0);

export function PruningCard({ models }: { readonly models: readonly MarkedModel[] }) {
  const { pruning, running, ready, mnist, run, cancel } = useStore(
    useShallow(state => ({
      pruning: state.pruning,
      running: state.pruningRunning,
      ready: state.datasetState === 'ready',
      mnist: state.dataset?.name === 'mnist',
      run: state.runPruning,
      cancel: state.cancelPruning,
    })),
  );
  const rowsOf = (model: MarkedModel): readonly PruningRow[] => pruning[model.id] ?? [];
  const measured = models.filter(model => rowsOf(model).length > 0);
  const done = countRows(pruning);
  const total = models.length * RATES.length;
  const pace = usePruningPace();
  const series = measured.map((model, i) => curve(model, rowsOf(model), measured.slice(0, i)));
  if (mnist) series.push(...PAPER_CURVES);
  const lowest = Math.min(0.4, ...measured.flatMap(model => rowsOf(model).map(row => row.accuracy)));
  const floor = Math.max(0, Math.floor(5 * lowest) / 5);

  return (
    <Card
      anchor="pruning"
      title="Pruning"
      section="3.5"
      note="the r% smallest |w| of conv2 set to 0 (Han et al. 2015)"
      aside={
        <Button
          variant={running ? 'secondary' : 'primary'}
          disabled={!ready && !running}
          onClick={() => {
            if (running) cancel();
            else void run();
          }}
        >
          {running ? 'Cancel' : 'Run pruning'}
        </Button>
      }
    >
      {running && (
        <Progress
          label="Pruning"
          value={done / total}
          detail={`${done} of ${total} measured`}
          secondsLeft={pace === null ? null : pace * (total - done)}
        />
      )}
      <LineChart
        title="Test accuracy against pruning rate"
        height={180}
        series={series}
        x={{ label: 'pruning rate of conv2', domain: [-0.05, 0.95], ticks: RATES, format: rateText }}
        y={{
          label: 'test accuracy',
          domain: [floor, 1],
          ticks: [0, 0.2, 0.4, 0.6, 0.8, 1].filter(tick => tick >= floor),
          format: value => percent(value, 0),
        }}
      />
      {measured.length === 0 && !running ? (
        <p className={styles.note}>
          {ready
            ? `Nothing measured yet${mnist ? '; the dashed curves are the paper’s' : ''}. “Run pruning” tests ${models.length === 1 ? 'the model' : 'each model'} at ten rates and reads its digits.`
            : 'The digits are being loaded …'}
        </p>
      ) : (
        <>
          <DigitStrips
            columns={RATES.map(rateText)}
            height={28}
            rows={models.map(model => ({
              key: model.id,
              label: nameOf(model).mark,
              detail: nameOf(model).origin,
              tone: watermarkTone(model.key.digits),
              groups: RATES.map(rate => rowsOf(model).find(row => row.rate === rate)?.matches ?? null),
            }))}
          />
          <p className={styles.note}>
            Each bar is one digit of the watermark; low and pale: no longer readable.{' '}
            <span aria-live="polite">
              {!running && measured.map(model => summary(model, rowsOf(model))).join(' ')}
            </span>
          </p>
          <PruningTable models={measured} pruning={pruning} withPaper={mnist} />
        </>
      )}
    </Card>
  );
}

const PAPER_CURVES: readonly ChartSeries[] = (['wm1', 'wm2'] as const).map(mark => ({
  key: `paper-${mark}`,
  label: `the paper’s ${mark === 'wm1' ? 'wm₁' : 'wm₂'}`,
  tone: mark,
  reference: true,
  points: PAPER_TABLE_4.map(row => ({ x: row.rate, y: row[mark].accuracy })),
}));

/** Of two models of one tint the second is dashed. */
function curve(model: MarkedModel, rows: readonly PruningRow[], before: readonly MarkedModel[]): ChartSeries {
  const tone = watermarkTone(model.key.digits);
  return {
    key: model.id,
    label: nameOf(model).whole,
    tone,
    dots: true,
    dashed: before.some(other => watermarkTone(other.key.digits) === tone),
    points: rows.map(row => ({ x: row.rate, y: row.accuracy })),
  };
}

/** From which rate on the mark is lost. */
function summary(model: MarkedModel, rows: readonly PruningRow[]): string {
  const { whole } = nameOf(model);
  const lost = rows.find(row => !row.verified);
  if (lost) return `${whole}: unverified from ${rateText(lost.rate)}.`;
  return `${whole}: verified up to ${rateText(rows.at(-1)?.rate ?? 0)}.`;
}

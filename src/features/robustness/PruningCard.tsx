/** Table 4: accuracy at each pruning rate of conv2, the digits dying below it in the same columns, the paper's curves behind. */
import { useShallow } from 'zustand/react/shallow';
import { PAPER_TABLE_4 } from '../../experiments/paper-values';
import type { PruningRow } from '../../jobs/protocol';
import type { SavedModel } from '../../store/state';
import { useStore } from '../../store/store';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { DigitStrips } from '../../ui/DigitStrips';
import { LineChart } from '../../ui/LineChart';
import type { ChartSeries } from '../../ui/LineChart';
import { Table } from '../../ui/Table';
import styles from './PruningCard.module.css';
import { percent, toneOf } from './tones';

const RATES = PAPER_TABLE_4.map(row => row.rate);
const rateText = (rate: number) => percent(rate, 0);

export function PruningCard({ models }: { readonly models: readonly SavedModel[] }) {
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
  const measured = models.filter(model => (pruning[model.id] ?? []).length > 0);
  const series: ChartSeries[] = measured.map(model => ({
    key: model.id,
    label: model.name,
    tone: toneOf(model),
    dots: true,
    points: (pruning[model.id] ?? []).map(row => ({ x: row.rate, y: row.accuracy })),
  }));
  if (mnist && measured.length > 0) {
    series.push(
      ...(['wm1', 'wm2'] as const).map(mark => ({
        key: `paper-${mark}`,
        label: `the paper’s ${mark === 'wm1' ? 'wm₁' : 'wm₂'}`,
        tone: mark,
        reference: true,
        points: PAPER_TABLE_4.map(row => ({ x: row.rate, y: row[mark].accuracy })),
      })),
    );
  }
  const done = measured.reduce((sum, model) => sum + (pruning[model.id] ?? []).length, 0);

  return (
    <Card
      title="Pruning"
      section="3.5"
      note="the r% smallest |w| of conv2 set to 0 (Han et al. 2015)"
      aside={
        running ? (
          <>
            <output className={styles.note}>
              {done} of {models.length * RATES.length} measured
            </output>
            <Button onClick={cancel}>Cancel</Button>
          </>
        ) : (
          <Button variant="primary" disabled={!ready} onClick={() => void run()}>
            Run pruning
          </Button>
        )
      }
    >
      <LineChart
        title="Test accuracy against pruning rate"
        height={190}
        series={series}
        x={{ label: 'pruning rate of conv2', domain: [-0.05, 0.95], ticks: RATES, format: rateText }}
        y={{ label: 'test accuracy', domain: [0.4, 1], ticks: [0.4, 0.6, 0.8, 1], format: rateText }}
      />
      <DigitStrips
        columns={RATES.map(rateText)}
        rows={models.map(model => ({
          label: model.id === 'wm2' ? 'wm₂' : model.id === 'custom' ? 'own' : 'wm₁',
          tone: toneOf(model),
          groups: RATES.map(rate => pruning[model.id]?.find(row => row.rate === rate)?.matches ?? null),
        }))}
      />
      <p className={styles.note}>
        Each bar is one digit of the watermark; pale: no longer readable.{' '}
        {measured.map(model => `${model.name}: ${summary(pruning[model.id] ?? [])}.`).join(' ')}
      </p>
      {measured.length > 0 && (
        <details className={styles.table}>
          <summary>The same as a table{mnist ? ', with the paper’s' : ''}</summary>
          <Table
            caption="Accuracy and V_owner at each pruning rate"
            hideCaption
            rows={PAPER_TABLE_4}
            rowKey={row => row.rate}
            columns={[
              { header: 'rate', cell: row => rateText(row.rate), heading: true, numeric: true },
              ...measured.map(model => ({
                header: model.name,
                cell: (row: (typeof PAPER_TABLE_4)[number]) =>
                  verdictText(pruning[model.id]?.find(own => own.rate === row.rate)),
                numeric: true,
              })),
              ...(mnist
                ? [
                    {
                      header: 'paper, wm₁',
                      cell: (row: (typeof PAPER_TABLE_4)[number]) => paperText(row.wm1),
                      numeric: true,
                    },
                    {
                      header: 'paper, wm₂',
                      cell: (row: (typeof PAPER_TABLE_4)[number]) => paperText(row.wm2),
                      numeric: true,
                    },
                  ]
                : []),
            ]}
          />
        </details>
      )}
    </Card>
  );
}

function verdictText(row: PruningRow | undefined): string {
  if (!row) return '–';
  return `${percent(row.accuracy)} ${row.verified ? 'success' : `failure, ${row.matches.filter(Boolean).length} of ${row.matches.length}`}`;
}

function paperText({ accuracy, verified }: { accuracy: number; verified: boolean }): string {
  return `${percent(accuracy)} ${verified ? 'success' : 'failure'}`;
}

/** From which rate on the mark is lost. */
function summary(rows: readonly PruningRow[]): string {
  const lost = rows.find(row => !row.verified);
  if (lost) return `unverified from ${rateText(lost.rate)}`;
  return `verified to ${rateText(rows.at(-1)?.rate ?? 0)}`;
}

/** Table 4: accuracy at each pruning rate of conv2, the digits dying below it in the same columns, the paper's curves behind. */
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useShallow } from 'zustand/react/shallow';
import { PAPER_TABLE_4 } from '../../experiments/paper-values';
import type { PruningRow } from '../../jobs/protocol';
import { useStore } from '../../store/store';
import { watermarkTone } from '../../store/watermark-tone';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { DigitStrips } from '../../ui/DigitStrips';
import { LineChart } from '../../ui/LineChart';
import type { ChartSeries } from '../../ui/LineChart';
import { Progress } from '../../ui/Progress';
import { StripsPicture } from '../../ui/StripsPicture';
import { MeasuredLine } from './MeasuredLine';
import styles from './PruningCard.module.css';
import { PruningTable } from './PruningTable';
import { pruningCsv, pruningJson } from './attack-files';
import { percent, useNames } from './names';
import type { MarkedModel } from './names';
import { countRows, usePruningPace } from './use-pruning-pace';

const RATES = PAPER_TABLE_4.map(row => row.rate);
const rateText = (rate: number) => percent(rate, 0);

export interface PruningCardProps {
  readonly models: readonly MarkedModel[];
  /** Laid out, not only named. */
  readonly open: boolean;
  readonly onOpen: () => void;
}

export function PruningCard({ models, open, onOpen }: PruningCardProps) {
  const t = useTranslations('robustness.pruning');
  const whole = useTranslations('robustness');
  const nameOf = useNames();
  const heading = useRef<HTMLHeadingElement>(null);
  const { attacks, running, now, ready, mnist, run, cancel } = useStore(
    useShallow(state => ({
      attacks: state.attacks,
      running: state.pruningRunning,
      now: state.pruningRows,
      ready: state.datasetState === 'ready',
      mnist: state.dataset?.name === 'mnist',
      run: state.runPruning,
      cancel: state.cancelPruning,
    })),
  );
  /** While its run is under way what that one has measured, else what was measured last. */
  const rowsOf = ({ id }: MarkedModel): readonly PruningRow[] =>
    now?.[id] ?? attacks[id]?.pruning?.rows ?? [];
  const measured = models.filter(model => rowsOf(model).length > 0);
  const unmeasured = models.filter(model => rowsOf(model).length === 0).map(model => nameOf(model).whole);
  // What was measured on the built-in digits never stands beside the paper's.
  const withPaper =
    mnist && measured.every(({ id }) => now?.[id] ?? attacks[id]?.pruning?.on.dataset === 'mnist');
  const latest = measured.map(model => attacks[model.id]?.pruning?.on).at(-1);
  const done = countRows(now);
  const total = Object.keys(now ?? {}).length * RATES.length;
  const pace = usePruningPace();
  const series = measured.map((model, i) =>
    curve(model, nameOf(model).whole, rowsOf(model), measured.slice(0, i)),
  );
  if (withPaper) {
    series.push(
      ...PAPER_MARKS.map(({ tone, mark }) => ({
        key: `paper-${tone}`,
        label: t('paperCurve', { mark }),
        tone,
        reference: true,
        points: PAPER_TABLE_4.map(row => ({ x: row.rate, y: row[tone].accuracy })),
      })),
    );
  }
  const lowest = Math.min(0.4, ...measured.flatMap(model => rowsOf(model).map(row => row.accuracy)));
  const floor = Math.max(0, Math.floor(5 * lowest) / 5);
  const strips = {
    columns: RATES.map(rateText),
    rows: (running ? models : measured).map(model => ({
      key: model.id,
      label: nameOf(model).mark,
      detail: nameOf(model).short,
      tone: watermarkTone(model.key.digits),
      groups: RATES.map(rate => rowsOf(model).find(row => row.rate === rate)?.matches ?? null),
    })),
  };
  const summary = (model: MarkedModel): string => {
    const rows = rowsOf(model);
    const name = nameOf(model).whole;
    const lost = rows.find(row => !row.verified);
    const last = rateText(rows.at(-1)?.rate ?? 0);
    if (rows.length < RATES.length)
      return t('part', { name, rate: last, lost: lost ? rateText(lost.rate) : 'none' });
    return lost ? t('lost', { name, rate: rateText(lost.rate) }) : t('holds', { name, rate: last });
  };
  const verdicts = running ? '' : measured.map(summary).join(' ');

  return (
    <Card
      anchor="pruning"
      title={t('title')}
      headingRef={heading}
      section="3.5"
      note={<span data-minor>{t('note')}</span>}
      className={open ? styles.open : undefined}
      aside={
        <>
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
          <Button
            variant={running ? 'secondary' : 'primary'}
            disabled={!ready && !running}
            onClick={() => {
              if (running) cancel();
              else {
                onOpen();
                void run();
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
          value={total > 0 ? done / total : null}
          detail={t('progress', { done: String(done), total: String(total) })}
          secondsLeft={pace === null ? null : pace * (total - done)}
        />
      )}
      {!open && verdicts !== '' && (
        <p className={styles.note} data-minor>
          {verdicts}
        </p>
      )}
      {open && (
        <>
          <LineChart
            title={t('chart')}
            height={110}
            series={series}
            x={{ label: t('rate'), domain: [-0.05, 0.95], ticks: RATES, format: rateText }}
            y={{
              label: t('accuracy'),
              domain: [floor, 1],
              ticks: [0, 0.2, 0.4, 0.6, 0.8, 1].filter(tick => tick >= floor),
              format: value => percent(value, 0),
            }}
          />
          {measured.length === 0 && !running ? (
            <p className={styles.note}>
              {ready ? t('nothing', { paper: String(withPaper), models: models.length }) : t('loading')}
            </p>
          ) : (
            <>
              <DigitStrips {...strips} height={28} />
              <p className={styles.note}>
                <span data-minor>{t('bars')}</span> <span aria-live="polite">{verdicts}</span>{' '}
                {!running && unmeasured.length > 0 && t('unmeasured', { names: unmeasured.join(', ') })}
              </p>
              {latest && !running && (
                <MeasuredLine
                  on={latest}
                  csv={{
                    name: 'pruning.csv',
                    label: whole('file.pruningCsv'),
                    content: () => pruningCsv(measured, attacks),
                  }}
                  json={{
                    name: 'pruning.json',
                    label: whole('file.pruningJson'),
                    content: () => pruningJson(measured, attacks),
                  }}
                >
                  <PruningTable models={measured} attacks={attacks} withPaper={withPaper} />
                  <StripsPicture {...strips} title={t('strips')} caption={t('bars')} axis={t('rate')} />
                </MeasuredLine>
              )}
            </>
          )}
        </>
      )}
    </Card>
  );
}

const PAPER_MARKS = [
  { tone: 'wm1', mark: 'wm₁' },
  { tone: 'wm2', mark: 'wm₂' },
] as const;

/** Of two models of one tint the second is dashed. */
function curve(
  model: MarkedModel,
  label: string,
  rows: readonly PruningRow[],
  before: readonly MarkedModel[],
): ChartSeries {
  const tone = watermarkTone(model.key.digits);
  return {
    key: model.id,
    label,
    tone,
    dots: true,
    dashed: before.some(other => watermarkTone(other.key.digits) === tone),
    points: rows.map(row => ({ x: row.rate, y: row.accuracy })),
  };
}

/** Loss, test accuracy and the watermark's term over the epochs, and their latest values. */
import { useTranslations } from 'use-intl';
import { accuraciesOf } from '../../model/curve-code';
import type { HistoryPoint } from '../../store/training-run';
import { useStore } from '../../store/store';
import { LineChart } from '../../ui/LineChart';
import type { ChartSeries } from '../../ui/LineChart';
import { shareAxis } from '../../ui/ticks';
import styles from './Curves.module.css';
import { epochTicks } from './mark';

/** The first steps' loss and error are cut here: what follows happens far below. */
const CUT = 1;

const percent = (share: number) => `${(100 * share).toFixed(2)}%`;

export function Curves({
  history,
  tone,
}: {
  readonly history: readonly HistoryPoint[];
  /** Of the watermark that is embedded. */
  readonly tone: 'wm1' | 'wm2';
}) {
  const t = useTranslations('train.curves');
  const planned = useStore(state => state.trainingProgress?.epochs ?? state.trainingSettings.config.epochs);
  const end = useStore(state => state.trainingEnd);
  const last = history.at(-1);
  // After a reload the settings may plan less than the run has behind it.
  const epochs = Math.max(planned, Math.ceil(last?.epoch ?? 0));
  const accuracies = accuraciesOf(history, end);
  const errors = history.filter(point => point.watermarkError !== null);
  const accuracy = accuracies.at(-1)?.accuracy;
  const series: ChartSeries[] = [
    {
      key: 'loss',
      label: t('loss'),
      tone: 'ink',
      points: history
        .filter(point => point.loss !== null)
        .map(({ epoch, loss }) => ({ x: epoch, y: Math.min(CUT, loss ?? 0) })),
    },
    {
      key: 'accuracy',
      label: t('accuracy'),
      tone: 'in',
      axis: 'right',
      dots: true,
      points: accuracies.map(point => ({ x: point.epochs, y: point.accuracy })),
    },
  ];
  if (errors.length > 0) {
    series.push({
      key: 'mark',
      label: t('mark'),
      tone,
      dashed: true,
      points: errors.map(({ epoch, watermarkError }) => ({
        x: epoch,
        y: Math.min(CUT, watermarkError ?? 0),
      })),
    });
  }

  return (
    <div className={styles.curves}>
      <dl className={styles.figures}>
        <div>
          <dt>{t('accuracy')}</dt>
          <dd className={styles.in}>{accuracy === undefined ? '–' : percent(accuracy)}</dd>
        </div>
        <div>
          <dt>{t('loss')}</dt>
          <dd>{last?.loss?.toFixed(4) ?? '–'}</dd>
        </div>
        {last && last.watermarkError !== null && (
          <div>
            <dt title={t('termTitle')}>{t('term')}</dt>
            <dd className={tone === 'wm1' ? styles.wm1 : styles.wm2}>{last.watermarkError.toPrecision(2)}</dd>
          </div>
        )}
      </dl>
      <LineChart
        title={t('title')}
        height={100}
        x={{ label: t('epoch'), domain: [0, epochs], ticks: epochTicks(epochs) }}
        y={{ label: t('lossAxis', { cut: String(CUT) }), domain: [0, CUT], ticks: [0, 0.25, 0.5, 0.75, CUT] }}
        right={{
          label: t('accuracyAxis'),
          ...shareAxis(accuracies.map(point => point.accuracy)),
          format: value => `${Math.round(1000 * value) / 10}%`,
        }}
        series={series}
      />
    </div>
  );
}

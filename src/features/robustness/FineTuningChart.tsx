/** Accuracy, the largest error of the digits and its limit over the epochs of fine-tuning, the digits in columns below. */
import { useTranslations } from 'use-intl';
import type { FineTuningRow } from '../../jobs/protocol';
import { DigitStrips } from '../../ui/DigitStrips';
import { LineChart } from '../../ui/LineChart';
import { watermarkTone } from '../../store/watermark-tone';
import { useNames } from './names';
import type { MarkedModel } from './names';
import { epochColumns, tuningStrip } from './tuning-strips';

/** An error of half a digit reads as another digit. */
const LIMIT = 0.5;

export interface FineTuningChartProps {
  readonly model: MarkedModel;
  readonly rows: readonly FineTuningRow[];
  /** Epochs the run under way has before it; 0 when none is. */
  readonly planned: number;
}

export function FineTuningChart({ model, rows, planned }: FineTuningChartProps) {
  const t = useTranslations('robustness.tuning');
  const nameOf = useNames();
  const { key } = model;
  const tone = watermarkTone(key.digits);
  const { stride, epochs: columns } = epochColumns(rows, planned);
  // Half a column on each side, so that the digits stand below their points.
  const domain = [-stride / 2, columns.at(-1)! + stride / 2] as const;
  const shown = rows.filter(row => row.epoch <= domain[1]);
  const errors = shown.map(row =>
    Math.max(...row.readings.map((reading, k) => Math.abs(reading - key.digits[k]!))),
  );
  const floor = Math.floor(100 * (Math.min(...shown.map(row => row.accuracy)) - 0.002)) / 100;
  return (
    <>
      <LineChart
        title={t('chart')}
        height={72}
        sharesX
        x={{ label: t('x'), domain, ticks: columns }}
        y={{ label: t('error'), domain: [0, Math.max(1, Math.ceil(Math.max(...errors)))] }}
        series={[
          {
            key: 'error',
            label: t('errorSeries'),
            tone,
            dots: true,
            points: shown.map((row, i) => ({ x: row.epoch, y: errors[i]! })),
          },
          {
            key: 'limit',
            label: t('limit'),
            tone: 'out',
            reference: true,
            points: [
              { x: domain[0], y: LIMIT },
              { x: domain[1], y: LIMIT },
            ],
          },
        ]}
      />
      <DigitStrips
        columns={columns.map(epoch => t('epochs', { epochs: String(epoch) }))}
        height={24}
        rows={[tuningStrip(model, nameOf(model), rows, columns)]}
      />
      <LineChart
        title={t('accuracyChart')}
        height={54}
        hideLegend
        x={{ label: t('x'), domain, ticks: columns }}
        y={{
          label: t('accuracy'),
          domain: [floor, 1],
          ticks: [floor, (floor + 1) / 2, 1],
          // The ticks are whole or half points; what is measured has hundredths.
          format: value => `${Number((100 * value).toFixed(2))}%`,
        }}
        series={[
          {
            key: 'accuracy',
            label: t('accuracy'),
            tone: 'in',
            dots: true,
            points: shown.map(row => ({ x: row.epoch, y: row.accuracy })),
          },
        ]}
      />
    </>
  );
}

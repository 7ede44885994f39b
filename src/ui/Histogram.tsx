/** Counts in bins, with a threshold that parts them (below it pale) and markers on the axis, e.g. where a map's digits sit. */
import { useTranslations } from 'use-intl';
import { ChartFigure } from './ChartFigure';
import styles from './Histogram.module.css';
import { Table } from './Table';
import { toneColour } from './tone';
import type { Tone } from './tone';
import { useScale, useSize } from './use-size';

export interface HistogramBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export interface HistogramProps {
  /** What the chart shows; the table's caption. */
  readonly title: string;
  /** Side by side, ascending. */
  readonly bins: readonly HistogramBin[];
  /** A line; bins that end at or below it are pale. */
  readonly threshold?: { readonly value: number; readonly label: string };
  readonly markers?: readonly { readonly at: number; readonly label: string; readonly tone: Tone }[];
  readonly xLabel: string;
  /** What is counted. */
  readonly yLabel: string;
  readonly formatX?: (value: number) => string;
  /** About how many ticks. */
  readonly ticks?: number;
  /** Of the plot at least, in pixels where type has its usual size. */
  readonly height?: number;
}

/** Left and right of the plot, for the outermost words; below it, for the axis. In pixels. */
const SIDE = 14;
const AXIS = 30;
/** Radius of a marker. */
const MARKER = 8.5;

const plain = (value: number) => String(Number(value.toFixed(3)));

export function Histogram(props: HistogramProps) {
  const { title, bins, xLabel, yLabel, formatX = plain, height = 140 } = props;
  const t = useTranslations('ui.histogram');
  const range = ({ from, to }: HistogramBin) => t('range', { from: formatX(from), to: formatX(to) });
  return (
    <ChartFigure
      title={title}
      xLabel={xLabel}
      yLabel={yLabel}
      legend={[]}
      height={height + AXIS}
      values={() => [['from', 'to', yLabel], ...bins.map(({ from, to, count }) => [from, to, count])]}
      table={
        <Table
          caption={title}
          hideCaption
          maxHeight={height + AXIS}
          rows={bins}
          rowKey={bin => bin.from}
          columns={[
            { header: xLabel, cell: range, heading: true },
            { header: yLabel, cell: bin => bin.count, numeric: true },
          ]}
        />
      }
    >
      <Plot {...props} />
    </ChartFigure>
  );
}

function Plot({
  title,
  bins,
  threshold,
  markers = [],
  formatX = plain,
  ticks = 5,
  height: least = 140,
}: HistogramProps) {
  const t = useTranslations('ui.histogram');
  const { ref, width, height: room } = useSize({ width: 340, height: least + AXIS });
  const scale = useScale();
  const height = Math.max(1, room - AXIS * scale);
  const low = bins[0]?.from ?? 0;
  const high = bins.at(-1)?.to ?? 1;
  const most = Math.max(1, ...bins.map(bin => bin.count));
  const place = (value: number) => SIDE * scale + ((width - 2 * SIDE * scale) * (value - low)) / (high - low);
  const inside = (value: number) => value >= low && value <= high;
  const side = threshold && place(threshold.value) > 0.6 * width ? -6 : 6;
  return (
    <div ref={ref} className={styles.room}>
      <svg className={styles.drawing} width={width} height={room} role="img" aria-label={title}>
        {bins.map(bin => (
          <rect
            key={bin.from}
            className={threshold && bin.to <= threshold.value + 1e-12 ? styles.below : styles.bar}
            x={place(bin.from) + 0.5}
            width={Math.max(0.5, place(bin.to) - place(bin.from) - 1)}
            y={height * (1 - bin.count / most)}
            height={(height * bin.count) / most}
          >
            <title>
              {t('bin', { from: formatX(bin.from), to: formatX(bin.to), count: String(bin.count) })}
            </title>
          </rect>
        ))}
        <path className={styles.axis} d={`M${SIDE * scale} ${height}H${width - SIDE * scale}`} />
        {threshold && inside(threshold.value) && (
          <>
            <path className={styles.threshold} d={`M${place(threshold.value)} 0V${height}`} />
            <text
              className={styles.thresholdLabel}
              x={place(threshold.value) + side}
              y={12 * scale}
              textAnchor={side < 0 ? 'end' : 'start'}
            >
              {threshold.label}
            </text>
          </>
        )}
        {markers
          .filter(marker => inside(marker.at))
          .map(marker => (
            <g key={`${marker.label}@${marker.at}`} transform={`translate(${place(marker.at)} ${height})`}>
              <circle className={styles.marker} r={MARKER * scale} fill={toneColour(marker.tone)} />
              <text className={styles.markerLabel} y={4 * scale} textAnchor="middle">
                {marker.label}
              </text>
            </g>
          ))}
        {Array.from({ length: ticks + 1 }, (_, i) => low + ((high - low) * i) / ticks).map(value => (
          <text key={value} className={styles.tick} x={place(value)} y={room - 6 * scale} textAnchor="middle">
            {formatX(value)}
          </text>
        ))}
      </svg>
    </div>
  );
}

/** Counts in bins, with a threshold that parts them (below it pale) and markers on the axis, e.g. where a map's digits sit. */
import { useTranslations } from 'use-intl';
import styles from './Histogram.module.css';
import { classes } from './classes';
import { toneColour } from './tone';
import type { Tone } from './tone';

export interface HistogramBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export interface HistogramProps {
  /** Side by side, ascending. */
  readonly bins: readonly HistogramBin[];
  /** A line; bins that end at or below it are pale. */
  readonly threshold?: { readonly value: number; readonly label: string };
  readonly markers?: readonly { readonly at: number; readonly label: string; readonly tone: Tone }[];
  readonly xLabel: string;
  readonly formatX?: (value: number) => string;
  /** About how many ticks. */
  readonly ticks?: number;
  readonly height?: number | string;
}

export function Histogram({
  bins,
  threshold,
  markers = [],
  xLabel,
  formatX = value => String(Number(value.toFixed(3))),
  ticks = 5,
  height = 140,
}: HistogramProps) {
  const t = useTranslations('ui.histogram');
  const low = bins[0]?.from ?? 0;
  const high = bins.at(-1)?.to ?? 1;
  const most = Math.max(1, ...bins.map(bin => bin.count));
  const place = (value: number) => (100 * (value - low)) / (high - low);
  const inside = (value: number) => value >= low && value <= high;
  return (
    <figure className={styles.figure}>
      <div className={styles.plot} style={{ height }} aria-hidden="true">
        {bins.map(bin => (
          <div
            key={bin.from}
            className={classes(styles.bar, threshold && bin.to <= threshold.value + 1e-12 && styles.below)}
            style={{
              left: `${place(bin.from)}%`,
              width: `${place(bin.to) - place(bin.from)}%`,
              height: `${(100 * bin.count) / most}%`,
            }}
            title={t('bin', { from: formatX(bin.from), to: formatX(bin.to), count: String(bin.count) })}
          />
        ))}
        {threshold && inside(threshold.value) && (
          <div
            className={styles.threshold}
            style={{ left: `${place(threshold.value)}%` }}
            data-side={place(threshold.value) > 60 ? 'left' : 'right'}
          >
            <span>{threshold.label}</span>
          </div>
        )}
        {markers
          .filter(marker => inside(marker.at))
          .map(marker => (
            <span
              key={`${marker.label}@${marker.at}`}
              className={styles.marker}
              style={{ left: `${place(marker.at)}%`, background: toneColour(marker.tone) }}
            >
              {marker.label}
            </span>
          ))}
      </div>
      <div className={classes(styles.axis, markers.length > 0 && styles.lower)} aria-hidden="true">
        {Array.from({ length: ticks + 1 }, (_, i) => low + ((high - low) * i) / ticks).map(value => (
          <span key={value} style={{ left: `${place(value)}%` }}>
            {formatX(value)}
          </span>
        ))}
      </div>
      <figcaption className={styles.caption}>{xLabel}</figcaption>
      <div className="visually-hidden">
        <table>
          <caption>{xLabel}</caption>
          <tbody>
            {bins.map(bin => (
              <tr key={bin.from}>
                <th scope="row">{t('range', { from: formatX(bin.from), to: formatX(bin.to) })}</th>
                <td>{bin.count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

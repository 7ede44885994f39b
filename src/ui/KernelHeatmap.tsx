/**
 * One component of a convolution's kernel, (F, F, I): I squares of F × F weights. Grey is positive, brown with a minus is
 * negative, strong is large; framed in violet, the watermark's secret positions.
 */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import styles from './KernelHeatmap.module.css';
import { kernelCell, largestMagnitude } from './kernel-layout';
import { toneColour } from './tone';

export interface KernelHeatmapProps {
  /** F·F·I weights, row-major over (F, F, I). */
  readonly values: ArrayLike<number>;
  /** F. */
  readonly size: number;
  /** I. */
  readonly channels: number;
  /** Places in `values` that carry a digit. */
  readonly marked?: readonly number[];
  readonly tone?: 'wm1' | 'wm2';
  /** Squares in a row. */
  readonly columns?: number;
  /** Widest it may become; any CSS length. */
  readonly maxWidth?: number | string;
}

/** Space between two squares, in cells. */
const GAP = 0.9;

export function KernelHeatmap({
  values,
  size,
  channels,
  marked = [],
  tone = 'wm2',
  columns = Math.ceil(Math.sqrt(channels * 1.5)),
  maxWidth = '17rem',
}: KernelHeatmapProps) {
  const t = useTranslations('ui.kernels');
  const largest = largestMagnitude(values);
  const rows = Math.ceil(channels / columns);
  const pitch = size + GAP;
  const secret = new Set(marked);
  const cells: ReactNode[] = [];
  const frames: ReactNode[] = [];
  for (let i = 0; i < size * size * channels; i += 1) {
    const value = values[i] ?? 0;
    const { channel, row, column, across, down } = kernelCell(i, { size, channels, columns });
    const x = across * pitch + column;
    const y = down * pitch + row;
    const strength = largest === 0 ? 0 : Math.abs(value) / largest;
    const title = t(secret.has(i) ? 'secret' : 'cell', {
      row: String(row + 1),
      column: String(column + 1),
      channel: String(channel + 1),
      value: value.toFixed(4),
      digit: String(marked.indexOf(i) + 1),
    });
    cells.push(
      <g key={i}>
        <title>{title}</title>
        <rect className={styles.empty} x={x + 0.03} y={y + 0.03} width="0.94" height="0.94" />
        <rect
          className={value < 0 ? styles.negative : styles.positive}
          x={x + 0.03}
          y={y + 0.03}
          width="0.94"
          height="0.94"
          opacity={strength}
        />
        {value < 0 && strength > 0.12 && <path className={styles.minus} d={`M${x + 0.3} ${y + 0.5}h0.4`} />}
      </g>,
    );
    if (secret.has(i)) {
      frames.push(<rect key={i} x={x + 0.02} y={y + 0.02} width="0.96" height="0.96" rx="0.08" />);
    }
  }
  return (
    <svg
      className={styles.map}
      style={{ maxWidth }}
      viewBox={`-0.2 -0.2 ${Math.min(columns, channels) * pitch - GAP + 0.4} ${rows * pitch - GAP + 0.4}`}
      role="img"
      aria-label={t('label', {
        channels: String(channels),
        size: String(size),
        largest: largest.toFixed(3),
        marked: String(marked.length),
      })}
    >
      {cells}
      <g className={styles.frames} stroke={toneColour(tone)}>
        {frames}
      </g>
    </svg>
  );
}

/** A watermark as it stands in some weights now, for the section's cards. */
import type { WatermarkProgress } from '../../jobs/protocol';
import type { OwnerKey } from '../../method/watermark/owner-key';

export interface Mark extends WatermarkProgress {
  readonly key: OwnerKey;
  /** Whose weights, in words. */
  readonly source: string;
  /** Chance of as many matching digits in unmarked weights. */
  readonly pValue?: number;
}

/** max_k |map(v_k) − d_k|, in digits. */
export function largestError(mark: Mark): number {
  return Math.max(...mark.readings.map((reading, k) => Math.abs(reading - mark.key.digits[k]!)));
}

/** Digits that read true. */
export function matchingDigits(mark: Mark): number {
  return mark.readings.filter((reading, k) => Math.round(reading) === mark.key.digits[k]).length;
}

/**
 * At most `count` of `points`, the first and the last among them, taken at the squares of even steps: a digit settles within a few
 * hundred steps of thousands, and evenly taken points would show that as a jump.
 */
export function earlyDense<T>(points: readonly T[], count: number): readonly T[] {
  if (points.length <= count) return points;
  const indices = new Set(
    Array.from({ length: count }, (_, i) => Math.round((points.length - 1) * (i / (count - 1)) ** 2)),
  );
  return [...indices].map(index => points[index]!);
}

/** Ticks at whole epochs, a dozen at most. */
export function epochTicks(epochs: number): number[] {
  const step = Math.ceil(epochs / 12);
  return Array.from({ length: Math.floor(epochs / step) + 1 }, (_, i) => i * step);
}

/** A watermark as it stands in some weights now, for the section's cards, and what it cost. */
import type { WatermarkProgress } from '../../jobs/protocol';
import type { OwnerKey } from '../../method/watermark/owner-key';
import type { SavedModel } from '../../store/saved-model';

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
 * Accuracy of the unmarked twin minus the marked model's, Table 2's "accuracy drop": null when there is no twin, or when the two
 * were not measured on the same digits.
 */
export function accuracyDrop(model: SavedModel, twin: SavedModel | undefined): number | null {
  if (!twin || model.accuracy === null || twin.accuracy === null) return null;
  return model.dataset === twin.dataset ? twin.accuracy - model.accuracy : null;
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

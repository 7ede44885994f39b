/** The rule by which a measure of a long run counts as flat. */

export interface Trend {
  /** Growth over the whole window along the least-squares line. */
  readonly growth: number;
  /** The standard error of that growth. */
  readonly error: number;
}

/** Loops at the start that fill caches, grow memories to their size and compile. */
export const WARM_UP = 3;

/** @param values one a loop. Without three of them there is no line: no growth, and an infinite error. */
export function trend(values: readonly number[]): Trend {
  const n = values.length;
  if (n < 3) return { growth: 0, error: Infinity };
  const middle = (n - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const spread = values.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  const slope = values.reduce((sum, value, i) => sum + (i - middle) * (value - mean), 0) / spread;
  const rest = values.reduce((sum, value, i) => sum + (value - mean - slope * (i - middle)) ** 2, 0);
  return { growth: slope * (n - 1), error: Math.sqrt(rest / (n - 2) / spread) * (n - 1) };
}

/**
 * Flat: along its line a measure grew by no more than `allowance` over the whole run, however long, or by less than three standard
 * errors, which is noise.
 */
export function isFlat({ growth, error }: Trend, allowance: number): boolean {
  return growth <= allowance || growth < 3 * error;
}

/** What is said of a contender's samples. */
import type { Spread } from './rows';

/** @throws RangeError for no samples. */
export function spreadOf(samples: readonly number[]): Spread {
  if (samples.length === 0) throw new RangeError('There are no samples to describe.');
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { min: sorted[0]!, median, max: sorted.at(-1)! };
}

/** How many times as long the peer takes: its median over ours. Null without a peer, or with one that computes something else. */
export function ratioTo(ours: Spread, peer: Spread | null, agrees: boolean): number | null {
  return peer && agrees ? peer.median / ours.median : null;
}

/** The largest |a_i − b_i|. @throws RangeError for different lengths, since it would compare the wrong things. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) {
    throw new RangeError(`${a.length} numbers cannot be compared with ${b.length}.`);
  }
  let largest = 0;
  // A NaN anywhere must not hide behind a comparison that it fails.
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
}

/** √(mean (a_i − b_i)²), for results in which single entries may part. @throws RangeError for different lengths. */
export function rootMeanSquareDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length || a.length === 0) {
    throw new RangeError(`${a.length} numbers cannot be compared with ${b.length}.`);
  }
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum / a.length);
}

/** What experiments say of their samples: mean and spread, and how far a share of so many trials can be trusted. */
import { AppError } from './errors';

/** The normal distribution's 97.5th percentile: two-sided 95%. */
const Z_95 = 1.959963984540054;

/** Σx/n. @throws AppError `internal` for nothing. */
export function mean(values: ArrayLike<number>): number {
  if (values.length === 0) throw new AppError('internal', 'There is no mean of no numbers.');
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** √(Σ(x − mean)²/(n − 1)), the sample's; 0 of a single number. */
export function standardDeviation(values: ArrayLike<number>): number {
  const centre = mean(values);
  if (values.length === 1) return 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - centre) ** 2;
  return Math.sqrt(sum / (values.length - 1));
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's 95% interval (1927) of a probability after `successes` of `trials`:
 * (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n). It stays in [0, 1], and says something where nothing succeeded.
 */
export function wilsonInterval(successes: number, trials: number): Interval {
  if (!(trials > 0 && successes >= 0 && successes <= trials)) {
    throw new AppError('internal', `There can't be ${successes} successes of ${trials} trials.`);
  }
  const p = successes / trials;
  const z2 = (Z_95 * Z_95) / trials;
  const half = Z_95 * Math.sqrt((p * (1 - p)) / trials + z2 / (4 * trials));
  return {
    low: successes === 0 ? 0 : (p + z2 / 2 - half) / (1 + z2),
    high: successes === trials ? 1 : (p + z2 / 2 + half) / (1 + z2),
  };
}

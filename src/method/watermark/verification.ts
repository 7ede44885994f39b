/**
 * Watermark extraction and verification, section 2.5 steps 1–3: from the weights of any suspected model and the owner's
 * key to the digits that stand there, and V_owner.
 */
import { AppError } from '../../core/errors';
import type { Layout } from '../../engine/network';
import { digitOf, readingOf } from './map';
import { componentsOf, markableKernel } from './owner-key';
import type { OwnerKey } from './owner-key';
import { markedIndices } from './regularizer';

export interface WatermarkReading {
  /** map(v_k), unrounded. */
  readonly readings: readonly number[];
  /** The same, rounded. */
  readonly digits: readonly number[];
  /** Whether digit k is the owner's. */
  readonly matches: readonly boolean[];
  /** V_owner: all digits match. */
  readonly verified: boolean;
  /** max_k |map(v_k) − d_k|, in digits; below 0.5 all match. */
  readonly largestError: number;
  /** (1/n)·Σ(d_k − map(v_k))²: Eq. (4) without λ. */
  readonly meanSquaredError: number;
  /**
   * The chance that as many digits or more would match if the positions were any of this layer's: digit d matches at a
   * random weight with the share of the layer's other weights that read as d; independent draws (Poisson-binomial tail).
   */
  readonly pValue: number;
  /** The marked component's F·F·I weights, row-major: what the mark hides in. */
  readonly component: readonly number[];
}

/**
 * Reads the key's watermark in `parameters`.
 * @throws AppError `bad-input` when layer or shape don't fit the key, or the parameters the layout.
 */
export function readWatermark(layout: Layout, parameters: Float32Array, key: OwnerKey): WatermarkReading {
  if (parameters.length !== layout.parameterCount) {
    throw new AppError('bad-input', 'The model has {count} parameters; this network has {expected}.', {
      values: { count: parameters.length, expected: layout.parameterCount },
    });
  }
  const indices = markedIndices(layout, key);
  const weights = Array.from(indices, index => parameters[index]!);
  const readings = weights.map(weight => readingOf(key.map, weight));
  const digits = weights.map(weight => digitOf(key.map, weight));
  const matches = digits.map((digit, k) => digit === key.digits[k]);
  const errors = readings.map((reading, k) => Math.abs(reading - key.digits[k]!));
  const chances = chanceOfDigits(layout, parameters, key, indices);
  const kernel = markableKernel(layout, key.layer);
  const { components, positions } = componentsOf(kernel);
  return {
    readings,
    digits,
    matches,
    verified: matches.every(Boolean),
    largestError: Math.max(...errors),
    meanSquaredError: errors.reduce((sum, error) => sum + error * error, 0) / errors.length,
    pValue: tailProbability(
      key.digits.map(digit => chances[digit]!),
      matches.filter(Boolean).length,
    ),
    component: Array.from(
      { length: positions },
      (_, position) => parameters[kernel.offset + position * components + key.component]!,
    ),
  };
}

/** For each digit the share of the layer's unmarked weights that read as it; each digit counted once too often, so that none is impossible. */
function chanceOfDigits(
  layout: Layout,
  parameters: Float32Array,
  key: OwnerKey,
  indices: Uint32Array,
): number[] {
  const kernel = markableKernel(layout, key.layer);
  const marked = new Set(indices);
  const counts = Array.from({ length: 10 }, () => 1);
  let total = 1;
  for (let i = kernel.offset; i < kernel.offset + kernel.length; i++) {
    if (marked.has(i)) continue;
    const digit = digitOf(key.map, parameters[i]!);
    if (digit >= 0 && digit <= 9) counts[digit]!++;
    total++;
  }
  return counts.map(count => count / total);
}

/** P(at least `atLeast` of independent events happen), event k with probability `chances[k]`. */
export function tailProbability(chances: readonly number[], atLeast: number): number {
  let distribution = [1]; // distribution[m]: probability of m events so far
  for (const chance of chances) {
    const next = Array.from({ length: distribution.length + 1 }, () => 0);
    distribution.forEach((p, m) => {
      next[m]! += p * (1 - chance);
      next[m + 1]! += p * chance;
    });
    distribution = next;
  }
  return distribution.slice(atLeast).reduce((sum, p) => sum + p, 0);
}

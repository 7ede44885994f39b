/**
 * map(·) of section 2.5: d = a·h + b between a weight h and a digit d, fitted from the range of weights that the ten
 * digits are to fill. LeNet-5's conv2: [0.10, 0.45] → d = (180/7)h − 18/7; WRN's: [0.20, 1.10] → d = 10h − 2 (section 3.1).
 */
import { AppError } from '../../core/errors';

export interface WatermarkMap {
  readonly a: number;
  readonly b: number;
}

/** The smallest and the largest digit. */
const FIRST = 0;
const LAST = 9;

/**
 * The map that sends `low` to digit 0 and `high` to digit 9: a = 9/(high − low), b = −a·low.
 * @throws AppError `bad-input` unless both are finite and low < high.
 */
export function fitMap([low, high]: readonly [number, number]): WatermarkMap {
  if (!Number.isFinite(low) || !Number.isFinite(high) || !(low < high)) {
    throw new AppError(
      'bad-input',
      "The weight range [{low}, {high}] can't hold ten digits; give two numbers, the smaller one first.",
      { values: { low, high } },
    );
  }
  const a = (LAST - FIRST) / (high - low);
  return { a, b: -a * low };
}

/** map(h) = a·h + b, unrounded. */
export function readingOf(map: WatermarkMap, weight: number): number {
  return map.a * weight + map.b;
}

/** The digit a weight stands for: map(h) rounded (section 2.5, step 3). Outside 0 … 9 it stands for none, and matches none. */
export function digitOf(map: WatermarkMap, weight: number): number {
  return Math.round(readingOf(map, weight)) + 0; // + 0: no −0
}

/** The weight in the middle of a digit: h = (d − b)/a. */
export function weightOf(map: WatermarkMap, digit: number): number {
  return (digit - map.b) / map.a;
}

/** How far a weight may stray from `weightOf` before another digit is read: 0.5/|a| (7/360 ≈ 0.0194 for LeNet-5). */
export function tolerance(map: WatermarkMap): number {
  return 0.5 / Math.abs(map.a);
}

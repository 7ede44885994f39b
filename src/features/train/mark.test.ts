import { describe, expect, it } from 'vitest';
import { WATERMARK_1 } from '../../method/watermark/owner-key';
import { earlyDense, epochTicks, largestError, matchingDigits } from './mark';
import type { Mark } from './mark';

describe('a mark by hand', () => {
  const key = {
    version: 1 as const,
    layer: 'conv2',
    component: 0,
    positions: WATERMARK_1.map((_, k) => k),
    digits: WATERMARK_1,
    map: { a: 180 / 7, b: -18 / 7 },
  };
  const readings = WATERMARK_1.map((digit, k) => (k === 4 ? digit + 0.75 : digit - 0.25));
  const mark: Mark = { key, readings, source: 'a test', meanSquaredError: 0, verified: false, component: [] };

  it('counts digits within half a digit, and finds the furthest', () => {
    expect(matchingDigits(mark)).toBe(12);
    expect(largestError(mark)).toBeCloseTo(0.75, 12);
  });
});

describe('earlyDense', () => {
  it('keeps few points as they are', () => {
    expect(earlyDense([3, 1, 2], 3)).toEqual([3, 1, 2]);
  });

  it('takes 0, 1, 4, 9, 16 of 17 points', () => {
    expect(earlyDense([...Array(17).keys()], 5)).toEqual([0, 1, 4, 9, 16]);
  });
});

describe('epochTicks', () => {
  it('are whole, from 0, and not too many', () => {
    expect(epochTicks(3)).toEqual([0, 1, 2, 3]);
    expect(epochTicks(15)).toEqual([0, 2, 4, 6, 8, 10, 12, 14]);
    expect(epochTicks(50)).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50]);
  });
});

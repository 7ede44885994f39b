import { describe, expect, it } from 'vitest';
import { seeded } from '../../src/core/random';
import { isFlat, trend } from './trend';

describe('the trend of a long run', () => {
  it('is the growth along a line, without error where it is one', () => {
    expect(trend([5, 7, 9, 11])).toEqual({ growth: 6, error: 0 });
    expect(trend([4, 4, 4])).toEqual({ growth: 0, error: 0 });
  });

  it('is the textbook’s for points beside their line: slope 0.6 ± 0.283 a loop', () => {
    // Weisberg's formulas by hand on y = 2, 4, 5, 4, 5: Sxx = 10, Sxy = 6, residual sum of squares 2.4.
    const { growth, error } = trend([2, 4, 5, 4, 5]);
    expect(growth).toBeCloseTo(4 * 0.6, 12);
    expect(error).toBeCloseTo(4 * Math.sqrt(2.4 / 3 / 10), 12);
  });

  it('finds a small leak under noise, and no leak in noise alone', () => {
    const random = seeded(3, 'soak');
    const noise = Array.from({ length: 60 }, () => 100 + random.normal());
    expect(isFlat(trend(noise), 0)).toBe(true);
    expect(isFlat(trend(noise.map((value, loop) => value + 0.1 * loop)), 2)).toBe(false);
    expect(isFlat(trend(noise.map((value, loop) => value + 0.1 * loop)), 20)).toBe(true);
    expect(isFlat(trend(noise.map((value, loop) => value - 0.1 * loop)), 0)).toBe(true);
  });
});

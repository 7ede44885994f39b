import { describe, expect, it } from 'vitest';
import { mean, standardDeviation, wilsonInterval } from './statistics';

describe('mean and standard deviation', () => {
  it('of 2, 4, 4, 4, 5, 5, 7, 9: 5 and √(32/7)', () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9];
    expect(mean(values)).toBe(5);
    expect(standardDeviation(values)).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(standardDeviation([3])).toBe(0);
  });
});

describe('Wilson interval', () => {
  // Newcombe, Statistics in Medicine 17 (1998), Table I, method 3.
  it.each([
    { successes: 81, trials: 263, low: 0.2553, high: 0.3662 },
    { successes: 15, trials: 148, low: 0.0624, high: 0.1605 },
    { successes: 0, trials: 20, low: 0, high: 0.1611 },
    { successes: 1, trials: 29, low: 0.0061, high: 0.1718 },
  ])('of $successes of $trials', ({ successes, trials, low, high }) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('of nothing in n has the closed form z²/(n + z²), and mirrors', () => {
    const z2 = 1.959963984540054 ** 2;
    expect(wilsonInterval(0, 10_000).high).toBeCloseTo(z2 / (10_000 + z2), 15);
    expect(wilsonInterval(10, 10)).toEqual({
      low: expect.closeTo(1 - z2 / (10 + z2), 12) as number,
      high: 1,
    });
  });

  it('refuses more successes than trials', () => {
    expect(() => wilsonInterval(3, 2)).toThrow(/3 successes of 2/);
  });
});

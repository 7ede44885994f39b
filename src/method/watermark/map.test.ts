import { describe, expect, it } from 'vitest';
import { digitOf, fitMap, readingOf, tolerance, weightOf } from './map';

describe("the paper's maps (section 3.1)", () => {
  it('LeNet-5: [0.10, 0.45] gives d = (180/7)h − 18/7', () => {
    const map = fitMap([0.1, 0.45]);
    expect(map.a).toBeCloseTo(180 / 7, 12);
    expect(map.b).toBeCloseTo(-18 / 7, 12);
  });

  it('WRN: [0.20, 1.10] gives d = 10h − 2', () => {
    const map = fitMap([0.2, 1.1]);
    expect(map.a).toBeCloseTo(10, 12);
    expect(map.b).toBeCloseTo(-2, 12);
  });
});

describe('digits and weights', () => {
  const map = fitMap([0.1, 0.45]);

  it('maps by hand: 3 sits at 13/60 ≈ 0.217, 0 at 0.10, 9 at 0.45', () => {
    expect(weightOf(map, 3)).toBeCloseTo(13 / 60, 12);
    expect(weightOf(map, 0)).toBeCloseTo(0.1, 12);
    expect(weightOf(map, 9)).toBeCloseTo(0.45, 12);
    expect(readingOf(map, 0)).toBeCloseTo(-18 / 7, 12);
  });

  it('one digit tolerates ±7/360', () => {
    expect(tolerance(map)).toBeCloseTo(7 / 360, 12);
    for (let digit = 0; digit <= 9; digit++) {
      const middle = weightOf(map, digit);
      expect(digitOf(map, middle + 0.99 * tolerance(map))).toBe(digit);
      expect(digitOf(map, middle - 0.99 * tolerance(map))).toBe(digit);
      expect(digitOf(map, middle + 1.01 * tolerance(map))).toBe(digit + 1);
    }
  });

  it('refuses a range that is empty, reversed or no number', () => {
    expect(() => fitMap([0.3, 0.3])).toThrow(/\[0.3, 0.3\]/);
    expect(() => fitMap([0.4, 0.1])).toThrow(/smaller one first/);
    expect(() => fitMap([NaN, 1])).toThrow(/NaN/);
  });
});

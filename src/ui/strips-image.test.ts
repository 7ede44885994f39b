import { describe, expect, it } from 'vitest';
import { stripsSheet } from './strips-image';

const isWhole = (values: readonly number[]) => values.every(Number.isInteger);

describe('stripsSheet', () => {
  // 13 digits are the paper's watermarks; 4 and 90 the least and the most that fit in conv2's component.
  it.each([4, 13, 40, 90])('gives %i bars of whole pixels that stay in their group', digits => {
    const { width, bar, group, left, base } = stripsSheet(10, digits);
    expect(isWhole([width, bar, group, left(3), base(2)])).toBe(true);
    expect(bar).toBeGreaterThanOrEqual(1);
    expect(digits * (bar + 1) - 1).toBeLessThanOrEqual(group);
    expect(left(1)).toBeGreaterThan(left(0) + group);
    expect(left(9) + group).toBeLessThan(width);
  });

  it('draws the paper’s digits at full width', () => {
    expect(stripsSheet(10, 13).bar).toBe(4);
  });
});

import { describe, expect, it } from 'vitest';
import { differenceSheet } from './difference-image';

const isWhole = (values: readonly number[]) => values.every(Number.isInteger);

describe('differenceSheet', () => {
  it('gives each pixel as many whole pixels, and its panels stand apart inside the sheet', () => {
    const { width, height, edge, panel } = differenceSheet(28, 2);
    expect(isWhole([width, height, edge / 28, ...[0, 1, 2].flatMap(n => Object.values(panel(n)))])).toBe(
      true,
    );
    expect(panel(1).x).toBeGreaterThan(panel(0).x + edge);
    expect(panel(2).x).toBeGreaterThan(panel(1).x + edge);
    expect(panel(2).x + edge).toBeLessThan(width);
    expect(panel(2).y + edge).toBeLessThan(height);
    expect(differenceSheet(28, 3).height).toBeGreaterThan(height);
  });
});

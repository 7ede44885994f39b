import { describe, expect, it } from 'vitest';
import { kernelSheet } from './kernel-image';

const isWhole = (values: readonly number[]) => values.every(Number.isInteger);

describe('kernelSheet', () => {
  /** conv2's, section 3.1: five cells of 24 pixels an edge. */
  const shape = { size: 5, channels: 6, columns: 3 };
  const edge = 5 * 24;

  it('sets squares apart on whole pixels, inside the sheet', () => {
    const { width, bottom, square } = kernelSheet(shape);
    for (const down of [0, 1])
      for (const across of [0, 1, 2]) {
        const { x, y } = square(across, down);
        expect(isWhole([x, y])).toBe(true);
        expect(x).toBeGreaterThan(0);
        expect(x + edge).toBeLessThan(width);
        expect(y + edge).toBeLessThanOrEqual(bottom);
        if (across > 0) expect(x).toBeGreaterThan(square(across - 1, down).x + edge);
        if (down > 0) expect(y).toBeGreaterThan(square(across, down - 1).y + edge);
      }
  });

  it('is no wider than its squares', () => {
    expect(kernelSheet({ ...shape, channels: 2 }).width).toBeLessThan(kernelSheet(shape).width);
  });
});

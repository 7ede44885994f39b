import { describe, expect, it } from 'vitest';
import { kernelCell, largestMagnitude } from './kernel-layout';

/** conv2's, section 3.1. */
const CONV2 = { size: 5, channels: 6, columns: 3 };

describe('kernelCell', () => {
  it('reads weights row-major over (F, F, I): the channel runs fastest', () => {
    expect(kernelCell(0, CONV2)).toEqual({ channel: 0, row: 0, column: 0, across: 0, down: 0 });
    expect(kernelCell(5, CONV2)).toEqual({ channel: 5, row: 0, column: 0, across: 2, down: 1 });
    expect(kernelCell(6, CONV2)).toMatchObject({ channel: 0, row: 0, column: 1 });
    expect(kernelCell(5 * 6, CONV2)).toMatchObject({ channel: 0, row: 1, column: 0 });
    expect(kernelCell(149, CONV2)).toEqual({ channel: 5, row: 4, column: 4, across: 2, down: 1 });
  });

  it('gives every weight a place of its own', () => {
    const places = Array.from({ length: 150 }, (_, i) => JSON.stringify(kernelCell(i, CONV2)));
    expect(new Set(places).size).toBe(150);
  });
});

describe('largestMagnitude', () => {
  it('counts negative weights as large', () => {
    expect(largestMagnitude([0.2, -0.5, 0.1])).toBe(0.5);
    expect(largestMagnitude([])).toBe(0);
  });
});

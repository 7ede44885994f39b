import { describe, expect, it } from 'vitest';
import { answersSheet } from './answers-image';

describe('answersSheet', () => {
  it('sets sixteen digits apart in two rows, each pixel as many whole pixels, inside the sheet', () => {
    const { width, height, edge, place } = answersSheet(16);
    expect(edge % 28).toBe(0);
    expect(place(1).x - place(0).x).toBeGreaterThan(edge);
    expect(place(8)).toMatchObject({ x: place(0).x });
    expect(place(8).y - place(0).y).toBeGreaterThan(edge);
    expect(place(15).x + edge).toBeLessThan(width);
    expect(place(15).y + edge).toBeLessThan(height);
    expect([width, height, ...Object.values(place(15))].every(Number.isInteger)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { mergeSeries, thinRows } from './chart-rows';

describe('mergeSeries', () => {
  it('joins series by x, in order, leaving holes', () => {
    const rows = mergeSeries([
      {
        key: 'loss',
        points: [
          { x: 2, y: 0.5 },
          { x: 0, y: 2.3 },
        ],
      },
      {
        key: 'accuracy',
        points: [
          { x: 2, y: 0.98 },
          { x: 1, y: null },
        ],
      },
    ]);
    expect(rows).toEqual([
      { x: 0, loss: 2.3 },
      { x: 1, accuracy: null },
      { x: 2, loss: 0.5, accuracy: 0.98 },
    ]);
  });

  it('keeps every point where a series has several at one x', () => {
    const points = [
      { x: 1, y: 13 },
      { x: 1, y: 1 },
    ];
    expect(
      mergeSeries([
        { key: 'read', points },
        { key: 'other', points: [{ x: 1, y: 5 }] },
      ]),
    ).toEqual([
      { x: 1, read: 13, other: 5 },
      { x: 1, read: 1 },
    ]);
  });

  it('has no rows without points', () => {
    expect(mergeSeries([{ key: 'a', points: [] }])).toEqual([]);
  });
});

describe('thinRows', () => {
  it('keeps first and last, and no more than asked', () => {
    const rows = Array.from({ length: 1000 }, (_, i) => i);
    const thin = thinRows(rows, 60);
    expect(thin).toHaveLength(60);
    expect([thin[0], thin.at(-1)]).toEqual([0, 999]);
    expect(new Set(thin).size).toBe(60);
    expect(thinRows(rows, 1000)).toBe(rows);
  });
});

import { describe, expect, it } from 'vitest';
import { rowsInSight, step } from './board-walk';

const board = { rows: 200, columns: 10, page: 4 };
const press = (key: string, row: number, column: number, ctrlKey = false) =>
  step({ key, ctrlKey }, { row, column }, board);

describe('step', () => {
  it('walks as the grid pattern of the ARIA Authoring Practices says, and stops at the edges', () => {
    expect(press('ArrowRight', 3, 4)).toEqual({ row: 3, column: 5 });
    expect(press('ArrowRight', 3, 9)).toEqual({ row: 3, column: 9 });
    expect(press('ArrowUp', 0, 4)).toEqual({ row: 0, column: 4 });
    expect(press('PageDown', 3, 4)).toEqual({ row: 7, column: 4 });
    expect(press('PageUp', 2, 4)).toEqual({ row: 0, column: 4 });
    expect(press('Home', 3, 4)).toEqual({ row: 3, column: 0 });
    expect(press('End', 3, 4, true)).toEqual({ row: 199, column: 9 });
    expect(press('Enter', 3, 4)).toBeNull();
  });
});

describe('rowsInSight', () => {
  it('draws a small board whole', () => {
    expect(rowsInSight(3, { scrolled: 0, shown: 500, row: 100 }, 0)).toEqual([0, 1, 2]);
  });

  it('draws what is seen with three rows more at each edge', () => {
    // 1000 px down, 500 px high, 100 px a row: rows 10 to 14 are seen.
    expect(rowsInSight(200, { scrolled: 1000, shown: 500, row: 100 }, 12)).toEqual([
      7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
    ]);
  });

  it('keeps the keyboard’s row, however far it was scrolled away', () => {
    const far = { scrolled: 1000, shown: 500, row: 100 };
    expect(rowsInSight(200, far, 0)[0]).toBe(0);
    expect(rowsInSight(200, far, 199).at(-1)).toBe(199);
    expect(rowsInSight(200, far, 0)).toHaveLength(12);
  });
});

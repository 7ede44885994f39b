import { describe, expect, it } from 'vitest';
import type { FineTuningRow } from '../../jobs/protocol';
import { epochColumns } from './tuning-strips';

const rowsUpTo = (last: number): FineTuningRow[] =>
  Array.from({ length: last + 1 }, (_, epoch) => ({
    epoch,
    accuracy: 1,
    readings: [],
    matches: [],
    verified: true,
    weightsSha256: '',
  }));

describe('epochColumns', () => {
  it('has a column for each epoch of a short run, before the first one too', () => {
    expect(epochColumns(rowsUpTo(5), 0)).toEqual({ stride: 1, epochs: [0, 1, 2, 3, 4, 5] });
  });

  it('takes every few epochs of a long run, planned or past', () => {
    const fifty = { stride: 5, epochs: [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50] };
    expect(epochColumns(rowsUpTo(50), 0)).toEqual(fifty);
    expect(epochColumns(rowsUpTo(1), 50)).toEqual(fifty);
  });

  it('has two columns before anything was measured', () => {
    expect(epochColumns([], 0).epochs).toEqual([0, 1]);
  });
});

import { describe, expect, it } from 'vitest';
import { confusionCsv, confusionJson, correctOf, rowOf } from './confusion';

/** 3 sevens known as sevens, one taken for a one; a two answered by a nine. */
const counts = Array.from({ length: 100 }, () => 0);
counts[77] = 3;
counts[71] = 1;
counts[29] = 1;
const usage = { seen: 5, total: 10, authorized: counts, unauthorized: counts.toReversed(), secondsLeft: 0 };

describe('confusion matrices', () => {
  it('count what was right on the diagonal', () => {
    expect(correctOf(counts)).toBe(3);
    expect(rowOf(counts, 7)).toEqual([0, 1, 0, 0, 0, 0, 0, 3, 0, 0]);
  });

  it('keep every count as CSV and as JSON', () => {
    const [head, ...lines] = confusionCsv(usage).trim().split('\r\n');
    expect(head).toBe('use,shown,answered,count');
    expect(lines).toHaveLength(200);
    expect(lines).toContain('authorized,7,1,1');
    expect(lines).toContain('authorized,2,9,1');
    const read = JSON.parse(confusionJson(usage)) as { authorized: number[][]; unauthorized: number[][] };
    expect(read.authorized.flat()).toEqual(counts);
    expect(read.unauthorized.flat()).toEqual(counts.toReversed());
  });
});

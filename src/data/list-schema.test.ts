/** What is looked at of lists and records, counted by a schema that tells of every value it is asked about. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listOf, recordOf } from './list-schema';
import { readBy } from './schema-issue';

let asked: unknown[] = [];
const even = z.number().refine(value => {
  asked.push(value);
  return value % 2 === 0;
});

function read(schema: z.ZodType, data: unknown) {
  asked = [];
  return readBy(schema, data);
}

describe('a list', () => {
  const list = listOf(even, { least: 1, most: 3 });

  it('is what its elements become', () => {
    expect(read(listOf(z.coerce.string(), { most: 3 }), [1, 2])).toEqual({ data: ['1', '2'] });
    expect(read(list, [2, 4])).toEqual({ data: [2, 4] });
  });

  it('ends at its first wrong element, which is named', () => {
    expect(read(list, [2, 3, 5])).toMatchObject({ complaint: { field: '[1]' } });
    expect(asked).toEqual([2, 3]);
    const nested = z.object({ rows: listOf(z.object({ ratios: list }), { most: 9 }) });
    expect(read(nested, { rows: [{ ratios: [2] }, { ratios: [4, '6', 7] }] })).toMatchObject({
      complaint: { field: 'rows[1].ratios[1]', issue: { template: 'it must be {expected}' } },
    });
  });

  it.each([
    ['too long', [1, 2, 3, 4], 'it must have at most {maximum} entries'],
    ['too short', [], 'it must have at least {minimum} entries'],
    ['no list', { length: 1, 0: 2 }, 'it must be {expected}'],
  ])('%s is refused before any element is looked at', (_, data, template) => {
    expect(read(list, data)).toMatchObject({ complaint: { field: '', issue: { template } } });
    expect(asked).toEqual([]);
  });

  it('of more wrong elements than a stack holds is refused with one complaint', () => {
    const wrong = Array.from({ length: 300_000 }, () => 1);
    expect(listOf(even, { most: 300_000 }).safeParse(wrong).error?.issues).toHaveLength(1);
  });
});

describe('a record', () => {
  const record = recordOf(even, { most: 2 });

  it('is what its fields become, ends at its first wrong one, and has no more than it may', () => {
    expect(read(record, { a: 2, b: 4 })).toEqual({ data: { a: 2, b: 4 } });
    expect(read(record, { a: 1, b: 3 })).toMatchObject({ complaint: { field: 'a' } });
    expect(asked).toEqual([1]);
    expect(read(record, { a: 2, b: 4, c: 6 })).toMatchObject({
      complaint: { field: '', issue: { template: 'it must have at most {maximum} entries' } },
    });
    expect(asked).toEqual([]);
    expect(read(record, [2])).toMatchObject({ complaint: { issue: { template: 'it must be {expected}' } } });
  });
});

it('whatever a schema throws at data is a complaint', () => {
  const overflows = z.unknown().transform((value): unknown => JSON.stringify(value));
  let deep: unknown = 0;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  expect(read(overflows, deep)).toMatchObject({ complaint: { field: '' } });
});

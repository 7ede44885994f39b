import { expect, test } from 'vitest';
import type { Cell } from '../experiments/experiment';
import { chainSeconds } from './experiment-run';

test('a cell counts for itself and the longest chain that waits for it', () => {
  const cell = (id: string, seconds: number, ...needs: string[]): Cell => ({
    id,
    maker: 'test',
    name: id,
    needs,
    input: null,
    seconds,
  });
  const cells = [
    cell('a', 10),
    cell('b', 3),
    cell('c', 5, 'a'),
    cell('d', 2, 'a', 'b'),
    cell('e', 20, 'd'),
    cell('f', 0, 'c', 'e'),
  ];
  // f counts as the least there is, 0.1.
  expect(Object.fromEntries(chainSeconds(cells))).toEqual({
    a: 10 + 2 + 20 + 0.1,
    b: 3 + 2 + 20 + 0.1,
    c: 5 + 0.1,
    d: 2 + 20 + 0.1,
    e: 20 + 0.1,
    f: 0.1,
  });
});

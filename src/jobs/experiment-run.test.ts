/** Runs of experiments on a pool, against the same cells one after another: `experiments/run.ts` is the reference. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../core/errors';
import { DIGIT_CLASSES, DIGIT_SHAPE } from '../data/dataset';
import { syntheticDigits } from '../data/synthetic-digits';
import { loadWasmEngineFromDisk } from '../engine/wasm/load-from-disk';
import { Bench } from '../experiments/bench';
import type { Cell, Outcome, RunSettings } from '../experiments/experiment';
import { compareResults } from '../experiments/results';
import { combineRun, runCell, runExperiments } from '../experiments/run';
import { chainSeconds, runOnPool } from './experiment-run';
import type { RunOfExperiments } from './experiment-run';
import type { WorkerPool } from './pool';
import type { CellInput } from './protocol';

/** Milliseconds for real training, of seconds, on a machine that may have other work. */
const PATIENCE = 60_000;
const SETTINGS: RunSettings = { seed: 3, preset: 'tiny' };
const IDS = ['figure2', 'table4'] as const;

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

describe('on a pool', () => {
  let benches: Bench[];
  let outcomes: ReadonlyMap<string, Outcome>;
  const ran: string[] = [];
  let most = 0;
  let failing: string | null = null;

  /** What workers do, in this process: each cell on whatever bench is free, through copies. */
  function pool(): Pick<WorkerPool, 'map' | 'size'> {
    const free = [...benches];
    const perform = async ({ cell, settings, outcomes: given }: CellInput, signal?: AbortSignal) => {
      const bench = free.pop();
      if (!bench) throw new Error('More cells than workers.');
      most = Math.max(most, benches.length - free.length);
      try {
        if (cell.id === failing) throw new AppError('engine', 'The device is gone.');
        ran.push(cell.id);
        return structuredClone(
          await runCell(structuredClone(cell), { settings, bench, outcomes: new Map(given), signal }),
        );
      } finally {
        free.push(bench);
      }
    };
    const map = (_: string, inputs: readonly CellInput[], options?: { signal?: AbortSignal }) =>
      Promise.all(inputs.map(input => perform(input, options?.signal)));
    return { size: benches.length, map: map as unknown as WorkerPool['map'] };
  }

  async function run(options: Partial<RunOfExperiments> = {}): Promise<ReadonlyMap<string, Outcome>> {
    ran.length = 0;
    return runOnPool(pool(), { ids: IDS, settings: SETTINGS, finished: new Map(), ...options });
  }

  beforeAll(async () => {
    const digits = {
      name: 'synthetic',
      source: 'test',
      shape: DIGIT_SHAPE,
      classes: DIGIT_CLASSES,
      train: syntheticDigits(640, 1),
      test: syntheticDigits(200, 2),
    } as const;
    benches = [
      new Bench(await loadWasmEngineFromDisk(), digits),
      new Bench(await loadWasmEngineFromDisk(), digits),
    ];
    outcomes = await run();
  }, PATIENCE);
  afterAll(() => Promise.all(benches.map(bench => bench.dispose())));

  test('gives what the cells give one after another, and uses every worker', async () => {
    expect(most).toBe(2);
    const bench = benches[0]!;
    const { results } = await runExperiments(IDS, { settings: SETTINGS, bench, date: '' });
    const place = { dataset: 'synthetic', backend: 'wasm', adapter: '', date: '' } as const;
    expect(compareResults(combineRun(IDS, SETTINGS, outcomes, place), results)).toEqual([]);
  });

  test('runs only what is not finished', async () => {
    const finished = new Map([...outcomes].filter(([id]) => !id.startsWith('table4/')));
    await run({ finished });
    expect(ran.toSorted((a, b) => a.localeCompare(b))).toEqual([
      'table4/wm1',
      'table4/wm1-proof',
      'table4/wm2',
    ]);
  });

  test('stops when told to, and what was finished was told of', async () => {
    const stop = new AbortController();
    const told: string[] = [];
    const stopped = run({
      signal: stop.signal,
      onFinished: ({ id }) => {
        told.push(id);
        stop.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThan(outcomes.size);
  });

  test('a cell that fails ends the run with its own error', async () => {
    failing = 'model/wm2-1';
    await expect(run()).rejects.toMatchObject({ code: 'engine', message: 'The device is gone.' });
    expect(ran).not.toContain('table4/wm2');
    failing = null;
  });
});

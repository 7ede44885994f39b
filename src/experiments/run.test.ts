/**
 * Every experiment at its tiny size, on synthetic digits and the wasm engine: that it runs, gives the same bits in any order of
 * its cells, goes on from what was finished, and survives its file. The figures of so small a run mean nothing.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeded } from '../core/random';
import { DIGIT_CLASSES, DIGIT_SHAPE } from '../data/dataset';
import type { Dataset } from '../data/dataset';
import { syntheticDigits } from '../data/synthetic-digits';
import { loadWasmEngineFromDisk } from '../engine/wasm/load-from-disk';
import { readModel } from '../model/format';
import { parseOwnerKey } from '../method/watermark/owner-key';
import { readWatermark } from '../method/watermark/verification';
import { parseRegistry } from '../method/registry/registry';
import { EXPERIMENT_IDS, experimentOf } from './all';
import { artifactFiles } from './artifacts';
import { Bench } from './bench';
import type { Cell, Outcome, RunSettings } from './experiment';
import { tablesOf, toCsv, toMarkdown } from './report';
import { compareResults, parseResults, resultsToJson } from './results';
import { combineRun, planRun, runCell, runExperiments, runKey, wholeOutcomes } from './run';
import type { FinishedRun } from './run';
import { licencesId } from './licences';
import { modelId, trainFirstEpoch, weightsSha256 } from './models';
import { layOut } from '../engine/network';

const SETTINGS: RunSettings = { seed: 3, preset: 'tiny' };
const DATE = '2026-01-02T03:04:05.000Z';

const DIGITS: Dataset = {
  name: 'synthetic',
  source: 'test',
  shape: DIGIT_SHAPE,
  classes: DIGIT_CLASSES,
  train: syntheticDigits(640, 1),
  test: syntheticDigits(200, 2),
};

/** Every cell after what it needs, otherwise in random order. */
function anyOrder(cells: readonly Cell[]): Cell[] {
  const random = seeded(8, 'order of cells');
  const waiting = [...cells];
  const ordered: Cell[] = [];
  while (waiting.length > 0) {
    const ready = waiting.filter(({ needs }) => needs.every(need => ordered.some(({ id }) => id === need)));
    const next = ready[random.integer(ready.length)]!;
    waiting.splice(waiting.indexOf(next), 1);
    ordered.push(next);
  }
  return ordered;
}

/** A copy in which the first number found stands as `leaf`. */
function withLeaf(value: unknown, leaf: unknown): unknown {
  let done = false;
  return JSON.parse(JSON.stringify(value), (_key, each: unknown) => {
    if (done || typeof each !== 'number') return each;
    done = true;
    return leaf;
  });
}

let bench: Bench;
let run: FinishedRun;
const fractions: number[] = [];

beforeAll(async () => {
  bench = new Bench(await loadWasmEngineFromDisk(), DIGITS);
  run = await runExperiments(EXPERIMENT_IDS, {
    settings: SETTINGS,
    bench,
    date: DATE,
    onProgress: ({ fraction }) => fractions.push(fraction),
  });
}, 60_000);

afterAll(() => bench.dispose());

describe('a run', () => {
  it('holds every experiment, and its progress grows to 1', () => {
    expect(Object.keys(run.results.experiments)).toEqual(EXPERIMENT_IDS);
    expect(fractions.at(-1)).toBeCloseTo(1, 12);
    expect(fractions).toEqual(fractions.toSorted((x, y) => x - y));
  });

  it('gives the same results on another bench, with its cells in another order, each through a copy', async () => {
    const other = new Bench(await loadWasmEngineFromDisk(), DIGITS);
    const outcomes = new Map<string, Outcome>();
    for (const cell of anyOrder(planRun(EXPERIMENT_IDS, SETTINGS))) {
      const copy = structuredClone(cell);
      const outcome = await runCell(copy, { settings: SETTINGS, bench: other, outcomes });
      outcomes.set(cell.id, structuredClone(outcome));
    }
    const place = { dataset: 'synthetic', backend: 'wasm', adapter: 'elsewhere', date: '2027' } as const;
    const results = combineRun(EXPERIMENT_IDS, SETTINGS, outcomes, place);
    expect(compareResults(results, run.results)).toEqual([]);
    await other.dispose();
  });

  it('goes on from the cells that were finished', async () => {
    const cells = planRun(EXPERIMENT_IDS, SETTINGS);
    const some = cells.filter((_, n) => n % 2 === 0).map(({ id }) => id);
    // What was finished is taken as it is: a cell that was run again would not say so.
    const finished = new Map(some.map(id => [id, { ...run.outcomes.get(id)!, seconds: 1e6 }]));
    const ran: string[] = [];
    const again = await runExperiments(['figure2', 'table4'], {
      settings: SETTINGS,
      bench,
      date: DATE,
      finished,
      onFinished: ({ id }) => void ran.push(id),
    });
    expect(ran.length).toBeGreaterThan(0);
    expect(ran.filter(id => some.includes(id))).toEqual([]);
    const { figure2, table4 } = run.results.experiments;
    expect(
      compareResults(again.results, { ...run.results, experiments: { figure2: figure2!, table4: table4! } }),
    ).toEqual([]);
  });

  it('goes on from outcomes of its own shape only, and of weights that have their hash', () => {
    const kept = structuredClone(run.outcomes);
    expect([...wholeOutcomes(kept, SETTINGS).keys()].toSorted()).toEqual([...run.outcomes.keys()].toSorted());
    const left = (id: string, changed: Partial<Outcome>) =>
      wholeOutcomes(new Map([[id, { ...run.outcomes.get(id)!, ...changed }]]), SETTINGS).size;
    for (const [id, { value }] of run.outcomes) {
      for (const wrong of [null, undefined, 'all', 7, {}, [{}], withLeaf(value, '7'), withLeaf(value, NaN)])
        expect(left(id, { value: wrong }), `${id}: ${JSON.stringify(wrong)}`).toBe(0);
    }
    const id = modelId('wm1');
    const parameters = run.outcomes.get(id)!.arrays['parameters'] as Float32Array;
    const nudged = Float32Array.from(parameters, (weight, i) => (i === 700 ? weight + 1e-3 : weight));
    for (const wrong of [nudged, parameters.subarray(1), new Uint8Array(parameters.length)])
      expect(left(id, { arrays: { parameters: wrong } })).toBe(0);
    const licences = licencesId('wm1', { class: 0, confidence: 0.2 });
    for (const arrays of [{}, { pixels: new Uint8Array(783) }, { pixels: new Float32Array(784) }])
      expect(left(licences, { arrays })).toBe(0);
    // Nobody asks for it.
    expect(wholeOutcomes(new Map([['model/wm1-99', run.outcomes.get(id)!]]), SETTINGS).size).toBe(0);
  });

  it('stops when told to, with what was finished', async () => {
    const stop = new AbortController();
    const ran: string[] = [];
    const stopped = runExperiments(['table4'], {
      settings: SETTINGS,
      bench,
      date: DATE,
      signal: stop.signal,
      onFinished: ({ id }) => {
        ran.push(id);
        stop.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(ran).toEqual(['model/wm1-1']);
  });
});

describe('a recorded run', () => {
  it('can be checked by the first epoch of a model', async () => {
    const context = {
      settings: SETTINGS,
      bench,
      outcome: () => {
        throw new Error('nothing is needed');
      },
      signal: undefined,
      onProgress: () => undefined,
    };
    const { firstEpochSha256, weightsSha256: last } = run.results.experiments.table4!.provenance;
    expect(await trainFirstEpoch('wm1', context)).toBe(firstEpochSha256['wm1-1']);
    expect(firstEpochSha256['wm1-1']).not.toBe(last['wm1-1']);
  });
});

describe('a plan', () => {
  it('makes what is needed first, once', () => {
    const ids = planRun(EXPERIMENT_IDS, SETTINGS).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const cell of planRun(EXPERIMENT_IDS, SETTINGS)) {
      for (const need of cell.needs) expect(ids.indexOf(need)).toBeLessThan(ids.indexOf(cell.id));
    }
  });

  it('takes only what an experiment needs', () => {
    expect(planRun(['figure2'], SETTINGS).map(({ id }) => id)).toEqual(['model/wm1-1', 'figure2/usage']);
  });

  it('has another key for everything that its figures depend on', () => {
    const place = { dataset: 'mnist', backend: 'wasm', adapter: 'any', tuning: null };
    const gpu = { ...place, backend: 'webgpu' };
    const keys = [
      runKey(SETTINGS, place),
      runKey({ ...SETTINGS, seed: 4 }, place),
      runKey({ ...SETTINGS, preset: 'quick' }, place),
      runKey(SETTINGS, gpu),
      runKey(SETTINGS, { ...gpu, adapter: 'another' }),
      runKey(SETTINGS, { ...gpu, tuning: 'software' }),
      runKey(SETTINGS, { ...place, dataset: 'synthetic' }),
    ];
    expect(new Set(keys).size).toBe(7);
    expect(runKey(SETTINGS, { ...place, adapter: 'another' })).toBe(keys[0]);
  });
});

describe('artifacts', () => {
  it('are those of what was run', () => {
    const some = new Map([...run.outcomes].filter(([id]) => id === 'model/wm1-1'));
    expect(artifactFiles(some, SETTINGS.preset).map(({ path }) => path)).toEqual([
      'model/model.json',
      'model/weights.bin',
      'owner-key.json',
    ]);
  });

  it('hold what the results speak of', () => {
    const files = new Map(
      artifactFiles(run.outcomes, SETTINGS.preset).map(({ path, content }) => [path, content]),
    );
    const text = (path: string) => files.get(path) as string;
    const { figure2, table1, table4 } = run.results.experiments;
    const model = readModel(text('model/model.json'), files.get('model/weights.bin') as Uint8Array);
    expect(weightsSha256(model.parameters)).toBe(figure2!.provenance.weightsSha256['wm1-1']);

    const second = readModel(text('model-wm2/model.json'), files.get('model-wm2/weights.bin') as Uint8Array);
    const reading = readWatermark(
      layOut(second.network),
      second.parameters,
      parseOwnerKey(text('model-wm2/owner-key.json')),
    );
    expect(reading.digits).toEqual(
      table4!.rows.find(row => row.watermark === 'wm2' && row.rate === 0)!.digits,
    );

    expect(parseOwnerKey(text('owner-key.json')).layer).toBe('conv2');
    expect(parseRegistry(text('registry.json')).licences).toHaveLength(table1!.rows.length);
    expect([...files.keys()].filter(path => path.startsWith('licences/'))).toEqual(
      table1!.rows.flatMap(row =>
        Array.from(
          { length: row.attempts },
          (_, n) => `licences/${row.class}-${row.confidence.toFixed(2)}-${n}.png`,
        ),
      ),
    );
  });
});

describe('results.json', () => {
  it('survives its file', () => {
    expect(parseResults(resultsToJson(run.results))).toEqual(run.results);
  });

  it('is refused by the name of what is wrong', () => {
    const change = (edit: (results: { experiments: { table4: { rows: { rate: unknown }[] } } }) => void) => {
      const json = JSON.parse(resultsToJson(run.results)) as Parameters<typeof edit>[0];
      edit(json);
      return () => parseResults(JSON.stringify(json));
    };
    expect(change(({ experiments }) => (experiments.table4.rows[3]!.rate = 'much'))).toThrow(
      /experiments\.table4\.rows\[3\]\.rate/,
    );
    expect(change(results => Object.assign(results, { version: 99 }))).toThrow(/version 99/);
    expect(change(({ experiments }) => Object.assign(experiments, { table5: {} }))).toThrow(/table5/);
  });

  it('is compared figure by figure, without dates and seconds', () => {
    const other = JSON.parse(resultsToJson(run.results)) as typeof run.results;
    const rows = other.experiments.table4!.rows;
    Object.assign(rows[2]!, { accuracy: rows[2]!.accuracy + 1e-9 });
    Object.assign(other.experiments.figure2!.provenance, { wallSeconds: 7, date: 'later' });
    Object.assign(other.experiments.figure2!.provenance.weightsSha256, { 'wm1-1': 'f' });
    expect(compareResults(run.results, other).map(({ path }) => path)).toEqual([
      'experiments.figure2.provenance.weightsSha256.wm1-1',
      'experiments.table4.rows[2].accuracy',
    ]);
  });
});

describe('tables', () => {
  it('never show the paper beside synthetic digits', () => {
    const text = (dataset: 'mnist' | 'synthetic') =>
      EXPERIMENT_IDS.flatMap(id => tablesOf({ ...run.results, dataset }, id))
        .flatMap(({ columns }) => columns.map(({ label }) => label))
        .join();
    expect(text('synthetic')).not.toMatch(/\bpaper\b(?!’s)/);
    expect(text('mnist')).toMatch(/\bpaper\b(?!’s)/);
    expect(toMarkdown(run.results)).toMatch(/synthetic digits/);
  });

  it('have a value for each of their columns', () => {
    for (const id of EXPERIMENT_IDS) {
      for (const { rows, columns } of tablesOf({ ...run.results, dataset: 'mnist' }, id)) {
        expect(rows.length, id).toBeGreaterThan(0);
        for (const row of rows)
          for (const { key } of columns) expect(row[key], `${id} ${key}`).not.toBeUndefined();
      }
    }
  });

  it('are CSV with quotes where they must be', () => {
    const csv = toCsv({
      title: 'x',
      columns: [
        { key: 'a', label: 'a, b', format: 'text' },
        { key: 'b', label: 'c', format: 'percent' },
      ],
      rows: [
        { a: 'say "so"', b: 0.123456 },
        { a: null, b: 1 },
      ],
    });
    expect(csv).toBe('"a, b",c\r\n"say ""so""",0.123456\r\n,1\r\n');
  });

  it('come with a title, a section and a sentence', () => {
    for (const id of EXPERIMENT_IDS) {
      const { title, section, about } = experimentOf(id);
      expect([title, section, about].every(text => text.length > 2)).toBe(true);
    }
  });
});

/** The runs recorded with the page: that they can be read, and that this computer trains the same first epochs, bit for bit. */
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { readMnistFromDisk } from '../data/mnist-from-disk';
import { loadWasmEngineFromDisk } from '../engine/wasm/load-from-disk';
import { EXPERIMENT_IDS } from './all';
import { Bench } from './bench';
import type { CellContext } from './experiment';
import type { Mark } from './models';
import { trainFirstEpoch } from './models';
import { experimentsIn, parseResults } from './results';
import type { Results } from './results';

const mnist = await readMnistFromDisk();

describe.each(['quick', 'paper'] as const)('the recorded %s run', preset => {
  let results: Results;
  beforeAll(async () => {
    results = parseResults(
      await readFile(new URL(`../../public/reproduced/${preset}.json`, import.meta.url), 'utf8'),
    );
  });

  test('holds every experiment, on MNIST and the engine with the same bits everywhere', () => {
    expect(experimentsIn(results)).toEqual(EXPERIMENT_IDS);
    expect(results).toMatchObject({ preset, dataset: 'mnist', backend: 'wasm' });
  });

  test.skipIf(!mnist).each<Mark>(['none', 'wm1', 'wm2', 'wm1-proof'])(
    'trains the model "%s" as this computer does, for an epoch',
    async mark => {
      const { table2, table4 } = results.experiments;
      const recorded = {
        ...table2!.provenance.firstEpochSha256,
        ...table4!.provenance.firstEpochSha256,
      };
      const bench = new Bench(await loadWasmEngineFromDisk(), mnist!);
      const context: CellContext = {
        settings: { seed: results.seed, preset },
        bench,
        outcome: id => {
          throw new Error(`"${id}" is not needed`);
        },
        signal: undefined,
        onProgress: () => undefined,
      };
      expect(await trainFirstEpoch(mark, context)).toBe(recorded[`${mark}-1`]);
      await bench.dispose();
    },
  );
});

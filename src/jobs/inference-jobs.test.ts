/** Figure 2's counts, on the model that comes with the page and built-in digits, against the accuracy measured another way. */
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { syntheticDigits } from '../data/synthetic-digits';
import { loadWasmEngineFromDisk } from '../engine/wasm/load-from-disk';
import { readModel } from '../model/format';
import { LENET5 } from '../model/lenet5';
import { accuracyJob, usageJob } from './inference-jobs';
import type { AskedOfLab } from './inference-jobs';
import { Workplace } from './lab';
import type { UsageProgress } from './protocol';

const CLASSES = 10;
const test600 = syntheticDigits(600, 5);
const mark = { confidences: [0.2, 0.3, 0.4], epsilon: 0.01 };

describe('a run over the test set', () => {
  let lab: AskedOfLab;
  let parameters: Float32Array;

  beforeAll(async () => {
    const file = (name: string) => new URL(`../../public/pretrained/${name}`, import.meta.url);
    const json = await readFile(file('model.json'), 'utf8');
    ({ parameters } = readModel(json, Uint8Array.from(await readFile(file('weights.bin')))));
    const prepared = await (await loadWasmEngineFromDisk()).prepare(LENET5);
    const split = () => test600;
    lab = {
      split,
      use: (_purpose, weights, work) => {
        prepared.putParameters(weights);
        return work(new Workplace(prepared, split));
      },
    };
  });

  const run = async (seed: number) => {
    const reports: UsageProgress[] = [];
    const { signal } = new AbortController();
    const context = {
      signal,
      report: (progress: UsageProgress) => void reports.push(progress),
      keep: () => undefined,
    };
    const usage = await usageJob(lab, { parameters, ...mark, seed }, context);
    return { usage, reports };
  };
  const diagonal = (counts: readonly number[]) =>
    Array.from({ length: CLASSES }, (_, digit) => counts[digit * (CLASSES + 1)]!).reduce((a, b) => a + b);

  test('the authorized diagonal is the accuracy; rows are the digits shown; chance is left to strangers', async () => {
    const { usage, reports } = await run(7);
    const { correct } = await accuracyJob(lab, { parameters }, new AbortController().signal);
    expect(diagonal(usage.authorized)).toBe(correct);
    expect(correct).toBeGreaterThan(300); // trained on MNIST, asked about digits drawn by us
    const shown = Array.from(
      { length: CLASSES },
      (_, digit) => test600.labels.filter(label => label === digit).length,
    );
    for (const counts of [usage.authorized, usage.unauthorized]) {
      expect(
        shown.map((_, digit) =>
          counts.slice(digit * CLASSES, (digit + 1) * CLASSES).reduce((a, b) => a + b, 0),
        ),
      ).toEqual(shown);
    }
    // 600 throws of a ten-sided die: 60 right, standard deviation 7.3; four of them either way.
    expect(Math.abs(diagonal(usage.unauthorized) - 60)).toBeLessThan(30);
    // A report is a snapshot: later counting does not reach into it.
    for (const { seen, authorized } of reports) expect(authorized.reduce((a, b) => a + b, 0)).toBe(seen);
    expect(reports.map(({ seen }) => seen)).toEqual([250, 500, 600]);
  });

  test('the same seed throws the same dice, another seed others', async () => {
    const [first, again, other] = [await run(7), await run(7), await run(8)];
    expect(again.usage.unauthorized).toEqual(first.usage.unauthorized);
    expect(other.usage.unauthorized).not.toEqual(first.usage.unauthorized);
    expect(other.usage.authorized).toEqual(first.usage.authorized);
  });
});

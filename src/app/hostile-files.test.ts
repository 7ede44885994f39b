/**
 * Every decoder and schema that a visitor's file, paste or link comes to, on 100,000 inputs made from valid ones by changes that know
 * the format, and on files as large as they may be: none throws anything but our own error, none takes long, none reaches beyond what it returns.
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '../core/errors';
import { gunzip, parseIdx } from '../data/idx';
import { MAX_DIGIT_BYTES, readDigitPng } from '../data/image-file';
import { layOut } from '../engine/network';
import { picturesOf, tablesOf } from '../experiments/report';
import { experimentsIn, MAX_RESULTS_CHARACTERS, parseResults } from '../experiments/results';
import { candidateConfidences } from '../method/registry/allocation';
import {
  createRegistry,
  issueLicence,
  MAX_REGISTRY_CHARACTERS,
  MOST_LICENCES,
  parseRegistry,
  registryToJson,
} from '../method/registry/registry';
import { MAX_KEY_CHARACTERS, ownerKeyToJson, parseOwnerKey } from '../method/watermark/owner-key';
import { MAX_MODEL_JSON, readModel, writeModel } from '../model/format';
import {
  byteChange,
  changeBytes,
  hostileJson,
  hostilePng,
  largestJson,
  largestPngs,
  PNG_FILES,
} from './hostile-inputs.node';
import { readUrlState, writeUrlState, DEFAULT_URL_STATE } from './url-state';

const LONGEST_MS = 50;
let inputs = 0;
let longest = 0;
let accepted = 0;

/** A single pause is the computer's; what is slow is slow again. */
const TRIES = 12;

/** Gives the milliseconds since, without those in which the computer did other work. */
function watch(): () => number {
  const [start, processor] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(processor);
    return Math.min(performance.now() - start, (user + system) / 1000);
  };
}

/** Runs a decoder: what it gives is its own affair, what it throws and how long it takes is ours. */
function survives(decode: () => unknown): void {
  inputs++;
  let best = Infinity;
  let good = false;
  for (let tries = 0; tries < TRIES && best > LONGEST_MS; tries++) {
    const elapsed = watch();
    try {
      decode();
      good = true;
    } catch (error) {
      if (!isAppError(error)) throw error;
    }
    best = Math.min(best, elapsed());
  }
  if (good) accepted++;
  took(best);
}

/** The same of one that is waited for. */
async function survivesLater(decode: () => Promise<unknown>): Promise<void> {
  inputs++;
  let best = Infinity;
  for (let tries = 0; tries < TRIES && best > LONGEST_MS; tries++) {
    const elapsed = watch();
    await decode().then(
      () => accepted++,
      (error: unknown) => {
        if (!isAppError(error)) throw error;
      },
    );
    best = Math.min(best, elapsed());
  }
  took(best);
}

function took(milliseconds: number): void {
  longest = Math.max(longest, milliseconds);
  if (milliseconds > LONGEST_MS) throw new Error(`It took ${milliseconds} ms.`);
}

function check<T>(made: fc.Arbitrary<T>, numRuns: number, decode: (input: T) => unknown): void {
  accepted = 0;
  fc.assert(
    fc.property(made, input => survives(() => decode(input))),
    { numRuns, seed: 7 },
  );
  // The changes are small enough that some files are still good: what lies behind the first checks is reached.
  expect(accepted / numRuns).toBeGreaterThan(0.01);
}

const TINY = layOut({
  input: { height: 12, width: 12, channels: 1 },
  layers: [
    { kind: 'conv-pool', name: 'conv', size: 3, filters: 2, padding: 'same' },
    { kind: 'dense', name: 'hidden', units: 4, activation: 'relu' },
    { kind: 'dense', name: 'out', units: 3, activation: 'linear' },
  ],
});
const MODEL = writeModel(
  TINY.network,
  Float32Array.from({ length: TINY.parameterCount }, (_, i) => i / 100),
);

const KEY = ownerKeyToJson({
  version: 1,
  layer: 'conv2',
  component: 3,
  positions: [0, 17, 4],
  digits: [2, 9, 0],
  map: { a: 180 / 7, b: -18 / 7 },
});

const record = (user: number) => Array.from({ length: 10 }, (_, k) => (k === user % 10 ? 0.37 : 0.07));
const REGISTRY = registryToJson(
  [0, 4, 9].reduce(
    (registry, digit) =>
      issueLicence(registry, { class: digit, confidence: 0.3, record: record(digit), issuedAt: '2026' }),
    createRegistry({ classes: 10, confidences: [0.2, 0.3, 0.4], epsilon: 0.01 }),
  ),
);

/** The recorded run, an experiment each. */
const RESULTS = (() => {
  const whole = JSON.parse(readFileSync('public/reproduced/quick.json', 'utf8')) as {
    experiments: Record<string, unknown>;
  };
  return Object.entries(whole.experiments)
    .map(([id, result]) => JSON.stringify({ ...whole, experiments: { [id]: result } }))
    .filter(text => text.length < 12_000);
})();

const IDX = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8);

/** What is let in is shown: its tables and pictures are made too. */
function openResults(text: string): void {
  const results = parseResults(text);
  for (const id of experimentsIn(results)) {
    tablesOf(results, id);
    picturesOf(results, id);
  }
}

/** The same results without a row anywhere. */
const emptied = (text: string) =>
  JSON.stringify(JSON.parse(text, (_, value: unknown) => (Array.isArray(value) ? [] : value)));

/** As many licences as the method allows at ε = 0.001, each with a name and a date of its end. */
function largestRegistry(): string {
  const confidences = candidateConfidences(0.001);
  const registry = createRegistry({ classes: 10, confidences, epsilon: 0.001 });
  const licences = Array.from({ length: MOST_LICENCES }, (_, n) => ({
    user: n + 1,
    class: Math.floor(n / confidences.length),
    confidence: confidences[n % confidences.length]!,
    name: 'x'.repeat(60),
    issuedAt: '2026-01-01T00:00:00.000Z',
    revokedAt: '2026-01-01T00:00:00.000Z',
    record: record(n).map(each => each + n / 1e7 / 3),
  }));
  return registryToJson({ ...registry, licences });
}

describe('hostile inputs, 100,000 in all', () => {
  // Most inputs end in an error, and where it was thrown is not looked at: writing that down would be a fifth of the time.
  const { stackTraceLimit } = Error;
  beforeAll(() => {
    Error.stackTraceLimit = 0;
  });

  it('PNG files', () => {
    PNG_FILES.forEach(file => readDigitPng(file));
    check(hostilePng, 40_000, bytes => readDigitPng(bytes));
  });

  it('models and their weights', () => {
    const weights = fc.option(byteChange, { freq: 3 }).map(change => {
      return change ? changeBytes(MODEL.weights, change) : MODEL.weights;
    });
    check(fc.tuple(hostileJson([MODEL.modelJson]), weights), 10_000, ([json, bytes]) => {
      readModel(json, bytes);
    });
  });

  it("owners' keys", () => {
    parseOwnerKey(KEY);
    check(hostileJson([KEY]), 23_000, text => parseOwnerKey(text));
  });

  it('registries', () => {
    parseRegistry(REGISTRY);
    check(hostileJson([REGISTRY]), 12_000, text => parseRegistry(text));
  });

  it('results', () => {
    expect(RESULTS.length).toBeGreaterThan(1);
    RESULTS.forEach(openResults);
    RESULTS.forEach(text => survives(() => openResults(emptied(text))));
    check(hostileJson(RESULTS), 3_000, openResults);
  });

  it.each<[string, readonly string[], number, (text: string) => unknown]>([
    ['models', [MODEL.modelJson], MAX_MODEL_JSON, text => readModel(text, MODEL.weights)],
    ["owners' keys", [KEY], MAX_KEY_CHARACTERS, parseOwnerKey],
    ['registries', [REGISTRY], MAX_REGISTRY_CHARACTERS, parseRegistry],
    ['results', RESULTS, MAX_RESULTS_CHARACTERS, openResults],
  ])('%s as large as they may be, filled with what costs most', (_, texts, limit, decode) => {
    accepted = 0;
    let tried = 0;
    for (const text of texts) {
      for (const large of largestJson(text, limit)) {
        expect(large.length).toBeLessThanOrEqual(limit);
        survives(() => decode(large));
        tried++;
      }
    }
    // Rows may be many, and where anything may stand (sizes, layers after the answers), anything does no harm.
    expect(accepted).toBeLessThan(tried / 3);
  });

  it('the largest registry there can be', () => {
    const text = largestRegistry();
    expect(parseRegistry(text).licences).toHaveLength(MOST_LICENCES);
    expect(text.length).toBeLessThan(MAX_REGISTRY_CHARACTERS);
    survives(() => parseRegistry(text));
  });

  it('PNG files as large as they may be, and as slow to read', () => {
    accepted = 0;
    for (const file of largestPngs()) {
      expect(file.length).toBeLessThanOrEqual(MAX_DIGIT_BYTES);
      survives(() => readDigitPng(file));
    }
    // Digits enlarged tenfold, and those whose large parts are not read: texts, and a palette beside greys.
    expect(accepted).toBe(7);
  });

  it('files of MNIST', async () => {
    parseIdx(IDX, 3, 'images');
    const bytes = byteChange.map(change => changeBytes(IDX, change));
    check(fc.tuple(bytes, fc.constantFrom(1, 3)), 5_000, ([file, rank]) => parseIdx(file, rank, 'images'));
    const packed = new Uint8Array(gzipSync(IDX));
    const bomb = new Uint8Array(gzipSync(new Uint8Array(1e6)));
    accepted = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(packed, bomb), byteChange, (file, change) =>
        survivesLater(() => gunzip(Uint8Array.from(changeBytes(file, change)), 'images', 1000)),
      ),
      { numRuns: 1_000, seed: 7 },
    );
    expect(accepted).toBeGreaterThan(10);
  });

  it('links', () => {
    const names = Object.keys(DEFAULT_URL_STATE);
    expect(names.length).toBeGreaterThan(20);
    const name = fc.constantFrom(...names);
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('NaN', '1e999', '-0', '__proto__', '%', '0x10', ' 7 ', '9'.repeat(400), 'toString'),
    );
    check(fc.array(fc.tuple(name, value), { maxLength: 6 }), 6_000, pairs => {
      const { state } = readUrlState(`?${pairs.map(([key, text]) => `${key}=${text}`).join('&')}`);
      // What was read is what a link of it says again.
      expect(readUrlState(writeUrlState(state)).state).toEqual(state);
    });
  });

  afterAll(() => {
    Error.stackTraceLimit = stackTraceLimit;
    expect(inputs).toBeGreaterThanOrEqual(100_000);
    expect(longest).toBeLessThan(LONGEST_MS);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

/**
 * Every decoder and schema that a visitor's file, paste or link comes to, on 100,000 inputs made from valid ones by changes that know
 * the format: none throws anything but our own error, none takes long, none reaches beyond what it returns.
 */
import { readFileSync } from 'node:fs';
import { deflateSync, gzipSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '../core/errors';
import { gunzip, parseIdx } from '../data/idx';
import { readDigitPng } from '../data/image-file';
import { chunk, chunksOf, makePng, SIGNATURE } from '../data/png-maker.node';
import { layOut } from '../engine/network';
import { picturesOf, tablesOf } from '../experiments/report';
import { experimentsIn, parseResults } from '../experiments/results';
import { createRegistry, issueLicence, parseRegistry, registryToJson } from '../method/registry/registry';
import { ownerKeyToJson, parseOwnerKey } from '../method/watermark/owner-key';
import { readModel, writeModel } from '../model/format';
import { readUrlState, writeUrlState, DEFAULT_URL_STATE } from './url-state';

const LONGEST_MS = 50;
let inputs = 0;
let longest = 0;

let accepted = 0;

/** A single pause is the computer's; what is slow is slow again. */
const TRIES = 6;

/** Runs a decoder: what it gives is its own affair, what it throws and how long it takes is ours. */
function survives(decode: () => unknown): void {
  inputs++;
  let best = Infinity;
  for (let tries = 0; tries < TRIES && best > LONGEST_MS; tries++) {
    const start = performance.now();
    try {
      decode();
      accepted++;
    } catch (error) {
      if (!isAppError(error)) throw error;
    }
    best = Math.min(best, performance.now() - start);
  }
  took(best);
}

/** The same of one that is waited for. */
async function survivesLater(decode: () => Promise<unknown>): Promise<void> {
  inputs++;
  let best = Infinity;
  for (let tries = 0; tries < TRIES && best > LONGEST_MS; tries++) {
    const start = performance.now();
    await decode().then(
      () => accepted++,
      (error: unknown) => {
        if (!isAppError(error)) throw error;
      },
    );
    best = Math.min(best, performance.now() - start);
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

/** Bytes changed without regard to their format. */
const byteChange = fc.record({
  kind: fc.constantFrom('flip', 'cut', 'insert', 'repeat'),
  at: fc.nat(),
  value: fc.integer({ min: 1, max: 255 }),
});
type ByteChange = typeof byteChange extends fc.Arbitrary<infer T> ? T : never;

function changeBytes(bytes: Uint8Array, { kind, at, value }: ByteChange): Uint8Array {
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  const [head, tail] = [bytes.subarray(0, place), bytes.subarray(place)];
  if (kind === 'cut') return head;
  if (kind === 'insert') return joined(head, Uint8Array.of(value), tail);
  if (kind === 'repeat') return joined(head, tail.subarray(0, value), tail);
  return flipped(bytes, place, value);
}

const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

function flipped(bytes: Uint8Array, place: number, value: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  if (place < copy.length) copy[place]! ^= value;
  return copy;
}

const PNG_FILES = [
  makePng({ sample: (x, y) => (x * y) % 256, filter: 4 }),
  makePng({ depth: 1, sample: (x, y) => (x + y) % 2, interlace: 1 }),
  makePng({ depth: 4, sample: x => x % 16, filter: 2 }),
  makePng({ depth: 16, colourType: 2, sample: x => x * 257, filter: 3 }),
  makePng({ colourType: 6, sample: (x, _y, channel) => (channel === 3 ? 255 : x), filter: 1 }),
  makePng({
    colourType: 3,
    depth: 2,
    before: [chunk('PLTE', Uint8Array.of(0, 0, 0, 9, 9, 9, 8, 8, 8, 255, 255, 255)), chunk('tRNS')],
    sample: (x, y) => (x ^ y) % 4,
  }),
  makePng({ before: [chunk('gAMA', new Uint8Array(4)), chunk('tEXt', new Uint8Array(40))], piece: 8 }),
  makePng({ width: 84, height: 84 }),
];
const HOSTILE_CHUNKS = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND', 'acTL', 'fdAT', 'iCCP', 'zTXt', 'NEWS'];

const chunkChange = fc.record({
  kind: fc.constantFrom('byte', 'byte', 'pixels', 'swap', 'drop', 'twice', 'insert', 'shorten', 'field'),
  which: fc.nat({ max: 30 }),
  at: fc.nat({ max: 4000 }),
  value: fc.integer({ min: 1, max: 255 }),
});

type Chunks = { type: string; data: Buffer }[];

/** Changes with every checksum right again, so that what lies behind the checksums is tried. */
function changeChunks(
  chunks: Chunks,
  change: typeof chunkChange extends fc.Arbitrary<infer T> ? T : never,
): Chunks {
  const { kind, at, value } = change;
  const i = change.which % chunks.length;
  const { type, data } = chunks[i]!;
  const put = (...more: Chunks) => chunks.toSpliced(i, 1, ...more);
  const flip = (bytes: Uint8Array) =>
    Buffer.from(flipped(bytes, bytes.length === 0 ? 0 : at % bytes.length, value));
  switch (kind) {
    case 'byte':
      return put({ type, data: flip(data) });
    case 'pixels':
      return chunks.map(each =>
        each.type === 'IDAT' ? { type: 'IDAT', data: repacked(each.data, flip) } : each,
      );
    case 'swap': {
      const other = at % chunks.length;
      return chunks.with(i, chunks[other]!).with(other, chunks[i]!);
    }
    case 'drop':
      return put();
    case 'twice':
      return put({ type, data }, { type, data });
    case 'insert':
      return put(
        { type: HOSTILE_CHUNKS[at % HOSTILE_CHUNKS.length]!, data: Buffer.alloc(value % 20, value) },
        { type, data },
      );
    case 'shorten':
      return put({ type, data: data.subarray(0, at % (data.length + 1)) });
    default: {
      const header = Buffer.from(chunks[0]!.data);
      if (header.length >= 13) header.writeUInt32BE((value * 2 ** (at % 25)) >>> 0, at % 2 === 0 ? 0 : 4);
      return chunks.with(0, { ...chunks[0]!, data: header });
    }
  }
}

function repacked(data: Buffer, change: (bytes: Uint8Array) => Buffer): Buffer {
  try {
    return deflateSync(change(inflateSync(data)), { level: 1 });
  } catch {
    return data; // a piece of a stream, or changed already
  }
}

const hostilePng = fc
  .tuple(
    fc.constantFrom(...PNG_FILES),
    fc.array(chunkChange, { maxLength: 2 }),
    fc.array(byteChange, { maxLength: 1 }),
  )
  .map(([file, chunkChanges, byteChanges]) => {
    const chunks = chunkChanges.reduce<Chunks>(
      (changed, change) => (changed.length > 0 ? changeChunks(changed, change) : changed),
      chunksOf(file),
    );
    const whole = Buffer.concat([SIGNATURE, ...chunks.map(({ type, data }) => chunk(type, data))]);
    return byteChanges.reduce<Uint8Array>(changeBytes, new Uint8Array(whole));
  });

/** What stands in for values: as texts, since some can't be made from values. */
const HOSTILE_VALUES = [
  'null',
  'true',
  '-1',
  '0',
  '0.5',
  '1e308',
  '-1e308',
  '1e999',
  '5e-324',
  '9007199254740993',
  '4294967296',
  '""',
  '"NaN"',
  '"__proto__"',
  JSON.stringify('x'.repeat(3000)),
  '"\\ud800"',
  '[]',
  '{}',
  '[[[[[[[[]]]]]]]]',
  '['.repeat(40) + ']'.repeat(40),
  '{"a":'.repeat(40) + '1' + '}'.repeat(40),
  '['.repeat(20_000),
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"toString":1,"valueOf":2}',
  `[${'0,'.repeat(3000)}0]`,
  '[null,1000000,1000000,1000000]',
];
const HOSTILE_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'extra', 'length', '0', ''];

const jsonChange = fc.record({
  kind: fc.constantFrom('value', 'value', 'value', 'key', 'delete', 'swap', 'double'),
  where: fc.nat(),
  other: fc.nat(),
});

interface Place {
  readonly parent: Record<string, unknown>;
  readonly key: string;
}

function placesIn(node: unknown, found: Place[] = []): Place[] {
  if (typeof node !== 'object' || node === null) return found;
  const parent = node as Record<string, unknown>;
  for (const key of Object.keys(parent)) {
    found.push({ parent, key });
    placesIn(parent[key], found);
  }
  return found;
}

/** `__proto__` as a field of its own, as JSON.parse makes it. */
function define(parent: object, key: string, value: unknown): void {
  Object.defineProperty(parent, key, { value, enumerable: true, writable: true, configurable: true });
}

const RAW = '§';

function hostileJson(texts: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom(...texts),
      fc.array(jsonChange, { minLength: 1, maxLength: 2 }),
      fc.option(byteChange, { freq: 4 }),
    )
    .map(([text, changes, last]) => {
      const root = { root: JSON.parse(text) as unknown };
      for (const { kind, where, other } of changes) {
        const places = placesIn(root);
        const place = places[where % places.length];
        const twin = places[other % places.length];
        if (!place || !twin) continue;
        const raw = `${RAW}${other % HOSTILE_VALUES.length}${RAW}`;
        if (kind === 'value') define(place.parent, place.key, raw);
        else if (kind === 'key' && !Array.isArray(place.parent))
          define(place.parent, HOSTILE_KEYS[where % HOSTILE_KEYS.length]!, raw);
        else if (kind === 'delete' && Array.isArray(place.parent)) place.parent.splice(Number(place.key), 1);
        else if (kind === 'delete') Reflect.deleteProperty(place.parent, place.key);
        else if (kind === 'double' && Array.isArray(place.parent)) place.parent.push(...place.parent);
        else if (kind === 'swap') {
          // Texts, so that nothing comes to contain itself.
          const [one, two] = [JSON.stringify(place.parent[place.key]), JSON.stringify(twin.parent[twin.key])];
          define(place.parent, place.key, parsed(two));
          define(twin.parent, twin.key, parsed(one));
        }
      }
      const changed = (JSON.stringify(root.root) ?? '').replaceAll(
        /"§(\d+)§"/g,
        (_, index: string) => HOSTILE_VALUES[Number(index)]!,
      );
      if (last === null) return changed;
      return new TextDecoder().decode(changeBytes(new TextEncoder().encode(changed), last));
    });
}

function parsed(text: string | undefined): unknown {
  return text === undefined ? null : (JSON.parse(text) as unknown);
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
    // What is let in is shown: its tables and pictures are made too.
    const open = (text: string) => {
      const results = parseResults(text);
      for (const id of experimentsIn(results)) {
        tablesOf(results, id);
        picturesOf(results, id);
      }
    };
    RESULTS.forEach(open);
    check(hostileJson(RESULTS), 3_000, open);
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
    expect(inputs).toBe(100_000);
    expect(longest).toBeLessThan(LONGEST_MS);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

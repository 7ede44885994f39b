/**
 * Hostile files: valid ones changed by someone who knows their format, so that what lies behind the first checks is reached. Bytes of
 * any file, chunks of a PNG with every checksum right again, values and keys of a JSON. And files as large as they may be, filled with
 * what costs most.
 */
import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { MAX_DIGIT_BYTES } from '../data/image-file';
import { chunk, chunksOf, makePng, SIGNATURE } from '../data/png-maker.node';

/** Bytes changed without regard to their format. */
export const byteChange = fc.record({
  kind: fc.constantFrom('flip', 'cut', 'insert', 'repeat'),
  at: fc.nat(),
  value: fc.integer({ min: 1, max: 255 }),
});
type ByteChange = typeof byteChange extends fc.Arbitrary<infer T> ? T : never;

export function changeBytes(bytes: Uint8Array, { kind, at, value }: ByteChange): Uint8Array {
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

/** A valid file of every kind that is read. */
export const PNG_FILES = [
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

/** PNG files with changed chunks, checksums right, and then perhaps a changed byte. */
export const hostilePng = fc
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

/** The texts with one or two values, keys or places changed, and then perhaps a changed byte: often no JSON any more. */
export function hostileJson(texts: readonly string[]): fc.Arbitrary<string> {
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

/** What a list may be filled with that is wrong almost everywhere. */
const FILLERS = ['0', '2', '{}', '[]', '""', '{"a":[2,2,2]}'];
/** Just as many rows as a list of results may have, and as many values as are read. */
const MOST_ROWS = 1000;
const MOST_VALUES = 49_000;

/**
 * The text with each of its lists in turn filled with wrong elements, with its own first one, and with objects of unknown fields, and
 * each of its objects with unknown fields: as many as a list may have, as are read, and as `limit` characters hold. Then texts large in other ways.
 */
export function* largestJson(text: string, limit: number): Generator<string> {
  const root: unknown = JSON.parse(text);
  const room = limit - text.length - 10;
  /** How many of what has so many values and characters. */
  const counts = (values: number, characters: number) =>
    [MOST_ROWS, MOST_VALUES / values, Infinity].map(most => Math.floor(Math.min(most, room / characters)));
  for (const { parent, key } of onePlaceOfEach({ root })) {
    const node = parent[key];
    const filled = (content: string) => {
      parent[key] = RAW;
      const whole = JSON.stringify(root).replace(`"${RAW}"`, () => content);
      parent[key] = node;
      return whole;
    };
    if (Array.isArray(node)) {
      for (const filler of new Set([...FILLERS, JSON.stringify(node[0] ?? null)])) {
        const values = filler.split(/[,[{]/).length;
        for (const count of counts(values, filler.length + 1)) {
          yield filled(`[${Array<string>(count).fill(filler).join()}]`);
        }
      }
      for (const fields of [1, 199]) {
        const count = Math.floor(Math.min(MOST_VALUES, room / 10) / (fields + 1));
        yield filled(`[${Array.from({ length: count }, (_, n) => objectOf(fields, n * fields)).join()}]`);
      }
    } else {
      for (const count of [199, ...counts(1, 10)]) yield filled(objectOf(count, 0));
    }
  }
  yield '['.repeat(limit);
  yield '[],'.repeat(limit / 3);
  yield `"${'x'.repeat(limit - 2)}"`;
  yield `{"version":1,"${'\\u005f'.repeat(limit / 6 - 10)}":1}`;
  yield `{"version":1${'0'.repeat(limit - 13)}}`;
}

/** Fields with names of their own. */
function objectOf(fields: number, from: number): string {
  return `{${Array.from({ length: fields }, (_, n) => `"f${(from + n).toString(36)}":0`).join()}}`;
}

/** The lists and objects of a JSON, of those that stand in one list only the first. */
function onePlaceOfEach(node: unknown): Place[] {
  if (typeof node !== 'object' || node === null) return [];
  const parent = node as Record<string, unknown>;
  const keys = Array.isArray(node) ? Object.keys(node).slice(0, 1) : Object.keys(node);
  return keys
    .filter(key => typeof parent[key] === 'object' && parent[key] !== null)
    .flatMap(key => [{ parent, key }, ...onePlaceOfEach(parent[key])]);
}

/** Bits of a deflate stream, the first the lowest of a byte. */
function bytesOf(bits: string): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (let i = 0; i < bits.length; i++) if (bits[i] === '1') bytes[i >> 3]! |= 1 << (i & 7);
  return bytes;
}
const lowFirst = (value: number, count: number) =>
  Array.from({ length: count }, (_, bit) => (value >> bit) & 1).join('');

/** How often a symbol of the lengths' own code follows and with what more bits (RFC 1951, section 3.2.7). */
type Lengths = readonly (readonly [symbol: '0' | '10' | '11', more?: string])[];

/** A block of codes of its own with nothing in it but its end. In the code of its lengths, 18 is 0, 1 is 10 and 15 is 11. */
function block(lengths: Lengths, end: string): string {
  const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  const own = order.map(symbol => lowFirst({ 18: 1, 1: 2, 15: 2 }[symbol] ?? 0, 3)).join('');
  const head = `0${lowFirst(2, 2)}${lowFirst(0, 5)}${lowFirst(1, 5)}${lowFirst(15, 4)}${own}`;
  return `${head}${lengths.map(([symbol, more = '']) => symbol + more).join('')}${end}`;
}
const zeros = (count: number) => ['0', lowFirst(count - 11, 7)] as const;

/** Literal 0 in one bit and the end in fifteen: tables of 32,768 entries for codes that leave most of them open. */
const OPEN_BLOCK = block([['10'], zeros(138), zeros(117), ['11'], ['10'], ['11']], `1${'0'.repeat(14)}`);
/** The same with codes that fit together. */
const CLOSED_BLOCK = block([['10'], zeros(138), zeros(117), ['10'], ['10'], ['10']], '1');
/** Every literal in one bit, which no code has. */
const CROWDED_BLOCK = block([...Array<readonly ['10']>(256).fill(['10']), ['11'], ['10'], ['11']], '');

/** PNGs as large as they may be, and as slow to read as may be. */
export function* largestPngs(): Generator<Uint8Array> {
  const header = (side: number, depth: number, colourType: number) =>
    chunksOf(makePng({ width: side, height: side, depth, colourType, rows: new Uint8Array() }))[0]!.data;
  const stream = (data: Uint8Array, head = header(28, 8, 0)) =>
    new Uint8Array(Buffer.concat([SIGNATURE, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND')]));
  const room = MAX_DIGIT_BYTES - 200;
  for (const bits of [OPEN_BLOCK, CLOSED_BLOCK, CROWDED_BLOCK, `0${lowFirst(1, 2)}0000000`]) {
    const data = bytesOf(bits.repeat(Math.floor((8 * room) / bits.length)));
    yield stream(joined(Uint8Array.of(0x78, 0x9c), data));
  }
  const empty = [0, 0, 0, 255, 255];
  const blocks = Uint8Array.from({ length: room }, (_, i) => empty[i % empty.length]!);
  yield stream(joined(Uint8Array.of(0x78, 0x9c), blocks));
  // Rows of noise, each of Paeth's filter, in codes of about eight bits and without repetitions.
  const noise = fc.sample(fc.uint8Array({ minLength: 4099, maxLength: 4099 }), { numRuns: 1, seed: 7 })[0]!;
  const stride = 224 * 8 + 1;
  const rows = Uint8Array.from({ length: 224 * stride }, (_, i) => (i % stride === 0 ? 4 : noise[i % 4099]!));
  yield stream(deflateSync(rows, { strategy: 2 }), header(224, 16, 6));
  for (const side of [224, 252, 560]) {
    for (const interlace of [0, 1]) {
      const sample = (x: number, y: number, channel: number) =>
        channel === 3
          ? 65535
          : 257 * ((Math.floor((28 * x) / side) * 7 + Math.floor((28 * y) / side) * 13) % 256);
      yield makePng({ width: side, height: side, depth: 16, colourType: 6, interlace, filter: 4, sample });
    }
  }
  const large = { width: 224, height: 224, interlace: 1, filter: 4 };
  const shade = (x: number, y: number) => (Math.floor(x / 8) * 7 + Math.floor(y / 8) * 13) % 256;
  const greys = Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3));
  const palette = [chunk('PLTE', greys), chunk('tRNS', new Uint8Array(256).fill(255))];
  yield makePng({ ...large, colourType: 3, before: palette, sample: shade });
  const noneOfThem = [chunk('tRNS', Uint8Array.of(1, 2, 1, 2, 1, 2))];
  const sample = (x: number, y: number) => 257 * shade(x, y);
  yield makePng({ ...large, depth: 16, colourType: 2, before: noneOfThem, sample });
  for (const type of ['tEXt', 'PLTE', 'tRNS', 'IDAT']) {
    yield makePng({ before: [chunk(type, new Uint8Array(room - 200))] });
    yield makePng({ before: Array.from({ length: 1990 }, () => chunk(type, new Uint8Array(450))) });
  }
}

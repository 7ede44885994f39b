/**
 * Hostile files: valid ones changed by someone who knows their format, so that what lies behind the first checks is reached. Bytes of
 * any file, chunks of a PNG with every checksum right again, values and keys of a JSON.
 */
import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
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

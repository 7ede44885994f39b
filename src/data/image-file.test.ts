import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeDigitPng, encodeDigitPng } from './image-file';

/** A PNG made by hand (PNG specification, third edition), so that the decoder is tried on files not of our encoder. */
function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32Of(body), body.length + 4);
  return out;
}

/** CRC-32 bit by bit (ISO 3309), for Node versions whose zlib has none. */
function crc32Of(bytes: Uint8Array): number {
  if (typeof crc32 === 'function') return crc32(bytes);
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

interface Made {
  width?: number;
  height?: number;
  depth?: number;
  colourType?: number;
  rows?: Uint8Array;
  before?: Buffer[];
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function makePng({
  width = 28,
  height = 28,
  depth = 8,
  colourType = 0,
  rows,
  before = [],
}: Made): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = depth;
  header[9] = colourType;
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colourType] ?? 1;
  const data =
    rows ?? new Uint8Array(Math.min(height, 64) * (1 + Math.min(width, 64) * channels * (depth / 8)));
  return new Uint8Array(
    Buffer.concat([
      SIGNATURE,
      chunk('IHDR', header),
      ...before,
      chunk('IDAT', deflateSync(data)),
      chunk('IEND', new Uint8Array()),
    ]),
  );
}

/** Rows filtered by `filter` (section 9 of the specification), computed here from its definitions. */
function filteredRows(pixels: Uint8Array, filter: number): Uint8Array {
  const out = new Uint8Array(28 * 29);
  const at = (row: number, column: number) => (row < 0 || column < 0 ? 0 : pixels[row * 28 + column]!);
  for (let row = 0; row < 28; row++) {
    out[row * 29] = filter;
    for (let column = 0; column < 28; column++) {
      const left = at(row, column - 1);
      const up = at(row - 1, column);
      const corner = at(row - 1, column - 1);
      const estimate = left + up - corner;
      const nearest = [left, up, corner].reduce((best, x) =>
        Math.abs(estimate - x) < Math.abs(estimate - best) ? x : best,
      );
      const predicted = [0, left, up, (left + up) >> 1, nearest][filter]!;
      out[row * 29 + 1 + column] = at(row, column) - predicted;
    }
  }
  return out;
}

const digits = fc.uint8Array({ minLength: 784, maxLength: 784 });

describe('a digit as a PNG file', () => {
  it('comes back exactly as it went', () => {
    fc.assert(
      fc.property(digits, pixels => {
        expect(decodeDigitPng(encodeDigitPng(pixels))).toEqual(pixels);
      }),
    );
  });

  it.each([0, 1, 2, 3, 4])('is read exactly from another encoder, filter %i', filter => {
    const [pixels] = fc.sample(digits, { numRuns: 1, seed: filter + 1 });
    expect(decodeDigitPng(makePng({ rows: filteredRows(pixels!, filter) }))).toEqual(pixels);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(), /empty/],
    ['a JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), /JPEG/],
    ['a GIF', new TextEncoder().encode('GIF89a........'), /GIF/],
    ['an SVG', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'), /SVG/],
    ['text', new TextEncoder().encode('hello'), /something else/],
    ['a file of two megabytes', new Uint8Array(2_000_000), /2000000 bytes/],
    ['another size', makePng({ width: 32, height: 32 }), /32×32.*28×28/],
    ['a size that would fill the memory', makePng({ width: 50_000, height: 50_000 }), /50000×50000/],
    ['colour', makePng({ colourType: 2 }), /colour/],
    ['a palette', makePng({ colourType: 3 }), /palette/],
    ['an alpha channel', makePng({ colourType: 4 }), /transparency/],
    ['16 bits', makePng({ depth: 16 }), /16 bits/],
    ['a transparent grey', makePng({ before: [chunk('tRNS', Uint8Array.of(0, 0))] }), /transparent/],
    ['an animation', makePng({ before: [chunk('acTL', new Uint8Array(8))] }), /animated/],
    ['missing rows', makePng({ rows: new Uint8Array(29 * 3) }), /damaged/],
  ])('refuses %s and says why', (_, bytes, message) => {
    expect(() => decodeDigitPng(bytes)).toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect(() => decodeDigitPng(bytes)).toThrow(message);
  });

  it('refuses every cut and every flipped byte, or reads what was written', () => {
    const pixels = Uint8Array.from({ length: 784 }, (_, i) => (i * 37) % 256);
    const file = encodeDigitPng(pixels);
    fc.assert(
      fc.property(
        fc.nat(file.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        (at, flip, cut) => {
          const changed = cut
            ? file.slice(0, at)
            : Uint8Array.from(file, (byte, i) => (i === at ? byte ^ flip : byte));
          try {
            expect(decodeDigitPng(changed)).toEqual(pixels);
          } catch (error) {
            expect(error).toMatchObject({ code: 'bad-input' });
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { decode } from 'fast-png';
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
  interlace?: 0 | 1;
  rows?: Uint8Array;
  before?: Buffer[];
  after?: Buffer[];
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function makePng({
  width = 28,
  height = 28,
  depth = 8,
  colourType = 0,
  interlace = 0,
  rows,
  before = [],
  after = [],
}: Made): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = depth;
  header[9] = colourType;
  header[12] = interlace;
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colourType] ?? 1;
  const data =
    rows ?? new Uint8Array(Math.min(height, 64) * (1 + Math.min(width, 64) * channels * (depth / 8)));
  return new Uint8Array(
    Buffer.concat([
      SIGNATURE,
      chunk('IHDR', header),
      ...before,
      chunk('IDAT', deflateSync(data)),
      ...after,
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

/** The seven passes of Adam7 (section 8.1): first row and column, then the steps between them. */
const ADAM7 = [
  [0, 0, 8, 8],
  [0, 4, 8, 8],
  [4, 0, 8, 4],
  [0, 2, 4, 4],
  [2, 0, 4, 2],
  [0, 1, 2, 2],
  [1, 0, 2, 1],
] as const;

function interlacedRows(pixels: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (const [top, left, down, across] of ADAM7) {
    for (let row = top; row < 28; row += down) {
      out.push(0);
      for (let column = left; column < 28; column += across) out.push(pixels[row * 28 + column]!);
    }
  }
  return Uint8Array.from(out);
}

const text = (value: string) => new TextEncoder().encode(value);

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

  it('is read exactly from an interlaced file', () => {
    const [pixels] = fc.sample(digits, { numRuns: 1, seed: 9 });
    expect(decodeDigitPng(makePng({ interlace: 1, rows: interlacedRows(pixels!) }))).toEqual(pixels);
  });

  it('is read exactly whatever its metadata and what follows its end', () => {
    const [pixels] = fc.sample(digits, { numRuns: 1, seed: 10 });
    const file = makePng({
      rows: filteredRows(pixels!, 0),
      before: [chunk('pHYs', Uint8Array.of(1)), chunk('tEXt', text('no separator'))],
      after: [chunk('tIME', new Uint8Array(7))],
    });
    expect(decodeDigitPng(Uint8Array.of(...file, 1, 2, 3))).toEqual(pixels);
  });

  it('never unpacks a colour profile, which may grow a thousandfold', () => {
    const notCompressed = chunk('iCCP', text('name\0\0not a zlib stream'));
    expect(() => decode(makePng({ before: [notCompressed] }))).toThrow('invalid zlib data');
    expect(decodeDigitPng(makePng({ before: [notCompressed] }))).toEqual(new Uint8Array(784));
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(), /empty/],
    ['a JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), /JPEG/],
    ['a GIF', text('GIF89a........'), /GIF/],
    ['a WebP', text('RIFF\x10\0\0\0WEBPVP8 '), /WebP/],
    ['an SVG', text('\ufeff <svg xmlns="http://www.w3.org/2000/svg"/>'), /SVG/],
    ['a PDF', text('%PDF-1.7'), /PDF/],
    ['a web page', text('<!doctype html><title>Not found</title>'), /web page/],
    ['JSON', text('{"version": 1}'), /JSON/],
    ['text', text('hello'), /text file/],
    ['unknown bytes', Uint8Array.of(0, 1, 2, 3), /another kind/],
    [
      'a file of two megabytes',
      makePng({ before: [chunk('zTXt', new Uint8Array(2_000_000))] }),
      /20000\d\d bytes/,
    ],
    ['a cut file', makePng({}).slice(0, -1), /stops before its end/],
    ['a file cut in its header', makePng({}).slice(0, 20), /stops before its end/],
    ['two headers', makePng({ before: [chunk('IHDR', new Uint8Array(13))] }), /two headers/],
    ['an unknown critical part', makePng({ before: [chunk('NEWS', new Uint8Array(1))] }), /no PNG has/],
    ['pixels that grow a thousandfold', makePng({ rows: new Uint8Array(20_000_000) }), /not unpacked/],
    ['another size', makePng({ width: 32, height: 32 }), /32×32.*28×28/],
    ['a size that would fill the memory', makePng({ width: 50_000, height: 50_000 }), /50000×50000/],
    ['colour', makePng({ colourType: 2 }), /colour/],
    ['a palette', makePng({ colourType: 3 }), /palette/],
    ['an alpha channel', makePng({ colourType: 4 }), /transparency/],
    ['16 bits', makePng({ depth: 16 }), /16 bits/],
    ['a transparent grey', makePng({ before: [chunk('tRNS', Uint8Array.of(0, 0))] }), /transparent/],
    ['transparency told late', makePng({ after: [chunk('tRNS', Uint8Array.of(0, 0))] }), /transparent/],
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

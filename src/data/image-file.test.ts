import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { decode } from 'fast-png';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeDigitPng, encodeDigitPng, readDigitPng } from './image-file';
import { chunk, makePng, SIGNATURE } from './png-maker.node';

const text = (value: string) => new TextEncoder().encode(value);
const digits = fc.uint8Array({ minLength: 784, maxLength: 784 });

function sampleDigit(seed: number): Uint8Array {
  return fc.sample(digits, { numRuns: 1, seed })[0]!;
}

/** A digit of `levels` evenly spaced greys, as a 1-, 2- or 4-bit file can hold it. */
function coarse(levels: number): Uint8Array {
  return sampleDigit(levels).map(value => Math.round((value / 255) * (levels - 1)) * (255 / (levels - 1)));
}

const PADDING = chunk('tEXt', new Uint8Array(100_000));
const FILTERS = [0, 1, 2, 3, 4];

describe('a digit as a PNG file', () => {
  it('comes back exactly as it went', () => {
    fc.assert(
      fc.property(digits, pixels => {
        expect(decodeDigitPng(encodeDigitPng(pixels))).toEqual(pixels);
      }),
      { seed: 1 },
    );
  });

  it.each([
    { kind: '1-bit grey', depth: 1, colourType: 0, pixels: coarse(2), of: (v: number) => v / 255 },
    { kind: '2-bit grey', depth: 2, colourType: 0, pixels: coarse(4), of: (v: number) => v / 85 },
    { kind: '4-bit grey', depth: 4, colourType: 0, pixels: coarse(16), of: (v: number) => v / 17 },
    { kind: '8-bit grey', depth: 8, colourType: 0, pixels: sampleDigit(3), of: (v: number) => v },
    { kind: '16-bit grey', depth: 16, colourType: 0, pixels: sampleDigit(4), of: (v: number) => v * 257 },
    { kind: '8-bit colour', depth: 8, colourType: 2, pixels: sampleDigit(5), of: (v: number) => v },
    { kind: '16-bit colour', depth: 16, colourType: 2, pixels: sampleDigit(6), of: (v: number) => v * 257 },
    {
      kind: '8-bit grey with alpha',
      depth: 8,
      colourType: 4,
      pixels: sampleDigit(7),
      of: (v: number, channel: number) => [v, 255][channel]!,
    },
    {
      kind: '16-bit grey with alpha',
      depth: 16,
      colourType: 4,
      pixels: sampleDigit(8),
      of: (v: number, channel: number) => [v * 257, 65535][channel]!,
    },
    {
      kind: '8-bit colour with alpha',
      depth: 8,
      colourType: 6,
      pixels: sampleDigit(9),
      of: (v: number, channel: number) => [v, v, v, 255][channel]!,
    },
    {
      kind: '16-bit colour with alpha',
      depth: 16,
      colourType: 6,
      pixels: sampleDigit(10),
      of: (v: number, channel: number) => [v * 257, v * 257, v * 257, 65535][channel]!,
    },
  ])(
    'is read exactly from $kind, with every filter, interlaced or not',
    ({ depth, colourType, pixels, of }) => {
      for (const interlace of [0, 1]) {
        for (const filter of FILTERS) {
          const file = makePng({
            depth,
            colourType,
            interlace,
            filter,
            sample: (x, y, channel) => of(pixels[y * 28 + x]!, channel),
          });
          expect(decodeDigitPng(file)).toEqual(pixels);
        }
      }
    },
  );

  it.each([1, 2, 4, 8])('is read exactly from a palette of %i bits, in any order of its greys', depth => {
    const entries = 2 ** depth;
    const grey = (index: number) => (index * 179 + 31) % 256;
    const palette = Uint8Array.from({ length: 3 * entries }, (_, i) => grey(Math.floor(i / 3)));
    const indices = sampleDigit(depth).map(value => value % entries);
    for (const interlace of [0, 1]) {
      const file = makePng({
        depth,
        colourType: 3,
        interlace,
        before: [chunk('PLTE', palette), chunk('tRNS', new Uint8Array(entries).fill(255))],
        sample: (x, y) => indices[y * 28 + x]!,
      });
      expect(decodeDigitPng(file)).toEqual(indices.map(grey));
    }
  });

  it("is read exactly from libpng's files of every kind", async () => {
    const pixels = sampleDigit(11);
    const grey = sharp(pixels, { raw: { width: 28, height: 28, channels: 1 } });
    const files = await Promise.all([
      grey.clone().toColourspace('b-w').png().toBuffer(),
      grey.clone().toColourspace('b-w').png({ progressive: true, adaptiveFiltering: true }).toBuffer(),
      grey.clone().toColourspace('srgb').png().toBuffer(),
      grey.clone().toColourspace('srgb').ensureAlpha().png({ progressive: true }).toBuffer(),
      grey.clone().toColourspace('srgb').png({ palette: true, colours: 256, dither: 0 }).toBuffer(),
    ]);
    // Quantizing to a palette may lose something; what the file holds is what a second decoder reads.
    const palette = await sharp(files[4]).toColourspace('b-w').raw().toBuffer();
    const expected = [pixels, pixels, pixels, pixels, new Uint8Array(palette)];
    files.forEach((file, i) => expect(decodeDigitPng(new Uint8Array(file))).toEqual(expected[i]));
  });

  it('is read exactly whatever its metadata, its gamma, and what follows its end', () => {
    const pixels = sampleDigit(12);
    const file = makePng({
      filter: 1,
      piece: 100,
      sample: (x, y) => pixels[y * 28 + x]!,
      before: [
        chunk('gAMA', Uint8Array.of(0, 1, 0x86, 0xa0)),
        chunk('sRGB', Uint8Array.of(0)),
        chunk('sBIT', Uint8Array.of(1)),
        chunk('pHYs', Uint8Array.of(1)),
        chunk('tEXt', text('no separator')),
      ],
      after: [chunk('tIME', new Uint8Array(7))],
    });
    expect(decodeDigitPng(Uint8Array.of(...file, 1, 2, 3))).toEqual(pixels);
  });

  it('never unpacks a colour profile, which may grow a thousandfold', () => {
    const notCompressed = chunk('iCCP', text('name\0\0not a zlib stream'));
    expect(() => decode(makePng({ before: [notCompressed] }))).toThrow('invalid zlib data');
    expect(decodeDigitPng(makePng({ before: [notCompressed] }))).toEqual(new Uint8Array(784));
  });

  it.each([1, 2, 3, 8])('is read exactly from an enlargement of ×%i, and it is told', enlargement => {
    const pixels = sampleDigit(13);
    const file = makePng({
      width: 28 * enlargement,
      height: 28 * enlargement,
      rows: enlargedRows(pixels, enlargement),
    });
    expect(readDigitPng(file)).toEqual({ pixels, enlargement });
  });

  it('refuses an enlargement that one pixel is not an exact part of, wherever it stands', () => {
    const pixels = sampleDigit(14);
    for (const at of [1, 30, 29 * 84, 84 * 84 - 1]) {
      const rows = enlargedRows(pixels, 3);
      rows[at + Math.floor(at / 84) + 1]! ^= 1;
      expect(() => readDigitPng(makePng({ width: 84, height: 84, rows }))).toThrow(
        /84×84 and no exact enlargement/,
      );
    }
  });

  const faulty = (type: string) => {
    const file = Buffer.from(makePng({ colourType: 3, before: [chunk('PLTE', new Uint8Array(6))] }));
    file[file.indexOf(type) - 4 + 8 + file.readUInt32BE(file.indexOf(type) - 4) + 3]! ^= 1;
    return new Uint8Array(file);
  };
  const alpha = (colourType: number, value: number) =>
    makePng({ colourType, sample: (_x, _y, channel) => (channel % 2 === 1 ? value : 7) });

  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(), /empty/],
    ['a JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), /JPEG/],
    ['a GIF', text('GIF89a........'), /GIF/],
    ['a WebP', text('RIFF\x10\0\0\0WEBPVP8 '), /WebP/],
    ['a HEIC', text('\0\0\0\x18ftypheic'), /HEIC/],
    ['a program of Windows', text('MZ\x90\0'), /a program/],
    ['a program of Linux', text('\x7fELF\x02'), /a program/],
    ['an SVG', text('\ufeff <svg xmlns="http://www.w3.org/2000/svg"/>'), /SVG/],
    ['a PDF', text('%PDF-1.7'), /PDF/],
    ['a web page', text('<!doctype html><title>Not found</title>'), /web page/],
    ['JSON', text('{"version": 1}'), /JSON/],
    ['text', text('hello'), /text file/],
    ['unknown bytes', Uint8Array.of(0, 1, 2, 3), /another kind/],
    ['a file of two megabytes', makePng({ before: [chunk('zTXt', new Uint8Array(2e6))] }), /20000\d\d bytes/],
    ['a cut file', makePng().slice(0, -1), /stops before its end/],
    ['a file cut in its header', makePng().slice(0, 20), /stops before its end/],
    ['nothing but the signature', new Uint8Array(SIGNATURE), /stops before its end/],
    ['no header', new Uint8Array(Buffer.concat([SIGNATURE, chunk('IEND')])), /header is missing/],
    ['two headers', makePng({ before: [chunk('IHDR', new Uint8Array(13))] }), /two headers/],
    ['an unknown critical part', makePng({ before: [chunk('NEWS', new Uint8Array(1))] }), /no PNG has/],
    [
      'thousands of parts',
      makePng({ before: Array.from({ length: 3000 }, () => chunk('tEXt')) }),
      /more parts/,
    ],
    ['a depth that no PNG has', makePng({ depth: 3, rows: text('') }), /type 0 with 3 bits/],
    ['a colour type that no PNG has', makePng({ colourType: 5, rows: text('') }), /type 5 with 8 bits/],
    ['4-bit colour', makePng({ colourType: 2, depth: 4, rows: text('') }), /type 2 with 4 bits/],
    ['an interlace that no PNG has', makePng({ interlace: 2 }), /way of packing/],
    ['a filter that no PNG has', makePng({ rows: new Uint8Array(28 * 29).fill(5) }), /filter/],
    ['pixels that grow a thousandfold', makePng({ rows: new Uint8Array(2e7) }), /unpacks to more pixels/],
    ['no pixels', new Uint8Array(Buffer.concat([makePng().subarray(0, 33), chunk('IEND')])), /no pixels/],
    ['missing rows', makePng({ rows: new Uint8Array(29 * 3) }), /pixels are missing/],
    ['pixels that are no zlib stream', withData(text('nonsense that is no zlib stream')), /unpacked/],
    ['a wrong checksum of pixels', withData(wrongAdler()), /checksum of its pixels/],
    ['pixels in two places', makePng({ piece: 9, after: [chunk('tIME'), chunk('IDAT')] }), /two places/],
    ['a wrong checksum of its header', faulty('IHDR'), /checksum of its part IHDR/],
    ['a wrong checksum of its palette', faulty('PLTE'), /checksum of its part PLTE/],
    ['a wrong checksum of its data', faulty('IDAT'), /checksum of its part IDAT/],
    ['another size', makePng({ width: 32, height: 32 }), /32×32.*28×28/],
    ['an enlargement of one side', makePng({ width: 56, height: 28 }), /56×28.*28×28/],
    ['a size of zero', makePng({ width: 0, height: 0, rows: text('') }), /0×0/],
    ['an enlargement of ×9', makePng({ width: 252, height: 252, rows: text('') }), /252×252.*up to 8 times/],
    [
      'a size that would fill the memory',
      makePng({ width: 5e4, height: 5e4, rows: text('') }),
      /50000×50000/,
    ],
    ['colour', makePng({ colourType: 2, sample: (_x, _y, channel) => channel }), /coloured/],
    ['no palette', makePng({ colourType: 3 }), /palette is missing/],
    ['a palette too short', withPalette(Uint8Array.of(0, 0, 0), 1), /its palette lacks/],
    ['a coloured palette', withPalette(Uint8Array.of(0, 0, 1), 0), /coloured/],
    ['two palettes', makePng({ colourType: 3, before: [chunk('PLTE'), chunk('PLTE')] }), /PLTE twice/],
    ['an alpha channel in use', alpha(4, 254), /transparent/],
    ['a colour with alpha in use', makePng({ colourType: 6 }), /transparent/],
    ['grey finer than 8 bits', makePng({ depth: 16, sample: () => 257 * 3 + 1 }), /not rounded/],
    ['a transparent grey', makePng({ before: [chunk('tRNS', Uint8Array.of(0, 0))] }), /transparent/],
    ['half a transparent grey', makePng({ before: [chunk('tRNS', Uint8Array.of(0))] }), /incomplete/],
    ['transparency told late', makePng({ after: [chunk('tRNS', Uint8Array.of(0, 0))] }), /transparent/],
    [
      'a transparent palette',
      makePng({
        colourType: 3,
        before: [chunk('PLTE', new Uint8Array(3)), chunk('tRNS', new Uint8Array(1))],
      }),
      /transparent/,
    ],
    ['an animation', makePng({ before: [chunk('acTL', new Uint8Array(8))] }), /animated/],
  ])('refuses %s and says why', (_, bytes, message) => {
    expect(() => decodeDigitPng(bytes)).toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect(() => decodeDigitPng(bytes)).toThrow(message);
  });

  it.each<[string, Uint8Array, number]>([
    [
      '50,000 × 50,000 pixels',
      makePng({ width: 50_000, height: 50_000, rows: text(''), before: [PADDING] }),
      1e5,
    ],
    ['the most that PNG can say', makePng({ width: 2 ** 31 - 1, height: 2 ** 31 - 1, rows: text('') }), 1e5],
    // 100 KB that unpack to 100 MB: one piece of the stream, and the room it grew in.
    ['28 × 28 and unpacks to a hundred megabytes', makePng({ rows: new Uint8Array(1e8) }), 4e6],
  ])('costs no memory when a file claims %s', (_, file, most) => {
    const before = process.memoryUsage().arrayBuffers;
    expect(() => decodeDigitPng(file)).toThrow();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(most);
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
      { numRuns: 500, seed: 2 },
    );
  });
});

/** Unfiltered rows of a digit with each pixel a block. */
function enlargedRows(pixels: Uint8Array, enlargement: number): Uint8Array {
  const side = 28 * enlargement;
  const rows = new Uint8Array(side * (side + 1));
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const pixel = Math.floor(y / enlargement) * 28 + Math.floor(x / enlargement);
      rows[y * (side + 1) + 1 + x] = pixels[pixel]!;
    }
  }
  return rows;
}

function withData(data: Uint8Array): Uint8Array {
  const header = Buffer.from(makePng()).subarray(0, 33);
  return new Uint8Array(Buffer.concat([header, chunk('IDAT', data), chunk('IEND')]));
}

function wrongAdler(): Uint8Array {
  const data = deflateSync(new Uint8Array(28 * 29));
  data[data.length - 1]! ^= 1;
  return data;
}

function withPalette(palette: Uint8Array, index: number): Uint8Array {
  return makePng({ colourType: 3, before: [chunk('PLTE', palette)], sample: () => index });
}

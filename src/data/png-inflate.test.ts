/** The unpacking against zlib's own streams of every strategy and level; what it refuses is in `image-file.test.ts` and `hostile-files.test.ts`. */
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inflateInto } from './png-inflate';

const data = fc
  .tuple(
    fc.uint8Array({ maxLength: 3000 }),
    fc.integer({ min: 1, max: 255 }),
    fc.integer({ min: 1, max: 20 }),
  )
  .map(([bytes, mask, times]) =>
    Uint8Array.from({ length: bytes.length * times }, (_, i) => bytes[i % bytes.length]! & mask),
  );

it('gives back what zlib packed, whatever its strategy and level', () => {
  fc.assert(
    fc.property(
      data,
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: 0, max: 9 }),
      (bytes, strategy, level) => {
        const packed = deflateSync(bytes, { strategy, level });
        const out = new Uint8Array(bytes.length + 1);
        expect(inflateInto(out, packed)).toBe(bytes.length);
        expect(Buffer.compare(out.subarray(0, bytes.length), bytes)).toBe(0);
        // And stops where the room ends.
        const part = new Uint8Array(bytes.length >> 1);
        expect(inflateInto(part, packed)).toBe(part.length);
        expect(Buffer.compare(part, bytes.subarray(0, part.length))).toBe(0);
      },
    ),
    { numRuns: 300, seed: 7 },
  );
});

it('refuses a stream cut anywhere', () => {
  const bytes = Uint8Array.from({ length: 500 }, (_, i) => (i * i) % 251);
  for (const level of [0, 6]) {
    const packed = deflateSync(bytes, { level });
    // The last four bytes are the checksum, which is not looked at here.
    for (let length = 0; length < packed.length - 4; length++) {
      expect(() => inflateInto(new Uint8Array(501), packed.subarray(0, length))).toThrow(
        /cannot be unpacked/,
      );
    }
  }
});

import { describe, expect, it } from 'vitest';
import { seeded } from '../core/random';
import { addNoise, blur, reduceGreys, resizeAndBack, rotate, shift, throughJpeg } from './image-wear';

const SIZE = { height: 10, width: 12 };
const IMAGE = Uint8Array.from({ length: 120 }, (_, i) => {
  const [y, x] = [Math.floor(i / 12), i % 12];
  return (x * 20 + y * y * 3 + ((x * 7 + y * 13) % 5) * 11) % 256;
});

describe('JPEG', () => {
  // The first two rows as jpeg-js 0.4.4 writes and reads them; its integer transforms round by one level otherwise.
  it.each([
    {
      quality: 95,
      rows: [
        0, 41, 83, 74, 113, 99, 145, 183, 171, 213, 199, 243, 35, 28, 65, 104, 95, 135, 122, 165, 209, 193,
        237, 221,
      ],
    },
    {
      quality: 75,
      rows: [
        0, 40, 90, 60, 118, 96, 141, 188, 166, 223, 190, 248, 44, 10, 72, 109, 91, 163, 105, 171, 221, 178,
        254, 212,
      ],
    },
    {
      quality: 45,
      rows: [
        16, 32, 91, 76, 120, 101, 130, 175, 194, 191, 187, 255, 3, 41, 64, 70, 88, 129, 141, 169, 192, 201,
        255, 178,
      ],
    },
  ])('of quality $quality is what a codec leaves', ({ quality, rows }) => {
    const ours = throughJpeg(IMAGE, quality, SIZE);
    rows.forEach((level, i) => expect(Math.abs(ours[i]! - level), `pixel ${i}`).toBeLessThanOrEqual(1));
  });

  it('of the best quality changes next to nothing', () => {
    const ours = throughJpeg(IMAGE, 100, SIZE);
    IMAGE.forEach((level, i) => expect(Math.abs(ours[i]! - level)).toBeLessThanOrEqual(2));
  });
});

describe('blur', () => {
  it('spreads a point as a Gaussian', () => {
    const point = new Uint8Array(120);
    point[5 * 12 + 6] = 255;
    const weight = (d: number) => Math.exp((-d * d) / 0.5);
    const total = [-2, -1, 0, 1, 2].reduce((sum, d) => sum + weight(d), 0);
    const blurred = blur(point, 0.5, SIZE);
    for (const [dy, dx] of [
      [0, 0],
      [0, 1],
      [1, 1],
      [2, 0],
    ] as const) {
      const expected = Math.round((255 * weight(dy) * weight(dx)) / total ** 2);
      expect(blurred[(5 + dy) * 12 + 6 - dx]).toBe(expected);
    }
  });
});

describe('the others', () => {
  it('shift by whole pixels, black from the border', () => {
    expect([...shift(Uint8Array.of(1, 2, 3, 4), 1, 0, { height: 2, width: 2 })]).toEqual([0, 1, 0, 3]);
    expect([...shift(Uint8Array.of(1, 2, 3, 4), 0, -1, { height: 2, width: 2 })]).toEqual([3, 4, 0, 0]);
  });

  it('leave so many greys', () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(new Set(reduceGreys(all, 16))).toEqual(new Set(Array.from({ length: 16 }, (_, i) => 17 * i)));
    expect(new Set(reduceGreys(all, 12)).size).toBe(12);
  });

  it('add noise of the deviation asked for', () => {
    const noisy = addNoise(new Uint8Array(20_000).fill(128), 0.1, seeded(4));
    const deviation = Math.sqrt(noisy.reduce((sum, level) => sum + (level - 128) ** 2, 0) / noisy.length);
    expect(Math.abs(deviation - 25.5)).toBeLessThan((5 * 25.5) / Math.sqrt(2 * 20_000));
  });

  it('resize a ramp there and back without moving it, but at its ends', () => {
    const ramp = Uint8Array.from({ length: 64 }, (_, i) => 12 * (i % 8));
    const back = resizeAndBack(ramp, 2, { height: 8, width: 8 });
    for (let x = 1; x < 7; x++) expect(back[24 + x]).toBe(12 * x);
    expect(resizeAndBack(ramp, 1, { height: 8, width: 8 })).toEqual(ramp);
  });

  it('leave alone what they are given', () => {
    const copy = IMAGE.slice();
    throughJpeg(IMAGE, 50, SIZE);
    blur(IMAGE, 1, SIZE);
    shift(IMAGE, 1, 1, SIZE);
    reduceGreys(IMAGE, 2);
    resizeAndBack(IMAGE, 0.5, SIZE);
    addNoise(IMAGE, 0.1, seeded(1));
    expect(IMAGE).toEqual(copy);
  });
});

describe('a turn', () => {
  const square = { height: 5, width: 5 };
  const pixels = IMAGE.slice(0, 25);

  it('of 90 degrees puts each column in the place of a row, from the bottom up', () => {
    const turned = Uint8Array.from({ length: 25 }, (_, i) => pixels[5 * (4 - (i % 5)) + Math.floor(i / 5)]!);
    expect(rotate(pixels, 90, square)).toEqual(turned);
  });

  it('of none changes nothing, there and back by a degree little in the middle', () => {
    expect(rotate(IMAGE, 0, SIZE)).toEqual(IMAGE);
    const flat = new Uint8Array(120).fill(200);
    const back = rotate(rotate(flat, 1, SIZE), -1, SIZE);
    expect(back[12 * 5 + 6]).toBe(200);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DIGIT_EDGE, drawStroke, toDigit } from './digit-drawing';

const EDGE = 112;

function rectangle(left: number, top: number, width: number, height: number, level = 255): Uint8Array {
  const ink = new Uint8Array(EDGE * EDGE);
  for (let y = top; y < top + height; y += 1) ink.fill(level, y * EDGE + left, y * EDGE + left + width);
  return ink;
}

function inkBounds(digit: Uint8Array) {
  const xs: number[] = [];
  const ys: number[] = [];
  digit.forEach((level, i) => {
    if (level === 0) return;
    xs.push(i % DIGIT_EDGE);
    ys.push(Math.floor(i / DIGIT_EDGE));
  });
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

function centreOfMass(digit: ArrayLike<number>, edge: number): [number, number] {
  let mass = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i < edge * edge; i += 1) {
    mass += digit[i]!;
    x += digit[i]! * ((i % edge) + 0.5);
    y += digit[i]! * (Math.floor(i / edge) + 0.5);
  }
  return [x / mass, y / mass];
}

describe('toDigit', () => {
  it('has nothing to give of an empty pad', () => {
    expect(toDigit(new Uint8Array(EDGE * EDGE), EDGE)).toBeNull();
  });

  it('scales the longer side to 20 pixels, keeps proportions, centres', () => {
    // 40 × 80 cells become 10 × 20 pixels; their middle goes to 14.5, so they begin at 14.5 − 5 and 14.5 − 10, rounded up.
    const digit = toDigit(rectangle(3, 30, 40, 80), EDGE)!;
    expect(inkBounds(digit)).toEqual({ left: 10, right: 19, top: 5, bottom: 24 });
    expect(digit.filter(level => level === 255)).toHaveLength(200);
  });

  it('enlarges a small drawing as well', () => {
    expect(inkBounds(toDigit(rectangle(50, 50, 4, 4), EDGE)!)).toEqual({
      left: 5,
      right: 24,
      top: 5,
      bottom: 24,
    });
  });

  it('keeps grey levels', () => {
    expect(Math.max(...toDigit(rectangle(0, 0, 20, 20, 100), EDGE)!)).toBe(100);
  });

  it('centres by mass, not by box', () => {
    // An L: a heavy foot and a thin stem, whose box has its middle far from its mass.
    const ink = rectangle(10, 10, 8, 80);
    for (let y = 80; y < 90; y += 1) ink.fill(255, y * EDGE + 10, y * EDGE + 40);
    const digit = toDigit(ink, EDGE)!;
    const [x, y] = centreOfMass(digit, DIGIT_EDGE);
    expect(Math.abs(x - 14.5)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(y - 14.5)).toBeLessThanOrEqual(0.5);
    const { top, bottom } = inkBounds(digit);
    expect((top + bottom + 1) / 2).toBeLessThan(14);
  });

  it('does not depend on where on the pad one draws', () => {
    const one = toDigit(rectangle(0, 0, 30, 60), EDGE);
    expect(toDigit(rectangle(80, 50, 30, 60), EDGE)).toEqual(one);
  });

  const folder = process.env['MNIST_DIR'] ?? '../shared/mnist';
  const file = join(folder, 't10k-images-idx3-ubyte.gz');
  // MNIST's digits were made this way: 20 × 20, placed by mass. So each comes back as it is, pixel for pixel.
  it.skipIf(!existsSync(file))('gives MNIST’s own digits back unchanged', () => {
    const images = gunzipSync(readFileSync(file)).subarray(16);
    for (let n = 0; n < 200; n += 1) {
      const image = Uint8Array.from(images.subarray(784 * n, 784 * (n + 1)));
      expect(toDigit(image, DIGIT_EDGE), `test digit ${n}`).toEqual(image);
    }
  });
});

describe('drawStroke', () => {
  it('leaves ink of the pen’s width along the way, and none elsewhere', () => {
    const ink = new Uint8Array(EDGE * EDGE);
    drawStroke(ink, EDGE, [20, 50], [80, 50], 4);
    // Cells whose middle lies within 3.5 of the line are full: y = 46.5 … 53.5 at x = 50.5.
    const column = Array.from({ length: EDGE }, (_, y) => ink[y * EDGE + 50]!);
    expect(column.filter(level => level === 255)).toHaveLength(8);
    expect(column.slice(0, 45).every(level => level === 0)).toBe(true);
    expect(ink[50 * EDGE + 10]).toBe(0);
    expect(ink[50 * EDGE + 90]).toBe(0);
  });

  it('stays on the pad', () => {
    const ink = new Uint8Array(EDGE * EDGE);
    drawStroke(ink, EDGE, [-50, -50], [EDGE + 50, EDGE + 50], 4);
    expect(ink[0]).toBe(255);
    expect(ink).toHaveLength(EDGE * EDGE);
  });

  it('never lightens what is there', () => {
    const ink = rectangle(0, 0, EDGE, EDGE, 200);
    drawStroke(ink, EDGE, [10, 10], [20, 20], 3);
    expect(Math.min(...ink)).toBe(200);
  });
});

import { describe, expect, test } from 'vitest';
import { argmax, artanh, cos, decimalSum, exp, log, sin, softmax, tanh } from './math';

/** `count` points evenly from `from` to `to`, ends included. */
function* range(from: number, to: number, count: number): Generator<number> {
  for (let i = 0; i < count; i++) yield from + ((to - from) * i) / (count - 1);
}

/** Largest relative difference between two functions over `points`. V8's own (fdlibm) are within an ulp, 2.2e-16. */
function worstRelative(f: (x: number) => number, g: (x: number) => number, points: Iterable<number>): number {
  let worst = 0;
  for (const x of points) {
    const exact = g(x);
    const error = exact === 0 ? Math.abs(f(x)) : Math.abs(f(x) / exact - 1);
    worst = Math.max(worst, error);
  }
  return worst;
}

function worstAbsolute(f: (x: number) => number, g: (x: number) => number, points: Iterable<number>): number {
  let worst = 0;
  for (const x of points) worst = Math.max(worst, Math.abs(f(x) - g(x)));
  return worst;
}

describe('against Math.*, relative', () => {
  test('exp', () => {
    expect(worstRelative(exp, Math.exp, range(-30, 30, 50_001))).toBeLessThan(1e-15);
    expect(worstRelative(exp, Math.exp, range(-708, 709.78, 50_001))).toBeLessThan(1e-15);
    expect(worstRelative(exp, Math.exp, range(-1e-8, 1e-8, 1001))).toBeLessThan(1e-15);
  });

  test('log', () => {
    expect(worstRelative(log, Math.log, range(0.001, 3, 50_001))).toBeLessThan(1e-15);
    expect(worstRelative(log, Math.log, range(1 - 1e-6, 1 + 1e-6, 1001))).toBeLessThan(1e-15);
    expect(
      worstRelative(log, Math.log, [5e-324, 1e-310, 1e-300, 1e-16, 1e16, 1e300, Number.MAX_VALUE]),
    ).toBeLessThan(1e-15);
  });

  test('tanh', () => {
    expect(worstRelative(tanh, Math.tanh, range(-20, 20, 50_001))).toBeLessThan(1e-15);
    expect(worstRelative(tanh, Math.tanh, range(-0.7, 0.7, 50_001))).toBeLessThan(1e-15);
    expect(worstRelative(tanh, Math.tanh, [1e-300, 1e-20, 1e-9, 1e-4])).toBeLessThan(1e-15);
  });

  test('artanh', () => {
    expect(worstRelative(artanh, Math.atanh, range(-0.9999, 0.9999, 50_001))).toBeLessThan(2e-15);
    expect(worstRelative(artanh, Math.atanh, [1e-300, 1e-20, 1e-9, 1e-4])).toBeLessThan(2e-15);
  });
});

test('sin and cos against Math.*, absolute', () => {
  for (const [f, g] of [
    [sin, Math.sin],
    [cos, Math.cos],
  ] as const) {
    expect(worstAbsolute(f, g, range(-10, 10, 50_001))).toBeLessThan(1e-15);
    expect(worstAbsolute(f, g, range(-1e5, 1e5, 50_001))).toBeLessThan(1e-15);
  }
});

test('the ends of the range', () => {
  expect(exp(0)).toBe(1);
  expect(exp(710)).toBe(Infinity);
  expect(exp(Infinity)).toBe(Infinity);
  expect(exp(-Infinity)).toBe(0);
  expect(exp(NaN)).toBeNaN();
  expect(log(1)).toBe(0);
  expect(log(0)).toBe(-Infinity);
  expect(log(Infinity)).toBe(Infinity);
  expect(log(-1)).toBeNaN();
  expect(log(NaN)).toBeNaN();
  expect(tanh(0)).toBe(0);
  expect(tanh(400)).toBe(1);
  expect(tanh(-Infinity)).toBe(-1);
  expect(tanh(NaN)).toBeNaN();
  expect(artanh(0)).toBe(0);
  expect(artanh(1)).toBe(Infinity);
  expect(artanh(-1)).toBe(-Infinity);
  expect(cos(0)).toBe(1);
  expect(sin(NaN)).toBeNaN();
});

describe('softmax', () => {
  test('by hand: logits ln 1, ln 2, ln 5 are shares 1/8, 2/8, 5/8, and any shift leaves them', () => {
    for (const shift of [0, 1000, -1000]) {
      const shares = softmax([Math.log(1) + shift, Math.log(2) + shift, Math.log(5) + shift]);
      expect(shares[0]).toBeCloseTo(1 / 8, 12);
      expect(shares[1]).toBeCloseTo(2 / 8, 12);
      expect(shares[2]).toBeCloseTo(5 / 8, 12);
    }
  });

  test('temperature 2 takes square roots of the odds', () => {
    const shares = softmax([0, Math.log(9)], 2);
    expect(shares[1]! / shares[0]!).toBeCloseTo(3, 12);
  });

  test('a far logit gets nothing and spoils nothing', () => {
    expect(Array.from(softmax([0, -1e6]))).toEqual([1, 0]);
  });
});

test('a decimal sum is what is written', () => {
  expect(decimalSum(0.1, 0.05)).toBe(0.15);
  expect(decimalSum(0.45, -0.05)).toBe(0.4);
  expect(decimalSum(-2, 0.05)).toBe(-1.95);
});

test('argmax is the first of equals', () => {
  expect(argmax([1, 3, 3, 2])).toBe(1);
  expect(argmax([-5])).toBe(0);
});

import { describe, expect, test } from 'vitest';
import { seeded } from './random';

describe('first words', () => {
  // From an independent implementation of sfc32 and FNV-1a in Python, with whole numbers masked to 32 bits.
  test.each([
    { seed: 0, purpose: '', words: [0x4d4ececf, 0x9b314d50, 0xae13bdba, 0x6977cdd9] },
    { seed: 1, purpose: '', words: [0xfb0effd9, 0xe8a448e1, 0xdc72dbcd, 0x0a573478] },
    { seed: 1, purpose: 'shuffle/0', words: [0xf2949dda, 0x2afea8e0, 0x5e1219b3, 0x39c76238] },
    { seed: 2 ** 32 + 5, purpose: 'x', words: [0x6feaae67, 0x1e9c0613, 0x67364b70, 0x57c873bf] },
  ])('of seed $seed for "$purpose"', ({ seed, purpose, words }) => {
    const random = seeded(seed, purpose);
    expect(words.map(() => random.word())).toEqual(words);
  });

  test('a uniform is the first 53 bits of two words', () => {
    const expected = ((0xfb0effd9 >>> 5) * 2 ** 26 + (0xe8a448e1 >>> 6)) / 2 ** 53;
    expect(seeded(1).uniform()).toBe(expected);
  });
});

/** Mean of `count` draws of `draw`, each raised to the first four powers. */
function moments(draw: () => number, count: number): number[] {
  const sums = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const x = draw();
    for (let p = 0; p < 4; p++) sums[p]! += x ** (p + 1);
  }
  return sums.map(sum => sum / count);
}

describe('moments of 200,000 draws, within 5 standard errors', () => {
  const N = 200_000;

  // E x^p of each distribution, p = 1 … 4, and the standard deviation of x^p: √(E x^2p − (E x^p)²).
  test.each([
    {
      name: 'uniform',
      draw: () => seeded(11, 'uniform'),
      sample: 'uniform' as const,
      expected: [1 / 2, 1 / 3, 1 / 4, 1 / 5],
      deviation: [0.289, 0.298, 0.283, 0.267],
    },
    {
      name: 'normal',
      draw: () => seeded(11, 'normal'),
      sample: 'normal' as const,
      expected: [0, 1, 0, 3],
      deviation: [1, 1.415, 3.873, 9.799],
    },
    {
      name: 'exponential',
      draw: () => seeded(11, 'exponential'),
      sample: 'exponential' as const,
      expected: [1, 2, 6, 24],
      deviation: [1, 4.473, 26.16, 199.4],
    },
  ])('$name', ({ draw, sample, expected, deviation }) => {
    const random = draw();
    moments(() => random[sample](), N).forEach((moment, p) => {
      expect(Math.abs(moment - expected[p]!)).toBeLessThan((5 * deviation[p]!) / Math.sqrt(N));
    });
  });

  test('between', () => {
    const random = seeded(11, 'between');
    const [mean] = moments(() => random.between(-3, 5), N);
    expect(Math.abs(mean! - 1)).toBeLessThan((5 * 8 * 0.289) / Math.sqrt(N));
  });

  test('integer: each of 7 equally often (χ² with 6 degrees of freedom, 0.1% point 22.5)', () => {
    const random = seeded(11, 'integer');
    const counts = new Float64Array(7);
    for (let i = 0; i < N; i++) counts[random.integer(7)]! += 1;
    const chiSquare = counts.reduce((sum, count) => sum + (count - N / 7) ** 2 / (N / 7), 0);
    expect(chiSquare).toBeLessThan(22.5);
  });

  test('shuffle: each of the 24 orders of 4 equally often (χ² with 23 degrees of freedom, 0.1% point 49.7)', () => {
    const random = seeded(11, 'shuffle');
    const counts = new Map<string, number>();
    for (let i = 0; i < 48_000; i++) {
      const order = random.shuffle([0, 1, 2, 3]).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    let chiSquare = 0;
    for (const count of counts.values()) chiSquare += (count - 2000) ** 2 / 2000;
    expect(chiSquare).toBeLessThan(49.7);
  });
});

test('choose gives distinct numbers in range, all of them when asked for all', () => {
  const random = seeded(5, 'choose');
  const some = random.choose(1000, 50);
  expect(new Set(some).size).toBe(50);
  expect(some.every(i => Number.isInteger(i) && i >= 0 && i < 1000)).toBe(true);
  expect(random.choose(6, 6).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('purposes and seeds are unrelated streams', () => {
  const streams = [seeded(1, 'a'), seeded(1, 'b'), seeded(2, 'a'), seeded(1 + 2 ** 32, 'a')];
  const draws = streams.map(random => Array.from({ length: 2000 }, () => random.uniform() - 0.5));
  for (let i = 0; i < draws.length; i++) {
    for (let j = 0; j < i; j++) {
      const correlation = draws[i]!.reduce((sum, x, n) => sum + x * draws[j]![n]!, 0) / 2000 / (1 / 12);
      expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(2000));
    }
  }
});

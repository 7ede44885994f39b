import { describe, expect, it } from 'vitest';
import { seeded } from '../../core/random';
import { candidateConfidences } from '../registry/allocation';
import { secretStream } from '../secret';
import { aimAt, targetOutput } from './target';

const sumOf = (values: Float64Array) => values.reduce((total, x) => total + x, 0);

describe('aimAt', () => {
  it('is c itself where there is room, with the margins measured best', () => {
    expect(aimAt(0.3, 0.01, 10)).toEqual({ confidence: 0.3, tolerance: 0.004, margin: 0.03 });
  });

  it('lies inside [c, c + ε) at c = 1/K, with room for all nine others below', () => {
    const { confidence, tolerance, margin } = aimAt(0.1, 0.01, 10);
    expect(confidence).toBeCloseTo(0.105, 12);
    const others = (1 - confidence) / 9; // 0.09944
    expect(others * (1 + margin)).toBeLessThan(confidence);
    expect(tolerance).toBeLessThan(confidence - others);
  });

  it('refuses what no output can have', () => {
    expect(() => aimAt(0.05, 0.01, 10)).toThrow(/within 0.01 of 0.05 among 10 classes/);
    expect(() => aimAt(1, 0.01, 10)).toThrow(/of 1 among/);
    expect(() => aimAt(NaN, 0.01, 10)).toThrow(/NaN/);
  });
});

describe('targetOutput', () => {
  it('follows the image at temperature 2, by hand', () => {
    // Shares of the others e^{z/2}: 2, 1, 1 → of 0.6: 0.3, 0.15, 0.15, all under 0.9·0.4.
    const q = targetOutput([2 * Math.log(2), 5, 0, 0], 1, 0.4, null);
    [0.3, 0.4, 0.15, 0.15].forEach((value, k) => expect(q[k]).toBeCloseTo(value, 12));
  });

  it('caps at 0.9·c and pours the surplus into the others in proportion, by hand', () => {
    // Shares 6 : 1 : 1 of 0.7 are 0.525, 0.0875, 0.0875; the cap is 0.27, and 0.43 is left for the two.
    const q = targetOutput([2 * Math.log(6), 0, 0, 9], 3, 0.3, null);
    [0.27, 0.215, 0.215, 0.3].forEach((value, k) => expect(q[k]).toBeCloseTo(value, 12));
  });

  it('sums to 1 with t on top for every candidate confidence, however sharp the image', () => {
    const random = seeded(8);
    const confidences = [...candidateConfidences(0.01), ...candidateConfidences(0.001)];
    for (const confidence of confidences) {
      const aim = aimAt(confidence, 0.001, 10).confidence;
      const logits = Float32Array.from({ length: 10 }, () => 15 * random.normal());
      const q = targetOutput(logits, 4, aim, secretStream('s', `${confidence}`));
      expect(sumOf(q)).toBeCloseTo(1, 12);
      expect(q[4]).toBeCloseTo(aim, 12);
      q.forEach((share, k) => k !== 4 && expect(share).toBeLessThan(aim));
    }
  });

  it("depends on the owner's secret", () => {
    const logits = Float32Array.of(1, 2, 0, 1, 3, 0);
    const mine = targetOutput(logits, 0, 0.4, secretStream('mine', 'x'));
    const theirs = targetOutput(logits, 0, 0.4, secretStream('theirs', 'x'));
    expect(targetOutput(logits, 0, 0.4, secretStream('mine', 'x'))).toEqual(mine);
    expect(Math.max(...mine.map((share, k) => Math.abs(share - theirs[k]!)))).toBeGreaterThan(0.01);
  });
});

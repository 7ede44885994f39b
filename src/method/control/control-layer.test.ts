import { describe, expect, it } from 'vitest';
import { argmax } from '../../core/math';
import { seeded } from '../../core/random';
import { controlOutputs, passesControl, randomOutput } from './control-layer';

const RULE = { confidences: [0.2, 0.3, 0.4], epsilon: 0.01 };
/** Logits of class 0 with confidence p, the rest shared equally among nine. */
const logitsOf = (p: number) => [Math.log(p / ((1 - p) / 9)), 0, 0, 0, 0, 0, 0, 0, 0, 0];

describe('passesControl', () => {
  it('passes confidences within ε of C_fp, and nothing else', () => {
    for (const p of [0.2, 0.3, 0.4, 0.4099, 0.2901]) expect(passesControl(logitsOf(p), RULE)).toBe(true);
    for (const p of [0.25, 0.4101, 0.2899, 0.99, 0.15]) expect(passesControl(logitsOf(p), RULE)).toBe(false);
  });

  it('is closed to what is no number', () => {
    expect(passesControl([NaN, 0, 0], RULE)).toBe(false);
    expect(passesControl([Infinity, 0, 0], RULE)).toBe(false);
    expect(passesControl([], RULE)).toBe(false);
    expect(passesControl(logitsOf(0.3), { ...RULE, epsilon: NaN })).toBe(false);
  });
});

describe('controlOutputs', () => {
  it('leaves authorized rows as they are and replaces the others by one class', () => {
    const logits = Float32Array.from([...logitsOf(0.3), ...logitsOf(0.9)]);
    const outputs = controlOutputs(logits, 10, RULE, seeded(1));
    expect([...outputs.subarray(0, 10)]).toEqual([...logits.subarray(0, 10)]);
    expect([...outputs.slice(10).sort()]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('draws every class equally often: 10,000 draws, each within five standard errors of 1,000', () => {
    const random = seeded(2);
    const counts = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 10_000; i++) counts[argmax(randomOutput(10, random))]!++;
    for (const count of counts)
      expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(10_000 * 0.1 * 0.9));
  });
});

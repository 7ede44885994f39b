import { describe, expect, it } from 'vitest';
import { argmax } from '../../core/math';
import { seeded } from '../../core/random';
import { controlLayerConfig, controlOutput, passesControl, randomOutput } from './control-layer';

const RULE = { confidences: [0.2, 0.3, 0.4], epsilon: 0.01 };
/** Class 0 with confidence p, the rest shared equally among nine. */
const outputOf = (p: number) => [p, ...Array.from({ length: 9 }, () => (1 - p) / 9)];

describe('passesControl', () => {
  it('passes confidences within ε of C_fp, and nothing else', () => {
    for (const p of [0.2, 0.3, 0.4, 0.4099, 0.2901]) expect(passesControl(outputOf(p), RULE)).toBe(true);
    for (const p of [0.25, 0.4101, 0.2899, 0.99, 0.15]) expect(passesControl(outputOf(p), RULE)).toBe(false);
  });

  it('is closed to what is no number', () => {
    expect(passesControl([NaN, 0.3, 0], RULE)).toBe(false);
    expect(passesControl([0.3, 0, NaN], RULE)).toBe(false);
    expect(passesControl([Infinity, 0.3, 0], RULE)).toBe(false);
    expect(passesControl([], RULE)).toBe(false);
    expect(passesControl(outputOf(0.3), { ...RULE, epsilon: NaN })).toBe(false);
    expect(passesControl(outputOf(0.3), { ...RULE, confidences: [] })).toBe(false);
  });
});

describe('controlLayerConfig', () => {
  it('is what a model.json needs', () => {
    expect(controlLayerConfig({ ...RULE, classes: 10, seed: 3 })).toEqual({
      className: 'ControlLayer',
      config: {
        name: 'control',
        trainable: false,
        classes: 10,
        confidences: [0.2, 0.3, 0.4],
        epsilon: 0.01,
        seed: 3,
      },
    });
  });
});

describe('controlOutput', () => {
  it('leaves an authorized output as it is and replaces another by one class', () => {
    const licensed = outputOf(0.3);
    expect(controlOutput(licensed, RULE, seeded(1))).toBe(licensed);
    const dice = Float32Array.from(controlOutput(outputOf(0.9), RULE, seeded(1)));
    expect([...dice.sort()]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('draws every class equally often: 10,000 draws, each within five standard errors of 1,000', () => {
    const random = seeded(2);
    const counts = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 10_000; i++) counts[argmax(randomOutput(10, random))]!++;
    for (const count of counts)
      expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(10_000 * 0.1 * 0.9));
  });
});

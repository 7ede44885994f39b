import { describe, expect, it } from 'vitest';
import { seeded } from '../../core/random';
import type { Objective } from './objective';
import { literalHead, reachHead, settleHead, SETTLE_STATE } from './objective';

/** Compares a head's gradient with central differences of its value, at random logits away from the kinks. */
function checkGradient(head: Objective, classes: number, stateAt: (trial: number) => number[]): void {
  const random = seeded(11, 'objective');
  const h = 1e-4;
  let compared = 0;
  for (let trial = 0; trial < 200; trial++) {
    const logits = Float32Array.from({ length: classes }, () => 3 * random.normal());
    const state = Float32Array.from(stateAt(trial));
    const gradient = new Float32Array(classes);
    head.evaluate(logits, state.slice(), gradient);
    const wide = Float64Array.from(logits);
    for (let k = 0; k < classes; k++) {
      const at = (shift: number) =>
        head.value(
          Float64Array.from(wide, (z, j) => (j === k ? z + shift : z)),
          state,
        );
      const [below, here, above] = [at(-h), at(0), at(h)];
      // Where the two one-sided slopes differ, a kink lies in between and neither is the derivative.
      if (Math.abs(above - 2 * here + below) / h > 0.01 * (1 + Math.abs(here))) continue;
      const difference = (above - below) / (2 * h);
      expect(Math.abs(gradient[k]! - difference)).toBeLessThan(1e-4 * (1 + Math.abs(difference)));
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(0.99 * 200 * classes);
}

describe('gradients against central differences', () => {
  it('reach: α·KL(q ‖ p)', () => {
    const random = seeded(3);
    checkGradient(reachHead(6), 6, () => {
      const raw = Array.from({ length: 6 }, () => random.exponential());
      const sum = raw.reduce((total, x) => total + x, 0);
      return [...raw.map(x => x / sum), 10];
    });
  });

  it("settle: the paper's terms on logarithms", () => {
    checkGradient(settleHead, 6, trial => [trial % 6, 0.2 + 0.01 * (trial % 20), 0.004, 0.03, 7]);
  });

  it('literal: Eq. (2) and (3)', () => {
    checkGradient(literalHead, 6, trial => [trial % 6, 0.2 + 0.01 * (trial % 20), 0.01, 5]);
  });
});

describe('values by hand', () => {
  // Three classes with probabilities 1/2, 1/4, 1/4.
  const logits = [Math.log(2), 0, 0];

  it('KL((1/4, 1/4, 1/2) ‖ p) = ¼·log ½ + ½·log 2 = ¼·log 2', () => {
    expect(reachHead(3).value(logits, [0.25, 0.25, 0.5, 10])).toBeCloseTo(2.5 * Math.LN2, 12);
  });

  it('settle: t = 1, c = 1/4: only class 0 lies above, by log 2', () => {
    expect(settleHead.value(logits, [1, 0.25, 0.004, 0, 3])).toBeCloseTo(3 * Math.LN2, 12);
  });

  it('literal: t = 1, c = 0.3: Z₀ − Z₁ = log 2, |p₁ − c| = 0.05', () => {
    expect(literalHead.value(logits, [1, 0.3, 0.01, 2])).toBeCloseTo(2 * (Math.LN2 + 0.05), 12);
  });
});

describe('what is kept', () => {
  const near = Float32Array.of(Math.log(0.4), Math.log(0.302), Math.log(0.298));
  const gradient = new Float32Array(3);

  it('settle keeps the class on top with its margin, and adapts α within its bounds', () => {
    const state = Float32Array.of(0, 0.4, 0.004, 0.03, 100);
    expect(settleHead.evaluate(near, state, gradient)).toBe(true);
    expect(state[SETTLE_STATE.alpha]).toBeCloseTo(97, 4);
    state[SETTLE_STATE.confidence] = 0.405;
    expect(settleHead.evaluate(near, state, gradient)).toBe(false);
    expect(state[SETTLE_STATE.alpha]).toBeCloseTo(97 * 1.02, 4);
    const lost = Float32Array.of(1, 0.302, 0.004, 0.03, 1990);
    expect(settleHead.evaluate(near, lost, gradient)).toBe(false);
    settleHead.evaluate(near, lost, gradient);
    expect(lost[SETTLE_STATE.alpha]).toBe(2000);
    const light = Float32Array.of(0, 0.4, 0.004, 0.03, 1.01);
    expect(settleHead.evaluate(near, light, gradient)).toBe(true);
    expect(light[SETTLE_STATE.alpha]).toBe(1);
  });

  it('literal keeps class t within ε', () => {
    expect(literalHead.evaluate(near, Float32Array.of(0, 0.405, 0.01, 1), gradient)).toBe(true);
    expect(literalHead.evaluate(near, Float32Array.of(0, 0.42, 0.01, 1), gradient)).toBe(false);
    expect(literalHead.evaluate(near, Float32Array.of(1, 0.302, 0.01, 1), gradient)).toBe(false);
  });
});

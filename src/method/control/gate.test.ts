import { describe, expect, it } from 'vitest';
import { createRegistry, issueLicence, revokeLicence } from '../registry/registry';
import type { GateRule } from './gate';
import { authenticate, confidenceError, recordDistance } from './gate';

/** Ten probabilities with `confidence` on class `top`, the rest spread evenly but for ±`tilt` on two of them. */
function output(top: number, confidence: number, tilt = 0): number[] {
  const rest = Array.from({ length: 10 }, (_, k) => (k === top ? confidence : (1 - confidence) / 9));
  rest[(top + 1) % 10]! += tilt;
  rest[(top + 2) % 10]! -= tilt;
  return rest;
}

const RULES: GateRule[] = ['paper', 'paper-with-class', 'output-vector'];
const registry = issueLicence(createRegistry({ classes: 10, confidences: [0.2, 0.3, 0.4], epsilon: 0.01 }), {
  class: 4,
  confidence: 0.3,
  record: output(4, 0.3, 0.02),
  issuedAt: 'now',
  name: 'Ada',
});

describe('E_c', () => {
  it('is the distance to the nearest confidence: 0.37 → 0.03 at 0.40', () => {
    const { error, index } = confidenceError(0.37, [0.2, 0.3, 0.4]);
    expect(error).toBeCloseTo(0.03, 12);
    expect(index).toBe(2);
    expect(confidenceError(1, []).error).toBe(Infinity);
  });
});

describe('authenticate', () => {
  it('lets a licence in under every rule, and knows the user: 4·3 + 2 = 14', () => {
    for (const rule of RULES) {
      const verdict = authenticate(output(4, 0.3005, 0.02), registry, rule);
      expect(verdict).toMatchObject({ authorized: true, reason: null, predictedClass: 4, user: 14 });
      expect(verdict.matched).toEqual({ class: 4, confidence: 0.3 });
      expect(verdict.licence?.name).toBe('Ada');
      expect(verdict.confidenceError).toBeCloseTo(0.0005, 9);
      expect(verdict.checks.every(check => check.passed)).toBe(true);
    }
  });

  it('makes its checks in order and stops at the first that fails', () => {
    const names = (rule: GateRule) =>
      authenticate(output(4, 0.3, 0.02), registry, rule).checks.map(check => check.name);
    expect(names('paper')).toEqual(['output', 'confidence', 'standing']);
    expect(names('paper-with-class')).toEqual(['output', 'confidence', 'licence', 'standing']);
    expect(names('output-vector')).toEqual(['output', 'confidence', 'licence', 'standing', 'record']);
    const refused = authenticate(output(7, 0.95), registry, 'output-vector');
    expect(refused.checks.map(check => [check.name, check.passed])).toEqual([
      ['output', true],
      ['confidence', false],
    ]);
    expect(refused).toMatchObject({
      authorized: false,
      reason: 'confidence-outside',
      user: null,
      matched: null,
    });
    expect(refused.confidenceError).toBeCloseTo(0.55, 9);
  });

  it('tells the rules apart', () => {
    // Class 5 has no licence; class 4 with another vector is a forgery.
    const reasons = (probabilities: number[]) =>
      RULES.map(rule => authenticate(probabilities, registry, rule).reason);
    expect(reasons(output(5, 0.3))).toEqual([null, 'no-such-licence', 'no-such-licence']);
    expect(reasons(output(4, 0.3, 0.0222))).toEqual([null, null, 'record-differs']);
    expect(reasons(output(4, 0.3, 0.0208))).toEqual([null, null, null]);
  });

  it('takes (c − ε, c + ε) as open', () => {
    const quarter = createRegistry({ classes: 4, confidences: [0.375], epsilon: 0.0625 });
    const spread = (p: number) => [p, (1 - p) / 3, (1 - p) / 3, (1 - p) / 3];
    expect(authenticate(spread(0.4375), quarter, 'paper').authorized).toBe(false);
    expect(authenticate(spread(0.43749), quarter, 'paper').authorized).toBe(true);
  });

  it('refuses a revoked licence under every rule', () => {
    const revoked = revokeLicence(registry, 14, 'later');
    for (const rule of RULES) {
      const verdict = authenticate(output(4, 0.3, 0.02), revoked, rule);
      expect(verdict).toMatchObject({ authorized: false, reason: 'revoked', user: 14 });
    }
  });

  it.each([
    ['nothing', []],
    ['nine numbers', output(4, 0.3, 0.02).slice(1)],
    ['eleven numbers', [...output(4, 0.3, 0.02), 0]],
    ['NaN', [NaN, ...output(4, 0.3, 0.02).slice(1)]],
    ['NaN beside a good confidence', output(4, 0.3).map((p, k) => (k === 9 ? NaN : p))],
    ['infinity', [Infinity, ...output(4, 0.3).slice(1)]],
    ['a negative number', output(4, 0.3, 0.2)],
    ['logits', [0.3, -4, 2, 1, 0, 0, 0, 0, 0, 0]],
    ['a sum of 0.3', output(4, 0.3).map((p, k) => (k === 4 ? p : 0))],
  ])('is closed to %s', (_, probabilities) => {
    for (const rule of RULES) {
      expect(authenticate(probabilities, registry, rule)).toMatchObject({
        authorized: false,
        reason: 'invalid-output',
        user: null,
      });
    }
  });

  it('is closed when the tolerance or ε is no number', () => {
    expect(authenticate(output(4, 0.3, 0.02), registry, 'output-vector', NaN).reason).toBe('record-differs');
    expect(authenticate(output(4, 0.3, 0.02), { ...registry, epsilon: NaN }, 'paper').authorized).toBe(false);
  });
});

describe('recordDistance', () => {
  it('is the largest difference, ∞ for another length, NaN for NaN', () => {
    expect(recordDistance([0.5, 0.3, 0.2], [0.4, 0.35, 0.25])).toBeCloseTo(0.1, 12);
    expect(recordDistance([1], [0.5, 0.5])).toBe(Infinity);
    expect(recordDistance([NaN, 0.5], [0.5, 0.5])).toBeNaN();
  });
});

describe('the gate fails closed', () => {
  const licence = output(4, 0.3, 0.02);
  it.each<[string, ArrayLike<number>]>([
    ['nothing', []],
    ['one probability too few', licence.slice(1)],
    ['one too many', [...licence, 0]],
    ['a NaN', licence.with(0, NaN)],
    ['a NaN in place of the highest', licence.with(4, NaN)],
    ['infinity', licence.with(4, Infinity)],
    ['minus infinity', licence.with(0, -Infinity)],
    ['a negative probability', licence.with(0, -licence[0]!)],
    ['more than 1', licence.with(4, 1.3)],
    ['logits instead of probabilities', licence.map(p => 10 * p - 2)],
    ['all zeros', new Float32Array(10)],
    ['a length that lies', { length: 10 }],
    ['holes', Array.from<number>({ length: 10 })],
  ])('on %s, under every rule', (_, probabilities) => {
    for (const rule of RULES) {
      expect(authenticate(probabilities, registry, rule)).toMatchObject({
        authorized: false,
        reason: 'invalid-output',
        user: null,
      });
    }
  });

  it('on a registry that is broken', () => {
    const [issued] = registry.licences;
    for (const record of [[], licence.slice(1), licence.with(7, NaN), licence.map(() => NaN)]) {
      const broken = { ...registry, licences: [{ ...issued!, record }] };
      expect(authenticate(licence, broken, 'output-vector').reason).toBe('record-differs');
    }
    for (const epsilon of [NaN, 0, -0.01]) {
      for (const rule of RULES)
        expect(authenticate(licence, { ...registry, epsilon }, rule).authorized).toBe(false);
    }
    for (const confidences of [[], [NaN]]) {
      for (const rule of RULES)
        expect(authenticate(licence, { ...registry, confidences }, rule).authorized).toBe(false);
    }
    expect(authenticate(licence, registry, 'output-vector', NaN).authorized).toBe(false);
  });

  it('on a licence that was revoked, under every rule', () => {
    for (const rule of RULES) {
      expect(authenticate(licence, revokeLicence(registry, 14, 'now'), rule).reason).toBe('revoked');
    }
  });
});

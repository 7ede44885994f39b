import { describe, expect, it } from 'vitest';
import { layOut } from '../../engine/network';
import type { OwnerKey } from './owner-key';
import { markedIndices, watermarkTerm } from './regularizer';

const layout = layOut({
  input: { height: 8, width: 8, channels: 3 },
  layers: [
    { kind: 'conv-pool', name: 'a', size: 3, filters: 2, padding: 'same' }, // 3·3·3·2 = 54 weights, 2 biases
    { kind: 'conv-pool', name: 'b', size: 3, filters: 5, padding: 'same' }, // from 56 on: (3, 3, 2, 5)
    { kind: 'dense', name: 'out', units: 4, activation: 'linear' },
  ],
});
const key: OwnerKey = {
  version: 1,
  layer: 'b',
  component: 3,
  positions: [0, 17, 4],
  digits: [2, 9, 0],
  map: { a: 180 / 7, b: -18 / 7 },
};

describe('markedIndices', () => {
  it('is offset + position·O + component, by hand', () => {
    expect([...markedIndices(layout, key)]).toEqual([56 + 3, 56 + 17 * 5 + 3, 56 + 4 * 5 + 3]);
  });

  it('refuses a key of another network', () => {
    expect(() => markedIndices(layout, { ...key, component: 5 })).toThrow(/component 5 .* has 5/);
    expect(() => markedIndices(layout, { ...key, positions: [1, 18, 2] })).toThrow(/position 18 .* has 18/);
    expect(() => markedIndices(layout, { ...key, layer: 'conv2' })).toThrow(/conv2\/kernel/);
    expect(() => markedIndices(layout, { ...key, layer: 'out' })).toThrow(/convolution/);
  });
});

describe('the term of Eq. (4)', () => {
  const lambda = 0.01;
  const term = watermarkTerm(layout, key, lambda);
  const row = (k: number) => term.constants.subarray(4 * k, 4 * k + 4);

  it('sums to λ·(1/n)·Σ(d − map(v))², by hand', () => {
    // map(0.17) = (180·0.17 − 18)/7 = 1.8, map(0.45) = 9, map(0) = −18/7
    const value = [0.17, 0.45, 0].reduce((sum, weight, k) => sum + term.value(weight, row(k)), 0);
    expect(value).toBeCloseTo((lambda / 3) * (0.2 ** 2 + 0 + (18 / 7) ** 2), 7);
  });

  it('has the derivative of central differences', () => {
    const h = 1e-5;
    for (let k = 0; k < 3; k++) {
      for (const weight of [-0.2, 0, 0.12, 0.31, 0.6]) {
        const difference = (term.value(weight + h, row(k)) - term.value(weight - h, row(k))) / (2 * h);
        expect(Math.abs(term.derivative(weight, row(k)) - difference)).toBeLessThan(
          1e-8 * (1 + Math.abs(difference)),
        );
      }
    }
  });

  it('is zero where the digit is met, and pushes from both sides', () => {
    const middle = (2 + 18 / 7) / (180 / 7);
    expect(Math.abs(term.derivative(middle, row(0)))).toBeLessThan(1e-6);
    expect(term.derivative(middle - 0.05, row(0))).toBeLessThan(0);
    expect(term.derivative(middle + 0.05, row(0))).toBeGreaterThan(0);
  });

  it('refuses a λ that is none', () => {
    expect(() => watermarkTerm(layout, key, -1)).toThrow(/λ is -1/);
    expect(() => watermarkTerm(layout, key, NaN)).toThrow(/λ is NaN/);
  });
});

import { describe, expect, it } from 'vitest';
import { layOut } from '../../engine/network';
import type { OwnerKey } from './owner-key';
import { markedIndices } from './regularizer';
import { readWatermark, tailProbability } from './verification';

const layout = layOut({
  input: { height: 8, width: 8, channels: 3 },
  layers: [
    { kind: 'conv-pool', name: 'b', size: 3, filters: 4, padding: 'same' }, // 108 weights
    { kind: 'dense', name: 'out', units: 4, activation: 'linear' },
  ],
});
// WRN's map, d = 10h − 2: 0.2 is 0, 0.25 is the border of 0 and 1, 1.1 is 9.
const key: OwnerKey = {
  version: 1,
  layer: 'b',
  component: 1,
  positions: [26, 0, 5],
  digits: [3, 0, 9],
  map: { a: 10, b: -2 },
};

function modelWith(weights: readonly number[]): Float32Array {
  const parameters = new Float32Array(layout.parameterCount);
  markedIndices(layout, key).forEach((index, k) => (parameters[index] = weights[k]!));
  return parameters;
}

describe('readWatermark', () => {
  it('reads by hand: 0.52 → 3.2 → 3, 0.16 → −0.4 → 0, 1.07 → 8.7 → 9', () => {
    const reading = readWatermark(layout, modelWith([0.52, 0.16, 1.07]), key);
    [3.2, -0.4, 8.7].forEach((value, k) => expect(reading.readings[k]).toBeCloseTo(value, 5));
    expect(reading.digits).toEqual([3, 0, 9]);
    expect(reading.verified).toBe(true);
    expect(reading.largestError).toBeCloseTo(0.4, 5);
    expect(reading.meanSquaredError).toBeCloseTo((0.04 + 0.16 + 0.09) / 3, 5);
    expect(reading.component).toHaveLength(27);
    expect(reading.component[26]).toBeCloseTo(0.52, 6);
  });

  it('fails on one wrong digit, and on readings outside 0 … 9', () => {
    const reading = readWatermark(layout, modelWith([0.56, 0.2, 1.2]), key);
    expect(reading.digits).toEqual([4, 0, 10]);
    expect(reading.matches).toEqual([false, true, false]);
    expect(reading.verified).toBe(false);
  });

  it('finds no mark in zeros, where map(0) = −2', () => {
    expect(readWatermark(layout, new Float32Array(layout.parameterCount), key).digits).toEqual([-2, -2, -2]);
  });

  it("gives the chance from the layer's other weights", () => {
    // All other 105 weights read −2: each digit has chance 1/106, and three matches 1/106³.
    const reading = readWatermark(layout, modelWith([0.5, 0.2, 1.1]), key);
    expect(reading.pValue).toBeCloseTo((1 / 106) ** 3, 12);
    expect(readWatermark(layout, modelWith([0, 0, 0]), key).pValue).toBeCloseTo(1, 12);
  });

  it('refuses a model of another size and a key of another layer', () => {
    expect(() => readWatermark(layout, new Float32Array(3), key)).toThrow(/has 3 parameters/);
    expect(() => readWatermark(layout, modelWith([0, 0, 0]), { ...key, layer: 'conv2' })).toThrow(/conv2/);
  });
});

describe('tailProbability', () => {
  it('is the binomial tail when all chances are equal: P(≥ 2 of 3 at 0.1) = 0.028', () => {
    expect(tailProbability([0.1, 0.1, 0.1], 2)).toBeCloseTo(0.028, 12);
    expect(tailProbability([0.1, 0.1, 0.1], 0)).toBeCloseTo(1, 12);
  });

  it('is a product when all must happen', () => {
    expect(tailProbability([0.5, 0.2, 0.1], 3)).toBeCloseTo(0.01, 12);
  });
});

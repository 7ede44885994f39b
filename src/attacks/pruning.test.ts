import { describe, expect, it } from 'vitest';
import { layOut } from '../engine/network';
import { pruneLayer, TABLE_4_RATES } from './pruning';

const layout = layOut({
  input: { height: 4, width: 4, channels: 1 },
  layers: [
    { kind: 'conv-pool', name: 'conv', size: 1, filters: 10, padding: 'same' }, // kernel 0–9, bias 10–19
    { kind: 'dense', name: 'out', units: 2, activation: 'linear' },
  ],
});
const kernel = [0.5, -0.1, 0.3, 0.1, -0.9, 0.2, -0.2, 0.7, 0.05, -0.4];
const parameters = new Float32Array(layout.parameterCount).fill(0.01);
parameters.set(kernel);

const kept = (rate: number) => [...pruneLayer(layout, parameters, 'conv', rate).subarray(0, 10)];

describe('pruneLayer', () => {
  it('sets the smallest |w| to 0, by hand', () => {
    const at = (...zeros: number[]) => kernel.map((w, i) => (zeros.includes(i) ? 0 : Math.fround(w)));
    expect(kept(0)).toEqual(at());
    expect(kept(0.1)).toEqual(at(8)); // 0.05
    expect(kept(0.2)).toEqual(at(8, 1)); // −0.1 and 0.1 are equal: the first goes
    expect(kept(0.3)).toEqual(at(8, 1, 3));
    expect(kept(0.6)).toEqual(at(8, 1, 3, 5, 6, 2));
    expect(kept(1)).toEqual(at(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  });

  it('prunes exactly round(rate·n) of them at the rates of Table 4', () => {
    for (const rate of TABLE_4_RATES) {
      expect(kept(rate).filter(w => w === 0)).toHaveLength(Math.round(10 * rate));
    }
  });

  it('touches neither biases and other layers nor what it was given', () => {
    const pruned = pruneLayer(layout, parameters, 'conv', 1);
    expect(pruned.subarray(10)).toEqual(parameters.subarray(10));
    expect(parameters[8]).toBe(Math.fround(0.05));
  });

  it('refuses a rate that is none and a layer that is not there', () => {
    expect(() => pruneLayer(layout, parameters, 'conv', 1.5)).toThrow(/rate is 1.5/);
    expect(() => pruneLayer(layout, parameters, 'conv', NaN)).toThrow(/rate is NaN/);
    expect(() => pruneLayer(layout, parameters, 'conv2', 0.5)).toThrow(/conv2\/kernel/);
  });
});

import { describe, expect, it } from 'vitest';
import { pruneLayer } from '../../attacks/pruning';
import { seeded } from '../../core/random';
import { layOut } from '../../engine/network';
import type { OwnerKey } from '../../method/watermark/owner-key';
import { readWatermark } from '../../method/watermark/verification';
import { firstLoss } from './first-loss';

// (2, 2, 1, 2) and biases: conv holds 8 weights, 4 positions in each of 2 components.
const layout = layOut({
  input: { height: 6, width: 6, channels: 1 },
  layers: [
    { kind: 'conv-pool', name: 'conv', size: 2, filters: 2, padding: 'valid' },
    { kind: 'dense', name: 'out', units: 3, activation: 'linear' },
  ],
});
const key: OwnerKey = {
  version: 1,
  layer: 'conv',
  component: 1,
  positions: [3, 0],
  digits: [2, 7],
  map: { a: 10, b: 0 },
};
/** Component 1 at positions 3 and 0: kernel places 7 and 1. */
function weights(kernel: readonly number[]): Float32Array {
  const parameters = new Float32Array(layout.parameterCount);
  parameters.set(kernel);
  return parameters;
}

describe('firstLoss', () => {
  it('is the rank of the smallest marked weight: |0.2| is the fifth smallest of eight', () => {
    const parameters = weights([-0.1, 0.7, 0.15, 0, 0.05, 0.9, -0.8, 0.2]);
    expect(firstLoss(layout, parameters, key)).toBe(5 / 8);
  });

  it('is 0 where a digit is not read as it is', () => {
    expect(firstLoss(layout, weights([0, 0.7, 0, 0, 0, 0, 0, 0.4]), key)).toBe(0);
  });

  it('knows that a digit 0 at weight 0 survives, and that a mark of such digits alone is never lost', () => {
    const parameters = weights([0.1, 0.7, 0.2, 0.3, 0.5, 0.4, 0.6, 0]);
    expect(firstLoss(layout, parameters, { ...key, digits: [0, 7] })).toBe(1);
    expect(firstLoss(layout, parameters, { ...key, positions: [3], digits: [0] })).toBeNull();
  });

  it('agrees with pruning and reading, on random weights', () => {
    const random = seeded(3);
    for (let trial = 0; trial < 20; trial++) {
      const parameters = weights(Array.from({ length: 8 }, () => random.between(-1, 1)));
      parameters[7] = 0.2 + 0.04 * random.between(-1, 1);
      parameters[1] = 0.7 + 0.04 * random.between(-1, 1);
      const verified = [...Array(9).keys()].map(
        count => readWatermark(layout, pruneLayer(layout, parameters, 'conv', count / 8), key).verified,
      );
      expect(firstLoss(layout, parameters, key)).toBe(verified.indexOf(false) / 8);
    }
  });
});

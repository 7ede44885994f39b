import { expect, test } from 'vitest';
import { seeded } from '../core/random';
import { layOut } from '../engine/network';
import { initializeParameters } from './initialization';
import { LENET5 } from './lenet5';

const layout = layOut(LENET5);

test('kernels fill ±√(6/(fan in + fan out)) evenly, biases are zero', () => {
  const parameters = initializeParameters(layout, seeded(1, 'initialization'));
  // Keras's fans: window × channels in, window × channels out.
  const limits: Record<string, number> = {
    'conv1/kernel': Math.sqrt(6 / (25 * 1 + 25 * 6)),
    'conv2/kernel': Math.sqrt(6 / (25 * 6 + 25 * 16)),
    'dense1/kernel': Math.sqrt(6 / (400 + 120)),
    'dense2/kernel': Math.sqrt(6 / (120 + 84)),
    'logits/kernel': Math.sqrt(6 / (84 + 10)),
  };
  for (const { name, offset, length } of layout.slots) {
    const values = parameters.subarray(offset, offset + length);
    const limit = limits[name];
    if (limit === undefined) {
      expect(values.every(value => value === 0)).toBe(true);
      continue;
    }
    const largest = Math.max(...values.map(Math.abs));
    expect(largest).toBeLessThanOrEqual(limit);
    expect(largest).toBeGreaterThan(0.95 * limit);
    const square = values.reduce((sum, value) => sum + value * value, 0) / length;
    // The variance of a uniform is limit²/3; that of its square, 4·limit⁴/45.
    const standardError = (limit * limit * Math.sqrt(4 / 45)) / Math.sqrt(length);
    expect(Math.abs(square - limit ** 2 / 3)).toBeLessThan(4 * standardError);
  }
});

test('one seed, one network', () => {
  const draw = (seed: number) => initializeParameters(layout, seeded(seed, 'initialization'));
  expect(draw(5)).toEqual(draw(5));
  expect(draw(5)).not.toEqual(draw(6));
});

/** Weight shifting: the adversary moves every weight of the marked layer at random, as far as the accuracy allows. */
import { AppError } from '../core/errors';
import type { Random } from '../core/random';
import { findSlot } from '../engine/network';
import type { Layout } from '../engine/network';

/**
 * A copy with normal noise on each weight of the layer's kernel, of `strength` times the standard deviation of its weights.
 * @throws AppError `bad-input` for a negative strength, or a layer that isn't there.
 */
export function shiftWeights(
  layout: Layout,
  parameters: Float32Array,
  layer: string,
  strength: number,
  random: Random,
): Float32Array {
  if (!(strength >= 0 && strength < Infinity)) {
    throw new AppError('bad-input', 'The strength is {strength}; it must be 0 or above.', {
      values: { strength },
    });
  }
  const { offset, length } = findSlot(layout, `${layer}/kernel`);
  const shifted = parameters.slice();
  const kernel = shifted.subarray(offset, offset + length);
  const mean = kernel.reduce((sum, w) => sum + w, 0) / length;
  const deviation = Math.sqrt(kernel.reduce((sum, w) => sum + (w - mean) ** 2, 0) / length);
  kernel.forEach((w, i) => (kernel[i] = w + strength * deviation * random.normal()));
  return shifted;
}

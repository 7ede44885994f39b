/** Where training starts from. */
import type { Random } from '../core/random';
import type { Layout } from '../engine/network';

/**
 * Glorot and Bengio's uniform kernels (2010), zero biases, batch normalizations that change nothing: each weight uniform on ±√(6/(fan in + fan out)), where a
 * convolution's fans count its F·F window. Drawn from `random` in the order of the flat array.
 */
export function initializeParameters(layout: Layout, random: Random): Float32Array {
  const parameters = new Float32Array(layout.parameterCount);
  for (const { role, shape, offset, length } of layout.slots) {
    if (role === 'gamma' || role === 'moving_variance') parameters.fill(1, offset, offset + length);
    if (role !== 'kernel') continue;
    const outputs = shape.at(-1)!;
    const inputs = shape.at(-2)!;
    const window = length / (inputs * outputs);
    const limit = Math.sqrt(6 / (window * (inputs + outputs)));
    for (let i = offset; i < offset + length; i++) parameters[i] = random.between(-limit, limit);
  }
  return parameters;
}

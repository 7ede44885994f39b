/**
 * Retraining (Adi et al. 2018 call it RTAL): the adversary draws the last layers anew and trains everything again. With the
 * convolutions frozen the marked layer would stay as it is, and the mark with it; so he lets them move.
 */
import { AppError } from '../core/errors';
import type { Random } from '../core/random';
import type { Layout } from '../engine/network';
import { initializeParameters } from '../model/initialization';

/** A copy with all dense layers as before training; train it then with `fineTune`. @throws AppError `bad-input` without any. */
export function resetDenseLayers(layout: Layout, parameters: Float32Array, random: Random): Float32Array {
  const fresh = initializeParameters(layout, random);
  const reset = parameters.slice();
  const dense = layout.layers.flatMap(layer => (layer.kind === 'dense' ? [layer.kernel, layer.bias] : []));
  if (dense.length === 0) throw new AppError('bad-input', 'This network has no dense layer to be retrained.');
  for (const { offset, length } of dense) reset.set(fresh.subarray(offset, offset + length), offset);
  return reset;
}

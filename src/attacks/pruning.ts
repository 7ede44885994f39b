/**
 * The pruning attack, section 3.5 after Han et al. 2015: the adversary knows the marked layer and sets its smallest weights to
 * 0, hoping that the mark goes before the accuracy does.
 */
import { AppError } from '../core/errors';
import { findSlot } from '../engine/network';
import type { Layout, ParameterSlot } from '../engine/network';

/** The pruning rates of Table 4. */
export const TABLE_4_RATES: readonly number[] = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/**
 * A copy of `parameters` in which the round(rate·n) weights of smallest |w| among the n of the layer's kernel are 0. Of equal
 * ones the first in the kernel goes first; biases and other layers stay.
 * @param rate in [0, 1].
 * @throws AppError `bad-input` for another rate, or a layer that isn't there.
 */
export function pruneLayer(
  layout: Layout,
  parameters: Float32Array,
  layer: string,
  rate: number,
): Float32Array {
  return pruneSlots(parameters, rate, [findSlot(layout, `${layer}/kernel`)]);
}

/** The same over the kernels of all layers together: the adversary doesn't know which one is marked. */
export function pruneGlobally(layout: Layout, parameters: Float32Array, rate: number): Float32Array {
  return pruneSlots(
    parameters,
    rate,
    layout.slots.filter(({ role }) => role === 'kernel'),
  );
}

function pruneSlots(parameters: Float32Array, rate: number, slots: readonly ParameterSlot[]): Float32Array {
  if (!(rate >= 0 && rate <= 1)) {
    throw new AppError('bad-input', 'The pruning rate is {rate}; it must lie between 0 and 1.', {
      values: { rate },
    });
  }
  const indices = slots.flatMap(({ offset, length }) => Array.from({ length }, (_, i) => offset + i));
  const pruned = parameters.slice();
  const size = (i: number) => Math.abs(parameters[i]!);
  const bySize = Uint32Array.from(indices).sort((i, j) => size(i) - size(j) || i - j);
  for (const i of bySize.subarray(0, Math.round(rate * bySize.length))) pruned[i] = 0;
  return pruned;
}

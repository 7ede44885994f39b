/**
 * What may be done to a network's weights without changing what it computes: its channels put in another order, and, since relu(s·x) =
 * s·relu(x) for s > 0 and max-pooling keeps it, each of them multiplied by a number that the next layer divides by.
 */
import { AppError } from '../core/errors';
import type { Layout, ParameterSlot } from '../engine/network';

/** A convolution's own kernel and bias, and the one layer's kernel that reads its channels. */
export interface ChannelPlaces {
  readonly kernel: ParameterSlot;
  readonly bias: ParameterSlot;
  readonly next: ParameterSlot;
  /** O, the number of channels. */
  readonly channels: number;
}

/** @throws AppError `bad-input` unless `layer` is a convolution with ReLU and pool whose channels one dense layer or convolution reads. */
export function channelPlaces(layout: Layout, layer: string): ChannelPlaces {
  const place = layout.layers.findIndex(({ layer: { name } }) => name === layer);
  const found = layout.layers[place];
  const readers = layout.layers.filter(({ sources }) => sources.includes(place));
  const [next] = readers;
  if (found?.kind !== 'conv-pool' || readers.length !== 1 || !next || !('kernel' in next)) {
    throw new AppError(
      'bad-input',
      `The channels of "{layer}" can't be moved; it must be a convolution with ReLU and pool that one layer with weights reads.`,
      { values: { layer } },
    );
  }
  return { kernel: found.kernel, bias: found.bias, next: next.kernel, channels: found.layer.filters };
}

/**
 * Calls `visit` for every weight that belongs to one channel o: kernel and bias of the layer itself (`own`), and what the next
 * layer multiplies the channel by. In (F, F, I, O) and, flattened, in (inputs, units), the channel read is the last but one index.
 */
function forChannels(
  { kernel, bias, next, channels }: ChannelPlaces,
  visit: (index: number, channel: number, own: boolean, indexOf: (channel: number) => number) => void,
): void {
  for (const { offset, length } of [kernel, bias]) {
    for (let i = 0; i < length; i++) {
      const o = i % channels;
      visit(offset + i, o, true, other => offset + i - o + other);
    }
  }
  const outputs = next.shape.at(-1)!;
  for (let i = 0; i < next.length; i++) {
    const o = Math.floor(i / outputs) % channels;
    visit(next.offset + i, o, false, other => next.offset + i + (other - o) * outputs);
  }
}

/** A copy in which channel o of `layer` is what channel `order[o]` was. The network computes the same. */
export function permuteChannels(
  layout: Layout,
  parameters: Float32Array,
  layer: string,
  order: readonly number[],
): Float32Array {
  const places = channelPlaces(layout, layer);
  if (order.length !== places.channels || new Set(order).size !== order.length) {
    throw new AppError('internal', `An order of ${order.length} channels for ${places.channels}.`);
  }
  const permuted = parameters.slice();
  forChannels(places, (index, channel, _own, indexOf) => {
    permuted[index] = parameters[indexOf(order[channel]!)]!;
  });
  return permuted;
}

/** A copy in which channel o of `layer` is `factors[o]` > 0 times what it was, and the next layer undoes it. */
export function rescaleChannels(
  layout: Layout,
  parameters: Float32Array,
  layer: string,
  factors: readonly number[],
): Float32Array {
  const places = channelPlaces(layout, layer);
  if (factors.length !== places.channels || !factors.every(factor => factor > 0)) {
    throw new AppError('internal', `Factors ${factors.join(', ')} for ${places.channels} channels.`);
  }
  const rescaled = parameters.slice();
  forChannels(places, (index, channel, own) => {
    const factor = factors[channel]!;
    rescaled[index] = own ? rescaled[index]! * factor : rescaled[index]! / factor;
  });
  return rescaled;
}

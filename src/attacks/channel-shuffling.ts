/**
 * An attack that costs the adversary nothing: he puts the channels of the convolutions in another order, or rescales them as well. The
 * model answers as before, and the key looks in the wrong place. What the owner does about it: `method/watermark/realignment.ts`.
 */
import { exp } from '../core/math';
import type { Random } from '../core/random';
import type { Layout } from '../engine/network';
import { channelPlaces, permuteChannels, rescaleChannels } from '../model/channel-symmetry';

/** A copy with the channels of each of `layers` in random order. */
export function shuffleChannels(
  layout: Layout,
  parameters: Float32Array,
  layers: readonly string[],
  random: Random,
): Float32Array {
  return layers.reduce((shuffled, layer) => {
    const { channels } = channelPlaces(layout, layer);
    return permuteChannels(layout, shuffled, layer, random.choose(channels, channels));
  }, parameters);
}

/** A copy with each channel of `layers` multiplied by a number between ½ and 2, uniform on a logarithmic scale. */
export function rescaleRandomly(
  layout: Layout,
  parameters: Float32Array,
  layers: readonly string[],
  random: Random,
): Float32Array {
  return layers.reduce((rescaled, layer) => {
    const { channels } = channelPlaces(layout, layer);
    const factors = Array.from({ length: channels }, () => exp(Math.LN2 * random.between(-1, 1)));
    return rescaleChannels(layout, rescaled, layer, factors);
  }, parameters);
}

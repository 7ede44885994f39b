/**
 * Extraction from a model whose channels were put in another order or rescaled, which changes nothing it computes but takes the marked
 * weights away from where the key looks (section 2.5 assumes they stay). The owner has the model as it was: its channels say
 * which of the suspect's is which.
 */
import type { Layout } from '../../engine/network';
import { channelPlaces, permuteChannels, rescaleChannels } from '../../model/channel-symmetry';

/** Which channel of the suspect is the owner's, and how many times it. */
interface Match {
  readonly channel: number;
  readonly factor: number;
}

/**
 * A copy of `suspect` with the channels of `layers` (from the input on, the marked one last) in the order and scale of
 * `original`. Every channel is matched with the one whose kernel points the same way: the pairs of highest cosine first, each
 * channel once; its scale is the quotient of the norms. A model that has nothing to do with `original` comes back in some order.
 */
export function realign(
  layout: Layout,
  original: Float32Array,
  suspect: Float32Array,
  layers: readonly string[],
): Float32Array {
  let aligned = suspect;
  for (const layer of layers) {
    const matches = matchChannels(layout, original, aligned, layer);
    aligned = permuteChannels(
      layout,
      aligned,
      layer,
      matches.map(({ channel }) => channel),
    );
    aligned = rescaleChannels(
      layout,
      aligned,
      layer,
      matches.map(({ factor }) => 1 / factor),
    );
  }
  return aligned;
}

function matchChannels(
  layout: Layout,
  original: Float32Array,
  suspect: Float32Array,
  layer: string,
): Match[] {
  const { kernel, channels } = channelPlaces(layout, layer);
  const channelOf = (parameters: Float32Array, o: number) =>
    Array.from({ length: kernel.length / channels }, (_, i) => parameters[kernel.offset + i * channels + o]!);
  const norm = (values: readonly number[]) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));
  const ours = Array.from({ length: channels }, (_, o) => channelOf(original, o));
  const theirs = Array.from({ length: channels }, (_, o) => channelOf(suspect, o));
  const pairs = ours.flatMap((one, o) =>
    theirs.map((other, channel) => {
      const product = one.reduce((sum, x, i) => sum + x * other[i]!, 0);
      const norms = norm(one) * norm(other);
      return { o, channel, cosine: norms > 0 ? product / norms : 0 };
    }),
  );
  pairs.sort((p, q) => q.cosine - p.cosine || p.o - q.o || p.channel - q.channel);
  const matches: Match[] = [];
  const taken = new Set<number>();
  for (const { o, channel } of pairs) {
    if (matches[o] || taken.has(channel)) continue;
    taken.add(channel);
    const factor = norm(theirs[channel]!) / norm(ours[o]!);
    matches[o] = { channel, factor: factor > 0 && Number.isFinite(factor) ? factor : 1 };
  }
  return matches;
}

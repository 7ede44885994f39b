/**
 * Overwriting: someone who knows the scheme, but not the owner's secret, embeds a watermark of his own into the stolen model, hoping
 * that it takes the owner's place. The "maximum component" leads both to the same channel; the positions are each one's secret.
 */
import { seeded } from '../core/random';
import type { Layout } from '../engine/network';
import { drawOwnerKey } from '../method/watermark/owner-key';
import type { OwnerKey } from '../method/watermark/owner-key';

/** The adversary's key: digits and positions of his own, in the layer and the range of weights that he knows. */
export function drawForeignKey(
  layout: Layout,
  stolen: Float32Array,
  {
    layer,
    range,
    digits,
    seed,
  }: { layer: string; range: readonly [number, number]; digits: number; seed: number },
): OwnerKey {
  const random = seeded(seed, 'digits of a foreign watermark');
  return drawOwnerKey({
    layout,
    parameters: stolen,
    layer,
    range,
    digits: Array.from({ length: digits }, () => random.integer(10)),
    secret: `foreign secret ${seed}`,
  });
}

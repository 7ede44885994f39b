/** What strangers show a gate who have no licence and make no search: digits of many kinds, and noise. */
import { seeded } from '../core/random';
import { syntheticDigits } from '../data/synthetic-digits';
import type { Random } from '../core/random';
import type { CellContext } from './experiment';
import { LAYOUT, MODEL_SIZES } from './models';

export const IMAGE_KINDS = [
  'test digit',
  'mean of two digits',
  'uniform noise',
  'Gaussian noise',
  'synthetic digit',
] as const;
export type ImageKind = (typeof IMAGE_KINDS)[number];

/** `count` images of a kind, [count × pixels] bytes, from the run's seed. There are no more test digits than the test set has. */
export async function strangerImages(
  kind: ImageKind,
  count: number,
  { settings: { seed, preset }, bench }: CellContext,
): Promise<Uint8Array> {
  const test = await bench.split('test', MODEL_SIZES[preset].testCount);
  if (kind === 'test digit') return test.images.subarray(0, count * LAYOUT.pixels);
  if (kind === 'synthetic digit') return syntheticDigits(count, seed + 1000).images;
  return drawImages(kind, count, test, seeded(seed, `strangers ${kind}`));
}

/** Images that are nobody's handwriting, drawn one pixel or one pair of test digits after another. */
export function drawImages(
  kind: Exclude<ImageKind, 'test digit' | 'synthetic digit'>,
  count: number,
  test: { readonly images: Uint8Array; readonly count: number },
  random: Random,
): Uint8Array {
  const { pixels } = LAYOUT;
  const draw = (pixel: () => number) =>
    Uint8Array.from({ length: count * pixels }, () => Math.min(255, Math.max(0, Math.round(pixel()))));
  switch (kind) {
    case 'mean of two digits': {
      const means = new Uint8Array(count * pixels);
      for (let n = 0; n < count; n++) {
        const first = random.integer(test.count);
        // One of the others.
        const second = (first + 1 + random.integer(test.count - 1)) % test.count;
        for (let i = 0; i < pixels; i++) {
          const sum = test.images[first * pixels + i]! + test.images[second * pixels + i]!;
          means[n * pixels + i] = Math.round(sum / 2);
        }
      }
      return means;
    }
    case 'uniform noise':
      return draw(() => random.integer(256));
    case 'Gaussian noise':
      return draw(() => 127.5 + 64 * random.normal());
  }
}

/** What strangers show a gate who have no licence and make no search: digits of many kinds, and noise. */
import { seeded } from '../core/random';
import { syntheticDigits } from '../data/synthetic-digits';
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
  context: CellContext,
): Promise<Uint8Array> {
  const { settings, bench } = context;
  const test = await bench.split('test', MODEL_SIZES[settings.preset].testCount);
  const { pixels } = LAYOUT;
  const random = seeded(settings.seed, `strangers ${kind}`);
  const draw = (pixel: () => number) =>
    Uint8Array.from({ length: count * pixels }, () => Math.min(255, Math.max(0, Math.round(pixel()))));
  switch (kind) {
    case 'test digit':
      return test.images.subarray(0, count * pixels);
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
    case 'synthetic digit':
      return syntheticDigits(count, settings.seed + 1000).images;
  }
}

/** Makes licences (section 2.3), each from a clean test image of its own. */
import { AppError } from '../core/errors';
import { seeded } from '../core/random';
import { generateFingerprints } from '../method/fingerprint/generate';
import { fromBytes } from '../method/fingerprint/polish';
import type { Lab } from './lab';
import type { Fingerprint, FingerprintsInput, JobContext } from './protocol';
import { secondsLeft, stopwatch } from './time-left';

/** The test image, out of `testCount`, from which each of `count` searches starts. */
export function drawCleanImages(seed: number, count: number, testCount: number): number[] {
  const random = seeded(seed, 'clean images of licences');
  return Array.from({ length: count }, () => random.integer(testCount));
}

export function fingerprintsJob(
  lab: Lab,
  { parameters, requests, images, secret, epsilon, method }: FingerprintsInput,
  { signal, report }: JobContext<'fingerprints'>,
): Promise<readonly Fingerprint[]> {
  return lab.use('fingerprints', parameters, async ({ prepared }) => {
    if (images.length !== requests.length) {
      throw new AppError('internal', `${requests.length} requests came with ${images.length} clean images.`);
    }
    const clean = lab.digits('test', images);
    const original = (n: number) => clean.images.slice(n * lab.pixels, (n + 1) * lab.pixels);
    const elapsed = stopwatch();
    const results = await generateFingerprints({
      prepared,
      requests: requests.map((request, n) => ({ ...request, image: fromBytes(original(n)) })),
      secret,
      epsilon,
      method,
      signal,
      onProgress: ({ phase, fraction, confidence, distortion }) =>
        report({ phase, fraction, confidence, distortion, secondsLeft: secondsLeft(elapsed(), fraction) }),
    });
    return results.map((result, n) => ({
      class: result.class,
      confidence: result.confidence,
      original: original(n),
      originalLabel: clean.labels[n]!,
      pixels: result.pixels,
      probabilities: result.probabilities,
      passed: result.passed,
    }));
  });
}

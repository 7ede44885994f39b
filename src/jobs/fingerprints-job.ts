/** Makes licences (section 2.3): draws a clean test image for each (t, c), then searches from there. */
import { seeded } from '../core/random';
import { generateFingerprints } from '../method/fingerprint/generate';
import { fromBytes } from '../method/fingerprint/polish';
import type { Lab } from './lab';
import type { Fingerprint, FingerprintsInput, JobContext } from './protocol';
import { secondsLeft, stopwatch } from './time-left';

export function fingerprintsJob(
  lab: Lab,
  { parameters, requests, secret, seed, epsilon, method }: FingerprintsInput,
  { signal, report }: JobContext<'fingerprints'>,
): Promise<readonly Fingerprint[]> {
  return lab.use('fingerprints', parameters, async ({ prepared }) => {
    const { test } = lab.dataset;
    const random = seeded(seed, 'clean images of licences');
    const clean = lab.digits(
      'test',
      requests.map(() => random.integer(test.count)),
    );
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

/** A licence made on one backend is let in on every other: the bundled licences, made on wasm, under both kinds of rule. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { softmax } from '../../core/math';
import { openTestBackends } from '../../engine/agreement-backends.node';
import { createReferenceEngine } from '../../engine/reference/reference-engine';
import { readModel } from '../../model/format';
import { fromBytes } from '../fingerprint/polish';
import { parseRegistry } from '../registry/registry';
import { userOf } from '../registry/allocation';
import { authenticate } from './gate';

const bundled = (name: string) => readFile(new URL(`../../../public/pretrained/${name}`, import.meta.url));

interface BundledLicence {
  readonly class: number;
  readonly confidence: number;
  readonly pixels: string;
}

const registry = parseRegistry((await bundled('registry.json')).toString());
const licences = JSON.parse((await bundled('licences.json')).toString()) as BundledLicence[];
const { network, parameters } = readModel(
  (await bundled('model.json')).toString(),
  new Uint8Array(await bundled('weights.bin')),
);
const images = fromBytes(
  Uint8Array.from(licences.flatMap(({ pixels }) => [...Buffer.from(pixels, 'base64')])),
);

const backends = [
  { name: 'reference', engine: createReferenceEngine(), missing: '' },
  ...(await openTestBackends()),
];

describe.each(backends)('on $name', ({ engine, missing }) => {
  if (!engine) {
    test.skip(`cannot start here: ${missing}`, () => {});
    return;
  }

  test('every bundled licence is its own user, by class and confidence and by its record', async () => {
    const prepared = await engine.prepare(network);
    prepared.putParameters(parameters);
    const logits = await prepared.predict(images);
    prepared.dispose();
    licences.forEach((licence, n) => {
      const probabilities = softmax(logits.subarray(n * registry.classes, (n + 1) * registry.classes));
      const user = userOf(licence, registry.classes, registry.confidences);
      for (const rule of ['paper-with-class', 'output-vector'] as const) {
        const verdict = authenticate(probabilities, registry, rule);
        expect(verdict, `${rule}, licence ${n}`).toMatchObject({ authorized: true, licence: { user } });
      }
    });
    expect(licences).toHaveLength(30);
  });
});

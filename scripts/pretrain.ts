/**
 * `npm run pretrain`: makes the protected model that comes with the page, from a seed, on the wasm engine: LeNet-5 on
 * MNIST with wm₁, and one licence for each of the thirty (t, c) of Table 1. The licences start from built-in synthetic
 * digits, so that no image of MNIST is shipped.
 *
 * Writes public/pretrained/: model.json and weights.bin (TensorFlow.js), owner-key.json, registry.json, licences.json
 * (the page's board), about.json (how it was made, and its measured figures). The same seed gives the same bytes; with `--check`
 * nothing is written, and a file that differs from what lies there is an error.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { seeded } from '../src/core/random';
import { readMnistFromDisk } from '../src/data/mnist-from-disk';
import { syntheticDigits } from '../src/data/synthetic-digits';
import { loadWasmEngineFromDisk } from '../src/engine/wasm/load-from-disk';
import { generateFingerprints } from '../src/method/fingerprint/generate';
import { fromBytes } from '../src/method/fingerprint/polish';
import { createRegistry, issueLicence, registryToJson } from '../src/method/registry/registry';
import { drawOwnerKey, ownerKeyToJson, WATERMARK_1 } from '../src/method/watermark/owner-key';
import { watermarkTerm } from '../src/method/watermark/regularizer';
import { readWatermark } from '../src/method/watermark/verification';
import { accuracy } from '../src/model/evaluation';
import { writeModel } from '../src/model/format';
import { initializeParameters } from '../src/model/initialization';
import { LENET5 } from '../src/model/lenet5';
import { defaultTraining, train } from '../src/model/training';

const SEED = 7;
/** A demonstration's secret, known to everyone: this model's mark and licences prove nothing. */
const SECRET = 'ActiveGuard demonstration';
const CONFIDENCES = [0.2, 0.3, 0.4];
const EPSILON = 0.01;
/** A fixed date, so that the files are the same whenever they are made. */
const ISSUED = '2026-01-01T00:00:00.000Z';
const TARGET = fileURLToPath(new URL('../public/pretrained/', import.meta.url));

const mnist = await readMnistFromDisk();
if (!mnist) throw new Error('The pretrained model needs MNIST: set MNIST_DIR, or run "npm run data".');

const engine = await loadWasmEngineFromDisk();
const prepared = await engine.prepare(LENET5);
const { layout } = prepared;
const fresh = initializeParameters(layout, seeded(SEED, 'initialization'));
const key = drawOwnerKey({
  layout,
  parameters: fresh,
  layer: 'conv2',
  digits: WATERMARK_1,
  secret: SECRET,
  range: [0.1, 0.45],
});
const config = { ...defaultTraining, seed: SEED };

prepared.putParameters(fresh);
await train(prepared, prepared.putDataset(mnist.train.images, mnist.train.labels), config, {
  term: watermarkTerm(layout, key),
  onEpochEnd: ({ epoch }) => console.error(`epoch ${epoch} of ${config.epochs}`),
});
const parameters = await prepared.readParameters();
const test = prepared.putDataset(mnist.test.images, mnist.test.labels);
const measured = await accuracy(prepared, test, mnist.test.labels);
const { verified, largestError } = readWatermark(layout, parameters, key);
if (!verified) throw new Error('The watermark did not take; nothing was written.');

const outputs = CONFIDENCES.flatMap(confidence =>
  Array.from({ length: layout.classes }, (_, digit) => ({ class: digit, confidence })),
);
const clean = syntheticDigits(outputs.length, SEED);
const original = (n: number) => clean.images.slice(n * layout.pixels, (n + 1) * layout.pixels);
const results = await generateFingerprints({
  prepared,
  requests: outputs.map((output, n) => ({ ...output, image: fromBytes(original(n)) })),
  secret: SECRET,
  epsilon: EPSILON,
});
const missed = results.filter(result => !result.passed);
if (missed.length > 0) throw new Error(`${missed.length} licences did not pass; nothing was written.`);

let registry = createRegistry({ classes: layout.classes, confidences: CONFIDENCES, epsilon: EPSILON });
for (const result of results) {
  registry = issueLicence(registry, { ...result, record: result.probabilities, issuedAt: ISSUED });
}
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const licences = results.map((result, n) => ({
  class: result.class,
  confidence: result.confidence,
  probabilities: result.probabilities,
  pixels: base64(result.pixels),
  original: base64(original(n)),
  originalLabel: clean.labels[n],
}));
const { modelJson, weights } = writeModel(LENET5, parameters);
const about = {
  seed: SEED,
  config,
  dataset: mnist.name,
  backend: engine.backend,
  adapter: engine.adapter,
  accuracy: measured,
  largestWatermarkError: largestError,
  sha256: createHash('sha256').update(weights).digest('hex'),
};

const files: Record<string, string | Uint8Array> = {
  'model.json': modelJson,
  'weights.bin': weights,
  'owner-key.json': ownerKeyToJson(key),
  'registry.json': registryToJson(registry),
  'licences.json': JSON.stringify(licences),
  'about.json': `${JSON.stringify(about, null, 2)}\n`,
};
console.log(about);
if (process.argv.includes('--check')) {
  for (const [name, content] of Object.entries(files)) {
    if (!(await readFile(`${TARGET}${name}`)).equals(Buffer.from(content)))
      throw new Error(`public/pretrained/${name} is not what this seed gives.`);
  }
  console.log('Every file of public/pretrained is what this seed gives, byte for byte.');
} else {
  await mkdir(TARGET, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(`${TARGET}${name}`, content);
}

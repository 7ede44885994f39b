/**
 * Measures section 2.3 on real MNIST: a LeNet-5 of 15 epochs with wm₁ on the wasm engine, then for each of the thirty
 * (t, c) of Table 1 ten fingerprints from clean test images. Prints pass rates at ε = 0.01 and 0.001, mean |p_t − c| and mean L2.
 *
 *   npx tsx scripts/measure-fingerprints.ts [--epochs 15] [--seed 1] [--each 10] [--decay 0.05]
 *     [--confidences 0.2,0.3,0.4] [--literal]
 */
import { parseArgs } from 'node:util';
import { readMnistFromDisk } from '../src/data/mnist-from-disk';
import { seeded } from '../src/core/random';
import { loadWasmEngineFromDisk } from '../src/engine/wasm/load-from-disk';
import { generateFingerprints } from '../src/method/fingerprint/generate';
import type { FingerprintRequest, FingerprintResult } from '../src/method/fingerprint/generation-options';
import { fromBytes, missOf } from '../src/method/fingerprint/polish';
import { drawOwnerKey, WATERMARK_1 } from '../src/method/watermark/owner-key';
import { watermarkTerm } from '../src/method/watermark/regularizer';
import { readWatermark } from '../src/method/watermark/verification';
import { accuracy } from '../src/model/evaluation';
import { initializeParameters } from '../src/model/initialization';
import { LENET5 } from '../src/model/lenet5';
import { defaultTraining, train } from '../src/model/training';

const { values } = parseArgs({
  options: {
    epochs: { type: 'string', default: '15' },
    seed: { type: 'string', default: '1' },
    each: { type: 'string', default: '10' },
    decay: { type: 'string', default: String(defaultTraining.weightDecay) },
    confidences: { type: 'string', default: '0.2,0.3,0.4' },
    literal: { type: 'boolean', default: false },
  },
});

const CONFIDENCES = values.confidences.split(',').map(Number);

const mean = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
const percent = (share: number) => `${(100 * share).toFixed(2)}%`;

function report(results: readonly FingerprintResult[]): void {
  const misses = results.map(result => missOf(result.probabilities, result));
  for (const epsilon of [0.01, 0.001]) {
    console.log(
      `passed at ε = ${epsilon}: ${misses.filter(miss => miss < epsilon).length} of ${results.length}`,
    );
  }
  for (const c of CONFIDENCES) {
    const those = results.filter(result => result.confidence === c);
    console.log(`c = ${c}: mean L2 ${mean(those.map(result => result.distortion)).toFixed(3)}`);
  }
  console.log(
    `mean |p_t − c|: ${mean(misses).toExponential(2)}, largest ${Math.max(...misses).toExponential(2)}`,
  );
  console.log(`mean L2: ${mean(results.map(result => result.distortion)).toFixed(3)}`);
  console.log(`more than one search: ${results.filter(result => result.attempts > 1).length}`);
}

async function main(): Promise<void> {
  const seed = Number(values.seed);
  const dataset = await readMnistFromDisk();
  if (!dataset) throw new Error('This measurement needs MNIST: set MNIST_DIR, or run "npm run data".');
  const engine = await loadWasmEngineFromDisk();
  const prepared = await engine.prepare(LENET5);
  const { layout } = prepared;
  const fresh = initializeParameters(layout, seeded(seed, 'initialization'));
  const key = drawOwnerKey({
    layout,
    parameters: fresh,
    layer: 'conv2',
    digits: WATERMARK_1,
    secret: 'measure',
    range: [0.1, 0.45],
  });
  prepared.putParameters(fresh);
  const trainingSet = prepared.putDataset(dataset.train.images, dataset.train.labels);
  const testSet = prepared.putDataset(dataset.test.images, dataset.test.labels);
  const config = {
    ...defaultTraining,
    epochs: Number(values.epochs),
    weightDecay: Number(values.decay),
    seed,
  };
  const started = performance.now();
  await train(prepared, trainingSet, config, { term: watermarkTerm(layout, key) });
  const reading = readWatermark(layout, await prepared.readParameters(), key);
  console.log(`${config.epochs} epochs in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  console.log(`test accuracy ${percent(await accuracy(prepared, testSet, dataset.test.labels))}`);
  console.log(`V_owner ${reading.verified}, largest error ${reading.largestError.toFixed(4)} digit`);

  const images = seeded(seed, 'clean images');
  const requests = CONFIDENCES.flatMap(confidence =>
    Array.from({ length: 10 * Number(values.each) }, (_, n): FingerprintRequest => {
      const index = images.integer(dataset.test.count);
      const bytes = dataset.test.images.subarray(index * layout.pixels, (index + 1) * layout.pixels);
      return { class: n % 10, confidence, image: fromBytes(bytes) };
    }),
  );
  const runs = [
    { method: 'three-phase', epsilon: 0.01 },
    { method: 'three-phase', epsilon: 0.001 },
    ...(values.literal ? [{ method: 'literal', epsilon: 0.01 } as const] : []),
  ] as const;
  for (const { method, epsilon } of runs) {
    const begun = performance.now();
    const results = await generateFingerprints({ prepared, requests, secret: 'measure', epsilon, method });
    console.log(`\n${method}, ε = ${epsilon}: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    report(results);
  }
}

void main();

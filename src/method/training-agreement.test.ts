/** The stated tolerance: LeNet-5, the watermark's term and real digits, trained on the fast backends and on the reference. */
import { describe, expect, it } from 'vitest';
import { seeded } from '../core/random';
import { readMnistFromDisk } from '../data/mnist-from-disk';
import { syntheticDigits } from '../data/synthetic-digits';
import { openTestBackends } from '../engine/agreement-backends.node';
import type { Engine } from '../engine/engine';
import { layOut } from '../engine/network';
import { createReferenceEngine } from '../engine/reference/reference-engine';
import { EARLY_STEPS, EARLY_TOLERANCE } from '../engine/training-tolerance';
import { initializeParameters } from '../model/initialization';
import { LENET5 } from '../model/lenet5';
import { defaultTraining } from '../model/training';
import { drawOwnerKey, WATERMARK_1 } from './watermark/owner-key';
import { watermarkTerm } from './watermark/regularizer';

const layout = layOut(LENET5);
const start = initializeParameters(layout, seeded(7, 'initialization'));
const term = watermarkTerm(
  layout,
  drawOwnerKey({
    layout,
    parameters: start,
    layer: 'conv2',
    digits: WATERMARK_1,
    secret: 'agreement',
    range: [-0.35, 0.35],
  }),
);
const { batchSize, learningRate, weightDecay } = defaultTraining;
const digits = (await readMnistFromDisk())?.train ?? syntheticDigits(EARLY_STEPS * batchSize, 1);

async function trained(engine: Engine): Promise<Float32Array> {
  const network = await engine.prepare(LENET5);
  network.putParameters(start);
  await network.train({
    dataset: network.putDataset(digits.images, digits.labels),
    order: Uint32Array.from({ length: EARLY_STEPS * batchSize }, (_, i) => i),
    batchSize,
    learningRates: new Float32Array(EARLY_STEPS).fill(learningRate),
    weightDecay,
    term,
  });
  const parameters = await network.readParameters();
  network.dispose();
  return parameters;
}

function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

const expected = await trained(createReferenceEngine());

describe.each(await openTestBackends())('$name', ({ engine, missing }) => {
  it.skipIf(!engine)(
    `stays within the stated tolerance of the reference ${engine ? '' : `(${missing})`}`,
    async () => {
      const actual = await trained(engine!);
      engine!.dispose();
      const moved = norm(actual.map((value, i) => value - start[i]!));
      const apart = norm(actual.map((value, i) => value - expected[i]!));
      // It has learnt: what agrees is more than where both began.
      expect(moved / norm(start)).toBeGreaterThan(1000 * EARLY_TOLERANCE);
      expect(apart / norm(expected)).toBeLessThanOrEqual(EARLY_TOLERANCE);
    },
  );
});

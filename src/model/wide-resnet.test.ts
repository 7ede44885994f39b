import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { randomInputs } from '../engine/agreement-cases';
import { bytesOf, expectAgreement, expectSlotsAgree } from '../engine/agreement-checks';
import type { PreparedNetwork, TrainingSteps } from '../engine/engine';
import { layOut, volume } from '../engine/network';
import { createReferenceEngine } from '../engine/reference/reference-engine';
import { instantiateKernels } from '../engine/wasm/kernels';
import { loadWasmEngineFromDisk } from '../engine/wasm/load-from-disk';
import { engineOn } from '../engine/wasm/wasm-engine';
import { wideResNet, WRN_10_4 } from './wide-resnet';

test('WRN-10-4 has the layers of its table and the 1.2 million parameters of its paper', () => {
  const layout = layOut(wideResNet(WRN_10_4));
  const trained = layout.slots.filter(({ role }) => role !== 'moving_mean' && role !== 'moving_variance');
  // Kernels: stem 3·16·9; blocks in·out·9 + out·out·9 + in·out; dense 256·10 + 10. Norms: 2 × (16 + 64 + 64 + 128 + 128 + 256 + 256).
  const blocks = [
    [16, 64],
    [64, 128],
    [128, 256],
  ].map(([from, to]) => 9 * from! * to! + 9 * to! * to! + from! * to!);
  const kernels = 432 + blocks.reduce((sum, n) => sum + n, 0) + 2570;
  expect(trained.reduce((sum, { length }) => sum + length, 0)).toBe(kernels + 2 * 912);
  const sums = layout.layers.filter(({ kind }) => kind === 'sum').map(({ output }) => output);
  expect(sums.map(volume)).toEqual([32 * 32 * 64, 16 * 16 * 128, 8 * 8 * 256]);
});

/** WRN-10-1 on small images: every layer of WRN-10-4 with a quarter of its channels. */
const SMALL = wideResNet({ depth: 10, width: 1, input: { height: 12, width: 12, channels: 3 }, classes: 10 });
const layout = layOut(SMALL);
const COUNT = 6;
const { parameters, images, labels } = randomInputs(layout, COUNT, 'wide residual network');

/** One step over all images, from a second moment so large that Adam divides no rounding errors by rounding errors. */
async function oneStep(network: PreparedNetwork): Promise<{ losses: Float32Array; after: Float32Array }> {
  network.putParameters(parameters);
  network.putOptimizer({
    step: 10,
    firstMoment: new Float32Array(layout.parameterCount),
    secondMoment: new Float32Array(layout.parameterCount).fill(1e-2),
  });
  const dataset = network.putDataset(bytesOf(images), labels);
  const steps: TrainingSteps = {
    dataset,
    order: Uint32Array.from({ length: COUNT }, (_, n) => n),
    batchSize: COUNT,
    learningRates: Float32Array.of(0.01),
    weightDecay: 0.05,
  };
  const losses = await network.train(steps);
  dataset.dispose();
  return { losses, after: await network.readParameters() };
}

test('a training step of a whole network agrees with the reference, moving statistics and all', async () => {
  const fast = await (await loadWasmEngineFromDisk()).prepare(SMALL);
  const exact = await createReferenceEngine().prepare(SMALL);
  const [actual, expected] = [await oneStep(fast), await oneStep(exact)];
  expectAgreement(actual.losses, expected.losses, 'loss');
  const moved = (after: Float32Array): Float32Array => after.map((value, i) => value - parameters[i]!);
  expectSlotsAgree(layout, actual.after, expected.after, 'parameters');
  // What moved, in float32 differences of numbers near 1: 6e-8 of 1e-3, twice.
  expectSlotsAgree(layout, moved(actual.after), moved(expected.after), 'the step', 2e-3);
  for (const { role, offset, length } of layout.slots) {
    if (role !== 'moving_mean' && role !== 'moving_variance') continue;
    expect(
      moved(actual.after)
        .subarray(offset, offset + length)
        .some(change => change !== 0),
    ).toBe(true);
  }
  const first = await fast.lossAndGradient(images, labels);
  const theirs = await exact.lossAndGradient(images, labels);
  expect(first.loss / theirs.loss).toBeCloseTo(1, 4);
  expect(await fast.readParameters()).toEqual(actual.after);
  expectAgreement(await fast.predict(images), await exact.predict(images), 'logits after the step', 1e-4);
  fast.dispose();
});

test('memory stays flat over steps, predictions, batches of other sizes and networks disposed of', async () => {
  const bytes = await readFile(new URL('../engine/wasm/build/kernels.wasm', import.meta.url));
  const { kernels, memory } = await instantiateKernels(Uint8Array.from(bytes));
  const engine = engineOn({ kernels, memory });
  const round = async (times: number): Promise<void> => {
    const network = await engine.prepare(SMALL);
    for (let i = 0; i < times; i++) {
      await oneStep(network);
      await network.predict(images);
      await network.lossAndGradient(images.subarray(0, 2 * layout.pixels), labels.subarray(0, 2));
    }
    network.dispose();
  };
  await round(1);
  const { size } = memory;
  await round(20);
  await round(3);
  expect(memory.size).toBe(size);
  expect(memory.inUse).toBe(0);
});

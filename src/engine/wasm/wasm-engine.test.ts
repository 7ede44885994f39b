/**
 * What the agreement tests (`../agreement.test.ts`) leave: that training stays with the reference over a dozen steps, that
 * the bits are always the same, that memory stays flat, and that what is disposed of is refused.
 */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { seeded } from '../../core/random';
import { AGREEMENT_CASES, quadraticTerm, randomInputs } from '../agreement-cases';
import type { DescentHead, Engine, PreparedNetwork } from '../engine';
import { layOut, type Layout } from '../network';
import { createReferenceEngine } from '../reference/reference-engine';
import { fixedRun, LENET_RUN, RESIDUAL_RUN } from './fixed-run';
import { instantiateKernels } from './kernels';
import { engineOn } from './wasm-engine';
import { loadWasmEngineFromDisk } from './load-from-disk';

const LENET = AGREEMENT_CASES.at(-1)!.layout; // 18 × 18, two convolutions, three dense layers
const engine = await loadWasmEngineFromDisk();

async function prepareWith(on: Engine, layout: Layout, parameters: Float32Array): Promise<PreparedNetwork> {
  const network = await on.prepare(layout.network);
  network.putParameters(parameters);
  return network;
}

function bytesOf(images: Float32Array): Uint8Array {
  return Uint8Array.from(images, x => Math.floor(256 * x));
}

/** Twelve steps of batches that are no multiple of a block or chunk, with a term and weight decay. */
async function dozenSteps(on: Engine): Promise<{ losses: Float32Array; parameters: Float32Array }> {
  const { parameters, images, labels } = randomInputs(LENET, 100, 'dozen steps');
  const network = await prepareWith(on, LENET, parameters);
  const losses = await network.train({
    dataset: network.putDataset(bytesOf(images), labels),
    order: Uint32Array.from({ length: 12 * 75 }, (_, i) => (i * 37) % 100),
    batchSize: 75,
    learningRates: new Float32Array(12).fill(2e-3),
    weightDecay: 0.05,
    term: quadraticTerm(LENET),
  });
  const after = await network.readParameters();
  network.dispose();
  return { losses, parameters: after };
}

test('twelve steps fall as the reference’s do, and two runs give the same bits', async () => {
  const actual = await dozenSteps(engine);
  const expected = await dozenSteps(createReferenceEngine());
  expect(actual.losses.at(-1)!).toBeLessThan(0.95 * actual.losses[0]!);
  actual.losses.forEach((loss, i) => expect(Math.abs(loss / expected.losses[i]! - 1)).toBeLessThan(1e-4));
  // Adam turns a gradient near 0 into a whole step of 2e-3, rounding errors with it: most weights agree far closer.
  const apart = actual.parameters.map((w, i) => Math.abs(w - expected.parameters[i]!)).sort();
  expect(apart[Math.floor(0.99 * apart.length)]!).toBeLessThan(1e-5);
  expect(await dozenSteps(engine)).toEqual(actual);
});

test.each([
  ['LeNet-5', LENET_RUN, 0.5],
  ['a residual network', RESIDUAL_RUN, 2],
] as const)('a fixed run of %s learns, and ends in the known weights', async (_, options, reached) => {
  const { sha256, losses } = await fixedRun(engine, options);
  expect(losses[0]!).toBeGreaterThan(2.1);
  expect(losses.at(-1)!).toBeLessThan(reached);
  expect(sha256).toBe(options.sha256);
});

test('a batch may be of any size: gradients of 150 images are the mean of those of its thirds', async () => {
  const { parameters, images, labels } = randomInputs(LENET, 150, 'thirds');
  const network = await prepareWith(engine, LENET, parameters);
  const whole = await network.lossAndGradient(images, labels);
  const mean = new Float64Array(parameters.length);
  for (let n = 0; n < 150; n += 50) {
    const part = images.subarray(n * LENET.pixels, (n + 50) * LENET.pixels);
    const { gradient } = await network.lossAndGradient(part, labels.subarray(n, n + 50));
    gradient.forEach((g, i) => (mean[i]! += g / 3));
  }
  const largest = mean.reduce((max, g) => Math.max(max, Math.abs(g)), 0);
  whole.gradient.forEach((g, i) => expect(Math.abs(g - mean[i]!)).toBeLessThan(1e-6 * largest));
  network.dispose();
});

/** Wide rows and large windows, beyond LeNet's: every block of the filter-gradient kernels is met. */
test.each([
  [2, 9],
  [4, 3],
  [7, 1],
  [7, 2],
  [5, 7],
  [3, 13],
] as const)('gradients of a %i × %i-channel window agree with the reference', async (size, channels) => {
  const layout = layOut({
    input: { height: 13, width: 12, channels },
    layers: [
      { kind: 'conv-pool', name: 'conv', size, filters: 9, padding: 'valid' },
      { kind: 'dense', name: 'logits', units: 11, activation: 'linear' },
    ],
  });
  const { parameters, images, labels, logitGradient } = randomInputs(layout, 11, `${size}×${channels}`);
  const fast = await prepareWith(engine, layout, parameters);
  const exact = await prepareWith(createReferenceEngine(), layout, parameters);
  const pairs = [
    [await fast.predict(images), await exact.predict(images)],
    [
      (await fast.lossAndGradient(images, labels)).gradient,
      (await exact.lossAndGradient(images, labels)).gradient,
    ],
    [await fast.inputGradient(images, logitGradient), await exact.inputGradient(images, logitGradient)],
  ] as const;
  for (const [actual, expected] of pairs) {
    const largest = expected.reduce((max, g) => Math.max(max, Math.abs(g)), 0);
    expected.forEach((g, i) => expect(Math.abs(actual[i]! - g)).toBeLessThanOrEqual(1e-5 * largest));
  }
  fast.dispose();
});

test('a network that is sure keeps the digits of a tiny loss', async () => {
  // One dense layer whose weights are 0: the logits are the biases, the loss is ln(1 + 2·e^−18), 3.0e-8.
  const layout = layOut({
    input: { height: 1, width: 1, channels: 1 },
    layers: [{ kind: 'dense', name: 'logits', units: 3, activation: 'linear' }],
  });
  const network = await prepareWith(engine, layout, Float32Array.of(0, 0, 0, 18, 0, 0));
  const { loss, gradient } = await network.lossAndGradient(Float32Array.of(1), Uint8Array.of(0));
  const small = 1.522997974471263e-8; // e^−18
  expect(loss / (2 * small)).toBeCloseTo(1, 6);
  expect(gradient[0]! / (-2 * small)).toBeCloseTo(1, 6);
  expect(gradient[4]! / small).toBeCloseTo(1, 6);
  network.dispose();
});

/** Raises the first logit until it passes the image's own bar, its state. */
const raiseFirst: DescentHead = {
  stateSize: 1,
  evaluate: (logits, state, gradient) => {
    const passed = logits[0]! > state[0]!;
    gradient[0] = passed ? 0 : -50;
    return passed;
  },
  wgsl: '',
};

test('memory stays as it is over 1000 steps and 50 rounds of preparing, training, descending and disposing', async () => {
  const small = layOut({
    input: { height: 8, width: 8, channels: 1 },
    layers: [
      { kind: 'conv-pool', name: 'conv', size: 3, filters: 4, padding: 'same' },
      { kind: 'dense', name: 'logits', units: 3, activation: 'linear' },
    ],
  });
  const place = new URL('./build/kernels.wasm', import.meta.url);
  const bytes = Uint8Array.from(await readFile(place));
  const { kernels, memory } = await instantiateKernels(bytes);
  const own = engineOn({ kernels, memory });
  const { parameters, images, labels } = randomInputs(small, 32, 'memory');
  const train = (network: PreparedNetwork, steps: number) =>
    network.train({
      dataset: network.putDataset(bytesOf(images), labels),
      order: Uint32Array.from({ length: steps * 8 }, (_, i) => i % 32),
      batchSize: 8,
      learningRates: new Float32Array(steps).fill(1e-3),
      weightDecay: 0,
    });
  const round = async (steps: number): Promise<void> => {
    const network = await prepareWith(own, small, parameters);
    await train(network, steps);
    const descent = network.descend({
      images,
      head: raiseFirst,
      state: new Float32Array(32),
      iterations: 3,
      learningRate: { from: 0.1, to: 0 },
      beta1: 0.9,
      beta2: 0.999,
    });
    await descent.run(3);
    network.dispose();
  };
  expect(memory.inUse).toBe(0);
  await round(1);
  expect(memory.inUse).toBe(0);
  const { size } = memory;
  for (let i = 0; i < 50; i++) await round(i === 0 ? 1000 : 1);
  expect(memory.size).toBe(size);
  expect(memory.inUse).toBe(0);
});

test('what was disposed of, or never was there, is refused', async () => {
  const { parameters, images, labels } = randomInputs(LENET, 4, 'refused');
  const network = await prepareWith(engine, LENET, parameters);
  const dataset = network.putDataset(bytesOf(images), labels);
  expect(() => network.putDataset(bytesOf(images), Uint8Array.of(0, 1, 2, 10))).toThrow('Label 10');
  await expect(network.predictDataset(dataset, 2, 5)).rejects.toThrow('2 to 5');
  const steps = { dataset, batchSize: 2, learningRates: Float32Array.of(0.1), weightDecay: 0 };
  await expect(network.train({ ...steps, order: Uint32Array.of(1, 4) })).rejects.toThrow('no image 4');
  dataset.dispose();
  await expect(network.train({ ...steps, order: Uint32Array.of(0, 1) })).rejects.toThrow('disposed');
  network.dispose();
  network.dispose();
  await expect(network.predict(images)).rejects.toThrow('disposed');
  await expect(instantiateKernels(new Uint8Array(8))).rejects.toThrow('WebAssembly');
});

test('a descent keeps the nearest iterate its head accepted', async () => {
  const { parameters, images } = randomInputs(LENET, 70, 'descent'); // more than a block
  const network = await prepareWith(engine, LENET, parameters);
  const random = seeded(3, 'descent state');
  const state = Float32Array.from({ length: 70 }, () => random.between(0.2, 0.6));
  const descent = network.descend({
    images,
    head: raiseFirst,
    state,
    iterations: 40,
    learningRate: { from: 0.1, to: 0 },
    beta1: 0.9,
    beta2: 0.999,
  });
  const start = await descent.read();
  start.images.forEach((x, i) => expect(Math.abs(x - images[i]!)).toBeLessThan(1e-4));
  await descent.run(40);
  const { images: found, kept, distortion } = await descent.read();
  const logits = await network.predict(found);
  for (let n = 0; n < 70; n++) {
    if (kept[n]) expect(logits[10 * n]!).toBeGreaterThan(state[n]!);
    let square = 0;
    for (let i = n * LENET.pixels; i < (n + 1) * LENET.pixels; i++) square += (found[i]! - images[i]!) ** 2;
    expect(distortion[n]! / Math.sqrt(square)).toBeCloseTo(1, 5);
  }
  expect(kept.reduce((sum, k) => sum + k, 0)).toBeGreaterThan(35);
  network.dispose();
  await expect(descent.read()).rejects.toThrow('disposed');
});

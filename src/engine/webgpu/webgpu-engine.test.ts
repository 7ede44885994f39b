/** What the suite shared with the other backends (`../agreement.test.ts`) does not ask: longer runs, and the memory's end. */
import { afterAll, describe, expect, test } from 'vitest';
import { seeded } from '../../core/random';
import { AGREEMENT_CASES, quadraticTerm, randomInputs } from '../agreement-cases';
import type { DescentHead, PreparedNetwork } from '../engine';
import { createReferenceEngine } from '../reference/reference-engine';
import { startDawn } from './dawn.node';
import { TUNING_NAMES } from './tuning';
import { createWebGpuEngine } from './webgpu-engine';

const device = await startDawn();

/** Convolution, convolution, dense with relu, logits: every kernel, small. */
const { layout } = AGREEMENT_CASES[8]!;
const { parameters, images, labels } = randomInputs(layout, 40, 'webgpu');
const bytes = Uint8Array.from(images, x => Math.floor(256 * x));
const BATCH = 16;

interface Run {
  readonly losses: Float32Array;
  readonly parameters: Float32Array;
}

async function train(prepared: PreparedNetwork, steps: number, batchSize = BATCH): Promise<Run> {
  const random = seeded(3, 'webgpu order');
  prepared.putParameters(parameters);
  // A second moment well above 0: where it is tiny, Adam divides rounding errors by rounding errors.
  prepared.putOptimizer({
    step: 3,
    firstMoment: new Float32Array(layout.parameterCount),
    secondMoment: new Float32Array(layout.parameterCount).fill(1e-3),
  });
  const dataset = prepared.putDataset(bytes, labels);
  const losses = await prepared.train({
    dataset,
    order: Uint32Array.from({ length: steps * batchSize }, () => random.integer(40)),
    batchSize,
    learningRates: Float32Array.from({ length: steps }, (_, i) => 0.01 / (1 + i)),
    weightDecay: 0.05,
    term: quadraticTerm(layout),
  });
  dataset.dispose();
  return { losses, parameters: await prepared.readParameters() };
}

/** Pulls every logit to the state's one number; keeps what has come near with the first. */
const towards: DescentHead = {
  stateSize: 1,
  evaluate: (logits, state, gradient) => {
    for (let k = 0; k < logits.length; k++) gradient[k] = 3 * (logits[k]! - state[0]!);
    return Math.abs(logits[0]! - state[0]!) < 0.3;
  },
  wgsl: `fn head_evaluate(logits: ptr<function, array<f32, K>>, state: ptr<function, array<f32, S>>,
    gradient: ptr<function, array<f32, K>>) -> bool {
    for (var k = 0u; k < K; k++) { (*gradient)[k] = 3.0 * ((*logits)[k] - (*state)[0]); }
    return abs((*logits)[0] - (*state)[0]) < 0.3;
  }`,
};

function largestDifference(actual: Float32Array, expected: Float32Array): number {
  expect(actual.length).toBe(expected.length);
  return expected.reduce((largest, value, i) => Math.max(largest, Math.abs(actual[i]! - value)), 0);
}

describe.skipIf(!device)('webgpu', () => {
  const engine = device && createWebGpuEngine(device, 'Dawn on SwiftShader');
  if (!engine) return;
  afterAll(() => engine.dispose());

  test('twelve steps with a term and decay follow the reference', async () => {
    const fast = await engine.prepare(layout.network);
    const actual = await train(fast, 12);
    const expected = await train(await createReferenceEngine().prepare(layout.network), 12);
    expect(largestDifference(actual.losses, expected.losses)).toBeLessThan(1e-5);
    expect(largestDifference(actual.parameters, expected.parameters)).toBeLessThan(1e-5);
    expect(largestDifference(actual.parameters, parameters)).toBeGreaterThan(0.01);
    fast.dispose();
  });

  test.each(TUNING_NAMES)('tuned for "%s", every kernel agrees with the reference', async tuning => {
    const tuned = createWebGpuEngine(device, 'Dawn on SwiftShader', { tuning });
    expect(tuned.tuning).toBe(tuning);
    const given = randomInputs(layout, 7, 'tuned');
    const results = [];
    for (const each of [tuned, createReferenceEngine()]) {
      const prepared = await each.prepare(layout.network);
      prepared.putParameters(given.parameters);
      results.push({
        logits: await prepared.predict(given.images),
        gradient: (await prepared.lossAndGradient(given.images, given.labels)).gradient,
        byImages: await prepared.inputGradient(given.images, given.logitGradient),
      });
      prepared.dispose();
    }
    const [actual, expected] = [results[0]!, results[1]!];
    const error = (of: 'logits' | 'gradient' | 'byImages'): number =>
      largestDifference(actual[of], expected[of]) / Math.max(...expected[of].map(Math.abs));
    expect(error('logits')).toBeLessThan(1e-5);
    expect(error('gradient')).toBeLessThan(1e-4);
    expect(error('byImages')).toBeLessThan(1e-4);
  });

  test('tuning measures each candidate, goes on with the fastest, and leaves nothing behind', async () => {
    const seen: number[] = [];
    const small = AGREEMENT_CASES[4]!.layout;
    const tuned = createWebGpuEngine(device, 'Dawn on SwiftShader', {
      onProgress: ({ compiled, total }) => seen.push(compiled / total),
    });
    const { fastest, milliseconds } = await tuned.tune(small.network, ['gpu', 'gpu-quads'], 8);
    expect(Object.keys(milliseconds)).toEqual(['gpu', 'gpu-quads']);
    expect(milliseconds[fastest!]).toBe(Math.min(...Object.values(milliseconds)));
    expect(tuned.tuning).toBe(fastest);
    expect(tuned.memory.bufferCount).toBe(0);
    expect(seen.filter(part => part === 1).length).toBe(2);
    expect(await tuned.tune(small.network, [])).toEqual({ fastest: null, milliseconds: {} });
    expect(tuned.tuning).toBe(fastest);
  });

  test('two runs give the same bits', async () => {
    const prepared = await engine.prepare(layout.network);
    expect(await train(prepared, 20)).toEqual(await train(prepared, 20));
    prepared.dispose();
  });

  test('520 images descend in two parts as the reference does', async () => {
    const small = AGREEMENT_CASES[4]!.layout;
    const many = randomInputs(small, 520, 'webgpu descent');
    const results = [];
    for (const each of [engine, createReferenceEngine()]) {
      const prepared = await each.prepare(small.network);
      prepared.putParameters(many.parameters);
      const descent = prepared.descend({
        images: many.images,
        head: towards,
        state: Float32Array.from({ length: 520 }, (_, n) => (n % 7) / 7),
        iterations: 4,
        learningRate: { from: 0.1, to: 0.02 },
        beta1: 0.9,
        beta2: 0.999,
      });
      await descent.run(4);
      results.push(await descent.read());
      descent.dispose();
      prepared.dispose();
    }
    const [actual, expected] = [results[0]!, results[1]!];
    expect(actual.kept).toEqual(expected.kept);
    expect(new Set(expected.kept)).toEqual(new Set([0, 1]));
    // Adam turns a gradient near 0 into a whole step, rounding errors with it: some pixels in 100,000 may go elsewhere.
    const astray = expected.images.filter((x, i) => !(Math.abs(actual.images[i]! - x) < 1e-4));
    expect(astray.length / expected.images.length).toBeLessThan(1e-3);
    expect(largestDifference(actual.logits, expected.logits)).toBeLessThan(0.02);
  });

  test('no buffer is left behind by 1,000 steps, predictions, descents and a disposal', async () => {
    const { memory } = engine;
    const before = { buffers: memory.bufferCount, bytes: memory.bytesInUse };
    const cycle = async (steps: number): Promise<{ buffers: number; bytes: number }> => {
      const prepared = await engine.prepare(layout.network);
      await train(prepared, 4, 2);
      await prepared.predict(images);
      await prepared.lossAndGradient(images, labels, quadraticTerm(layout));
      const trained = { buffers: memory.bufferCount, bytes: memory.bytesInUse };
      await train(prepared, steps, 2);
      await prepared.predict(images);
      expect({ buffers: memory.bufferCount, bytes: memory.bytesInUse }).toEqual(trained);
      const descent = prepared.descend({
        images,
        head: towards,
        state: new Float32Array(40),
        iterations: 2,
        learningRate: { from: 0.1, to: 0.1 },
        beta1: 0.9,
        beta2: 0.999,
      });
      await descent.run(1);
      prepared.putDataset(bytes, labels);
      prepared.dispose();
      await expect(descent.run(1)).rejects.toThrow(/disposed of/);
      await expect(descent.read()).rejects.toThrow(/disposed of/);
      return { buffers: memory.bufferCount, bytes: memory.bytesInUse };
    };
    expect(await cycle(1_000)).toEqual(before);
    expect(await cycle(20)).toEqual(before);
  });

  test('a kernel that the device does not take is named, and the engine goes on', async () => {
    const prepared = await engine.prepare(layout.network);
    prepared.putParameters(parameters);
    const descent = prepared.descend({
      images,
      head: { ...towards, wgsl: 'fn head_evaluate() {}' },
      state: new Float32Array(40),
      iterations: 1,
      learningRate: { from: 0.1, to: 0.1 },
      beta1: 0.9,
      beta2: 0.999,
    });
    await expect(descent.run(1)).rejects.toThrow(/"descent head".*head_evaluate/s);
    expect(await prepared.readParameters()).toEqual(parameters);
    prepared.dispose();
  });
});

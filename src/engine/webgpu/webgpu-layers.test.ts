/** Layers of residual networks on the device: whole small networks against the reference. */
import { afterAll, describe, expect, test } from 'vitest';
import { seeded } from '../../core/random';
import { RESIDUAL_CASES, quadraticTerm, randomInputs } from '../agreement-cases';
import type { PreparedNetwork } from '../engine';
import type { Layout } from '../network';
import { createReferenceEngine } from '../reference/reference-engine';
import { startDawn } from './dawn.node';
import { createWebGpuEngine } from './webgpu-engine';

const device = await startDawn();

/** The identity shortcut: strides, both kinds of source, a sum, statistics. */
const { layout, name } = RESIDUAL_CASES[6]!;

function expectSlotsAgree(
  { slots }: Layout,
  actual: Float32Array,
  expected: Float32Array,
  tolerance: number,
): void {
  for (const slot of slots) {
    const part = (values: Float32Array) => values.subarray(slot.offset, slot.offset + slot.length);
    const [ours, theirs] = [part(actual), part(expected)];
    const largest = theirs.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const apart = theirs.reduce((most, value, i) => Math.max(most, Math.abs(ours[i]! - value)), 0);
    expect(apart, `${slot.name}, whose largest entry is ${largest}`).toBeLessThanOrEqual(tolerance * largest);
    expect(ours.every(Number.isFinite), slot.name).toBe(true);
  }
}

/** Three steps, from moments well above 0: where they are tiny, Adam divides rounding errors by rounding errors. */
async function train(prepared: PreparedNetwork): Promise<{ losses: Float32Array; parameters: Float32Array }> {
  const { parameters, images, labels } = randomInputs(layout, 20, 'residual training');
  const random = seeded(5, 'residual order');
  prepared.putParameters(parameters);
  prepared.putOptimizer({
    step: 3,
    firstMoment: new Float32Array(layout.parameterCount),
    secondMoment: new Float32Array(layout.parameterCount).fill(1e-2),
  });
  const dataset = prepared.putDataset(
    Uint8Array.from(images, x => Math.floor(256 * x)),
    labels,
  );
  const losses = await prepared.train({
    dataset,
    order: Uint32Array.from({ length: 3 * 9 }, () => random.integer(20)),
    batchSize: 9,
    learningRates: Float32Array.of(0.01, 0.005, 0.002),
    weightDecay: 0.05,
  });
  dataset.dispose();
  return { losses, parameters: await prepared.readParameters() };
}

describe.skipIf(!device)('webgpu', () => {
  const engine = device && createWebGpuEngine(device, 'Dawn on SwiftShader');
  if (!engine) return;
  afterAll(() => engine.dispose());

  test(`${name}: logits, gradients, steps; nothing is left behind`, async () => {
    const before = { buffers: engine.memory.bufferCount, bytes: engine.memory.bytesInUse };
    const fast = await engine.prepare(layout.network);
    const exact = await createReferenceEngine().prepare(layout.network);
    const { parameters, images, labels, logitGradient } = randomInputs(layout, 5, 'residual');
    fast.putParameters(parameters);
    exact.putParameters(parameters);
    const term = quadraticTerm(layout);
    const [ours, theirs] = [
      await fast.lossAndGradient(images, labels),
      await exact.lossAndGradient(images, labels),
    ];
    expect(ours.loss).toBeCloseTo(theirs.loss, 5);
    expectSlotsAgree(layout, ours.gradient, theirs.gradient, 1e-5);
    expectSlotsAgree(
      layout,
      (await fast.lossAndGradient(images, labels, term)).gradient,
      (await exact.lossAndGradient(images, labels, term)).gradient,
      1e-5,
    );
    expect(await fast.readParameters()).toEqual(parameters);
    const [back, exactBack] = [
      await fast.inputGradient(images, logitGradient),
      await exact.inputGradient(images, logitGradient),
    ];
    const apart = exactBack.reduce((most, value, i) => Math.max(most, Math.abs(back[i]! - value)), 0);
    expect(apart).toBeLessThan(1e-5 * exactBack.reduce((most, value) => Math.max(most, Math.abs(value)), 0));

    const trained = await train(fast);
    const expected = await train(exact);
    expectSlotsAgree(layout, trained.parameters, expected.parameters, 1e-5);
    for (const [i, loss] of expected.losses.entries()) expect(trained.losses[i]).toBeCloseTo(loss, 4);
    expect(await train(fast)).toEqual(trained);
    fast.dispose();
    expect({ buffers: engine.memory.bufferCount, bytes: engine.memory.bytesInUse }).toEqual(before);
  });
});

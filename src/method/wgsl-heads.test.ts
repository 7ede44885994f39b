/**
 * The method's own arithmetic is written twice, in TypeScript and in WGSL. Here each is run through a small network: on
 * WebGPU, by its WGSL, and on the reference, by its TypeScript.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { seeded } from '../core/random';
import { randomInputs } from '../engine/agreement-cases';
import type { DescentHead } from '../engine/engine';
import { layOut } from '../engine/network';
import { createReferenceEngine } from '../engine/reference/reference-engine';
import { startDawn } from '../engine/webgpu/dawn.node';
import { createWebGpuEngine } from '../engine/webgpu/webgpu-engine';
import { literalHead, reachHead, settleHead } from './fingerprint/objective';
import { watermarkTerm } from './watermark/regularizer';

const device = await startDawn();

const CLASSES = 4;
const COUNT = 24;
const layout = layOut({
  input: { height: 6, width: 6, channels: 1 },
  layers: [
    { kind: 'conv-pool', name: 'conv', size: 3, filters: 4, padding: 'same' },
    { kind: 'dense', name: 'logits', units: CLASSES, activation: 'linear' },
  ],
});
const { parameters, images, labels } = randomInputs(layout, COUNT, 'heads');

/** Shares that sum to 1, then α. */
function reachState(): Float32Array {
  const random = seeded(5, 'reach state');
  const rows = Array.from({ length: COUNT }, () => {
    const raw = Array.from({ length: CLASSES }, () => random.exponential());
    const sum = raw.reduce((total, x) => total + x, 0);
    return [...raw.map(x => x / sum), 10];
  });
  return Float32Array.from(rows.flat());
}

/** Target t, confidence c, and `rest`: wide tolerances, so that some iterates are kept. */
function targetState(...rest: number[]): Float32Array {
  return Float32Array.from(
    Array.from({ length: COUNT }, (_, n) => [n % CLASSES, 0.3 + 0.02 * (n % 5), ...rest]).flat(),
  );
}

const HEADS: { name: string; head: DescentHead; state: Float32Array; keeps: boolean }[] = [
  { name: 'reach', head: reachHead(CLASSES), state: reachState(), keeps: false },
  { name: 'settle', head: settleHead, state: targetState(0.1, 0.03, 8), keeps: true },
  { name: 'literal', head: literalHead, state: targetState(0.1, 5), keeps: true },
];

function median(values: Float32Array): number {
  return values.slice().sort()[values.length >> 1]!;
}

describe.skipIf(!device)('on webgpu as on the reference', () => {
  const engine = device && createWebGpuEngine(device, 'Dawn on SwiftShader');
  if (!engine) return;
  const engines = [engine, createReferenceEngine()];
  afterAll(() => engine.dispose());

  test.each(HEADS)('the head $name', async ({ head, state, keeps }) => {
    const results = [];
    for (const each of engines) {
      const prepared = await each.prepare(layout.network);
      prepared.putParameters(parameters);
      const descent = prepared.descend({
        images,
        head,
        state,
        iterations: 30,
        learningRate: { from: 0.1, to: 0 },
        beta1: 0.9,
        beta2: 0.99,
      });
      // The first iteration alone: its logits are those of the images, so that state and verdict must agree to the bit of float32.
      await descent.run(1);
      const first = await descent.read();
      await descent.run(29);
      results.push({ first, last: await descent.read() });
      descent.dispose();
      prepared.dispose();
    }
    const [actual, expected] = [results[0]!, results[1]!];
    expect(actual.first.kept).toEqual(expected.first.kept);
    actual.first.state.forEach((value, i) => expect(value).toBeCloseTo(expected.first.state[i]!, 5));
    expect(actual.last.kept.includes(1)).toBe(keeps);
    expect(expected.last.kept.includes(1)).toBe(keeps);
    // A descent along |·| jumps from side to side, and rounding decides which: most pixels agree closely, all of them nearly.
    const apart = actual.last.images.map((x, i) => Math.abs(x - expected.last.images[i]!));
    expect(median(apart)).toBeLessThan(1e-5);
    const moved = expected.last.images.map((x, i) => Math.abs(x - images[i]!));
    expect(median(moved)).toBeGreaterThan(1e-3);
  });

  test('the term of Eq. (4)', async () => {
    const term = watermarkTerm(layout, {
      version: 1,
      layer: 'conv',
      component: 2,
      positions: [0, 7, 4],
      digits: [2, 9, 0],
      map: { a: 180 / 7, b: -18 / 7 },
    });
    const gradients = [];
    for (const each of engines) {
      const prepared = await each.prepare(layout.network);
      prepared.putParameters(parameters);
      const bare = await prepared.lossAndGradient(images, labels);
      const marked = await prepared.lossAndGradient(images, labels, term);
      gradients.push(Array.from(term.indices, i => marked.gradient[i]! - bare.gradient[i]!));
      expect(marked.loss).toBe(bare.loss);
      prepared.dispose();
    }
    const [actual, expected] = [gradients[0]!, gradients[1]!];
    expected.forEach((value, i) => {
      expect(Math.abs(value)).toBeGreaterThan(0.01);
      expect(actual[i]! / value).toBeCloseTo(1, 4);
    });
  });
});

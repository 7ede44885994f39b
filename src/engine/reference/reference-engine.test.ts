import { describe, expect, test } from 'vitest';
import { isAppError } from '../../core/errors';
import { seeded } from '../../core/random';
import { AGREEMENT_CASES, quadraticTerm, randomInputs } from '../agreement-cases';
import { layOut, type Network } from '../network';
import { adamStep, freshAdam } from './adam';
import { crossEntropy } from './loss';
import { backward, forward } from './network-pass';
import { createReferenceEngine } from './reference-engine';

/** Positions to probe: every one of a few, a fixed random choice of many. */
function probes(length: number, most: number): number[] {
  return seeded(3, 'probes').choose(length, Math.min(length, most));
}

/** (f(x + h) − f(x − h)) / 2h at entry i of `values`, which is left as it was. */
function centralDifference(values: Float64Array, i: number, f: () => number): number {
  const h = 1e-5;
  const was = values[i]!;
  values[i] = was + h;
  const above = f();
  values[i] = was - h;
  const below = f();
  values[i] = was;
  return (above - below) / (2 * h);
}

describe.each(AGREEMENT_CASES)('gradients against central differences: $name', ({ name, layout }) => {
  const inputs = randomInputs(layout, 2, name);
  const parameters = Float64Array.from(inputs.parameters);
  const images = Float64Array.from(inputs.images);
  const pass = forward(layout, parameters, images, 2);

  test('cross-entropy by the parameters', () => {
    const { logitGradient } = crossEntropy(pass.logits, inputs.labels, layout.classes);
    const gradient = backward(layout, parameters, pass, logitGradient, 2).parameters;
    for (const slot of layout.slots) {
      const largest = Math.max(...gradient.subarray(slot.offset, slot.offset + slot.length).map(Math.abs));
      for (const i of probes(slot.length, 25)) {
        const numeric = centralDifference(parameters, slot.offset + i, () => {
          const { logits } = forward(layout, parameters, images, 2);
          return crossEntropy(logits, inputs.labels, layout.classes).loss;
        });
        expect(Math.abs(gradient[slot.offset + i]! - numeric)).toBeLessThan(1e-6 * largest);
      }
    }
  });

  test('a weighted sum of the logits by the pixels', () => {
    const logitGradient = Float64Array.from(inputs.logitGradient);
    const gradient = backward(layout, parameters, pass, logitGradient, 2).images;
    const largest = Math.max(...gradient.map(Math.abs));
    for (const i of probes(images.length, 40)) {
      const numeric = centralDifference(images, i, () =>
        forward(layout, parameters, images, 2).logits.reduce((sum, z, k) => sum + z * logitGradient[k]!, 0),
      );
      expect(Math.abs(gradient[i]! - numeric)).toBeLessThan(1e-6 * largest);
    }
  });
});

describe('by hand', () => {
  // One 2 × 2 window, a 1 × 1 kernel w with bias b, one logit u·pool + c.
  const tiny: Network = {
    input: { height: 2, width: 2, channels: 1 },
    layers: [
      { kind: 'conv-pool', name: 'conv', size: 1, filters: 1, padding: 'valid' },
      { kind: 'dense', name: 'logits', units: 1, activation: 'linear' },
    ],
  };
  const layout = layOut(tiny);

  test.each([
    { image: [0.25, 0.5, 0.75, 0.5], parameters: [2, 1, 3, 0.5], logit: 8, gradient: [0, 0, 6, 0] },
    // Ties: the first of equals, row by row.
    { image: [0.25, 0.5, 0.5, 0.5], parameters: [2, 1, 3, 0.5], logit: 6.5, gradient: [0, 6, 0, 0] },
    // Everything below 0, and exactly 0, is dead.
    { image: [0.25, 0.5, 0.75, 1], parameters: [1, -2, 3, 0.5], logit: 0.5, gradient: [0, 0, 0, 0] },
    { image: [0.25, 0.5, 0.75, 1], parameters: [1, -1, 3, 0.5], logit: 0.5, gradient: [0, 0, 0, 0] },
  ])(
    'pool of relu(w·$image + b) with [w, b, u, c] = $parameters',
    ({ image, parameters, logit, gradient }) => {
      const values = Float64Array.from(parameters);
      const pass = forward(layout, values, Float64Array.from(image), 1);
      expect(Array.from(pass.logits)).toEqual([logit]);
      expect(Array.from(backward(layout, values, pass, Float64Array.of(1), 1).images)).toEqual(gradient);
    },
  );

  test('a 3 × 3 kernel with same padding, counting the neighbours of each cell', () => {
    const counting = layOut({
      input: { height: 5, width: 5, channels: 1 },
      layers: [
        { kind: 'conv-pool', name: 'conv', size: 3, filters: 1, padding: 'same' },
        { kind: 'dense', name: 'logits', units: 1, activation: 'linear' },
      ],
    });
    const values = new Float64Array(counting.parameterCount).fill(1);
    values[9] = 0; // the convolution's bias
    const pass = forward(counting, values, new Float64Array(25).fill(1), 1);
    // Windows of a 5 × 5 count map with 4 in the corners, 6 along the edges, 9 inside: each reaches a 9 at its cell 3,
    // or, beside the top or the left edge, at its first inner cell. The last row and column are dropped.
    expect(Array.from(pass.results[0]!.output)).toEqual([9, 9, 9, 9]);
    expect(Array.from(pass.results[0]!.argmax)).toEqual([3, 2, 1, 0]);
    expect(Array.from(pass.logits)).toEqual([37]);
  });

  test('cross-entropy of equal logits is ln K, of a hopeless one its distance', () => {
    const equal = crossEntropy(new Float64Array(8), Uint8Array.of(1, 3), 4);
    expect(equal.loss).toBeCloseTo(Math.log(4), 14);
    expect(Array.from(equal.logitGradient)).toEqual([
      0.125, -0.375, 0.125, 0.125, 0.125, 0.125, 0.125, -0.375,
    ]);
    expect(crossEntropy(Float64Array.of(2000, 0), Uint8Array.of(1), 2).loss).toBe(2000);
  });

  test('the first step of Adam is η·g/(|g| + ε), and decay touches kernels alone', () => {
    const values = Float64Array.of(2, 1, 3, 0.5);
    const state = freshAdam(4);
    adamStep(layout, values, Float64Array.of(4, -0.5, 0, 1e-8), state, 0.1, 0.01);
    expect(values[0]).toBeCloseTo(2 - 0.1 - 0.1 * 0.01 * 2, 8);
    expect(values[1]).toBeCloseTo(1 + 0.1, 8);
    expect(values[2]).toBeCloseTo(3 - 0.1 * 0.01 * 3, 14);
    expect(values[3]).toBeCloseTo(0.5 - 0.05, 8);
    expect(state.firstMoment[0]).toBeCloseTo(0.4, 14);
    expect(state.secondMoment[0]).toBeCloseTo(0.016, 14);
  });
});

describe('engine', () => {
  const { layout } = AGREEMENT_CASES[4]!;
  const inputs = randomInputs(layout, 6, 'engine');

  test('a term adds its derivative at its own weights and nothing to the loss', async () => {
    const prepared = await createReferenceEngine().prepare(layout.network);
    prepared.putParameters(inputs.parameters);
    const term = quadraticTerm(layout);
    const bare = await prepared.lossAndGradient(inputs.images, inputs.labels);
    const both = await prepared.lossAndGradient(inputs.images, inputs.labels, term);
    expect(both.loss).toBe(bare.loss);
    const difference = both.gradient.map((g, i) => g - bare.gradient[i]!);
    term.indices.forEach((index, i) => {
      const [target, strength] = [term.constants[2 * i]!, term.constants[2 * i + 1]!];
      expect(difference[index]).toBeCloseTo(strength * (inputs.parameters[index]! - target), 5);
      difference[index] = 0;
    });
    expect(difference.every(d => d === 0)).toBe(true);
  });

  test('training lowers the loss, and what it reports is the loss before each step', async () => {
    const prepared = await createReferenceEngine().prepare(layout.network);
    prepared.putParameters(inputs.parameters);
    const bytes = Uint8Array.from(inputs.images, x => Math.round(255 * x));
    const dataset = prepared.putDataset(bytes, inputs.labels);
    const before = await prepared.lossAndGradient(
      Float32Array.from(bytes, b => b / 255),
      inputs.labels,
    );
    const losses = await prepared.train({
      dataset,
      order: Uint32Array.from({ length: 40 * 6 }, (_, i) => i % 6),
      batchSize: 6,
      learningRates: new Float32Array(40).fill(0.01),
      weightDecay: 0,
    });
    expect(losses[0]).toBeCloseTo(before.loss, 6);
    expect(losses.at(-1)!).toBeLessThan(0.3 * losses[0]!);
    expect((await prepared.readOptimizer()).step).toBe(40);
  });

  test('a descent without objective returns to the image it started from', async () => {
    const prepared = await createReferenceEngine().prepare(layout.network);
    prepared.putParameters(inputs.parameters);
    const grey = inputs.images.map(x => 0.1 + 0.8 * x);
    const descent = prepared.descend({
      images: grey,
      start: grey.map(x => 0.5 + 0.5 * (x - 0.5)),
      head: { stateSize: 1, evaluate: () => true, wgsl: '' },
      state: new Float32Array(6),
      iterations: 200,
      learningRate: { from: 0.1, to: 0 },
      beta1: 0.9,
      beta2: 0.999,
    });
    await descent.run(200);
    const { kept, distortion } = await descent.read();
    expect(Array.from(kept)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(Math.max(...distortion)).toBeLessThan(0.001);
  });

  test('a descent keeps the least distorted iterate the head accepts', async () => {
    const prepared = await createReferenceEngine().prepare(layout.network);
    prepared.putParameters(inputs.parameters);
    const [before] = await prepared.predict(inputs.images.subarray(0, layout.pixels));
    const accepted: number[] = [];
    const descent = prepared.descend({
      images: inputs.images.subarray(0, layout.pixels),
      // Raises logit 0, and accepts only above a threshold, counting in its state.
      head: {
        stateSize: 1,
        evaluate: (logits, state, gradient) => {
          gradient[0] = -5;
          state[0]! += 1;
          const keep = logits[0]! > before! + 0.5;
          if (keep) accepted.push(logits[0]!);
          return keep;
        },
        wgsl: '',
      },
      state: new Float32Array(1),
      iterations: 60,
      learningRate: { from: 0.1, to: 0.1 },
      beta1: 0.9,
      beta2: 0.999,
    });
    await descent.run(20);
    expect(descent.iteration).toBe(20);
    await descent.run(1000);
    const result = await descent.read();
    expect(descent.iteration).toBe(60);
    expect(result.state[0]).toBe(60);
    expect(result.kept[0]).toBe(1);
    const [logit] = await prepared.predict(result.images);
    expect(accepted.some(value => Math.abs(value - logit!) < 1e-5)).toBe(true);
    const square = result.images.reduce((sum, x, i) => sum + (x - inputs.images[i]!) ** 2, 0);
    expect(result.distortion[0]).toBeCloseTo(Math.sqrt(square), 5);
  });

  test('a wrong length, label or index is named', async () => {
    const prepared = await createReferenceEngine().prepare(layout.network);
    expect(() => prepared.putParameters(new Float32Array(3))).toThrow(/3 entries; \d+ were expected/);
    expect(() => prepared.putDataset(new Uint8Array(layout.pixels), Uint8Array.of(200))).toThrow(/Label 200/);
    const dataset = prepared.putDataset(new Uint8Array(layout.pixels), Uint8Array.of(1));
    const steps = { batchSize: 1, learningRates: new Float32Array(1), weightDecay: 0 };
    await expect(prepared.train({ ...steps, dataset, order: Uint32Array.of(1) })).rejects.toThrow(
      /no image 1/,
    );
    dataset.dispose();
    const failure: unknown = await prepared
      .train({ ...steps, dataset, order: Uint32Array.of(0) })
      .catch((error: unknown) => error);
    expect(isAppError(failure, 'internal')).toBe(true);
  });
});

import { describe, expect, test } from 'vitest';
import { isAppError } from '../../core/errors';
import { seeded } from '../../core/random';
import { AGREEMENT_CASES, RESIDUAL_CASES, quadraticTerm, randomInputs } from '../agreement-cases';
import { layOut, type ConvolutionLayer, type Network } from '../network';
import { adamStep, freshAdam } from './adam';
import { crossEntropy } from './loss';
import { backward, forward } from './network-pass';
import { createReferenceEngine } from './reference-engine';

/** Positions to probe: every one of a few, a fixed random choice of many. */
function probes(length: number, most: number): number[] {
  return seeded(3, 'probes').choose(length, Math.min(length, most));
}

function convolution(name: string, from?: string, stride: 1 | 2 = 1): ConvolutionLayer {
  const layer = { kind: 'convolution', name, size: 1, stride, filters: 1 } as const;
  return from === undefined ? layer : { ...layer, from };
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

describe.each([...AGREEMENT_CASES, ...RESIDUAL_CASES])(
  'gradients against central differences: $name',
  ({ name, layout }) => {
    const inputs = randomInputs(layout, 2, name);
    const parameters = Float64Array.from(inputs.parameters);
    const images = Float64Array.from(inputs.images);
    const pass = forward(layout, parameters, images, 2, 'training');

    test('cross-entropy by the parameters', () => {
      const { logitGradient } = crossEntropy(pass.logits, inputs.labels, layout.classes);
      const gradient = backward(layout, parameters, pass, logitGradient, 2).parameters;
      for (const slot of layout.slots) {
        const largest = Math.max(...gradient.subarray(slot.offset, slot.offset + slot.length).map(Math.abs));
        for (const i of probes(slot.length, 12)) {
          const numeric = centralDifference(parameters, slot.offset + i, () => {
            const { logits } = forward(layout, parameters, images, 2, 'training');
            return crossEntropy(logits, inputs.labels, layout.classes).loss;
          });
          expect(Math.abs(gradient[slot.offset + i]! - numeric)).toBeLessThanOrEqual(1e-6 * largest);
        }
      }
    });

    test.each(['training', 'inference'] as const)('a weighted sum of the logits by the pixels, %s', mode => {
      const pass = forward(layout, parameters, images, 2, mode);
      const logitGradient = Float64Array.from(inputs.logitGradient);
      const gradient = backward(layout, parameters, pass, logitGradient, 2).images;
      const largest = Math.max(...gradient.map(Math.abs));
      for (const i of probes(images.length, 40)) {
        const numeric = centralDifference(images, i, () =>
          forward(layout, parameters, images, 2, mode).logits.reduce(
            (sum, z, k) => sum + z * logitGradient[k]!,
            0,
          ),
        );
        expect(Math.abs(gradient[i]! - numeric)).toBeLessThanOrEqual(1e-6 * largest);
      }
    });
  },
);

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
      const pass = forward(layout, values, Float64Array.from(image), 1, 'training');
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
    const pass = forward(counting, values, new Float64Array(25).fill(1), 1, 'training');
    // Windows of a 5 × 5 count map with 4 in the corners, 6 along the edges, 9 inside: each reaches a 9 at its cell 3,
    // or, beside the top or the left edge, at its first inner cell. The last row and column are dropped.
    expect(Array.from(pass.results[0]!.output)).toEqual([9, 9, 9, 9]);
    expect(Array.from(pass.results[0]!.argmax!)).toEqual([3, 2, 1, 0]);
    expect(Array.from(pass.logits)).toEqual([37]);
  });

  test('a 3 × 3 kernel of stride 2 pads after an even side alone, and around an odd one', () => {
    const outputs = (side: number): number[] => {
      const strided = layOut({
        input: { height: side, width: side, channels: 1 },
        layers: [
          { kind: 'convolution', name: 'conv', size: 3, stride: 2, filters: 1 },
          { kind: 'dense', name: 'logits', units: 1, activation: 'linear' },
        ],
      });
      const ones = new Float64Array(strided.parameterCount).fill(1);
      const pass = forward(strided, ones, new Float64Array(side * side).fill(1), 1, 'inference');
      return Array.from(pass.results[0]!.output);
    };
    expect(outputs(4)).toEqual([9, 6, 6, 4]);
    expect(outputs(3)).toEqual([4, 4, 4, 4]);
  });

  test('a batch normalization trains on its batch, moves its statistics towards it, and predicts with the moved', async () => {
    const network: Network = {
      input: { height: 1, width: 2, channels: 1 },
      layers: [
        { kind: 'batch-norm', name: 'norm', momentum: 0.9, epsilon: 0, activation: 'linear' },
        { kind: 'dense', name: 'logits', units: 1, activation: 'linear' },
      ],
    };
    const prepared = await createReferenceEngine().prepare(network);
    // gamma 2, beta 1, moving mean 0, moving variance 1; the logit is the first pixel's.
    prepared.putParameters(Float32Array.of(2, 1, 0, 1, 1, 0, 0));
    expect(Array.from(await prepared.predict(Float32Array.of(0.5, 0)))).toEqual([2]);
    const dataset = prepared.putDataset(Uint8Array.of(0, 255, 0, 255), Uint8Array.of(0, 0));
    await prepared.train({
      dataset,
      order: Uint32Array.of(0, 1),
      batchSize: 2,
      learningRates: Float32Array.of(0),
      weightDecay: 0,
    });
    // Pixels 0, 1, 0, 1: mean ½, variance ¼.
    const [, , mean, variance] = await prepared.readParameters();
    expect(mean).toBeCloseTo(0.05, 7);
    expect(variance).toBeCloseTo(0.925, 7);
    const [logit] = await prepared.predict(Float32Array.of(0.5, 0));
    expect(logit).toBeCloseTo((2 * (0.5 - 0.05)) / Math.sqrt(0.925) + 1, 6);
  });

  test('what several layers read gets the sum of their gradients', () => {
    const doubled = layOut({
      input: { height: 1, width: 1, channels: 1 },
      layers: [
        { kind: 'convolution', name: 'a', size: 1, stride: 1, filters: 1 },
        { kind: 'convolution', name: 'b', size: 1, stride: 1, filters: 1 },
        { kind: 'sum', name: 'sum', of: ['a', 'b'] },
        { kind: 'dense', name: 'logits', units: 1, activation: 'linear' },
      ],
    });
    const values = Float64Array.of(3, 5, 1, 0);
    const pass = forward(doubled, values, Float64Array.of(2), 1, 'inference');
    // x·a·(1 + b) = 2·3·6; by x a·(1 + b), by a x·(1 + b), by b x·a.
    expect(Array.from(pass.logits)).toEqual([36]);
    const gradients = backward(doubled, values, pass, Float64Array.of(1), 1);
    expect(Array.from(gradients.images)).toEqual([18]);
    expect(Array.from(gradients.parameters)).toEqual([12, 6, 36, 1]);
  });

  test.each([
    ['an unknown source', [convolution('a', 'b')], /reads "b", which is no layer/],
    ['a name given twice', [convolution('a'), convolution('a')], /Two layers are called "a"/],
    ['a layer that nothing reads', [convolution('a'), convolution('b'), convolution('c', 'a')], /"b" gives/],
    [
      'a sum of two shapes',
      [convolution('a'), convolution('b', 'a', 2), { kind: 'sum', name: 'sum', of: ['a', 'b'] } as const],
      /adds 4×4×1 to 2×2×1/,
    ],
  ])('%s is refused', (_, layers, message) => {
    const network: Network = {
      input: { height: 4, width: 4, channels: 1 },
      layers: [...layers, { kind: 'dense', name: 'logits', units: 1, activation: 'linear' }],
    };
    expect(() => layOut(network)).toThrow(message);
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

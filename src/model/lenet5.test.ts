import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seeded } from '../core/random';
import { openTestBackends, type TestBackend } from '../engine/agreement-backends.node';
import { layOut } from '../engine/network';
import { createReferenceEngine } from '../engine/reference/reference-engine';
import { initializeParameters } from './initialization';
import { LENET5 } from './lenet5';

const layout = layOut(LENET5);
const BATCH = 4;
const random = seeded(1, 'lenet5-test');
const parameters = initializeParameters(layout, random);
// Biases away from 0, and half of each image black, as digits are: whole pooling windows then tie.
for (const { role, offset, length } of layout.slots) {
  if (role === 'bias')
    for (let i = offset; i < offset + length; i++) parameters[i] = random.between(-0.1, 0.1);
}
const images = Float32Array.from({ length: BATCH * layout.pixels }, (_, i) =>
  i % 28 < 14 ? 0 : random.uniform(),
);
const labels = Uint8Array.of(3, 0, 9, 3);
const logitGradient = Float32Array.from({ length: BATCH * 10 }, () => random.normal());

/** LeNet-5 in tfjs operations; `weights` in the order of the flat array. */
function logitsByTfjs(x: tf.Tensor4D, weights: readonly tf.Tensor[]): tf.Tensor2D {
  const [k1, b1, k2, b2, ...dense] = weights as [
    tf.Tensor4D,
    tf.Tensor1D,
    tf.Tensor4D,
    tf.Tensor1D,
    ...tf.Tensor2D[],
  ];
  let h = tf.maxPool(tf.relu(tf.add(tf.conv2d(x, k1, 1, 'same'), b1)) as tf.Tensor4D, 2, 2, 'valid');
  h = tf.maxPool(tf.relu(tf.add(tf.conv2d(h, k2, 1, 'valid'), b2)) as tf.Tensor4D, 2, 2, 'valid');
  let z: tf.Tensor2D = h.reshape([BATCH, -1]);
  for (let i = 0; i < dense.length; i += 2) {
    if (i > 0) z = tf.relu(z);
    z = tf.add(tf.matMul(z, dense[i]!), dense[i + 1]!);
  }
  return z;
}

function tensorsOf(values: Float32Array): tf.Tensor[] {
  return layout.slots.map(({ shape, offset, length }) =>
    tf.tensor(values.slice(offset, offset + length), [...shape]),
  );
}

/** max |actual − expected| / max |expected|. */
function relativeError(actual: Float32Array, expected: Float32Array): number {
  let [difference, largest] = [0, 0];
  expected.forEach((value, i) => {
    difference = Math.max(difference, Math.abs(actual[i]! - value));
    largest = Math.max(largest, Math.abs(value));
  });
  return difference / largest;
}

test('LeNet-5 is the paper’s: conv2 is (5, 5, 6, 16), and 61,706 parameters', () => {
  expect(layout.slots.map(slot => slot.shape)).toEqual([
    [5, 5, 1, 6],
    [6],
    [5, 5, 6, 16],
    [16],
    [400, 120],
    [120],
    [120, 84],
    [84],
    [84, 10],
    [10],
  ]);
  expect(layout.parameterCount).toBe(61_706);
});

const backends: readonly TestBackend[] = [
  { name: 'reference', engine: createReferenceEngine(), missing: '', cases: [] },
  ...(await openTestBackends()),
];

describe.each(backends)('against TensorFlow.js on its cpu backend: $name', ({ engine: opened, missing }) => {
  if (!opened) {
    test.skip(`cannot start here: ${missing}`, () => {});
    return;
  }
  const engine = opened;
  afterAll(() => engine.dispose());

  beforeAll(async () => {
    await tf.setBackend('cpu');
    await tf.ready();
  });

  test('logits', async () => {
    const prepared = await engine.prepare(LENET5);
    prepared.putParameters(parameters);
    const logits = await prepared.predict(images);
    prepared.dispose();
    const expected = logitsByTfjs(tf.tensor4d(images, [BATCH, 28, 28, 1]), tensorsOf(parameters));
    expect(relativeError(logits, expected.dataSync<'float32'>())).toBeLessThan(1e-5);
  });

  test('loss and its gradient by every parameter', async () => {
    const prepared = await engine.prepare(LENET5);
    prepared.putParameters(parameters);
    const { loss, gradient } = await prepared.lossAndGradient(images, labels);
    prepared.dispose();

    const x = tf.tensor4d(images, [BATCH, 28, 28, 1]);
    const oneHot = tf.oneHot(tf.tensor1d(labels, 'int32'), 10);
    const lossOf = (...weights: tf.Tensor[]) =>
      tf.losses.softmaxCrossEntropy(oneHot, logitsByTfjs(x, weights)) as tf.Scalar;
    const weights = tensorsOf(parameters);
    expect(loss).toBeCloseTo(lossOf(...weights).dataSync()[0]!, 5);
    const expected = tf.grads(lossOf)(weights);
    layout.slots.forEach(({ offset, length }, i) => {
      const own = gradient.subarray(offset, offset + length);
      expect(relativeError(own, expected[i]!.dataSync<'float32'>())).toBeLessThan(1e-5);
    });
  });

  test('gradient by the pixels', async () => {
    const prepared = await engine.prepare(LENET5);
    prepared.putParameters(parameters);
    const gradient = await prepared.inputGradient(images, logitGradient);
    prepared.dispose();
    const weights = tensorsOf(parameters);
    const towards = tf.tensor2d(logitGradient, [BATCH, 10]);
    const expected = tf.grad((x: tf.Tensor) =>
      tf.sum(tf.mul(logitsByTfjs(x as tf.Tensor4D, weights), towards)),
    )(tf.tensor4d(images, [BATCH, 28, 28, 1]));
    expect(relativeError(gradient, expected.dataSync<'float32'>())).toBeLessThan(1e-5);
  });
});

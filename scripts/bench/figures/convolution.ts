/**
 * A 3 × 3 convolution of 64 channels to 64 on 32 × 32, batch 32: forward and both gradients. Ours is what each further one costs a
 * training step: five in a row less one, over four, so that images, loss and optimizer cancel. tfjs computes the bare three.
 */
import type { Rank } from '@tensorflow/tfjs';
import { seeded } from '../../../src/core/random';
import type { PreparedNetwork } from '../../../src/engine/engine';
import type { Layer, Network } from '../../../src/engine/network';
import { initializeParameters } from '../../../src/model/initialization';
import { alternate, contender, type Contender } from '../measure';
import { largestDifference } from '../statistics';
import { logitsOf, crossEntropy, parameterTensors } from '../stock/network';
import { openTfjs, type Tf } from '../stock/open-tfjs';
import type { MeasureFigure } from './figure';

const [SIDE, CHANNELS, BATCH] = [32, 64, 32];
const FEW = 1;
const MANY = 5;
const SAMPLES = 5;
/** Relative to the largest entry of the gradient. */
const TOLERANCE = 1e-4;
const CLASSES = 10;

/** `count` convolutions to time, after one whose input gradient nobody needs. */
function chain(count: number): Network {
  return {
    input: { height: SIDE, width: SIDE, channels: CHANNELS },
    layers: [
      ...Array.from({ length: count + 1 }, (_, i): Layer => {
        return { kind: 'convolution', name: `conv${i}`, size: 3, stride: 1, filters: CHANNELS };
      }),
      { kind: 'global-average-pool', name: 'average' },
      { kind: 'dense', name: 'logits', units: CLASSES, activation: 'linear' },
    ],
  };
}

/** Trains `prepared` by `steps` steps; gives milliseconds a step. */
async function stepper(prepared: PreparedNetwork, images: Uint8Array, labels: Uint8Array) {
  prepared.putParameters(initializeParameters(prepared.layout, seeded(1, 'convolution')));
  const dataset = prepared.putDataset(images, labels);
  const order = Uint32Array.from({ length: BATCH }, (_, i) => i);
  return async (): Promise<number> => {
    const start = performance.now();
    // A rate so small that the values stay as they are.
    await prepared.train({
      dataset,
      order,
      batchSize: BATCH,
      learningRates: Float32Array.of(1e-9),
      weightDecay: 0,
    });
    return performance.now() - start;
  };
}

function stockContender(tf: Tf): Contender {
  const random = (shape: [number, number, number, number]) =>
    tf.keep(tf.randomNormal<Rank.R4>(shape, 0, 0.1, 'float32', 7));
  const x = random([BATCH, SIDE, SIDE, CHANNELS]);
  const dy = random([BATCH, SIDE, SIDE, CHANNELS]);
  const kernel = random([3, 3, CHANNELS, CHANNELS]);
  const gradients = tf.grads((input, filter) =>
    tf.conv2d(input as typeof x, filter as typeof kernel, 1, 'same'),
  );
  return contender(1, async times => {
    for (let i = 0; i < times; i++) {
      // tf.grads computes the forward convolution as well, and gives both gradients.
      const results = gradients([x, kernel], dy);
      await Promise.all(results.map(result => tf.slice(result, [0, 0, 0, 0], [1, 1, 1, 1]).data()));
      tf.dispose(results);
    }
  });
}

export const convolution: MeasureFigure = async bench => {
  const random = seeded(1, 'images of a convolution');
  const images = Uint8Array.from({ length: BATCH * SIDE * SIDE * CHANNELS }, () => random.integer(256));
  const labels = Uint8Array.from({ length: BATCH }, () => random.integer(CLASSES));
  const [few, many] = [await bench.engine.prepare(chain(FEW)), await bench.engine.prepare(chain(MANY))];
  const [shallow, deep] = [await stepper(few, images, labels), await stepper(many, images, labels)];
  const tf = await openTfjs(bench.backend, bench.stock);

  const agreement = {
    stock: await gradientDifference(tf, few, images, labels),
    jax: null,
    tolerance: TOLERANCE,
    of: 'gradient of every parameter, relative to its largest entry',
  };
  const ours: Contender = {
    share: 1,
    async time(times) {
      let spent = 0;
      for (let i = 0; i < times; i++) spent += ((await deep()) - (await shallow())) / (MANY - FEW);
      return spent;
    },
  };
  const alternation = await alternate(
    { ours, stock: stockContender(tf), jax: null },
    { samples: SAMPLES, sampleMilliseconds: 500, warmMilliseconds: 1500, whole: false },
  );
  return {
    what: `convolution 3×3×${CHANNELS}×${CHANNELS} on ${SIDE}×${SIDE}, batch ${BATCH}: forward and both gradients`,
    unit: 'ms',
    alternation,
    operations: 3 * 2 * 9 * CHANNELS ** 2 * SIDE ** 2 * BATCH,
    agreement,
    note: `ours: (a step with ${MANY + 1} − a step with ${FEW + 1} of them)/${MANY - FEW}`,
  };
};

/** Two convolutions, pooling and a dense layer, a few images: the largest difference over all gradients. */
async function gradientDifference(
  tf: Tf,
  prepared: PreparedNetwork,
  images: Uint8Array,
  labels: Uint8Array,
): Promise<number> {
  const { layout } = prepared;
  const count = 2;
  const values = Float32Array.from(images.subarray(0, count * layout.pixels), byte => byte / 255);
  const truth = labels.slice(0, count);
  const { gradient } = await prepared.lossAndGradient(values, truth);
  const parameters = parameterTensors(tf, layout.slots, await prepared.readParameters());
  const batch = tf.tensor4d(values, [count, SIDE, SIDE, CHANNELS]);
  const classes = tf.tensor1d(Int32Array.from(truth), 'int32');
  const grads = tf.grads((...tensors) =>
    crossEntropy(
      tf,
      logitsOf(tf, layout, layout.slots, tensors, batch, { composition: 'best', gradients: 'parameters' }),
      classes,
    ),
  )(parameters);
  const largest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let difference = 0;
  for (const [i, { offset, length }] of layout.slots.entries()) {
    const found = await grads[i]!.data();
    difference = Math.max(difference, largestDifference(found, gradient.subarray(offset, offset + length)));
  }
  tf.dispose([...parameters, ...grads, batch, classes]);
  return difference / largest;
}

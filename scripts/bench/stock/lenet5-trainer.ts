/** tfjs in the form in which `train-step` and `epoch` time it. */
import type * as TensorFlow from '@tensorflow/tfjs';
import type { Layout } from '../../../src/engine/network';
import type { LenetWorkload, Trainer } from '../lenet-workload';
import type { Composition, Tf } from './open-tfjs';
import { StockTraining } from './training-step';

type Batch = { images: TensorFlow.Tensor4D; labels: TensorFlow.Tensor1D };

/**
 * Batches as they come fastest on each backend: on webgpu gathered on the device; on wasm, whose gather takes as long as a
 * convolution, copied together in JavaScript.
 */
function batches(tf: Tf, { images: { images, labels, count } }: LenetWorkload, pixels: number) {
  const values = Float32Array.from(images, byte => byte / 255);
  const classes = Int32Array.from(labels);
  if (tf.getBackend() === 'wasm') {
    const take = (order: Uint32Array): Batch => {
      const batch = new Float32Array(order.length * pixels);
      order.forEach((image, n) =>
        batch.set(values.subarray(image * pixels, (image + 1) * pixels), n * pixels),
      );
      return {
        images: tf.tensor4d(batch, [order.length, 28, 28, 1]),
        labels: tf.tensor1d(
          Int32Array.from(order, image => classes[image]!),
          'int32',
        ),
      };
    };
    return { take, dispose: () => undefined };
  }
  const resident = tf.keep(tf.tensor2d(values, [count, pixels]));
  const truth = tf.keep(tf.tensor1d(classes, 'int32'));
  const take = (order: Uint32Array): Batch =>
    tf.tidy((): Batch => {
      const indices = tf.tensor1d(Int32Array.from(order), 'int32');
      return {
        images: tf.reshape<TensorFlow.Rank.R4>(tf.gather(resident, indices), [order.length, 28, 28, 1]),
        labels: tf.gather(truth, indices),
      };
    });
  return { take, dispose: () => tf.dispose([resident, truth]) };
}

export function stockTrainer(tf: Tf, composition: Composition, layout: Layout, work: LenetWorkload): Trainer {
  const training = new StockTraining(tf, composition, layout, work.parameters, work.weightDecay, work.term);
  const data = batches(tf, work, layout.pixels);
  let done = 0;
  return {
    async train(steps) {
      let loss: TensorFlow.Scalar | null = null;
      for (let step = 0; step < steps; step++) {
        const batch = data.take(work.order(done, 1));
        loss?.dispose();
        loss = training.step(batch.images, batch.labels, work.rate);
        tf.dispose([batch.images, batch.labels]);
        done += 1;
      }
      if (!loss) return NaN;
      // Read once a sample: the peer is spared waiting for its device after every step.
      const [value] = await loss.data();
      loss.dispose();
      return value!;
    },
    read: () => training.optimizer.read(),
    dispose: () => {
      training.dispose();
      data.dispose();
    },
  };
}

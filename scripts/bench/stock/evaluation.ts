/** Predictions of LeNet-5 in tfjs, in batches as large as serve it best. */
import type * as TensorFlow from '@tensorflow/tfjs';
import type { Split } from '../../../src/data/dataset';
import type { Layout } from '../../../src/engine/network';
import { logitsOf, parameterTensors } from './network';
import type { Tf } from './open-tfjs';

type Tensor = TensorFlow.Tensor;

export class StockEvaluation {
  /** Images at once. Smaller on a software GPU, where a thousand take half a minute. */
  readonly batch: number;
  private readonly images: TensorFlow.Tensor4D;
  private readonly labels: TensorFlow.Tensor1D;
  private parameters: Tensor[] = [];
  private next = 0;

  constructor(
    private readonly tf: Tf,
    private readonly layout: Layout,
    private readonly split: Split,
    software: boolean,
  ) {
    this.batch = tf.getBackend() === 'wasm' ? 250 : software ? 50 : 1000;
    const { height, width, channels } = layout.network.input;
    this.images = tf.keep(
      tf.tensor4d(
        Float32Array.from(split.images, byte => byte / 255),
        [split.count, height, width, channels],
      ),
    );
    this.labels = tf.keep(tf.tensor1d(Int32Array.from(split.labels), 'int32'));
  }

  put(parameters: Float32Array): void {
    this.tf.dispose(this.parameters);
    this.parameters = parameterTensors(this.tf, this.layout.slots, parameters);
  }

  async logits(count: number): Promise<Float32Array> {
    const values = this.tf.tidy(() => this.predict(0, count));
    const data = (await values.data()) as Float32Array;
    values.dispose();
    return data;
  }

  /** Counts what is right in the next `batches` batches, round and round; reads the count once. */
  async evaluate(batches: number): Promise<number> {
    const { tf, batch, split } = this;
    const correct = tf.tidy(() => {
      const counts = Array.from({ length: batches }, () =>
        tf.tidy(() => {
          const from = this.next + batch <= split.count ? this.next : 0;
          this.next = from + batch;
          const right = tf.equal(
            tf.argMax(this.predict(from, batch), 1),
            tf.slice(this.labels, [from], [batch]),
          );
          return tf.sum(tf.cast(right, 'int32'));
        }),
      );
      return tf.addN(counts);
    });
    const [count] = await correct.data();
    correct.dispose();
    return count!;
  }

  private predict(from: number, count: number): TensorFlow.Tensor2D {
    const images = this.tf.slice(this.images, [from, 0, 0, 0], [count, -1, -1, -1]);
    return logitsOf(this.tf, this.layout, this.layout.slots, this.parameters, images, {
      composition: 'best',
      gradients: null,
    });
  }

  dispose(): void {
    this.tf.dispose([this.images, this.labels, ...this.parameters]);
  }
}

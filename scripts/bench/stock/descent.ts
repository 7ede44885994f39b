/**
 * An iteration of the fingerprint's descent in tfjs: Adam on δ for ‖x′ − x‖² + α·KL(q ‖ p) with x′ = ½(tanh δ + 1), the reach
 * phase of section 2.3.
 */
import type * as TensorFlow from '@tensorflow/tfjs';
import { artanh } from '../../../src/core/math';
import { ADAM, cosineRate, type DescentOptions } from '../../../src/engine/engine';
import type { Layout } from '../../../src/engine/network';
import { logitsOf, parameterTensors } from './network';
import type { Composition, Tf } from './open-tfjs';

type Tensor = TensorFlow.Tensor;

export class StockDescent {
  private readonly parameters: Tensor[];
  private readonly original: Tensor;
  /** q [N, K] and α [N, 1]. */
  private readonly target: Tensor;
  private readonly weight: Tensor;
  private readonly state: { delta: Tensor; first: Tensor; second: Tensor };
  private iteration = 0;

  /** @param options of a descent with `reachHead`. */
  constructor(
    private readonly tf: Tf,
    private readonly composition: Composition,
    private readonly layout: Layout,
    parameters: Float32Array,
    private readonly options: DescentOptions,
  ) {
    const { images, state } = options;
    const { classes, pixels } = layout;
    const { height, width, channels } = layout.network.input;
    const count = images.length / pixels;
    const shape: [number, number, number, number] = [count, height, width, channels];
    const rows = tf.tensor2d(state.slice(), [count, classes + 1]);
    this.parameters = parameterTensors(tf, layout.slots, parameters);
    this.original = tf.keep(tf.tensor4d(images.slice(), shape));
    this.target = tf.keep(tf.slice(rows, [0, 0], [count, classes]));
    this.weight = tf.keep(tf.slice(rows, [0, classes], [count, 1]));
    this.state = {
      delta: tf.keep(
        tf.tensor4d(
          Float32Array.from(images, value => artanh((2 * value - 1) * 0.9999)),
          shape,
        ),
      ),
      first: tf.keep(tf.zeros(shape)),
      second: tf.keep(tf.zeros(shape)),
    };
    rows.dispose();
  }

  /** Goes on for `iterations`, and waits for the last. */
  async run(iterations: number): Promise<void> {
    for (let i = 0; i < iterations; i++) this.step();
    const some = this.tf.slice(this.state.delta, [0, 0, 0, 0], [1, 1, 1, 1]);
    await some.data();
    some.dispose();
  }

  private step(): void {
    const { tf, layout, composition, state, options } = this;
    const { beta1, beta2, learningRate } = options;
    const rate = cosineRate(learningRate.from, learningRate.to, this.iteration, options.iterations);
    this.iteration += 1;
    const next = tf.tidy(() => {
      const tanh = tf.tanh(state.delta);
      const images = tf.mul(tf.add(tanh, 1), 0.5) as TensorFlow.Tensor4D;
      const ofObjective = tf.grad((values: Tensor) =>
        this.objective(
          logitsOf(tf, layout, layout.slots, this.parameters, values as TensorFlow.Tensor4D, {
            composition,
            gradients: 'input',
          }),
        ),
      )(images);
      const distortion = tf.mul(tf.sub(images, this.original), 2);
      // dx′/dδ = ½(1 − tanh²)
      const slope = tf.mul(tf.sub(1, tf.square(tanh)), 0.5);
      const gradient = tf.mul(tf.add(ofObjective, distortion), slope);
      const first = tf.add(tf.mul(state.first, beta1), tf.mul(gradient, 1 - beta1));
      const second = tf.add(tf.mul(state.second, beta2), tf.mul(tf.square(gradient), 1 - beta2));
      const move = tf.div(
        tf.mul(first, rate / (1 - beta1 ** this.iteration)),
        tf.add(tf.sqrt(tf.mul(second, 1 / (1 - beta2 ** this.iteration))), ADAM.epsilon),
      );
      return { delta: tf.sub(state.delta, move), first, second };
    });
    for (const name of ['delta', 'first', 'second'] as const) {
      state[name].dispose();
      state[name] = tf.keep(next[name]);
    }
  }

  /** Σ_n α_n·KL(q_n ‖ p_n) up to a constant, with α(p − q) as its gradient in one piece. */
  private objective(logits: Tensor): Tensor {
    const { tf } = this;
    const operation = tf.customGrad((z, save) => {
      const probabilities = tf.softmax(z as TensorFlow.Tensor2D);
      (save as unknown as (tensors: Tensor[]) => void)([probabilities]);
      const value = tf.neg(tf.sum(tf.mul(this.weight, tf.mul(this.target, tf.log(probabilities)))));
      return {
        value,
        gradFunc: (dy: Tensor, [p]: Tensor[]) => tf.mul(tf.mul(tf.sub(p!, this.target), this.weight), dy),
      };
    });
    return operation(logits);
  }

  /** x′ of the latest δ. */
  async images(): Promise<Float32Array> {
    const { tf } = this;
    const values = tf.tidy(() => tf.mul(tf.add(tf.tanh(this.state.delta), 1), 0.5));
    const data = (await values.data()) as Float32Array;
    values.dispose();
    return data;
  }

  dispose(): void {
    this.tf.dispose([
      ...this.parameters,
      this.original,
      this.target,
      this.weight,
      ...Object.values(this.state),
    ]);
  }
}

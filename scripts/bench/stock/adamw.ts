/**
 * AdamW (Loshchilov & Hutter 2019) with the engine's decoupled decay of kernels and a quadratic term on some weights, in
 * tfjs operations. All parameters lie in one flat tensor: some twenty operations a step, however many layers there are.
 */
import type * as TensorFlow from '@tensorflow/tfjs';
import { ADAM, type ParameterTerm } from '../../../src/engine/engine';
import type { ParameterSlot } from '../../../src/engine/network';
import type { Tf } from './open-tfjs';

type Tensor = TensorFlow.Tensor;

/** The slots that an optimizer touches. */
export function trainable(slots: readonly ParameterSlot[]): ParameterSlot[] {
  return slots.filter(({ role }) => role !== 'moving_mean' && role !== 'moving_variance');
}

/** derivative(w) = slope·w + offset on the whole flat array, 0 where the term does not reach. Exact for Eq. (4), which is quadratic. */
function linearDerivative(
  term: ParameterTerm,
  length: number,
): { slope: Float32Array; offset: Float32Array } {
  const slope = new Float32Array(length);
  const offset = new Float32Array(length);
  term.indices.forEach((index, i) => {
    const row = term.constants.subarray(i * term.constantsPerIndex, (i + 1) * term.constantsPerIndex);
    offset[index] = term.derivative(0, row);
    slope[index] = term.derivative(1, row) - offset[index]!;
  });
  return { slope, offset };
}

export class StockAdamW {
  private readonly slots: readonly ParameterSlot[];
  private readonly state: { parameters: Tensor; first: Tensor; second: Tensor };
  private readonly decay: Tensor;
  private readonly slope: Tensor | null = null;
  private readonly offset: Tensor | null = null;
  private steps = 0;

  /** @param parameters in the engine's layout; of `slots` those that are trainable are taken, which must lie in front of any others or between them alike. */
  constructor(
    private readonly tf: Tf,
    slots: readonly ParameterSlot[],
    parameters: Float32Array,
    weightDecay: number,
    term?: ParameterTerm,
  ) {
    this.slots = trainable(slots);
    const packed = (of: (slot: ParameterSlot) => Float32Array): Tensor => {
      const parts = this.slots.map(of);
      const flat = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
      let at = 0;
      for (const part of parts) {
        flat.set(part, at);
        at += part.length;
      }
      return tf.keep(tf.tensor1d(flat));
    };
    const from = (whole: Float32Array) =>
      packed(({ offset, length }) => whole.subarray(offset, offset + length));
    this.decay = packed(({ role, length }) =>
      new Float32Array(length).fill(role === 'kernel' ? weightDecay : 0),
    );
    this.state = {
      parameters: from(parameters),
      first: from(new Float32Array(parameters.length)),
      second: from(new Float32Array(parameters.length)),
    };
    if (term) {
      const { slope, offset } = linearDerivative(term, parameters.length);
      this.slope = from(slope);
      this.offset = from(offset);
    }
  }

  /** The parameters as tensors of their own shapes, in the order of the trainable slots. Made anew: the caller's tidy disposes of them. */
  tensors(): Tensor[] {
    const { tf, slots } = this;
    return tf
      .split(
        this.state.parameters,
        slots.map(({ length }) => length),
      )
      .map((flat, i) => tf.reshape(flat, [...slots[i]!.shape]));
  }

  /** One step at rate η along `gradients`, given in the order of `tensors`. */
  apply(gradients: readonly Tensor[], rate: number): void {
    const { tf, state } = this;
    const { beta1, beta2, epsilon } = ADAM;
    this.steps += 1;
    const next = tf.tidy(() => {
      let gradient: Tensor = tf.concat1d(
        gradients.map(each => tf.reshape(each, [-1])) as TensorFlow.Tensor1D[],
      );
      if (this.slope && this.offset) {
        gradient = tf.add(gradient, tf.add(tf.mul(state.parameters, this.slope), this.offset));
      }
      const first = tf.add(tf.mul(state.first, beta1), tf.mul(gradient, 1 - beta1));
      const second = tf.add(tf.mul(state.second, beta2), tf.mul(tf.square(gradient), 1 - beta2));
      const direction = tf.div(
        tf.mul(first, 1 / (1 - beta1 ** this.steps)),
        tf.add(tf.sqrt(tf.mul(second, 1 / (1 - beta2 ** this.steps))), epsilon),
      );
      const move = tf.mul(tf.add(direction, tf.mul(state.parameters, this.decay)), rate);
      return { parameters: tf.sub(state.parameters, move), first, second };
    });
    for (const name of ['parameters', 'first', 'second'] as const) {
      state[name].dispose();
      state[name] = tf.keep(next[name]);
    }
  }

  /** Trainable parameters, packed in their slots' order. */
  async read(): Promise<Float32Array> {
    return (await this.state.parameters.data()) as Float32Array;
  }

  dispose(): void {
    this.tf.dispose([
      ...Object.values(this.state),
      this.decay,
      ...[this.slope, this.offset].filter(tensor => tensor !== null),
    ]);
  }
}

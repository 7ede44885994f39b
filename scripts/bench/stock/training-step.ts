/** A training step in tfjs: forward, backward, AdamW, and the moving statistics of batch normalizations. */
import type * as TensorFlow from '@tensorflow/tfjs';
import type { ParameterTerm } from '../../../src/engine/engine';
import type { Layout } from '../../../src/engine/network';
import { StockAdamW, trainable } from './adamw';
import { crossEntropy, logitsOf } from './network';
import type { Composition, Tf } from './open-tfjs';

type Tensor = TensorFlow.Tensor;

export class StockTraining {
  readonly optimizer: StockAdamW;
  /** [moving mean, moving variance] of each batch normalization, by its name. */
  private readonly moving = new Map<string, { momentum: number; mean: Tensor; variance: Tensor }>();

  constructor(
    private readonly tf: Tf,
    private readonly composition: Composition,
    private readonly layout: Layout,
    parameters: Float32Array,
    weightDecay: number,
    term?: ParameterTerm,
  ) {
    this.optimizer = new StockAdamW(tf, layout.slots, parameters, weightDecay, term);
    for (const shaped of layout.layers) {
      if (shaped.kind !== 'batch-norm') continue;
      const { length } = shaped.gamma;
      this.moving.set(shaped.layer.name, {
        momentum: shaped.layer.momentum,
        mean: tf.keep(tf.zeros([length])),
        variance: tf.keep(tf.ones([length])),
      });
    }
  }

  /** @returns the loss, which the caller reads and disposes of. */
  step(images: TensorFlow.Tensor4D, labels: TensorFlow.Tensor1D, rate: number): TensorFlow.Scalar {
    const { tf, layout, composition, optimizer } = this;
    const slots = trainable(layout.slots);
    return tf.tidy(() => {
      const { value, grads } = tf.valueAndGrads((...tensors: Tensor[]) =>
        crossEntropy(
          tf,
          logitsOf(tf, layout, slots, tensors, images, {
            composition,
            gradients: 'parameters',
            onStatistics: (layer, mean, variance) => this.follow(layer, mean, variance),
          }),
          labels,
        ),
      )(optimizer.tensors());
      optimizer.apply(grads, rate);
      return value as TensorFlow.Scalar;
    });
  }

  private follow(layer: string, mean: Tensor, variance: Tensor): void {
    const { tf } = this;
    const kept = this.moving.get(layer)!;
    for (const [name, latest] of [
      ['mean', mean],
      ['variance', variance],
    ] as const) {
      const next = tf.keep(tf.add(tf.mul(kept[name], kept.momentum), tf.mul(latest, 1 - kept.momentum)));
      kept[name].dispose();
      kept[name] = next;
    }
  }

  dispose(): void {
    this.optimizer.dispose();
    for (const { mean, variance } of this.moving.values()) this.tf.dispose([mean, variance]);
  }
}

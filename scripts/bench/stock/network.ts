/** Any network of the engine in tfjs operations: the same forward pass and loss, differentiable by tf.grads. */
import type * as TensorFlow from '@tensorflow/tfjs';
import type { Layout, ParameterSlot } from '../../../src/engine/network';
import { normalize } from './normalization';
import type { Composition, Tf } from './open-tfjs';
import { pooledConvolution, type Needed } from './pooled-convolution';

type Tensor = TensorFlow.Tensor;
type Tensor1D = TensorFlow.Tensor1D;
type Tensor2D = TensorFlow.Tensor2D;
type Tensor4D = TensorFlow.Tensor4D;

export interface ForwardOptions {
  readonly composition: Composition;
  /** Which gradients will be asked for; null for a prediction. */
  readonly gradients: Needed | null;
  /** Takes each batch normalization's mean and variance of the batch, by its layer's name. */
  readonly onStatistics?: (layer: string, mean: Tensor1D, variance: Tensor1D) => void;
}

/**
 * Logits [N, K] of images [N, height, width, channels].
 * @param tensors one for each of `slots`.
 */
export function logitsOf(
  tf: Tf,
  layout: Layout,
  slots: readonly ParameterSlot[],
  tensors: readonly Tensor[],
  images: Tensor4D,
  { composition, gradients, onStatistics }: ForwardOptions,
): Tensor2D {
  const parameter = <T extends Tensor>(slot: ParameterSlot): T =>
    tensors[slots.findIndex(({ name }) => name === slot.name)] as T;
  const outputs: Tensor[] = [];
  for (const shaped of layout.layers) {
    const [first, second] = shaped.sources.map(source => (source < 0 ? images : outputs[source]!));
    const x = first as Tensor4D;
    switch (shaped.kind) {
      case 'conv-pool': {
        const { padding } = shaped.layer;
        const [kernel, bias] = [parameter<Tensor4D>(shaped.kernel), parameter<Tensor1D>(shaped.bias)];
        if (gradients && composition === 'best' && tf.getBackend() === 'wasm') {
          const needed = gradients === 'parameters' && shaped.sources[0]! >= 0 ? 'both' : gradients;
          outputs.push(pooledConvolution(tf, x, kernel, bias, padding, needed));
        } else {
          const convolved = tf.fused.conv2d({
            x,
            filter: kernel,
            strides: 1,
            pad: padding,
            bias,
            activation: 'relu',
          });
          outputs.push(tf.maxPool(convolved, 2, 2, 'valid'));
        }
        break;
      }
      case 'convolution':
        outputs.push(tf.conv2d(x, parameter<Tensor4D>(shaped.kernel), shaped.layer.stride, 'same'));
        break;
      case 'batch-norm': {
        const { values, mean, variance } = normalize(
          tf,
          composition,
          x,
          parameter<Tensor1D>(shaped.gamma),
          parameter<Tensor1D>(shaped.beta),
          shaped.layer,
        );
        onStatistics?.(shaped.layer.name, mean, variance);
        outputs.push(values);
        break;
      }
      case 'sum':
        outputs.push(tf.add(x, second!));
        break;
      case 'global-average-pool':
        outputs.push(tf.mean(x, [1, 2]));
        break;
      case 'dense':
        outputs.push(
          tf.fused.matMul({
            a: tf.reshape(x, [x.shape[0], -1]) as Tensor2D,
            b: parameter<Tensor2D>(shaped.kernel),
            bias: parameter(shaped.bias),
            activation: shaped.layer.activation,
          }),
        );
        break;
    }
  }
  return outputs.at(-1) as Tensor2D;
}

/** Softmax cross-entropy, mean over the batch, with (p − y)/N as its gradient in one piece. */
export function crossEntropy(tf: Tf, logits: Tensor2D, labels: Tensor1D): TensorFlow.Scalar {
  const [n, classes] = logits.shape;
  const operation = tf.customGrad((z, save) => {
    const truth = tf.oneHot(labels, classes) as Tensor2D;
    const probabilities = tf.softmax(z as Tensor2D);
    (save as unknown as (tensors: Tensor[]) => void)([probabilities, truth]);
    const value = tf.neg(tf.mean(tf.log(tf.sum(tf.mul(probabilities, truth), 1))));
    return {
      value,
      gradFunc: (dy: Tensor, [p, y]: Tensor[]) => tf.mul(tf.sub(p!, y!), tf.div(dy, n)),
    };
  });
  return operation(logits) as TensorFlow.Scalar;
}

/** The slots' parameters as tensors, kept until the caller disposes of them. */
export function parameterTensors(
  tf: Tf,
  slots: readonly ParameterSlot[],
  parameters: Float32Array,
): Tensor[] {
  return slots.map(({ shape, offset, length }) =>
    tf.keep(tf.tensor(parameters.slice(offset, offset + length), [...shape])),
  );
}

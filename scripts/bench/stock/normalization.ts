/**
 * relu(gamma·(x − mean)/√(variance + ε) + beta) over a batch's own mean and variance, with its gradient as one operation:
 * tfjs's autograd would walk the activations four times as often. Per channel everything is a·x + b, which wasm does fastest
 * as a 1 × 1 depthwise convolution with a bias (broadcasting leaves its SIMD kernels).
 */
import type * as TensorFlow from '@tensorflow/tfjs';
import type { BatchNormLayer } from '../../../src/engine/network';
import type { Composition, Tf } from './open-tfjs';
import { channelSum } from './pooled-convolution';

type Tensor = TensorFlow.Tensor;
type Tensor1D = TensorFlow.Tensor1D;
type Tensor4D = TensorFlow.Tensor4D;

export interface Normalized {
  readonly values: Tensor4D;
  /** Of this batch, biased; the caller keeps or disposes of them. */
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
}

function affine(
  tf: Tf,
  depthwise: boolean,
  x: Tensor4D,
  scale: Tensor1D,
  shift: Tensor1D,
  relu: boolean,
): Tensor4D {
  if (!depthwise) {
    const moved = tf.add(tf.mul(x, scale), shift) as Tensor4D;
    return relu ? tf.relu(moved) : moved;
  }
  return tf.fused.depthwiseConv2d({
    x,
    filter: tf.reshape(scale, [1, 1, scale.size, 1]) as Tensor4D,
    strides: 1,
    pad: 'valid',
    bias: shift,
    activation: relu ? 'relu' : 'linear',
  });
}

export function normalize(
  tf: Tf,
  composition: Composition,
  x: Tensor4D,
  gamma: Tensor1D,
  beta: Tensor1D,
  { epsilon, activation }: BatchNormLayer,
): Normalized {
  const depthwise = composition === 'best' && tf.getBackend() === 'wasm';
  const count = x.size / gamma.size;
  const relu = activation === 'relu';
  const sum = (values: Tensor): Tensor1D =>
    depthwise ? channelSum(tf, values) : (tf.sum(values, [0, 1, 2]) as Tensor1D);
  const mean = tf.div(sum(x), count) as Tensor1D;
  const variance = tf.sub(tf.div(sum(tf.square(x)), count), tf.square(mean)) as Tensor1D;
  const inverse = tf.rsqrt(tf.add(variance, epsilon)) as Tensor1D;

  const operation = tf.customGrad((...args) => {
    const save = args.pop() as unknown as (tensors: Tensor[]) => void;
    const [input, scale, offset] = args as [Tensor4D, Tensor1D, Tensor1D];
    const slope = tf.mul(scale, inverse) as Tensor1D;
    const value = affine(tf, depthwise, input, slope, tf.sub(offset, tf.mul(mean, slope)) as Tensor1D, relu);
    save([input, value, slope, mean, inverse]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor[] => {
      const [images, output, steep, center, spread] = saved as [
        Tensor4D,
        Tensor4D,
        Tensor1D,
        Tensor1D,
        Tensor1D,
      ];
      const alive = (relu ? tf.mul(dy, tf.step(output)) : dy) as Tensor4D;
      const dBeta = sum(alive);
      const dGamma = tf.mul(spread, tf.sub(sum(tf.mul(alive, images)), tf.mul(center, dBeta)));
      // dx = slope·(dy − dBeta/M − x̂·dGamma/M), gathered by what multiplies dy, x and 1.
      const ofInput = tf.div(tf.mul(tf.mul(steep, spread), dGamma), -count) as Tensor1D;
      const constant = tf.neg(
        tf.add(tf.div(tf.mul(steep, dBeta), count), tf.mul(ofInput, center)),
      ) as Tensor1D;
      const dx = tf.add(
        affine(tf, depthwise, alive, steep, constant, false),
        affine(tf, depthwise, images, ofInput, tf.zerosLike(constant), false),
      );
      return [dx, dGamma, dBeta];
    };
    return { value, gradFunc };
  });
  return { values: operation(x, gamma, beta) as Tensor4D, mean, variance };
}

/**
 * relu(maxpool₂ₓ₂(x ∗ kernel + bias)) and its gradient on tfjs's wasm backend, composed to be as fast as its kernels allow.
 * Its own pool gradient takes half a step, so the convolution is computed four times at stride 2, once for each
 * cell of the pooling windows: pooling and its gradient are then elementwise. The arithmetic stays that of one convolution.
 */
import type * as TensorFlow from '@tensorflow/tfjs';
import type { Tf } from './open-tfjs';
import { filterGradient, inputGradient } from './wasm-kernels';

type Tensor = TensorFlow.Tensor;
type Tensor4D = TensorFlow.Tensor4D;

const CELLS = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;

/** The four cells [N, h, w, C] as one plane [N, 2h, 2w, C]. */
function interleave(tf: Tf, cells: readonly Tensor4D[]): Tensor4D {
  const [n, h, w, c] = cells[0]!.shape;
  const row = (left: Tensor4D, right: Tensor4D) =>
    tf.reshape(tf.concat([left, right], 3), [n, h, 2 * w * c]) as TensorFlow.Tensor3D;
  const rows = tf.concat([row(cells[0]!, cells[1]!), row(cells[2]!, cells[3]!)], 2);
  return tf.reshape(rows, [n, 2 * h, 2 * w, c]);
}

/** Σ over all but the last axis, as a product with ones: XNNPACK's, three times faster than tf.sum. */
export function channelSum(tf: Tf, x: Tensor): TensorFlow.Tensor1D {
  const channels = x.shape.at(-1)!;
  const rows = x.size / channels;
  const sums = tf.matMul(tf.ones([1, rows]), tf.reshape(x, [rows, channels]) as TensorFlow.Tensor2D);
  return tf.reshape(sums, [channels]);
}

/** The gradients somebody asks for: a custom gradient gives all it knows at once. */
export type Needed = 'parameters' | 'input' | 'both';

/** The gradient goes to the first of equal cells, as tfjs's own does. */
export function pooledConvolution(
  tf: Tf,
  x: Tensor4D,
  kernel: Tensor4D,
  bias: TensorFlow.Tensor1D,
  padding: 'same' | 'valid',
  needed: Needed,
): Tensor4D {
  const size = kernel.shape[0];
  const pad = padding === 'same' ? (size - 1) / 2 : 0;
  const [n, height, width, channels] = x.shape;
  const [rows, columns] = [(height + 2 * pad - size + 1) >> 1, (width + 2 * pad - size + 1) >> 1];

  const cell = (filter: Tensor4D, shift: Tensor, [i, j]: readonly [number, number]): Tensor4D => {
    // Output (y, x) reads rows 2y + i − pad … 2y + i − pad + size − 1: a shift of the padding, or a cut where there is none.
    const cut = pad === 0 && i + j > 0 ? tf.slice(x, [0, i, j, 0], [n, height - i, width - j, channels]) : x;
    const before = [Math.max(0, pad - i), Math.max(0, pad - j)] as const;
    const after = [
      2 * (rows - 1) + size - cut.shape[1] - before[0],
      2 * (columns - 1) + size - cut.shape[2] - before[1],
    ] as const;
    return tf.fused.conv2d({
      x: cut,
      filter,
      strides: 2,
      pad: [
        [0, 0],
        [before[0], Math.max(0, after[0])],
        [before[1], Math.max(0, after[1])],
        [0, 0],
      ],
      bias: shift,
      activation: 'relu',
    });
  };

  const operation = tf.customGrad((...args) => {
    const save = args.pop() as unknown as (tensors: Tensor[]) => void;
    const cells = CELLS.map(each => cell(kernel, bias, each));
    const pooled = cells.reduce<Tensor4D>((largest, each) => tf.maximum(largest, each), cells[0]!);
    save([x, pooled, kernel, ...cells]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor[] => {
      const [images, top, weights, ...values] = saved as Tensor4D[];
      const alive = tf.mul(dy, tf.step(top!)) as Tensor4D;
      // What is left after a cell has taken its own: 1 where the pooled value is larger, so that the next cells may take it.
      let left: Tensor4D = alive;
      const shares = values.map((value, i): Tensor4D => {
        if (i === 3) return left;
        const rest = tf.mul(left, tf.step(tf.sub(top!, value))) as Tensor4D;
        const share = tf.sub(left, rest) as Tensor4D;
        left = rest;
        return share;
      });
      const plane = interleave(tf, shares);
      const attributes = { strides: 1, pad };
      return [
        ...(needed === 'input'
          ? []
          : [filterGradient(tf, images!, plane, weights!.shape, attributes), channelSum(tf, alive)]),
        ...(needed === 'parameters' ? [] : [inputGradient(tf, plane, weights!, x.shape, attributes)]),
      ];
    };
    return { value: pooled as Tensor4D, gradFunc };
  });
  const inputs = [...(needed === 'input' ? [] : [kernel, bias]), ...(needed === 'parameters' ? [] : [x])];
  return operation(...inputs) as Tensor4D;
}

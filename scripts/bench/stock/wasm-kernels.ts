/**
 * What TensorFlow.js's wasm backend lacks for training, composed of the kernels that it has, and, for the best peer that
 * can be made of them, faster compositions of three that it has. Each is exact: the same sums, in another order.
 */
import type * as TensorFlow from '@tensorflow/tfjs';
import type { Tf } from './open-tfjs';

type Tensor4D = TensorFlow.Tensor4D;
type Padding = [[number, number], [number, number], [number, number], [number, number]];

interface ConvolutionAttributes {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number | Padding;
}

function replace(
  tf: Tf,
  kernelName: string,
  kernelFunc: (inputs: TensorFlow.NamedTensorMap, attrs: object) => TensorFlow.Tensor,
): void {
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) =>
      tf.tidy(() => kernelFunc(inputs as TensorFlow.NamedTensorMap, attrs ?? {})),
  });
}

function infoOf(tf: Tf, input: number[], filter: number[], { strides, pad }: ConvolutionAttributes) {
  return tf.backend_util.computeConv2DInfo(
    input as [number, number, number, number],
    filter as [number, number, number, number],
    strides,
    1,
    pad as 'same',
  );
}

/** Keeps the first rows and columns of [N, H, W, C]: fewer where `rows` or `columns` is negative, padded where above 0. */
function fit(tf: Tf, x: Tensor4D, rows: number, columns: number): [Tensor4D, number, number] {
  const [n, h, w, c] = x.shape;
  if (rows >= 0 && columns >= 0) return [x, rows, columns];
  const cut = tf.slice(x, [0, 0, 0, 0], [n, h + Math.min(0, rows), w + Math.min(0, columns), c]);
  return [cut, Math.max(0, rows), Math.max(0, columns)];
}

/**
 * ∂L/∂kernel of a convolution as a convolution: images take the channels' place, so that one output pixel is a tap:
 * out[i, a, b, o] = Σ_{y,x,n} input[i, a + s·y − top, b + s·x − left, n] · dy[y, x, n, o], with the stride as dilation.
 */
export function filterGradient(
  tf: Tf,
  x: Tensor4D,
  dy: Tensor4D,
  filterShape: number[],
  attributes: ConvolutionAttributes,
): Tensor4D {
  const info = infoOf(tf, x.shape, filterShape, attributes);
  const { top, left } = info.padInfo;
  const [rows, columns] = [
    info.filterHeight - (info.inHeight + top - (info.outHeight - 1) * info.strideHeight),
    info.filterWidth - (info.inWidth + left - (info.outWidth - 1) * info.strideWidth),
  ];
  const [fitted, bottom, right] = fit(tf, x, rows, columns);
  const taps = tf.conv2d(
    tf.transpose(fitted, [3, 1, 2, 0]),
    tf.transpose(dy, [1, 2, 0, 3]),
    1,
    [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
    'NHWC',
    [info.strideHeight, info.strideWidth],
  );
  return tf.transpose(taps, [1, 2, 0, 3]);
}

/** dy with zeros between its rows and columns, as large as the stride-1 output: [N, s·h, s·w, C]. */
function spread(tf: Tf, dy: Tensor4D, stride: number): Tensor4D {
  if (stride === 1) return dy;
  const [n, h, w, c] = dy.shape;
  const columns = tf.concat([dy, tf.zeros([n, h, w, (stride - 1) * c])], 3); // [n, h, w, s·c] = [n, h, s·w, c]
  const row = stride * w * c;
  const rows = tf.concat(
    [tf.reshape(columns, [n, h, row]), tf.zeros([n, h, (stride - 1) * row])] as TensorFlow.Tensor3D[],
    2,
  );
  return tf.reshape(rows, [n, stride * h, stride * w, c]);
}

/** ∂L/∂input of a convolution as a convolution of dy with the kernel rotated by half a turn. */
export function inputGradient(
  tf: Tf,
  dy: Tensor4D,
  kernel: Tensor4D,
  inputShape: number[],
  attributes: ConvolutionAttributes,
): Tensor4D {
  const info = infoOf(tf, inputShape, kernel.shape, attributes);
  const { filterHeight, filterWidth, inHeight, inWidth, strideHeight, padInfo } = info;
  const [top, left] = [filterHeight - 1 - padInfo.top, filterWidth - 1 - padInfo.left];
  const full = spread(tf, dy, strideHeight);
  const [fitted, bottom, right] = fit(
    tf,
    full,
    inHeight - (full.shape[1] + top - filterHeight + 1),
    inWidth - (full.shape[2] + left - filterWidth + 1),
  );
  const rotated =
    filterHeight * filterWidth === 1
      ? tf.transpose(kernel, [0, 1, 3, 2])
      : tf.transpose(tf.reverse(kernel, [0, 1]), [0, 1, 3, 2]);
  return tf.conv2d(fitted, rotated, 1, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
}

/** The one kernel without which tfjs cannot train on wasm. */
export function registerMissingKernel(tf: Tf): void {
  replace(tf, 'Conv2DBackpropFilter', ({ x, dy }, attributes) => {
    const { filterShape } = attributes as { filterShape: number[] };
    return filterGradient(
      tf,
      x as Tensor4D,
      dy as Tensor4D,
      filterShape,
      attributes as ConvolutionAttributes,
    );
  });
}

/**
 * Faster compositions in place of tfjs's own: the input gradient (its own walks scalars) and products of transposed
 * matrices (its own leave XNNPACK; an explicit transpose stays in it).
 */
export function replaceSlowKernels(tf: Tf): void {
  tf.unregisterKernel('Conv2DBackpropInput', 'wasm');
  replace(tf, 'Conv2DBackpropInput', ({ dy, filter }, attributes) => {
    const { inputShape } = attributes as { inputShape: number[] };
    return inputGradient(
      tf,
      dy as Tensor4D,
      filter as Tensor4D,
      inputShape,
      attributes as ConvolutionAttributes,
    );
  });

  /** The last two axes exchanged. */
  const turned = (x: TensorFlow.Tensor) =>
    tf.transpose(x, [...x.shape.slice(0, -2).keys(), x.rank - 1, x.rank - 2]);
  const product = tf.getKernel('BatchMatMul', 'wasm');
  tf.unregisterKernel('BatchMatMul', 'wasm');
  tf.registerKernel({
    ...product,
    kernelFunc: ({ inputs, backend, attrs }) => {
      const { a, b } = inputs as TensorFlow.NamedTensorMap;
      const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
      return tf.tidy(() => {
        const plain = { a: transposeA ? turned(a!) : a!, b: transposeB ? turned(b!) : b! };
        const info = product.kernelFunc({
          inputs: plain,
          backend,
          attrs: { transposeA: false, transposeB: false },
        });
        return tf.engine().makeTensorFromTensorInfo(info as TensorFlow.TensorInfo);
      });
    },
  });
}

/** The module's functions as TypeScript sees them. What each computes stands in the C file it comes from. */
import { AppError } from '../../core/errors';
import { LinearMemory, type Pointer } from './memory';

type Count = number;
/** Floats from one image, or row, to the next. */
type Stride = number;

/** Where blocks begin; floats from image to image, channel block to channel block, row to row. */
type Blocks = [first: Pointer, image: Stride, block: Stride, row: Stride];
/** The same with the floats from position to position. */
type Positions = [...Blocks, step: Stride];
/** Images with their channels side by side. */
type Rows = [first: Pointer, image: Stride, row: Stride];
type Size = [height: Count, width: Count];
type Flag = number;

export interface Kernels {
  // conv-pool.c
  pack_panels(weights: Pointer, K: Count, O: Count, width: Count, panels: Pointer): void;
  conv_pack_rows(weights: Pointer, F: Count, C: Count, O: Count, rows: Pointer): void;
  conv_unpack_rows(rows: Pointer, F: Count, C: Count, O: Count, weights: Pointer): void;
  conv_pool_forward(
    x: Pointer,
    xImage: Stride,
    xRow: Stride,
    C: Count,
    F: Count,
    panels: Pointer,
    bias: Pointer,
    O: Count,
    PH: Count,
    PW: Count,
    out: Pointer,
    outImage: Stride,
    outRow: Stride,
    cells: Pointer,
    count: Count,
  ): void;
  conv_pool_backward(
    x: Pointer,
    xImage: Stride,
    xRow: Stride,
    C: Count,
    F: Count,
    rows: Pointer,
    O: Count,
    PH: Count,
    PW: Count,
    out: Pointer,
    outGradient: Pointer,
    outImage: Stride,
    outRow: Stride,
    cells: Pointer,
    xGradient: Pointer,
    filterGradient: Pointer,
    biasGradient: Pointer,
    live: Pointer,
    count: Count,
  ): void;

  // dense.c
  dense_forward(
    x: Pointer,
    xImage: Stride,
    K: Count,
    panels: Pointer,
    bias: Pointer,
    O: Count,
    out: Pointer,
    outImage: Stride,
    relu: number,
    count: Count,
  ): void;
  dense_parameter_gradient(
    x: Pointer,
    xImage: Stride,
    K: Count,
    outGradient: Pointer,
    outImage: Stride,
    O: Count,
    count: Count,
    kernelGradient: Pointer,
    biasGradient: Pointer,
  ): void;
  dense_input_gradient(
    x: Pointer,
    xGradient: Pointer,
    xImage: Stride,
    K: Count,
    weights: Pointer,
    outGradient: Pointer,
    outImage: Stride,
    O: Count,
    masked: number,
    count: Count,
  ): void;

  // adam.c
  adam(
    parameters: Pointer,
    gradient: Pointer,
    first: Pointer,
    second: Pointer,
    length: Count,
    beta1: number,
    gain1: number,
    beta2: number,
    gain2: number,
    rate: number,
    scale: number,
    epsilon: number,
    shrink: number,
  ): void;

  // loss.c
  cross_entropy(
    logits: Pointer,
    image: Stride,
    classes: Count,
    labels: Pointer,
    count: Count,
    weight: number,
    gradient: Pointer,
  ): number;

  // images.c
  gather_bytes(
    images: Pointer,
    labels: Pointer,
    order: Pointer,
    count: Count,
    height: Count,
    width: Count,
    out: Pointer,
    outImage: Stride,
    outRow: Stride,
    labelsOut: Pointer,
  ): void;
  copy_images(
    from: Pointer,
    fromImage: Stride,
    fromRow: Stride,
    to: Pointer,
    toImage: Stride,
    toRow: Stride,
    height: Count,
    width: Count,
    count: Count,
  ): void;

  // descent.c
  descent_iterate(
    delta: Pointer,
    original: Pointer,
    height: Count,
    width: Count,
    image: Pointer,
    row: Stride,
  ): number;
  descent_update(
    delta: Pointer,
    original: Pointer,
    first: Pointer,
    second: Pointer,
    height: Count,
    width: Count,
    gradient: Pointer,
    row: Stride,
    beta1: number,
    gain1: number,
    beta2: number,
    gain2: number,
    rate: number,
    scale: number,
    epsilon: number,
  ): void;

  // convolution.c
  convolution_pack(
    weights: Pointer,
    taps: Count,
    C: Count,
    O: Count,
    transposed: Flag,
    packed: Pointer,
  ): void;
  convolution_unpack(packed: Pointer, taps: Count, C: Count, O: Count, weights: Pointer): void;
  convolution_direct(
    ...call: [
      ...x: Positions,
      X8: Count,
      taps: Pointer,
      T: Count,
      weights: Pointer,
      weightsBlock: Stride,
      ...out: Positions,
      O8: Count,
      rows: Count,
      columns: Count,
      accumulate: Flag,
      count: Count,
    ]
  ): void;
  convolution_filter_gradient(
    ...call: [
      ...x: Positions,
      X8: Count,
      taps: Pointer,
      T: Count,
      ...g: Blocks,
      O8: Count,
      rows: Count,
      columns: Count,
      gradient: Pointer,
      count: Count,
    ]
  ): void;

  // convolution-winograd.c
  winograd_pack(weights: Pointer, C: Count, O: Count, transposed: Flag, packed: Pointer): void;
  winograd_unpack(packed: Pointer, C: Count, O: Count, weights: Pointer): void;
  winograd_forward(
    ...call: [
      ...x: Blocks,
      X8: Count,
      weights: Pointer,
      ...out: Blocks,
      O8: Count,
      down: Count,
      across: Count,
      accumulate: Flag,
      count: Count,
      tiles: Pointer,
      T: Count,
    ]
  ): void;
  winograd_filter_gradient(
    ...call: [
      ...x: Blocks,
      X8: Count,
      ...g: Blocks,
      O8: Count,
      down: Count,
      across: Count,
      gradient: Pointer,
      count: Count,
      tiles: Pointer,
      T: Count,
      group: Count,
    ]
  ): void;

  // batch-norm.c
  batch_norm_statistics(
    ...call: [...x: Blocks, blocks: Count, ...size: Size, count: Count, mean: Pointer, variance: Pointer]
  ): void;
  batch_norm_coefficients(
    mean: Pointer,
    variance: Pointer,
    gamma: Pointer,
    beta: Pointer,
    epsilon: number,
    C: Count,
    blocks: Count,
    coefficients: Pointer,
  ): void;
  batch_norm_forward(
    ...call: [
      ...x: Blocks,
      blocks: Count,
      ...size: Size,
      coefficients: Pointer,
      relu: Flag,
      out: Pointer,
      count: Count,
    ]
  ): void;
  batch_norm_sums(
    ...call: [
      x: Pointer,
      ...g: Blocks,
      blocks: Count,
      ...size: Size,
      coefficients: Pointer,
      relu: Flag,
      count: Count,
      sum: Pointer,
      product: Pointer,
    ]
  ): void;
  batch_norm_backward(
    ...call: [
      x: Pointer,
      ...g: Blocks,
      blocks: Count,
      ...size: Size,
      coefficients: Pointer,
      shares: Pointer,
      relu: Flag,
      xGradient: Pointer,
      accumulate: Flag,
      count: Count,
    ]
  ): void;

  // global-average-pool.c
  average_forward(
    ...call: [
      ...x: Blocks,
      blocks: Count,
      ...size: Size,
      out: Pointer,
      outImage: Stride,
      outBlock: Stride,
      count: Count,
    ]
  ): void;
  average_backward(
    ...call: [
      outGradient: Pointer,
      outImage: Stride,
      outBlock: Stride,
      blocks: Count,
      ...size: Size,
      ...xGradient: Blocks,
      accumulate: Flag,
      count: Count,
    ]
  ): void;

  // blocks.c
  clear_halo(...call: [...plane: Blocks, rows: Count, ...size: Size, blocks: Count, count: Count]): void;
  to_blocks(
    ...call: [...from: Rows, C: Count, ...to: Blocks, ...size: Size, accumulate: Flag, count: Count]
  ): void;
  from_blocks(
    ...call: [...from: Blocks, C: Count, ...to: Rows, ...size: Size, accumulate: Flag, count: Count]
  ): void;
  add_arrays(a: Pointer, b: Pointer, out: Pointer, length: Count): void;
  add_images(...call: [...from: Rows, ...to: Rows, ...size: Size, count: Count]): void;
  mask_dead(values: Pointer, gradient: Pointer, length: Count): void;
}

export interface KernelModule {
  readonly kernels: Kernels;
  readonly memory: LinearMemory;
}

/** @throws AppError `engine` when the bytes are no module of ours, or the browser has no SIMD. */
export async function instantiateKernels(bytes: BufferSource): Promise<KernelModule> {
  try {
    const { instance } = await WebAssembly.instantiate(bytes);
    const { memory, __heap_base: base } = instance.exports;
    if (!(memory instanceof WebAssembly.Memory) || !(base instanceof WebAssembly.Global)) {
      throw new TypeError('The module exports no memory.');
    }
    // The one place where the module's exports get their types: wasm has no more to say about a function than its arity.
    const kernels = instance.exports as unknown as Kernels;
    return { kernels, memory: new LinearMemory(memory, base.value as number) };
  } catch (cause) {
    throw new AppError(
      'engine',
      'The WebAssembly kernels could not be started; this needs a browser with WebAssembly SIMD (2021 or later).',
      { cause },
    );
  }
}

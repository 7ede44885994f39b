/** The functions over channel blocks as TypeScript sees them. What each computes stands in the C file it comes from. */
import type { Pointer } from './memory';

type Count = number;
/** Floats from one image, channel block, row or position to the next. */
type Stride = number;
/** Where blocks begin; floats from image to image, channel block to channel block, row to row. */
type Blocks = [first: Pointer, image: Stride, block: Stride, row: Stride];
/** The same with the floats from position to position. */
type Positions = [...Blocks, step: Stride];
/** Images with their channels side by side. */
type Rows = [first: Pointer, image: Stride, row: Stride];
type Size = [height: Count, width: Count];
type Flag = number;

export interface BlockKernels {
  // convolution.c
  convolution_pack(
    weights: Pointer,
    taps: Pointer,
    T: Count,
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
      ...out: Positions,
      O8: Count,
      rows: Count,
      columns: Count,
      accumulate: Flag,
      count: Count,
      patches: Pointer,
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

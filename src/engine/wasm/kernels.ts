/** The module's functions as TypeScript sees them. What each computes stands in the C file it comes from. */
import { AppError } from '../../core/errors';
import type { BlockKernels } from './block-kernels';
import { LinearMemory, type Pointer } from './memory';

type Count = number;
/** Floats from one image, or row, to the next. */
type Stride = number;

export interface Kernels extends BlockKernels {
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

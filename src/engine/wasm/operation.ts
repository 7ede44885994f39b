/** What stands between a step of a network (`flow.ts`) and the kernels: one file for each kind of layer implements it. */
import type { ImageShape } from '../network';
import type { Form } from './flow';
import type { KernelModule } from './kernels';
import type { Pointer } from './memory';

/**
 * Training takes a batch's own statistics and goes back to the parameters; prediction goes forward alone, and a descent back to
 * the input, with the moving statistics.
 */
export type Purpose = 'training' | 'prediction' | 'descent';

/** What flows from one step to another, and its gradient, for as many images as are in memory at once. */
export interface Plane {
  readonly form: Form;
  readonly shape: ImageShape;
  readonly values: Pointer;
  /** 0 where no gradient is wanted. */
  readonly gradient: Pointer;
  /** Bytes from an image's start to its first value, past the border or halo. */
  readonly origin: number;
  /** Floats from image to image, and from row to row. */
  readonly image: number;
  readonly row: number;
  /** Of blocks: floats from channel block to channel block, how many there are, and rows of each, halo included. */
  readonly block: number;
  readonly blocks: number;
  readonly rows: number;
}

/** What a step works on. */
export interface Io {
  readonly purpose: Purpose;
  readonly reads: readonly Plane[];
  readonly out: Plane;
  /** For each of `reads`: whether its gradient is to be added to what lies there. */
  readonly adds: readonly boolean[];
  /** Where the step keeps `keptBytes` an image from the way forward to the way back. */
  readonly kept: Pointer;
}

export interface Operation {
  /** Bytes an image of what `backward` needs of `forward` beside the planes. */
  readonly keptBytes?: number;
  /** Copies the flat parameters into the kernels' layouts. Due after every change to them. */
  pack?(): void;
  /** Images n … n + count − 1. */
  forward(io: Io, n: number, count: number): void;
  /** Gradients by what it reads (where that plane has one), and, when training, by its parameters: added up over calls. */
  backward(io: Io, n: number, count: number): void;
  /** Before the first `backward` of a batch, and after the last: for gradients that are not summed in the flat array. */
  clearGradients?(): void;
  finishGradients?(): void;
  /** Moves the parameters that a training step moves without a gradient. */
  moveStatistics?(): void;
}

/** What every operation is made with. */
export interface Workshop {
  readonly module: KernelModule;
  /** The flat arrays in the border's layout. */
  readonly parameters: Pointer;
  readonly gradient: Pointer;
  /** Room for what a call needs for its own length: `scratchFloats` of the layer at least. */
  readonly scratch: Pointer;
  /** Zeros, until the network is disposed of. */
  allocate(floats: number): Pointer;
}

/** A plane's values, or gradient, from the first pixel of image n on, as block kernels take them. */
export type BlockArguments = [first: Pointer, image: number, block: number, row: number];

export function valuesOf(plane: Plane, n: number): BlockArguments {
  return [plane.values + plane.origin + 4 * n * plane.image, plane.image, plane.block, plane.row];
}

export function gradientOf(plane: Plane, n: number): BlockArguments {
  return [plane.gradient + plane.origin + 4 * n * plane.image, plane.image, plane.block, plane.row];
}

/** Makes the halo of images n … n + count − 1 zeros again, after a kernel has written there. @param of the plane's values or gradient. */
export function clearHalo(
  { kernels }: KernelModule,
  plane: Plane,
  of: Pointer,
  n: number,
  count: number,
): void {
  const { image, block, row, rows, blocks } = plane;
  const { height, width } = plane.shape;
  kernels.clear_halo(of + 4 * n * image, image, block, row, rows, height, width, blocks, count);
}

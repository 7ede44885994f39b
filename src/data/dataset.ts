/** What a dataset is to the rest of the program: labelled images of one shape, in two splits. */
import type { ImageShape } from '../engine/network';

export interface Split {
  /** [count × height × width × channels] bytes, 0…255. */
  readonly images: Uint8Array;
  /** [count] classes, each below `classes`. */
  readonly labels: Uint8Array;
  readonly count: number;
}

export interface Dataset {
  /** Figures from `synthetic` are never shown beside the paper's. */
  readonly name: 'mnist' | 'synthetic';
  /** Where it came from, for people. */
  readonly source: string;
  readonly shape: ImageShape;
  readonly classes: number;
  readonly train: Split;
  readonly test: Split;
}

/** One digit of MNIST, and of everything shaped like it. */
export const DIGIT_SHAPE: ImageShape = { height: 28, width: 28, channels: 1 };
export const DIGIT_CLASSES = 10;

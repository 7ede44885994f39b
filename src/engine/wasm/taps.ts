/** Which pixels a convolution multiplies with which weights: the lists of taps that convolution.c walks. */
import { samePadding, type ShapedConvolution } from '../network';

/** A convolution over positions: where the first lies, how far apart they are in either plane, and what each sums. */
export interface TapList {
  /** The first position written, as a pixel; the next ones are `step` pixels further. */
  readonly row: number;
  readonly column: number;
  readonly step: number;
  /** The size of the grid of positions. */
  readonly rows: number;
  readonly columns: number;
  /** Rows and columns from a position's own pixel to the one read, and the kernel's entry. */
  readonly taps: readonly { readonly row: number; readonly column: number; readonly tap: number }[];
}

/** z[p] = Σ x[stride·p + i − top] w[i]: one list; x's pixel of a position is stride · position. */
export function forwardTaps({ layer, input, output }: ShapedConvolution): TapList {
  const { size, stride } = layer;
  const top = samePadding(input.height, size, stride);
  const left = samePadding(input.width, size, stride);
  const taps = Array.from({ length: size * size }, (_, tap) => ({
    row: Math.floor(tap / size) - top,
    column: (tap % size) - left,
    tap,
  }));
  return { row: 0, column: 0, step: 1, rows: output.height, columns: output.width, taps };
}

/**
 * ∂L/∂x[q] = Σ_i g[(q + top − i)/stride] w[i] over the i that leave no remainder: a list for each remainder of q's row and
 * column; g's pixel of a position is the position itself. A list without taps means zeros.
 */
export function inputTaps({ layer, input }: ShapedConvolution): TapList[] {
  const { size, stride } = layer;
  const top = samePadding(input.height, size, stride);
  const left = samePadding(input.width, size, stride);
  const lists: TapList[] = [];
  for (let row = 0; row < Math.min(stride, input.height); row++) {
    for (let column = 0; column < Math.min(stride, input.width); column++) {
      const taps = Array.from({ length: size * size }, (_, tap) => ({
        row: (row + top - Math.floor(tap / size)) / stride,
        column: (column + left - (tap % size)) / stride,
        tap,
      })).filter(each => Number.isInteger(each.row) && Number.isInteger(each.column));
      lists.push({
        row,
        column,
        step: stride,
        rows: Math.ceil((input.height - row) / stride),
        columns: Math.ceil((input.width - column) / stride),
        taps,
      });
    }
  }
  return lists;
}

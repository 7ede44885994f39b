/** Where the weights of one component of a convolution's kernel, (F, F, I), stand: I squares of F × F cells, some in a row. */

export interface KernelShape {
  /** F. */
  readonly size: number;
  /** I. */
  readonly channels: number;
  /** Squares in a row. */
  readonly columns: number;
}

export interface KernelCell {
  readonly channel: number;
  readonly row: number;
  readonly column: number;
  /** Of its square among the squares. */
  readonly across: number;
  readonly down: number;
}

/** The cell of `index`, row-major over (F, F, I); everything counts from 0. */
export function kernelCell(index: number, { size, channels, columns }: KernelShape): KernelCell {
  const channel = index % channels;
  const cell = Math.floor(index / channels);
  return {
    channel,
    row: Math.floor(cell / size),
    column: cell % size,
    across: channel % columns,
    down: Math.floor(channel / columns),
  };
}

/** max |w|, what the strongest colour stands for; 0 without weights. */
export function largestMagnitude(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i += 1) largest = Math.max(largest, Math.abs(values[i] ?? 0));
  return largest;
}

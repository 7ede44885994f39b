/**
 * Which taps of a convolution join which pixels, along one side: rows or columns. A thread writes `outputs` neighbouring
 * pixels and reads a window; all of it is known when a kernel is written, since strides and paddings are.
 */
export interface SideTaps {
  /** How many pixels a thread writes along this side. */
  readonly outputs: number;
  /** Places of the window that some pixel reads, counted from its origin. */
  readonly places: readonly number[];
  /** WGSL (i32) of the window's origin; `first` is the first pixel written, a multiple of `outputs`. */
  readonly origin: (first: string) => string;
  /** For each tap that pixel `output` sums: where in the window its factor lies. */
  readonly taps: (output: number) => readonly { readonly place: number; readonly tap: number }[];
}

function sideTaps(outputs: number, taps: SideTaps['taps'], origin: SideTaps['origin']): SideTaps {
  const all = Array.from({ length: outputs }, (_, output) => taps(output).map(({ place }) => place)).flat();
  return { outputs, taps, origin, places: [...new Set(all)].sort((a, b) => a - b) };
}

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/** Output o reads inputs stride·o + tap − pad. */
export function forwardTaps(outputs: number, size: number, stride: number, pad: number): SideTaps {
  return sideTaps(
    outputs,
    output => range(size).map(tap => ({ place: output * stride + tap, tap })),
    first => `i32(${first} * ${stride}u) - ${pad}`,
  );
}

/** Input i was read by outputs (i + pad − tap)/stride, where that is whole. @param outputs a multiple of the stride. */
export function backwardTaps(outputs: number, size: number, stride: number, pad: number): SideTaps {
  const lead = Math.ceil((size - 1 - pad) / stride);
  return sideTaps(
    outputs,
    output =>
      range(size)
        .filter(tap => (output + pad - tap) % stride === 0)
        .map(tap => ({ place: (output + pad - tap) / stride + lead, tap })),
    first => `i32(${first} / ${stride}u) - ${lead}`,
  );
}

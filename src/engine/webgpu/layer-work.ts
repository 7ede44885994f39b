/** What a layer has to do on the device: its kernels in the order in which they run, and the buffers it alone knows. */
import type { KernelSource } from './kernel';

/** Whether batch normalizations take the statistics of the batch, or the moving ones. */
export type Mode = 'training' | 'inference';

export interface Dispatch {
  readonly source: KernelSource;
  /** Threads for `count` images in `groups` groups of the layer's section. */
  readonly threads: (count: number, groups: number) => number;
}

export interface LayerWork {
  readonly forward: Readonly<Record<Mode, readonly Dispatch[]>>;
  /** Gradient by the parameters into the partial sums, of a training pass. */
  readonly parameterGradient: readonly Dispatch[];
  /** Gradient by each source; after `parameterGradient`, where both run. */
  readonly inputGradient: Readonly<Record<Mode, readonly (readonly Dispatch[])[]>>;
  /** Words of each buffer of its own, by the name its kernels know it by, for batches of up to `capacity` images. */
  readonly buffers: Readonly<Record<string, (capacity: number) => number>>;
}

/** The same work in both modes. @param inputGradient by each source. */
export function sameInBoth(
  forward: readonly Dispatch[],
  parameterGradient: readonly Dispatch[],
  inputGradient: readonly (readonly Dispatch[])[],
  buffers: LayerWork['buffers'] = {},
): LayerWork {
  return {
    forward: { training: forward, inference: forward },
    parameterGradient,
    inputGradient: { training: inputGradient, inference: inputGradient },
    buffers,
  };
}

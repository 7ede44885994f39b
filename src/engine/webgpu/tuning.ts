/**
 * How much one thread of each kernel takes, as a handful of presets by name. Which is fastest depends on the adapter: a
 * software adapter wants many sums a thread, since a load costs it ten multiply-adds and a thread runs four wide on one
 * core; a GPU wants many threads with few sums each. `WebGpuEngine.tune` measures which.
 */
import type { ShapedConvPool } from '../network';
import type { ConvPoolTiles } from './conv-pool-tile';
import type { ConvolutionTiles } from './convolution';
import type { DenseTiles } from './dense';

export const TUNING_NAMES = ['software', 'gpu', 'gpu-quads', 'gpu-large'] as const;
export type TuningName = (typeof TUNING_NAMES)[number];

export interface Tuning {
  readonly name: TuningName;
  /** What a device must offer for it. */
  readonly feature: GPUFeatureName | null;
  readonly convPool: (shape: ShapedConvPool) => ConvPoolTiles;
  readonly convolution: ConvolutionTiles;
  readonly dense: DenseTiles;
  /** Parameters that one thread of the optimizer moves. */
  readonly parameters: number;
}

/** Sums that a thread of a software adapter holds at most; more make its compiler slow and its stack large. */
const SOFTWARE_SUMS = 200;

/** Where few filters send something back to an image, a smaller block is as fast and compiles sooner. */
const FEW_SUMS = 56;

/** A block of rows × columns with at most `sums` of them, as wide as the image where that fits. */
function softwareBlock(height: number, width: number, sums: number): { rows: number; columns: number } {
  const columns = Math.min(width + (width % 2), 14);
  const rows = Math.min(height + (height % 2), 2 * Math.floor(sums / columns / 2));
  return { rows, columns };
}

function smallTiles(columns: number, filters: number, pixels: number, quads: boolean): ConvPoolTiles {
  return {
    forward: { rows: 1, columns, filters, workgroup: 64, quads },
    filterGradient: { rows: 1, columns: 1, filters: 1, workgroup: 64 },
    inputGradient: { rows: 2, columns: pixels, channels: 2, workgroup: 64, quads },
  };
}

function convolutionTiles(
  pixels: ConvolutionTiles['pixels'],
  filterGradient: ConvolutionTiles['filterGradient'],
  quads: boolean,
): ConvolutionTiles {
  return { pixels, filterGradient, workgroup: 64, quads };
}

export const TUNINGS: Readonly<Record<TuningName, Tuning>> = {
  software: {
    name: 'software',
    feature: 'subgroups',
    convPool: ({ input }) => {
      // Where each weight serves one channel, all filters share the loads of the image.
      const one = input.channels === 1;
      return {
        forward: one
          ? { rows: 2, columns: 2, filters: 6, workgroup: 4 }
          : { rows: 1, columns: 5, filters: 8, workgroup: 4, quads: true },
        filterGradient: one
          ? { rows: 1, columns: 2, filters: 6, workgroup: 4 }
          : { rows: 5, columns: 1, filters: 4, workgroup: 4 },
        inputGradient: {
          ...softwareBlock(input.height, input.width, one ? FEW_SUMS : SOFTWARE_SUMS),
          channels: 1,
          workgroup: 4,
        },
      };
    },
    convolution: convolutionTiles(
      { rows: 4, columns: 8, channels: 4 },
      { rows: 1, columns: 4, channels: 4, filters: 4 },
      true,
    ),
    dense: { images: 16, inputs: 8, units: 8, terms: 4, workgroup: 4, quads: true },
    parameters: 8,
  },
  gpu: {
    name: 'gpu',
    feature: null,
    convPool: () => smallTiles(1, 8, 4, false),
    convolution: convolutionTiles(
      { rows: 2, columns: 4, channels: 4 },
      { rows: 1, columns: 4, channels: 1, filters: 4 },
      false,
    ),
    dense: { images: 4, inputs: 4, units: 4, terms: 2, workgroup: 64 },
    parameters: 1,
  },
  'gpu-quads': {
    name: 'gpu-quads',
    feature: 'subgroups',
    convPool: () => smallTiles(1, 8, 4, true),
    convolution: convolutionTiles(
      { rows: 2, columns: 4, channels: 4 },
      { rows: 1, columns: 2, channels: 4, filters: 2 },
      true,
    ),
    dense: { images: 4, inputs: 4, units: 4, terms: 2, workgroup: 64 },
    parameters: 1,
  },
  'gpu-large': {
    name: 'gpu-large',
    feature: null,
    convPool: () => smallTiles(2, 8, 8, false),
    convolution: convolutionTiles(
      { rows: 4, columns: 4, channels: 4 },
      { rows: 2, columns: 2, channels: 2, filters: 4 },
      false,
    ),
    dense: { images: 8, inputs: 8, units: 4, terms: 4, workgroup: 64 },
    parameters: 1,
  },
};

/** `name`, or 'gpu' where `device` lacks what that needs. */
export function tuningFor(device: GPUDevice, name: TuningName): TuningName {
  const { feature } = TUNINGS[name];
  return feature === null || device.features.has(feature) ? name : 'gpu';
}

/** What is worth measuring on an adapter, the one to use unmeasured first. */
export function candidatesFor(software: boolean): readonly [TuningName, ...TuningName[]] {
  return software ? ['software', 'gpu'] : ['gpu', 'gpu-quads', 'gpu-large'];
}

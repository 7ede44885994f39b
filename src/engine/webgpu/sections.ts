/**
 * Where partial sums lie. Filter gradients are summed over a few images at a time, a group; each group of a layer writes one
 * copy of that layer's gradient, its kernel then its bias. A layer's copies follow one another, and the layers as well, so
 * that one pass can sum them all.
 */
import { volume, type Layout, type ShapedLayer } from '../network';

export interface Section {
  /** The layer's parameters in the flat array, kernel and bias together. */
  readonly offset: number;
  readonly length: number;
  /** Images of a group, before `growth`. */
  readonly groupSize: number;
  /** WGSL: images of a group, how many groups there are, where the first begins. */
  readonly size: string;
  readonly groups: string;
  readonly start: string;
}

/** A batch has at most this many images before its groups grow, so that the partial sums of large ones stay small. */
const LARGE_BATCH = 256;

/** Positions that one group of a convolution sums over, at least; and the images of a dense layer's group. */
const GROUP_POSITIONS = 128;
const DENSE_GROUP = 32;

function groupSizeOf({ layer, output }: ShapedLayer): number {
  if (layer.kind === 'dense') return DENSE_GROUP;
  return Math.max(1, Math.floor(GROUP_POSITIONS / (volume(output) / output.channels)));
}

export function sectionsOf(layout: Layout): Section[] {
  const starts: string[] = [];
  return layout.layers.map(shaped => {
    const { kernel, bias } = shaped;
    const length = kernel.length + bias.length;
    const groupSize = groupSizeOf(shaped);
    const size = `(${groupSize}u * batch.growth)`;
    const groups = `((batch.count + ${size} - 1u) / ${size})`;
    const start = `(0u${starts.map(text => ` + ${text}`).join('')})`;
    starts.push(`${groups} * ${length}u`);
    return { offset: kernel.offset, length, groupSize, size, groups, start };
  });
}

/** By how much the groups of a batch of `count` images are larger: `batch.growth`. */
export function growthOf(count: number): number {
  return Math.max(1, Math.ceil(count / LARGE_BATCH));
}

export function groupsOf(section: Section, count: number): number {
  return Math.ceil(count / (section.groupSize * growthOf(count)));
}

/** Words of the partial sums of `count` images. */
export function partialWords(sections: readonly Section[], count: number): number {
  return sections.reduce((sum, section) => sum + groupsOf(section, count) * section.length, 0);
}

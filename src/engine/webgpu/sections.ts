/**
 * Where partial sums lie. Filter gradients are summed over a few images at a time, a group; each group of a layer writes one
 * copy of that layer's gradient, its kernel then its bias. A layer's copies follow one another, and the layers as well, so
 * that one pass can sum them all.
 */
import { chainOf } from '../chain';
import { volume, type Layout, type ShapedConvPool, type ShapedDense } from '../network';

export interface Section {
  /** The layer's parameters in the flat array, kernel and bias together. */
  readonly offset: number;
  readonly length: number;
  /** Images of a group of a batch that is not large. */
  readonly groupSize: number;
  /** WGSL, from `batch`: images of a group, how many groups there are, where the first begins. */
  readonly size: string;
  readonly groups: string;
  readonly start: string;
}

/** A batch has at most this many images before its groups grow, so that the partial sums of large ones stay small. */
const LARGE_BATCH = 256;

/** Positions that one group of a convolution sums over, at least; and the images of a dense layer's group. */
const GROUP_POSITIONS = 128;
const DENSE_GROUP = 32;

function groupSizeOf({ kind, output }: ShapedConvPool | ShapedDense): number {
  if (kind === 'dense') return DENSE_GROUP;
  return Math.max(1, Math.floor(GROUP_POSITIONS / (volume(output) / output.channels)));
}

export function sectionsOf(layout: Layout): Section[] {
  return chainOf(layout).map((shaped, l) => ({
    offset: shaped.kernel.offset,
    length: shaped.kernel.length + shaped.bias.length,
    groupSize: groupSizeOf(shaped),
    size: `batch.sections[${l}].x`,
    groups: `batch.sections[${l}].y`,
    start: `batch.sections[${l}].z`,
  }));
}

export function groupsOf(section: Section, count: number): number {
  return Math.ceil(count / groupImages(section, count));
}

function groupImages({ groupSize }: Section, count: number): number {
  return groupSize * Math.max(1, Math.ceil(count / LARGE_BATCH));
}

/** Words of the partial sums of `count` images. */
export function partialWords(sections: readonly Section[], count: number): number {
  return sections.reduce((sum, section) => sum + groupsOf(section, count) * section.length, 0);
}

/** WGSL of `Batch`, and the words of one of `count` images: laid out here once, so that no kernel has to divide. */
export function batchStruct(sections: readonly Section[]): string {
  return `struct Batch { count: u32, sections: array<vec4u, ${sections.length}> }`;
}

export function batchWords(sections: readonly Section[], count: number): Uint32Array {
  const words = new Uint32Array(4 + 4 * sections.length);
  words[0] = count;
  let start = 0;
  sections.forEach((section, l) => {
    const groups = groupsOf(section, count);
    words.set([groupImages(section, count), groups, start], 4 + 4 * l);
    start += groups * section.length;
  });
  return words;
}

/**
 * Where partial sums lie. Gradients by parameters are summed over a few images at a time, a group; each group of a layer
 * writes one copy of that layer's gradient, in the order of its parameters. A layer's copies follow one another, and the
 * layers as well, so that one pass can sum them all.
 */
import { volume, type Layout, type ParameterSlot, type ShapedLayer } from '../network';

export interface Section {
  /** The layer's parameters in the flat array: its kernel and bias, or all four of a batch normalization. */
  readonly offset: number;
  readonly length: number;
  /** Images of a group, in a batch of `count`. */
  readonly groupImages: (count: number) => number;
  /** WGSL, from `batch`: images of a group, how many groups there are, where the first begins. */
  readonly size: string;
  readonly groups: string;
  readonly start: string;
}

/** A batch has at most this many images before its groups grow, so that the partial sums of large ones stay small. */
const LARGE_BATCH = 256;

/** Positions that one group of a convolution with pooling sums over, at least; and the images of a dense layer's group. */
const GROUP_POSITIONS = 128;
const DENSE_GROUP = 64;

/** Words of all the partial sums of one convolution, about: its kernel may have many weights, and few groups then. */
const CONVOLUTION_WORDS = 2 ** 20;

function slotsOf(shaped: ShapedLayer): readonly ParameterSlot[] {
  switch (shaped.kind) {
    case 'conv-pool':
    case 'dense':
      return [shaped.kernel, shaped.bias];
    case 'convolution':
      return [shaped.kernel];
    case 'batch-norm':
      return [shaped.gamma, shaped.beta, shaped.movingMean, shaped.movingVariance];
    case 'sum':
    case 'global-average-pool':
      return [];
  }
}

function groupImagesOf(shaped: ShapedLayer, length: number): (count: number) => number {
  const ofLarge = (count: number): number => Math.max(1, Math.ceil(count / LARGE_BATCH));
  switch (shaped.kind) {
    case 'conv-pool': {
      const positions = volume(shaped.output) / shaped.output.channels;
      return count => Math.max(1, Math.floor(GROUP_POSITIONS / positions)) * ofLarge(count);
    }
    case 'convolution': {
      const groups = Math.max(1, Math.floor(CONVOLUTION_WORDS / length));
      return count => Math.ceil(count / Math.min(groups, LARGE_BATCH));
    }
    case 'dense':
      return count => DENSE_GROUP * ofLarge(count);
    default:
      return count => count;
  }
}

/** One for each layer, in order; null where a layer has no parameters. */
export function sectionsOf(layout: Layout): (Section | null)[] {
  let k = 0;
  return layout.layers.map(shaped => {
    const slots = slotsOf(shaped);
    if (slots.length === 0) return null;
    const length = slots.reduce((sum, slot) => sum + slot.length, 0);
    const place = `batch.sections[${k++}]`;
    return {
      offset: slots[0]!.offset,
      length,
      groupImages: groupImagesOf(shaped, length),
      size: `${place}.x`,
      groups: `${place}.y`,
      start: `${place}.z`,
    };
  });
}

export function groupsOf(section: Section, count: number): number {
  return Math.ceil(count / section.groupImages(count));
}

type Sections = readonly (Section | null)[];

/** Those of the layers that have parameters: their places in `batch.sections`. */
function presentIn(sections: Sections): Section[] {
  return sections.filter(section => section !== null);
}

/** Words of the partial sums of `count` images. */
export function partialWords(sections: Sections, count: number): number {
  return presentIn(sections).reduce((sum, section) => sum + groupsOf(section, count) * section.length, 0);
}

/** WGSL of `Batch`, and the words of one of `count` images: laid out here once, so that no kernel has to divide. */
export function batchStruct(sections: Sections): string {
  return `struct Batch { count: u32, sections: array<vec4u, ${presentIn(sections).length}> }`;
}

export function batchWords(sections: Sections, count: number): Uint32Array {
  const present = presentIn(sections);
  const words = new Uint32Array(4 + 4 * present.length);
  words[0] = count;
  let start = 0;
  present.forEach((section, k) => {
    const groups = groupsOf(section, count);
    words.set([section.groupImages(count), groups, start], 4 + 4 * k);
    start += groups * section.length;
  });
  return words;
}

/**
 * Where everything of one network lies in linear memory, laid out once: parameters, gradients and moments as flat arrays in
 * the border's own layout; copies of the weights in the layouts the kernels read; and activations for one block of
 * images. A larger batch goes through block by block.
 */
import { chainOf } from '../chain';
import type { Layout, ShapedConvPool, ShapedDense } from '../network';
import { volume, type ImageShape } from '../network';
import type { LinearMemory, Pointer } from './memory';

/** Images in memory at once, and the shard in which dense gradients are summed. A multiple of four. */
export const BLOCK = 64;
/** Images a convolution takes before the next layer does, so that it finds them in cache; the shard of its gradients. */
export const CHUNK = 8;

/** What flows between two layers, [BLOCK][rows][columns × channels], in the form the layer that reads it wants. */
export interface Plane {
  readonly values: Pointer;
  readonly gradient: Pointer;
  /** Bytes from an image's start to its first value, past the zero border. */
  readonly origin: number;
  /** Floats from image to image, and from row to row. */
  readonly image: number;
  readonly row: number;
}

type ShapedLayer = ShapedConvPool | ShapedDense;

/** A layer's weights in the kernels' layouts, and what its backward pass needs. */
export interface LayerMemory {
  readonly shaped: ShapedLayer;
  readonly panels: Pointer;
  readonly bias: Pointer;
  /** Convolutions only, else 0: weights by output channel, their gradient in the same layout, the pool's argmax bytes. */
  readonly rows: Pointer;
  readonly rowsGradient: Pointer;
  readonly cells: Pointer;
}

export interface Plan {
  readonly layout: Layout;
  readonly parameters: Pointer;
  readonly gradient: Pointer;
  readonly firstMoment: Pointer;
  readonly secondMoment: Pointer;
  readonly layers: readonly LayerMemory[];
  /** planes[i] is layer i's input; the last one holds the logits. */
  readonly planes: readonly Plane[];
  readonly labels: Pointer;
  readonly order: Pointer;
  /** BLOCK packed images, on their way in or out. */
  readonly staging: Pointer;
  /** Scratch of conv_pool_backward. */
  readonly live: Pointer;
  /** Everything above that `allocate` gave, to be released. */
  readonly blocks: readonly Pointer[];
}

function roundUp(n: number, multiple: number): number {
  return Math.ceil(n / multiple) * multiple;
}

/** How many outputs' weights lie side by side for the forward kernels. */
export function panelWidth({ layer, input }: ShapedLayer): number {
  return layer.kind === 'conv-pool' && input.channels === 1 ? 2 : 8;
}

/** Floats of a filter's gradient by output channel (conv-pool-gradient.c): rows of whole vectors. */
export function filterLength({ layer, input }: ShapedLayer): number {
  return layer.kind === 'conv-pool'
    ? layer.filters * layer.size * roundUp(layer.size * input.channels, 4)
    : 0;
}

/** Floats of conv_pack_rows: the weights by output channel, bordered by one pixel. */
function packedLength({ layer, input }: ShapedLayer): number {
  if (layer.kind !== 'conv-pool') return 0;
  const pitch = input.channels + roundUp((layer.size + 1) * input.channels, 4);
  return layer.filters * (layer.size + 2) * pitch;
}

export function makePlan(layout: Layout, memory: LinearMemory): Plan {
  const chain = chainOf(layout);
  const blocks: Pointer[] = [];
  const allocateBytes = (bytes: number): Pointer => {
    const pointer = memory.allocate(bytes);
    blocks.push(pointer);
    return pointer;
  };
  const allocate = (floats: number): Pointer => allocateBytes(floats * 4);

  const makePlane = (shape: ImageShape, reader: ShapedLayer | undefined): Plane => {
    const layer = reader?.layer;
    const border = layer?.kind === 'conv-pool' && layer.padding === 'same' ? (layer.size - 1) / 2 : 0;
    const row = (shape.width + 2 * border) * shape.channels;
    const image = roundUp((shape.height + 2 * border) * row, 8);
    return {
      values: allocate(BLOCK * image),
      gradient: allocate(BLOCK * image),
      origin: 4 * border * (row + shape.channels),
      image,
      row,
    };
  };

  const makeLayer = (shaped: ShapedLayer): LayerMemory => {
    const { layer, kernel, bias, output } = shaped;
    const outputs = roundUp(bias.length, 8);
    const convolution = layer.kind === 'conv-pool';
    return {
      shaped,
      panels: allocate((kernel.length / bias.length) * outputs),
      bias: allocate(outputs),
      rows: convolution ? allocate(packedLength(shaped)) : 0,
      rowsGradient: convolution ? allocate(filterLength(shaped)) : 0,
      cells: convolution ? allocateBytes(BLOCK * volume(output)) : 0,
    };
  };

  const cellsPerChannel = chain.map(({ layer, output }) =>
    layer.kind === 'conv-pool' ? output.height * output.width : 0,
  );
  return {
    layout,
    parameters: allocate(layout.parameterCount),
    gradient: allocate(layout.parameterCount),
    firstMoment: allocate(layout.parameterCount),
    secondMoment: allocate(layout.parameterCount),
    layers: chain.map(makeLayer),
    planes: [
      ...chain.map(shaped => makePlane(shaped.input, shaped)),
      makePlane({ height: 1, width: 1, channels: layout.classes }, undefined),
    ],
    labels: allocateBytes(BLOCK),
    order: allocate(BLOCK),
    staging: allocate(BLOCK * Math.max(layout.pixels, layout.classes)),
    live: allocate(2 * (CHUNK * Math.max(...cellsPerChannel) + 3)),
    blocks,
  };
}

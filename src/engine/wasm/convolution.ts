/**
 * Convolutions without bias on the planes of a network: 3×3 of stride 1 by Winograd (convolution-winograd.c), all others, 1×1 and
 * stride 2, summed directly (convolution.c). Weights are brought into the kernels' layouts when they are first used after
 * a change: a prediction needs no transposed ones.
 */
import type { ShapedConvolution } from '../network';
import type { Pointer } from './memory';
import {
  clearHalo,
  gradientOf,
  valuesOf,
  type Io,
  type Operation,
  type Plane,
  type Workshop,
} from './operation';
import { forwardTaps, inputTaps, type TapList } from './taps';

/**
 * Tiles that winograd_* take at a time, 32 bytes each: were it a power of two, a tile's channel blocks would meet in the
 * same few lines of the first cache, and a tenth of the speed be lost.
 */
const TILES = 60;
/** Channel blocks whose filter gradient, 16 × 128 × 128 floats, stays in the second cache. */
const GROUP = 16;

function blocksOf(channels: number): number {
  return Math.ceil(channels / 8);
}

function isWinograd({ layer }: ShapedConvolution): boolean {
  return layer.size === 3 && layer.stride === 1;
}

/** Transformed tiles, or the patches of convolution_direct. */
export function convolutionScratch(shaped: ShapedConvolution): number {
  if (!isWinograd(shaped)) return 60 * 4 * 8 * shaped.layer.size ** 2;
  const most = Math.max(blocksOf(shaped.input.channels), blocksOf(shaped.layer.filters));
  return 16 * TILES * 8 * Math.max(most + 1, 2 * GROUP);
}

/** Weights in a kernel's layout, and whether they are still those of the flat parameters. */
interface Packed {
  pointer: Pointer;
  fresh: boolean;
}

export class Convolution implements Operation {
  /** Channel blocks in and out. */
  private readonly X8: number;
  private readonly O8: number;
  private readonly winograd: boolean;
  private readonly weights: Packed = { pointer: 0, fresh: false };
  private readonly transposed: Packed = { pointer: 0, fresh: false };
  /** The filter's gradient in the layout of `weights`; 0 until there is one. */
  private blockGradient: Pointer = 0;
  /** Room for one list of taps. */
  private readonly taps: Pointer;

  constructor(
    private readonly workshop: Workshop,
    private readonly shaped: ShapedConvolution,
  ) {
    this.X8 = blocksOf(shaped.input.channels);
    this.O8 = blocksOf(shaped.layer.filters);
    this.winograd = isWinograd(shaped);
    this.taps = workshop.allocate(2 * shaped.layer.size ** 2);
  }

  pack(): void {
    this.weights.fresh = false;
    this.transposed.fresh = false;
  }

  forward({ reads, out }: Io, n: number, count: number): void {
    const { module, scratch } = this.workshop;
    const x = reads[0]!;
    const weights = this.packed(this.weights, 0);
    if (this.winograd) {
      module.kernels.winograd_forward(
        ...corner(valuesOf(x, n)),
        this.X8,
        weights,
        ...valuesOf(out, n),
        this.O8,
        ...tilesOf(out),
        0,
        count,
        scratch,
        TILES,
      );
    } else {
      const list = forwardTaps(this.shaped);
      module.kernels.convolution_direct(
        ...this.positionsOf(x, n),
        this.X8,
        this.putTaps(list, x.row),
        list.taps.length,
        weights,
        ...valuesOf(out, n),
        8,
        this.O8,
        list.rows,
        list.columns,
        0,
        count,
        scratch,
      );
    }
    clearHalo(module, out, out.values, n, count);
  }

  backward({ reads, out, adds, purpose }: Io, n: number, count: number): void {
    const x = reads[0]!;
    if (purpose === 'training') this.addFilterGradient(x, out, n, count);
    if (x.gradient) this.sendBack(x, out, adds[0]!, n, count);
  }

  clearGradients(): void {
    const floats = this.O8 * this.X8 * this.blockLength;
    this.blockGradient ||= this.workshop.allocate(floats);
    this.workshop.module.memory.floats(this.blockGradient, floats).fill(0);
  }

  finishGradients(): void {
    const { layer, input, kernel } = this.shaped;
    const { kernels } = this.workshop.module;
    const to = this.workshop.gradient + 4 * kernel.offset;
    if (this.winograd) kernels.winograd_unpack(this.blockGradient, input.channels, layer.filters, to);
    else kernels.convolution_unpack(this.blockGradient, layer.size ** 2, input.channels, layer.filters, to);
  }

  private addFilterGradient(x: Plane, out: Plane, n: number, count: number): void {
    const { module, scratch } = this.workshop;
    if (this.winograd) {
      module.kernels.winograd_filter_gradient(
        ...corner(valuesOf(x, n)),
        this.X8,
        ...gradientOf(out, n),
        this.O8,
        ...tilesOf(out),
        this.blockGradient,
        count,
        scratch,
        TILES,
        GROUP,
      );
      return;
    }
    const list = forwardTaps(this.shaped);
    module.kernels.convolution_filter_gradient(
      ...this.positionsOf(x, n),
      this.X8,
      this.putTaps(list, x.row),
      list.taps.length,
      ...gradientOf(out, n),
      this.O8,
      list.rows,
      list.columns,
      this.blockGradient,
      count,
    );
  }

  private sendBack(x: Plane, out: Plane, adds: boolean, n: number, count: number): void {
    const { module, scratch } = this.workshop;
    const weights = this.packed(this.transposed, 1);
    const accumulate = adds ? 1 : 0;
    if (this.winograd) {
      module.kernels.winograd_forward(
        ...corner(gradientOf(out, n)),
        this.O8,
        weights,
        ...gradientOf(x, n),
        this.X8,
        ...tilesOf(x),
        accumulate,
        count,
        scratch,
        TILES,
      );
    } else {
      const [first, image, block, row] = gradientOf(x, n);
      let listed = weights;
      for (const list of inputTaps(this.shaped)) {
        module.kernels.convolution_direct(
          ...gradientOf(out, n),
          8,
          this.O8,
          this.putTaps(list, out.row),
          list.taps.length,
          listed,
          first + 4 * (list.row * row + 8 * list.column),
          image,
          block,
          list.step * row,
          list.step * 8,
          this.X8,
          list.rows,
          list.columns,
          accumulate,
          count,
          scratch,
        );
        listed += 4 * this.listLength(list);
      }
    }
    clearHalo(module, x, x.gradient, n, count);
  }

  /** Floats of the weights between a pair of channel blocks. */
  private get blockLength(): number {
    return 64 * (this.winograd ? 16 : this.shaped.layer.size ** 2);
  }

  /** Floats of the weights of one list of taps. */
  private listLength({ taps }: TapList): number {
    return this.O8 * this.X8 * taps.length * 64;
  }

  /** Direct ones list by list. */
  private packed(weights: Packed, transposed: 0 | 1): Pointer {
    if (weights.fresh) return weights.pointer;
    const { module, parameters } = this.workshop;
    const { layer, input, kernel } = this.shaped;
    const from = parameters + 4 * kernel.offset;
    weights.pointer ||= this.workshop.allocate(this.O8 * this.X8 * this.blockLength);
    if (this.winograd) {
      module.kernels.winograd_pack(from, input.channels, layer.filters, transposed, weights.pointer);
    } else {
      let to = weights.pointer;
      for (const list of transposed ? inputTaps(this.shaped) : [forwardTaps(this.shaped)]) {
        const { length } = list.taps;
        const taps = this.putTaps(list, 0);
        module.kernels.convolution_pack(from, taps, length, input.channels, layer.filters, transposed, to);
        to += 4 * this.listLength(list);
      }
    }
    weights.fresh = true;
    return weights.pointer;
  }

  /** x from position to position of the output, `stride` pixels apart. */
  private positionsOf(
    x: Plane,
    n: number,
  ): [first: Pointer, image: number, block: number, row: number, step: number] {
    const { stride } = this.shaped.layer;
    const [first, image, block, row] = valuesOf(x, n);
    return [first, image, block, stride * row, stride * 8];
  }

  /** Writes the list as convolution.c has it, for a plane whose rows are `row` floats. */
  private putTaps({ taps }: TapList, row: number): Pointer {
    const view = this.workshop.module.memory.words(this.taps, 2 * taps.length);
    taps.forEach((each, i) => {
      view[2 * i] = each.row * row + 8 * each.column;
      view[2 * i + 1] = each.tap;
    });
    return this.taps;
  }
}

/** The halo's corner instead of the first pixel. */
function corner([first, image, block, row]: ReturnType<typeof valuesOf>): ReturnType<typeof valuesOf> {
  return [first - 4 * (row + 8), image, block, row];
}

/** How many rows of 2×2 tiles cover a plane, and how many tiles a row. */
function tilesOf({ shape }: Plane): [down: number, across: number] {
  return [Math.ceil(shape.height / 2), Math.ceil(shape.width / 2)];
}

/** conv-pool.c and conv-pool-gradient.c on the planes of a network: convolution + bias + ReLU + 2×2 max-pool. */
import { volume, type ShapedConvPool } from '../network';
import type { Pointer } from './memory';
import type { Io, Operation, Workshop } from './operation';

/** Images a convolution takes before the next layer does, so that it finds them in cache; the shard of its gradients. */
export const CHUNK = 8;

function roundUp(n: number, multiple: number): number {
  return Math.ceil(n / multiple) * multiple;
}

/** Floats of a filter's gradient by output channel (conv-pool-gradient.c): rows of whole vectors. */
function filterLength({ layer, input }: ShapedConvPool): number {
  return layer.filters * layer.size * roundUp(layer.size * input.channels, 4);
}

/** Floats of conv_pack_rows: the weights by output channel, bordered by one pixel. */
function packedLength({ layer, input }: ShapedConvPool): number {
  const pitch = input.channels + roundUp((layer.size + 1) * input.channels, 4);
  return layer.filters * (layer.size + 2) * pitch;
}

/** The list of live positions. */
export function convPoolScratch({ output }: ShapedConvPool): number {
  return 2 * (CHUNK * output.height * output.width + 3);
}

export class ConvPool implements Operation {
  /** The pool's argmax. */
  readonly keptBytes: number;
  /** How many outputs' weights lie side by side for the forward kernel. */
  private readonly panelWidth: number;
  private readonly panels: Pointer;
  private readonly bias: Pointer;
  /** Weights by output channel, and their gradient in the same layout. */
  private readonly rows: Pointer;
  private readonly rowsGradient: Pointer;

  constructor(
    private readonly workshop: Workshop,
    private readonly shaped: ShapedConvPool,
  ) {
    const { kernel, input, layer, output } = shaped;
    const outputs = roundUp(layer.filters, 8);
    this.keptBytes = volume(output);
    this.panelWidth = input.channels === 1 ? 2 : 8;
    this.panels = workshop.allocate((kernel.length / layer.filters) * outputs);
    this.bias = workshop.allocate(outputs);
    this.rows = workshop.allocate(packedLength(shaped));
    this.rowsGradient = workshop.allocate(filterLength(shaped));
  }

  pack(): void {
    const { layer, kernel, bias, input } = this.shaped;
    const { parameters, module } = this.workshop;
    const { kernels } = module;
    const weights = parameters + 4 * kernel.offset;
    kernels.pack_panels(weights, kernel.length / layer.filters, layer.filters, this.panelWidth, this.panels);
    kernels.pack_panels(parameters + 4 * bias.offset, 1, layer.filters, 8, this.bias);
    kernels.conv_pack_rows(weights, layer.size, input.channels, layer.filters, this.rows);
  }

  forward({ reads, out, kept }: Io, n: number, count: number): void {
    const { layer, input, output } = this.shaped;
    const x = reads[0]!;
    this.workshop.module.kernels.conv_pool_forward(
      x.values + 4 * n * x.image,
      x.image,
      x.row,
      input.channels,
      layer.size,
      this.panels,
      this.bias,
      layer.filters,
      output.height,
      output.width,
      out.values + out.origin + 4 * n * out.image,
      out.image,
      out.row,
      kept + n * this.keptBytes,
      count,
    );
  }

  backward({ reads, out, kept, purpose }: Io, n: number, count: number): void {
    const { layer, input, output, bias } = this.shaped;
    const { gradient, module, scratch } = this.workshop;
    const x = reads[0]!;
    const none: Pointer = 0;
    module.kernels.conv_pool_backward(
      x.values + 4 * n * x.image,
      x.image,
      x.row,
      input.channels,
      layer.size,
      this.rows,
      layer.filters,
      output.height,
      output.width,
      out.values + out.origin + 4 * n * out.image,
      out.gradient + out.origin + 4 * n * out.image,
      out.image,
      out.row,
      kept + n * this.keptBytes,
      x.gradient ? x.gradient + 4 * n * x.image : none,
      purpose === 'training' ? this.rowsGradient : none,
      gradient + 4 * bias.offset,
      scratch,
      count,
    );
  }

  clearGradients(): void {
    this.workshop.module.memory.floats(this.rowsGradient, filterLength(this.shaped)).fill(0);
  }

  finishGradients(): void {
    const { layer, input, kernel } = this.shaped;
    const { gradient, module } = this.workshop;
    module.kernels.conv_unpack_rows(
      this.rowsGradient,
      layer.size,
      input.channels,
      layer.filters,
      gradient + 4 * kernel.offset,
    );
  }
}

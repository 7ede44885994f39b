/** dense.c on the planes of a network: z = x·W + b, with ReLU or not. */
import { volume, type ShapedDense } from '../network';
import type { Pointer } from './memory';
import type { Io, Operation, Workshop } from './operation';

/** Where the ReLUs of a dense layer, and of the dense layer before it, are undone on the way back. */
export interface DenseReLUs {
  /** It reads a dense layer with ReLU, and alone: it masks the gradient that it sends there. */
  readonly masksSource: boolean;
  /** It has a ReLU itself that no reader undoes. */
  readonly masksOutput: boolean;
}

export class Dense implements Operation {
  private readonly panels: Pointer;
  private readonly bias: Pointer;

  constructor(
    private readonly workshop: Workshop,
    private readonly shaped: ShapedDense,
    private readonly relus: DenseReLUs,
  ) {
    const outputs = Math.ceil(shaped.layer.units / 8) * 8;
    this.panels = workshop.allocate(volume(shaped.input) * outputs);
    this.bias = workshop.allocate(outputs);
  }

  pack(): void {
    const { layer, kernel, bias, input } = this.shaped;
    const { parameters, module } = this.workshop;
    const weights = parameters + 4 * kernel.offset;
    module.kernels.pack_panels(weights, volume(input), layer.units, 8, this.panels);
    module.kernels.pack_panels(parameters + 4 * bias.offset, 1, layer.units, 8, this.bias);
  }

  forward({ reads, out }: Io, n: number, count: number): void {
    const { layer, input } = this.shaped;
    const x = reads[0]!;
    this.workshop.module.kernels.dense_forward(
      x.values + 4 * n * x.image,
      x.image,
      volume(input),
      this.panels,
      this.bias,
      layer.units,
      out.values + 4 * n * out.image,
      out.image,
      layer.activation === 'relu' ? 1 : 0,
      count,
    );
  }

  backward({ reads, out, purpose }: Io, n: number, count: number): void {
    const { layer, input, kernel, bias } = this.shaped;
    const { parameters, gradient, module } = this.workshop;
    const x = reads[0]!;
    const values = x.values + 4 * n * x.image;
    const outGradient = out.gradient + 4 * n * out.image;
    if (this.relus.masksOutput) {
      module.kernels.mask_dead(out.values + 4 * n * out.image, outGradient, count * out.image);
    }
    if (purpose === 'training') {
      module.kernels.dense_parameter_gradient(
        values,
        x.image,
        volume(input),
        outGradient,
        out.image,
        layer.units,
        count,
        gradient + 4 * kernel.offset,
        gradient + 4 * bias.offset,
      );
    }
    if (x.gradient) {
      module.kernels.dense_input_gradient(
        values,
        x.gradient + 4 * n * x.image,
        x.image,
        volume(input),
        parameters + 4 * kernel.offset,
        outGradient,
        out.image,
        layer.units,
        this.relus.masksSource ? 1 : 0,
        count,
      );
    }
  }
}

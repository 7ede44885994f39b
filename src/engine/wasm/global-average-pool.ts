/** global-average-pool.c on the planes of a network. */
import type { ShapedGlobalAveragePool } from '../network';
import { clearHalo, gradientOf, valuesOf, type Io, type Operation, type Workshop } from './operation';

export class GlobalAveragePool implements Operation {
  private readonly blocks: number;

  constructor(
    private readonly workshop: Workshop,
    private readonly shaped: ShapedGlobalAveragePool,
  ) {
    this.blocks = Math.ceil(shaped.input.channels / 8);
  }

  forward({ reads, out }: Io, n: number, count: number): void {
    const { module } = this.workshop;
    const { height, width } = this.shaped.input;
    const [to, image, block] = valuesOf(out, n);
    const x = valuesOf(reads[0]!, n);
    module.kernels.average_forward(...x, this.blocks, height, width, to, image, block, count);
    clearHalo(module, out, out.values, n, count);
  }

  backward({ reads, out, adds }: Io, n: number, count: number): void {
    const x = reads[0]!;
    if (!x.gradient) return;
    const { module } = this.workshop;
    const { height, width } = this.shaped.input;
    const [from, image, block] = gradientOf(out, n);
    const to = gradientOf(x, n);
    const accumulate = adds[0] ? 1 : 0;
    module.kernels.average_backward(from, image, block, this.blocks, height, width, ...to, accumulate, count);
    clearHalo(module, x, x.gradient, n, count);
  }
}

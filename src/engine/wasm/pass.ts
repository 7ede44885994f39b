/** One block of images forward through the layers, and gradients back: some twenty calls into the module. */
import { volume } from '../network';
import type { Kernels } from './kernels';
import type { LinearMemory, Pointer } from './memory';
import { CHUNK, panelWidth, filterLength, type LayerMemory, type Plan, type Plane } from './plan';

function isConvolution({ shaped }: LayerMemory): boolean {
  return shaped.layer.kind === 'conv-pool';
}

/** The bytes to image n of a plane. */
function offset(plane: Plane, n: number): number {
  return 4 * n * plane.image;
}

export class Pass {
  /** How many leading layers are convolutions: those walk the block chunk by chunk. */
  private readonly convolutions: number;

  constructor(
    private readonly kernels: Kernels,
    private readonly memory: LinearMemory,
    private readonly plan: Plan,
  ) {
    this.convolutions = plan.layers.filter(isConvolution).length;
  }

  /** Copies the flat parameters into the layouts that the kernels read. Due after every change to them. */
  packParameters(): void {
    const { kernels, plan } = this;
    for (const { shaped, panels, bias, rows } of plan.layers) {
      const outputs = shaped.bias.length;
      const weights = plan.parameters + 4 * shaped.kernel.offset;
      kernels.pack_panels(weights, shaped.kernel.length / outputs, outputs, panelWidth(shaped), panels);
      kernels.pack_panels(plan.parameters + 4 * shaped.bias.offset, 1, outputs, 8, bias);
      if (shaped.layer.kind === 'conv-pool') {
        kernels.conv_pack_rows(weights, shaped.layer.size, shaped.input.channels, outputs, rows);
      }
    }
  }

  /** Logits of the first plane's `count` images. */
  forward(count: number): void {
    for (let n = 0; n < count; n += CHUNK) {
      for (let i = 0; i < this.convolutions; i++) this.convolve(i, n, Math.min(CHUNK, count - n));
    }
    for (let i = this.convolutions; i < this.plan.layers.length; i++) {
      const { shaped, panels, bias } = this.plan.layers[i]!;
      const x = this.plan.planes[i]!;
      const out = this.plan.planes[i + 1]!;
      const relu = shaped.layer.kind === 'dense' && shaped.layer.activation === 'relu' ? 1 : 0;
      const K = volume(shaped.input);
      this.kernels.dense_forward(
        x.values,
        x.image,
        K,
        panels,
        bias,
        shaped.bias.length,
        out.values,
        out.image,
        relu,
        count,
      );
    }
  }

  /** Forgets the gradients that `backward` adds up. */
  clearGradients(): void {
    const { memory, plan } = this;
    memory.floats(plan.gradient, plan.layout.parameterCount).fill(0);
    for (const { shaped, rowsGradient } of plan.layers) {
      if (rowsGradient) memory.floats(rowsGradient, filterLength(shaped)).fill(0);
    }
  }

  /**
   * From the gradient in the logits' plane back to the parameters (added up over blocks), or to the input (written into the
   * first plane's gradient). What the forward pass left must still be there.
   */
  backward(count: number, by: 'parameters' | 'input'): void {
    const { plan, kernels } = this;
    for (let i = plan.layers.length - 1; i >= this.convolutions; i--) {
      const { shaped } = plan.layers[i]!;
      const x = plan.planes[i]!;
      const out = plan.planes[i + 1]!;
      const K = volume(shaped.input);
      const O = shaped.bias.length;
      if (by === 'parameters') {
        const kernel = plan.gradient + 4 * shaped.kernel.offset;
        const bias = plan.gradient + 4 * shaped.bias.offset;
        kernels.dense_parameter_gradient(
          x.values,
          x.image,
          K,
          out.gradient,
          out.image,
          O,
          count,
          kernel,
          bias,
        );
      }
      if (i > 0 || by === 'input') {
        const before = plan.layers[i - 1]?.shaped.layer;
        const masked = before?.kind === 'dense' && before.activation === 'relu' ? 1 : 0;
        const weights = plan.parameters + 4 * shaped.kernel.offset;
        kernels.dense_input_gradient(
          x.values,
          x.gradient,
          x.image,
          K,
          weights,
          out.gradient,
          out.image,
          O,
          masked,
          count,
        );
      }
    }
    for (let n = 0; n < count; n += CHUNK) {
      for (let i = this.convolutions - 1; i >= 0; i--) {
        this.convolveBack(i, n, Math.min(CHUNK, count - n), by);
      }
    }
  }

  /** Brings the convolutions' gradients into the flat array, after the last block. */
  finishGradients(): void {
    const { plan, kernels } = this;
    for (const { shaped, rowsGradient } of plan.layers) {
      if (shaped.layer.kind !== 'conv-pool') continue;
      const kernel = plan.gradient + 4 * shaped.kernel.offset;
      kernels.conv_unpack_rows(
        rowsGradient,
        shaped.layer.size,
        shaped.input.channels,
        shaped.bias.length,
        kernel,
      );
    }
  }

  private convolve(i: number, n: number, count: number): void {
    const { shaped, panels, bias, cells } = this.plan.layers[i]!;
    const x = this.plan.planes[i]!;
    const out = this.plan.planes[i + 1]!;
    const { layer, input, output } = shaped;
    if (layer.kind !== 'conv-pool') return;
    this.kernels.conv_pool_forward(
      x.values + offset(x, n),
      x.image,
      x.row,
      input.channels,
      layer.size,
      panels,
      bias,
      layer.filters,
      output.height,
      output.width,
      out.values + out.origin + offset(out, n),
      out.image,
      out.row,
      cells + n * volume(output),
      count,
    );
  }

  private convolveBack(i: number, n: number, count: number, by: 'parameters' | 'input'): void {
    const { shaped, rows, rowsGradient, cells } = this.plan.layers[i]!;
    const x = this.plan.planes[i]!;
    const out = this.plan.planes[i + 1]!;
    const { layer, input, output, bias } = shaped;
    if (layer.kind !== 'conv-pool') return;
    const none: Pointer = 0;
    this.kernels.conv_pool_backward(
      x.values + offset(x, n),
      x.image,
      x.row,
      input.channels,
      layer.size,
      rows,
      layer.filters,
      output.height,
      output.width,
      out.values + out.origin + offset(out, n),
      out.gradient + out.origin + offset(out, n),
      out.image,
      out.row,
      cells + n * volume(output),
      i > 0 || by === 'input' ? x.gradient + offset(x, n) : none,
      by === 'parameters' ? rowsGradient : none,
      this.plan.gradient + 4 * bias.offset,
      this.plan.live,
      count,
    );
  }
}

/** batch-norm.c on the planes of a network. */
import type { ShapedBatchNorm } from '../network';
import type { Pointer } from './memory';
import { clearHalo, gradientOf, valuesOf, type Io, type Operation, type Workshop } from './operation';

export class BatchNorm implements Operation {
  private readonly blocks: number;
  /** Mean and variance that x was last normalized with, and the sums of the way back: float64, [8·blocks] each. */
  private readonly mean: Pointer;
  private readonly variance: Pointer;
  private readonly sum: Pointer;
  private readonly product: Pointer;
  /** [4][8·blocks] and [2][8·blocks], as batch-norm.c has them. */
  private readonly coefficients: Pointer;
  private readonly shares: Pointer;

  constructor(
    private readonly workshop: Workshop,
    private readonly shaped: ShapedBatchNorm,
  ) {
    this.blocks = Math.ceil(shaped.input.channels / 8);
    const lanes = 8 * this.blocks;
    this.mean = workshop.allocate(2 * lanes);
    this.variance = workshop.allocate(2 * lanes);
    this.sum = workshop.allocate(2 * lanes);
    this.product = workshop.allocate(2 * lanes);
    this.coefficients = workshop.allocate(4 * lanes);
    this.shares = workshop.allocate(2 * lanes);
  }

  forward({ reads, out, purpose }: Io, n: number, count: number): void {
    const { module, parameters } = this.workshop;
    const { kernels, memory } = module;
    const { layer, input, gamma, beta, movingMean, movingVariance } = this.shaped;
    const { height, width, channels } = input;
    const x = valuesOf(reads[0]!, n);
    if (purpose === 'training') {
      kernels.batch_norm_statistics(...x, this.blocks, height, width, count, this.mean, this.variance);
    } else {
      const flat = (offset: number): Float32Array => memory.floats(parameters + 4 * offset, channels);
      memory.doubles(this.mean, channels).set(flat(movingMean.offset));
      memory.doubles(this.variance, channels).set(flat(movingVariance.offset));
    }
    kernels.batch_norm_coefficients(
      this.mean,
      this.variance,
      parameters + 4 * gamma.offset,
      parameters + 4 * beta.offset,
      layer.epsilon,
      channels,
      this.blocks,
      this.coefficients,
    );
    const [to] = valuesOf(out, n);
    kernels.batch_norm_forward(...x, this.blocks, height, width, this.coefficients, this.relu, to, count);
    clearHalo(module, out, out.values, n, count);
  }

  backward({ reads, out, adds, purpose }: Io, n: number, count: number): void {
    const { module } = this.workshop;
    const { height, width } = this.shaped.input;
    const x = reads[0]!;
    const [values, image, block, row] = valuesOf(x, n);
    const [outGradient] = gradientOf(out, n);
    const where = [values, outGradient, image, block, row, this.blocks, height, width] as const;
    if (purpose === 'training') {
      const { coefficients, sum, product } = this;
      module.kernels.batch_norm_sums(...where, coefficients, this.relu, count, sum, product);
      this.takeSums(count);
    } else {
      module.memory.floats(this.shares, 16 * this.blocks).fill(0);
    }
    if (!x.gradient) return;
    const [to] = gradientOf(x, n);
    module.kernels.batch_norm_backward(
      ...where,
      this.coefficients,
      this.shares,
      this.relu,
      to,
      adds[0] ? 1 : 0,
      count,
    );
    clearHalo(module, x, x.gradient, n, count);
  }

  /** moving ← momentum·moving + (1 − momentum)·batch's, with what the last training pass measured. */
  moveStatistics(): void {
    const { memory } = this.workshop.module;
    const { layer, movingMean, movingVariance } = this.shaped;
    const move = (slot: { offset: number; length: number }, measured: Pointer): void => {
      const moving = memory.floats(this.workshop.parameters + 4 * slot.offset, slot.length);
      const batch = memory.doubles(measured, slot.length);
      moving.forEach((m, c) => (moving[c] = layer.momentum * m + (1 - layer.momentum) * batch[c]!));
    };
    move(movingMean, this.mean);
    move(movingVariance, this.variance);
  }

  private get relu(): 0 | 1 {
    return this.shaped.layer.activation === 'relu' ? 1 : 0;
  }

  /** ∂L/∂beta and ∂L/∂gamma are the two sums; what flows through mean and variance is their mean over the batch. */
  private takeSums(count: number): void {
    const { module, gradient } = this.workshop;
    const { input, gamma, beta } = this.shaped;
    const lanes = 8 * this.blocks;
    const positions = count * input.height * input.width;
    const shares = module.memory.floats(this.shares, 2 * lanes);
    const take = (sums: Pointer, slot: { offset: number; length: number }, row: number): void => {
      const values = module.memory.doubles(sums, lanes);
      const to = module.memory.floats(gradient + 4 * slot.offset, slot.length);
      to.forEach((g, c) => (to[c] = g + values[c]!));
      values.forEach((value, c) => (shares[row * lanes + c] = value / positions));
    };
    take(this.sum, beta, 0);
    take(this.product, gamma, 1);
  }
}

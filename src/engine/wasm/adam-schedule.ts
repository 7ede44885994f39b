/** The scalars of an Adam step, in float64 and by multiplication alone, so that they are the same everywhere. */

/** βᵗ by t multiplications; `Math.pow` may differ between browsers. */
export function power(beta: number, t: number): number {
  let product = 1;
  for (let i = 0; i < t; i++) product *= beta;
  return product;
}

/** β₁, 1 − β₁, β₂, 1 − β₂, η/(1 − β₁ᵗ), 1/(1 − β₂ᵗ): the kernels' arguments in this order. */
export type AdamArguments = readonly [number, number, number, number, number, number];

/** Counts steps and keeps the powers of β. */
export class AdamSchedule {
  private power1: number;
  private power2: number;

  /** @param step steps already taken. */
  constructor(
    private readonly beta1: number,
    private readonly beta2: number,
    public step = 0,
  ) {
    this.power1 = power(beta1, step);
    this.power2 = power(beta2, step);
  }

  /** Begins the next step. */
  next(learningRate: number): AdamArguments {
    this.step += 1;
    this.power1 *= this.beta1;
    this.power2 *= this.beta2;
    const { beta1, beta2 } = this;
    return [beta1, 1 - beta1, beta2, 1 - beta2, learningRate / (1 - this.power1), 1 / (1 - this.power2)];
  }
}

/** A training step on a prepared plan: the gradient of a batch, block by block, and AdamW along it. */
import { ADAM, type ParameterTerm } from '../engine';
import { AdamSchedule } from './adam-schedule';
import type { KernelModule } from './kernels';
import type { Pointer } from './memory';
import type { Pass } from './pass';
import type { Plan } from './plan';

export class Training {
  private schedule = new AdamSchedule(ADAM.beta1, ADAM.beta2);

  constructor(
    private readonly module: KernelModule,
    private readonly plan: Plan,
    private readonly pass: Pass,
  ) {}

  /** Adam's step counter, which the bias correction depends on. */
  get stepsTaken(): number {
    return this.schedule.step;
  }

  set stepsTaken(step: number) {
    this.schedule = new AdamSchedule(ADAM.beta1, ADAM.beta2, step);
  }

  /**
   * Loss and gradient (into the plan) of `total` images; `put` fills the first plane, and the labels, with some of them: all at
   * once where a batch normalization wants the whole batch.
   */
  accumulate(
    total: number,
    put: (n: number, count: number) => void,
    term: ParameterTerm | undefined,
  ): number {
    const { plan, pass, module } = this;
    const { capacity, logits, labels } = pass.prepare('training', total);
    let loss = 0;
    pass.clearGradients();
    for (let n = 0; n < total; n += capacity) {
      const count = Math.min(capacity, total - n);
      put(n, count);
      pass.forward(count);
      loss += module.kernels.cross_entropy(
        logits.values,
        logits.image,
        plan.layout.classes,
        labels,
        count,
        1 / total,
        logits.gradient,
      );
      pass.backward(count);
    }
    pass.finishGradients();
    if (term) this.addTerm(term);
    return loss / total;
  }

  private addTerm(term: ParameterTerm): void {
    const { indices, constants, constantsPerIndex } = term;
    const parameters = this.flat(this.plan.parameters);
    const gradient = this.flat(this.plan.gradient);
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i]!;
      const row = constants.subarray(i * constantsPerIndex, (i + 1) * constantsPerIndex);
      gradient[index]! += term.derivative(parameters[index]!, row);
    }
  }

  /** One AdamW step along the accumulated gradient; what moves without a gradient moves as the last batch says. */
  update(learningRate: number, weightDecay: number): void {
    const { plan, module } = this;
    const numbers = this.schedule.next(learningRate);
    this.pass.moveStatistics();
    for (const { role, offset, length } of plan.layout.slots) {
      if (role === 'moving_mean' || role === 'moving_variance') continue;
      module.kernels.adam(
        plan.parameters + 4 * offset,
        plan.gradient + 4 * offset,
        plan.firstMoment + 4 * offset,
        plan.secondMoment + 4 * offset,
        length,
        ...numbers,
        ADAM.epsilon,
        role === 'kernel' ? learningRate * weightDecay : 0,
      );
    }
    this.pass.packParameters();
  }

  private flat(pointer: Pointer): Float32Array {
    return this.module.memory.floats(pointer, this.plan.layout.parameterCount);
  }
}

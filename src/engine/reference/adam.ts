/** AdamW (Kingma & Ba 2015; decoupled decay: Loshchilov & Hutter 2019), parameter by parameter. */
import { ADAM } from '../engine';
import type { Layout } from '../network';

/** Adam's memory in float64; `step` counts the steps taken. */
export interface AdamState {
  step: number;
  readonly firstMoment: Float64Array;
  readonly secondMoment: Float64Array;
}

export function freshAdam(parameterCount: number): AdamState {
  return {
    step: 0,
    firstMoment: new Float64Array(parameterCount),
    secondMoment: new Float64Array(parameterCount),
  };
}

/**
 * m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − η·(m̂/(√v̂ + ε) + decay·θ) with m̂ = m/(1 − β₁ᵗ),
 * v̂ = v/(1 − β₂ᵗ). Changes `parameters` and `state`. Kernels alone are decayed,
 * and the moving statistics of a batch normalization are left alone.
 */
export function adamStep(
  layout: Layout,
  parameters: Float64Array,
  gradient: Float64Array,
  state: AdamState,
  learningRate: number,
  weightDecay: number,
): void {
  const { beta1, beta2, epsilon } = ADAM;
  state.step += 1;
  const correction1 = 1 - beta1 ** state.step;
  const correction2 = 1 - beta2 ** state.step;
  for (const { role, offset, length } of layout.slots) {
    if (role === 'moving_mean' || role === 'moving_variance') continue;
    const decay = role === 'kernel' ? weightDecay : 0;
    for (let i = offset; i < offset + length; i++) {
      const g = gradient[i]!;
      const m = beta1 * state.firstMoment[i]! + (1 - beta1) * g;
      const v = beta2 * state.secondMoment[i]! + (1 - beta2) * g * g;
      state.firstMoment[i] = m;
      state.secondMoment[i] = v;
      const step = m / correction1 / (Math.sqrt(v / correction2) + epsilon);
      parameters[i]! -= learningRate * (step + decay * parameters[i]!);
    }
  }
}

/** Softmax cross-entropy, mean over the batch, and the terms that touch parameters directly. */
import { log, softmax } from '../../core/math';
import type { ParameterTerm } from '../engine';

export interface CrossEntropy {
  /** −(1/N) Σ_n ln p_n[label_n]. */
  readonly loss: number;
  /** ∂loss/∂logits = (p − onehot(label))/N, [N, classes]. */
  readonly logitGradient: Float64Array;
}

/** @param logits [N, classes], @param labels N classes, each below `classes`. */
export function crossEntropy(logits: Float64Array, labels: Uint8Array, classes: number): CrossEntropy {
  const count = labels.length;
  const logitGradient = new Float64Array(logits.length);
  let loss = 0;
  for (let n = 0; n < count; n++) {
    const row = logits.subarray(n * classes, (n + 1) * classes);
    const label = labels[n]!;
    const probabilities = softmax(row);
    // −ln p[label] = ln Σ e^{z_k − max} − (z_label − max), finite where p[label] itself underflows.
    let max = -Infinity;
    for (const z of row) max = Math.max(max, z);
    const top = row.indexOf(max);
    loss += -log(probabilities[top]!) + (max - row[label]!);
    for (let k = 0; k < classes; k++) {
      logitGradient[n * classes + k] = (probabilities[k]! - (k === label ? 1 : 0)) / count;
    }
  }
  return { loss: loss / count, logitGradient };
}

/** Adds the derivative of `term` at `parameters` to `gradient`, both laid out as the parameters. */
export function addTermGradient(term: ParameterTerm, parameters: Float64Array, gradient: Float64Array): void {
  const width = term.constantsPerIndex;
  term.indices.forEach((index, i) => {
    const constants = term.constants.subarray(i * width, (i + 1) * width);
    gradient[index]! += term.derivative(parameters[index]!, constants);
  });
}

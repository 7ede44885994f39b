/** What a model says of a licence's 8-bit pixels, as they are in its PNG, against the FO = (t, c) that it stands for (section 2.3). */
import { argmax } from '../../core/math';
import type { FingerprintOutput } from '../registry/allocation';

export interface AnsweredLicence extends FingerprintOutput {
  /** The model's K probabilities of its pixels. */
  readonly probabilities: readonly number[];
}

/** p_t: what the model gives the licence's class. */
export function reached(licence: AnsweredLicence): number {
  return licence.probabilities[licence.class] ?? 0;
}

/** Whether the class is t and |p_t − c| < ε. */
export function passes(licence: AnsweredLicence, epsilon: number): boolean {
  return (
    argmax(licence.probabilities) === licence.class &&
    Math.abs(reached(licence) - licence.confidence) < epsilon
  );
}

/**
 * Users' fingerprints authentication, sections 2.2 and 2.4: from the K probabilities that the model gives an image to who
 * is standing there, or why nobody is let in. Pure, and closed whenever something is not as it should be.
 */
import { argmax } from '../../core/math';
import type { FingerprintOutput } from '../registry/allocation';
import { userOf } from '../registry/allocation';
import type { Licence, Registry } from '../registry/registry';
import { findLicence } from '../registry/registry';

/**
 * - `paper`: the highest confidence lies within ε of C_fp (section 2.2, the control layer's own condition).
 * - `paper-with-class`: and a licence was issued for that class and confidence (section 2.4).
 * - `output-vector`: and all K probabilities lie within `tolerance` of that licence's record. Ours: under the paper's rules
 *   about one noise image in thirty passes, and anyone with the model can forge.
 * Under every rule a revoked licence is refused.
 */
export type GateRule = 'paper' | 'paper-with-class' | 'output-vector';

/** Largest difference from the record that still passes. A true licence returns within 1e-5; no stranger of 50,000 came nearer than 0.016. */
export const RECORD_TOLERANCE = 0.001;

export type CheckName =
  /** The output is K probabilities. Value: their sum. */
  | 'output'
  /** E_c < ε. Value: E_c. */
  | 'confidence'
  /** A licence was issued for (t, c). Value: the user. */
  | 'licence'
  /** It was not revoked. Value: the user. */
  | 'standing'
  /** The largest difference from its record is within the tolerance. Value: that difference. */
  | 'record';

/** Why an image is refused: the first check that failed. */
export type RefusalReason =
  'invalid-output' | 'confidence-outside' | 'no-such-licence' | 'revoked' | 'record-differs';

export interface Check {
  readonly name: CheckName;
  /** What was measured; null where there was nothing to measure. */
  readonly value: number | null;
  /** What it had to stay below; null where that is no number. */
  readonly limit: number | null;
  readonly passed: boolean;
}

export interface Verdict {
  readonly authorized: boolean;
  readonly rule: GateRule;
  /** Null when authorized. */
  readonly reason: RefusalReason | null;
  /** In the order they are made, up to the first that fails. */
  readonly checks: readonly Check[];
  /** t and P_max, null when the output is invalid. */
  readonly predictedClass: number | null;
  readonly confidence: number | null;
  /** E_c = min_j |P_max − c_j|, null when the output is invalid. */
  readonly confidenceError: number | null;
  /** The (t, c_j) whose error interval the output lies in; null outside all. */
  readonly matched: FingerprintOutput | null;
  /** i·T + j of `matched`: who it claims to be. Let in only if `authorized`. */
  readonly user: number | null;
  readonly licence: Licence | null;
}

/** E_c = min_j |confidence − c_j| and the j it is reached at (from 0; −1 and ∞ without confidences). Section 2.2 (ii). */
export function confidenceError(
  confidence: number,
  confidences: readonly number[],
): { error: number; index: number } {
  let error = Infinity;
  let index = -1;
  confidences.forEach((c, j) => {
    const distance = Math.abs(confidence - c);
    if (distance < error) [error, index] = [distance, j];
  });
  return { error, index };
}

/** max_k |p_k − record_k|; ∞ when the lengths differ, NaN (which passes no comparison) when an entry is. */
export function recordDistance(probabilities: ArrayLike<number>, record: ArrayLike<number>): number {
  if (probabilities.length !== record.length) return Infinity;
  let largest = 0;
  for (let k = 0; k < record.length; k++) {
    largest = Math.max(largest, Math.abs(probabilities[k]! - record[k]!));
  }
  return largest;
}

/**
 * The verdict on an image's `probabilities` (softmax outputs, K of them). Never throws: what is not K finite probabilities
 * with sum 1 is refused.
 * @param tolerance of the record, for the output-vector rule.
 */
export function authenticate(
  probabilities: ArrayLike<number>,
  registry: Registry,
  rule: GateRule,
  tolerance: number = RECORD_TOLERANCE,
): Verdict {
  const checks: Check[] = [];
  const nobody = {
    rule,
    predictedClass: null,
    confidence: null,
    confidenceError: null,
    matched: null,
    user: null,
    licence: null,
  };

  const sum = sumOfProbabilities(probabilities, registry.classes);
  checks.push({ name: 'output', value: sum, limit: null, passed: sum !== null });
  if (sum === null) return { ...nobody, authorized: false, reason: 'invalid-output', checks };

  const predictedClass = argmax(probabilities);
  const confidence = probabilities[predictedClass]!;
  const { error, index } = confidenceError(confidence, registry.confidences);
  const seen = { ...nobody, predictedClass, confidence, confidenceError: error };
  const near = error < registry.epsilon;
  checks.push({ name: 'confidence', value: error, limit: registry.epsilon, passed: near });
  if (!near) return { ...seen, authorized: false, reason: 'confidence-outside', checks };

  const matched = { class: predictedClass, confidence: registry.confidences[index]! };
  const user = userOf(matched, registry.classes, registry.confidences);
  const licence = findLicence(registry, user) ?? null;
  const claimed = { ...seen, matched, user, licence };
  if (rule !== 'paper') {
    checks.push({ name: 'licence', value: user, limit: null, passed: licence !== null });
    if (!licence) return { ...claimed, authorized: false, reason: 'no-such-licence', checks };
  }
  if (licence) {
    const standing = licence.revokedAt === undefined;
    checks.push({ name: 'standing', value: user, limit: null, passed: standing });
    if (!standing) return { ...claimed, authorized: false, reason: 'revoked', checks };
  }
  if (rule === 'output-vector') {
    const distance = licence ? recordDistance(probabilities, licence.record) : Infinity;
    const same = distance <= tolerance;
    checks.push({ name: 'record', value: distance, limit: tolerance, passed: same });
    if (!same) return { ...claimed, authorized: false, reason: 'record-differs', checks };
  }
  return { ...claimed, authorized: true, reason: null, checks };
}

/** Their sum, or null unless they are `classes` finite numbers in [0, 1] that add up to 1 (within float32's rounding). */
function sumOfProbabilities(probabilities: ArrayLike<number>, classes: number): number | null {
  if (probabilities.length !== classes) return null;
  let sum = 0;
  for (let k = 0; k < classes; k++) {
    const p = probabilities[k]!;
    if (!(p >= 0 && p <= 1)) return null;
    sum += p;
  }
  return Math.abs(sum - 1) < 1e-4 ? sum : null;
}

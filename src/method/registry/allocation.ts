/**
 * Users' fingerprints allocation, section 2.4 and Eq. (5): which (class, confidence) is whose, how many users there can
 * be, and which confidences stand far enough apart.
 */
import { AppError } from '../../core/errors';

/** FO of section 2.4: the class i and the confidence c_j that stand for a user. */
export interface FingerprintOutput {
  readonly class: number;
  readonly confidence: number;
}

/** [z₁, z₂): where confidences may lie. The paper's [0.10, 0.50) for ten classes (section 3.1). */
export interface ConfidenceInterval {
  readonly z1: number;
  readonly z2: number;
}

/** Of C_fp: as many as [0.10, 0.50) holds at ε = 0.001. */
export const MOST_CONFIDENCES = 200;

/** What ε can be set to: from the finest that licences in float32 are proven for (Table 1, the library of 2,000) to where two marks 0.1 apart would touch. */
export const EPSILON_RANGE = { min: 0.001, max: 0.05 } as const;

export const PAPER_INTERVAL: ConfidenceInterval = { z1: 0.1, z2: 0.5 };

/** 0.1 + 0.02k is no exact binary number: distances are compared with this much grace. */
const GRACE = 1e-9;

/** j of c_j, from 1; 0 for a confidence that is none of C_fp. */
function placeOf({ confidence }: FingerprintOutput, confidences: readonly number[]): number {
  return confidences.findIndex(each => Math.abs(each - confidence) < GRACE) + 1;
}

/** FO = (i, c_j) belongs to user i·T + j: i from 0, j from 1, so users are 1 … K·T. */
export function userOf(output: FingerprintOutput, classes: number, confidences: readonly number[]): number {
  const j = placeOf(output, confidences);
  if (j === 0) {
    throw new AppError('bad-input', "{confidence} is none of the registry's confidences, {confidences}.", {
      values: { confidence: output.confidence, confidences: confidences.join(', ') },
    });
  }
  if (!Number.isInteger(output.class) || output.class < 0 || output.class >= classes) {
    throw new AppError('bad-input', 'There is no class {class}; classes are 0 … {last}.', {
      values: { class: output.class, last: classes - 1 },
    });
  }
  return output.class * confidences.length + j;
}

/** Whether (i, c) is anybody's. */
export function isAllocated(
  output: FingerprintOutput,
  classes: number,
  confidences: readonly number[],
): boolean {
  const { class: i } = output;
  return placeOf(output, confidences) > 0 && Number.isInteger(i) && i >= 0 && i < classes;
}

/** The inverse: i = ⌊(user − 1)/T⌋, j = user − i·T. @throws AppError `bad-input` outside 1 … K·T. */
export function outputOf(user: number, classes: number, confidences: readonly number[]): FingerprintOutput {
  const users = classes * confidences.length;
  if (!Number.isInteger(user) || user < 1 || user > users) {
    throw new AppError('bad-input', 'There is no user {user}; users are 1 … {users}.', {
      values: { user, users },
    });
  }
  const i = Math.floor((user - 1) / confidences.length);
  return { class: i, confidence: confidences[user - 1 - i * confidences.length]! };
}

/**
 * N_au = K·(z₂ − z₁)/2ε, Eq. (5), in whole confidences: a part of an error interval holds nobody. 200 for K = 10, ε = 0.01
 * on [0.10, 0.50); 2,000 at ε = 0.001.
 */
export function capacity(
  classes: number,
  epsilon: number,
  interval: ConfidenceInterval = PAPER_INTERVAL,
): number {
  return classes * candidateCount(epsilon, interval);
}

/** {z₁, z₁ + 2ε, …} below z₂ (section 3.1: 0.10, 0.12, … 0.48), as short decimals. */
export function candidateConfidences(
  epsilon: number,
  interval: ConfidenceInterval = PAPER_INTERVAL,
): number[] {
  return Array.from({ length: candidateCount(epsilon, interval) }, (_, k) =>
    Number((interval.z1 + 2 * epsilon * k).toFixed(9)),
  );
}

function candidateCount(epsilon: number, { z1, z2 }: ConfidenceInterval): number {
  checkEpsilon(epsilon);
  return Math.max(0, Math.floor((z2 - z1) / (2 * epsilon) + GRACE));
}

function checkEpsilon(epsilon: number): void {
  if (!Number.isFinite(epsilon) || !(epsilon > 0) || epsilon > 0.5) {
    throw new AppError('bad-input', 'ε is {epsilon}; it must be above 0 and at most 0.5, such as 0.01.', {
      values: { epsilon },
    });
  }
}

/**
 * Accepts a set C_fp: at most 200 confidences, each in [z₁, z₂), and any two at least 2ε apart, or their error intervals would overlap and
 * one image would speak for two users.
 * @throws AppError `bad-input` naming the confidence, or the pair.
 */
export function checkConfidences(
  confidences: readonly number[],
  epsilon: number,
  { z1, z2 }: ConfidenceInterval = PAPER_INTERVAL,
): void {
  checkEpsilon(epsilon);
  if (confidences.length === 0)
    throw new AppError('bad-input', 'There are no confidences; give at least one.');
  if (confidences.length > MOST_CONFIDENCES) {
    throw new AppError('bad-input', 'There are {count} confidences; a registry has at most {most}.', {
      values: { count: confidences.length, most: MOST_CONFIDENCES },
    });
  }
  for (const confidence of confidences) {
    if (!(confidence >= z1 - GRACE && confidence < z2 - GRACE)) {
      throw new AppError(
        'bad-input',
        'Confidence {confidence} lies outside [{z1}, {z2}); choose one inside.',
        { values: { confidence, z1, z2 } },
      );
    }
  }
  const sorted = [...confidences].sort((x, y) => x - y);
  for (let i = 1; i < sorted.length; i++) {
    const [lower, upper] = [sorted[i - 1]!, sorted[i]!];
    if (upper - lower < 2 * epsilon - GRACE) {
      throw new AppError(
        'bad-input',
        'Confidences {lower} and {upper} overlap at ε = {epsilon}; they must be at least {apart} apart.',
        { values: { lower, upper, epsilon, apart: Number((2 * epsilon).toFixed(9)) } },
      );
    }
  }
}

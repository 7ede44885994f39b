/**
 * What a licence's output should be (section 2.3): class t with confidence c, and the rest of the mass spread so that t
 * stays on top, near to what the clean image says by itself, and weighted by numbers that only the owner can draw.
 */
import { softmax } from '../../core/math';
import type { Random } from '../../core/random';
import { AppError } from '../../core/errors';

/** The image's own shares are taken at this temperature: it keeps the distortion low (L2 3.5 against 4.9 for equal shares). */
const FOLLOWING_TEMPERATURE = 2;

/** No other class may hold more than this share of c, or a two-class tie ends the search. */
const CAP = 0.9;

/** The margin and the tolerance of the settle phase where there is room for them. */
const MARGIN = 0.03;
const TOLERANCE = 0.004;

export interface Aim {
  /** The confidence to seek. */
  readonly confidence: number;
  /** How near an iterate must come to it to count. */
  readonly tolerance: number;
  /** By how much log p_t must exceed every other log p_k. */
  readonly margin: number;
}

/**
 * Where to aim for c ± ε among K classes: at c itself, but not below 1/K + ε/2, since K classes that share 1 can't all lie
 * under 1/K (c = 0.10 of ten: inside [c, c + ε)). Margin and tolerance shrink with the room left.
 * @throws AppError `bad-input` when no output has a highest confidence within ε of c.
 */
export function aimAt(confidence: number, epsilon: number, classes: number): Aim {
  const aim = Math.max(confidence, 1 / classes + epsilon / 2);
  if (!(Math.abs(aim - confidence) < epsilon) || !(aim < 1)) {
    throw new AppError(
      'bad-input',
      'No image can have a highest confidence within {epsilon} of {confidence} among {classes} classes; choose one from {lowest} to below 1.',
      { values: { epsilon, confidence, classes, lowest: 1 / classes } },
    );
  }
  const ratio = aim / ((1 - aim) / (classes - 1)); // above 1: what t has over an equal share of the rest
  return {
    confidence: aim,
    tolerance: Math.min(TOLERANCE, (aim - aim / ratio) / 2),
    margin: Math.min(MARGIN, (ratio - 1) / 2),
  };
}

/**
 * q of KL(q ‖ p), K probabilities: c on t; on the others softmax(logits of the clean image / 2), each multiplied by an
 * exponential variate from the owner's secret (so that nobody else can guess the vector), no class above 0.9·c, the surplus
 * poured into those below.
 * @param secret null: the image's own shares, unweighted.
 */
export function targetOutput(
  cleanLogits: ArrayLike<number>,
  targetClass: number,
  confidence: number,
  secret: Random | null,
): Float64Array {
  const shares = softmax(cleanLogits, FOLLOWING_TEMPERATURE);
  if (secret) for (let k = 0; k < shares.length; k++) shares[k]! *= secret.exponential();
  shares[targetClass] = 0;
  const equal = (1 - confidence) / (shares.length - 1) / confidence;
  // Close to 1/K even equal shares lie above 0.9·c: then halfway between these and c.
  const cap = confidence * Math.max(CAP, (1 + equal) / 2);
  pour(shares, 1 - confidence, cap);
  shares[targetClass] = confidence;
  return shares;
}

/** Scales `shares` in place to the sum `mass` with no entry above `cap`; needs mass ≤ cap · (entries above 0). */
function pour(shares: Float64Array, mass: number, cap: number): void {
  const full = new Set<number>();
  for (;;) {
    let free = 0;
    shares.forEach((share, k) => {
      if (!full.has(k)) free += share;
    });
    const scale = (mass - full.size * cap) / free;
    const before = full.size;
    shares.forEach((share, k) => {
      if (!full.has(k) && share * scale > cap) full.add(k);
    });
    if (full.size === before) {
      shares.forEach((share, k) => (shares[k] = full.has(k) ? cap : share * scale));
      return;
    }
  }
}

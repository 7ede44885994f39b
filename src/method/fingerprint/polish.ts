/**
 * Phase 3: a licence is stored as 8-bit pixels, and rounding moves its confidence by more than ε = 0.001. Polish searches the
 * lattice of 8-bit images around the rounded one: again and again it moves one pixel by one grey level, the one whose
 * predicted effect on p_t is nearest to what is missing. Nothing of it is visible.
 */
import { argmax, softmax } from '../../core/math';
import type { PreparedNetwork } from '../../engine/engine';

export interface PolishTarget {
  readonly class: number;
  /** The confidence to come to. */
  readonly confidence: number;
}

export interface Polished {
  /** The 8-bit image. */
  readonly pixels: Uint8Array;
  /** The network's K probabilities of exactly these pixels (byte/255). */
  readonly probabilities: Float64Array;
}

/** Near enough: below it a float32 network's probability is noise. */
const GOAL = 2e-6;

/** One image's search. */
interface Search {
  readonly target: PolishTarget;
  readonly bytes: Uint8Array;
  best: Polished;
  bestError: number;
}

/** |p_t − c|, and 1 more where another class is on top: smaller is nearer to a licence. */
export function missOf(probabilities: ArrayLike<number>, target: PolishTarget): number {
  const miss = Math.abs(probabilities[target.class]! - target.confidence);
  return argmax(probabilities) === target.class ? miss : miss + 1;
}

/** value·255, rounded and kept within 0 … 255. */
export function toBytes(image: Float32Array): Uint8Array {
  return Uint8Array.from(image, value => Math.min(255, Math.max(0, Math.round(value * 255))));
}

/** byte/255, as every backend reads bytes. */
export function fromBytes(bytes: Uint8Array): Float32Array {
  return Float32Array.from(bytes, byte => byte / 255);
}

/**
 * Rounds the images [N × pixels] to 8 bits and moves at most `steps` pixels of each, all images side by side. The result is
 * the best image met, judged on the 8-bit pixels: class t before any other, then the smallest |p_t − c|.
 */
export async function polish(
  prepared: PreparedNetwork,
  images: Float32Array,
  targets: readonly PolishTarget[],
  steps = 20,
): Promise<Polished[]> {
  const { pixels, classes } = prepared.layout;
  const searches = targets.map((target, n): Search => {
    const bytes = toBytes(images.subarray(n * pixels, (n + 1) * pixels));
    return {
      target,
      bytes,
      best: { pixels: bytes.slice(), probabilities: new Float64Array(classes) },
      bestError: Infinity,
    };
  });

  let active = searches;
  for (let step = 0; active.length > 0; step++) {
    const batch = new Float32Array(active.length * pixels);
    active.forEach(({ bytes }, n) => batch.set(fromBytes(bytes), n * pixels));
    const logits = await prepared.predict(batch);
    const gradients = new Float32Array(active.length * classes);
    const missing = active.map((search, n) => {
      const { target } = search;
      const probabilities = softmax(logits.subarray(n * classes, (n + 1) * classes));
      const p = probabilities[target.class]!;
      const error = missOf(probabilities, target);
      if (error < search.bestError) {
        search.best = { pixels: search.bytes.slice(), probabilities };
        search.bestError = error;
      }
      // ∂p_t/∂z_k = p_t·([k = t] − p_k)
      for (let k = 0; k < classes; k++) {
        gradients[n * classes + k] = p * ((k === target.class ? 1 : 0) - probabilities[k]!);
      }
      return target.confidence - p;
    });
    if (step === steps) break;
    const slopes = await prepared.inputGradient(batch, gradients);
    active.forEach(({ bytes }, n) =>
      moveOnePixel(bytes, slopes.subarray(n * pixels, (n + 1) * pixels), missing[n]!),
    );
    active = active.filter(search => search.bestError > GOAL);
  }
  return searches.map(search => search.best);
}

/** Moves the one pixel, by one grey level, whose predicted effect, ±slope/255, is nearest to `missing`. */
function moveOnePixel(bytes: Uint8Array, slopes: Float32Array, missing: number): void {
  let bestPixel = -1;
  let bestMove = 0;
  let bestMiss = Infinity;
  for (let i = 0; i < bytes.length; i++) {
    const effect = slopes[i]! / 255;
    const move = effect > 0 === missing > 0 ? 1 : -1;
    const moved = bytes[i]! + move;
    if (moved < 0 || moved > 255) continue;
    const miss = Math.abs(move * effect - missing);
    if (miss < bestMiss) {
      bestPixel = i;
      bestMove = move;
      bestMiss = miss;
    }
  }
  if (bestPixel >= 0) bytes[bestPixel]! += bestMove;
}

/**
 * Phase 3: a licence is stored as 8-bit pixels, and rounding moves its confidence by more than ε = 0.001. Polish searches the
 * lattice of 8-bit images around the rounded one: again and again it moves one pixel by one grey level, the one whose
 * predicted effect brings p_t nearest to c without letting another class on top. Nothing of it is visible.
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

/** Classes this near to p_t are watched: one grey level moves a probability by less. */
const RIVAL = 0.003;

/** What p_t must have over a rival, above float32's noise. */
const LEAD = 1e-5;

/** One image's search. */
interface Search {
  readonly target: PolishTarget;
  readonly bytes: Uint8Array;
  probabilities: Float64Array;
  best: Polished;
  bestMiss: number;
}

/** |p_t − c|, and 1 more where another class is on top: smaller is nearer to a licence. */
export function missOf(probabilities: ArrayLike<number>, target: PolishTarget): number {
  const miss = Math.abs(probabilities[target.class]! - target.confidence);
  return argmax(probabilities) === target.class ? miss : miss + 1;
}

/** value·255, rounded and kept within 0 … 255. */
export function toBytes(image: Float32Array): Uint8Array {
  const bytes = new Uint8Array(image.length);
  for (let i = 0; i < image.length; i++) {
    bytes[i] = Math.min(255, Math.max(0, Math.round(image[i]! * 255)));
  }
  return bytes;
}

/** byte/255, as every backend reads bytes. */
export function fromBytes(bytes: Uint8Array): Float32Array {
  const image = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) image[i] = bytes[i]! / 255;
  return image;
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
    const probabilities = new Float64Array(classes);
    return { target, bytes, probabilities, best: { pixels: bytes, probabilities }, bestMiss: Infinity };
  });

  let active = searches;
  for (let step = 0; active.length > 0; step++) {
    const batch = stack(active, pixels);
    const logits = await prepared.predict(batch);
    active.forEach((search, n) => {
      search.probabilities = softmax(logits.subarray(n * classes, (n + 1) * classes));
      const miss = missOf(search.probabilities, search.target);
      if (miss < search.bestMiss) {
        search.best = { pixels: search.bytes.slice(), probabilities: search.probabilities };
        search.bestMiss = miss;
      }
    });
    if (step === steps) break;
    active = active.filter(search => search.bestMiss > GOAL);
    if (active.length > 0) await movePixels(prepared, active);
  }
  return searches.map(search => search.best);
}

function stack(searches: readonly Search[], pixels: number): Float32Array {
  const batch = new Float32Array(searches.length * pixels);
  searches.forEach(({ bytes }, n) => batch.set(fromBytes(bytes), n * pixels));
  return batch;
}

/** t, and the classes that come near it. */
function watched({ target, probabilities }: Search): number[] {
  const p = probabilities[target.class]!;
  const rivals = [...probabilities.keys()].filter(k => k !== target.class && probabilities[k]! > p - RIVAL);
  return [target.class, ...rivals];
}

/** Moves one pixel of each image, by the gradients of the probabilities that matter to it. */
async function movePixels(prepared: PreparedNetwork, searches: readonly Search[]): Promise<void> {
  const { pixels, classes } = prepared.layout;
  const rows = searches.flatMap(search => watched(search).map(k => ({ search, k })));
  const gradients = new Float32Array(rows.length * classes);
  rows.forEach(({ search: { probabilities }, k }, row) => {
    // ∂p_k/∂z_j = p_k·([j = k] − p_j)
    for (let j = 0; j < classes; j++) {
      gradients[row * classes + j] = probabilities[k]! * ((j === k ? 1 : 0) - probabilities[j]!);
    }
  });
  const slopes = await prepared.inputGradient(
    stack(
      rows.map(({ search }) => search),
      pixels,
    ),
    gradients,
  );
  let row = 0;
  for (const search of searches) {
    const classesWatched = watched(search);
    const slopesOf = classesWatched.map((_, n) =>
      slopes.subarray((row + n) * pixels, (row + n + 1) * pixels),
    );
    moveOnePixel(search, classesWatched, slopesOf);
    row += classesWatched.length;
  }
}

/** Makes the one move of one grey level, with effect ±slope/255 on each watched class, after which least is missing. */
function moveOnePixel(search: Search, classes: readonly number[], slopes: readonly Float32Array[]): void {
  const { bytes, target } = search;
  const now = classes.map(k => search.probabilities[k]!);
  let bestPixel = -1;
  let bestMove = 0;
  let least = Infinity;
  for (let i = 0; i < bytes.length; i++) {
    for (const move of [-1, 1]) {
      const moved = bytes[i]! + move;
      if (moved < 0 || moved > 255) continue;
      const p = now[0]! + (move * slopes[0]![i]!) / 255;
      let missing = Math.abs(p - target.confidence);
      for (let n = 1; n < now.length; n++) {
        const lead = p - (now[n]! + (move * slopes[n]![i]!) / 255);
        missing = Math.max(missing, LEAD - lead);
      }
      if (missing < least) {
        bestPixel = i;
        bestMove = move;
        least = missing;
      }
    }
  }
  if (bestPixel >= 0) bytes[bestPixel]! += bestMove;
}

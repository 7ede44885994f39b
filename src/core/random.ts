/**
 * Seeded random numbers. Everything random in the project is drawn from one of these, so that a seed is a whole run.
 *
 * `Random` shapes a stream of 32-bit words into uniforms, integers, normals and permutations; where the words come
 * from is its own matter: `seeded` is fast (sfc32, C. Doty-Humphrey, PractRand 2010) and public; an owner's secret
 * drives a stream of its own (`method/secret.ts`).
 */
import { cos, log } from './math';

export type WordSource = () => number;

export class Random {
  constructor(private readonly nextWord: WordSource) {}

  /** A 32-bit unsigned integer. */
  word(): number {
    return this.nextWord();
  }

  /** Uniform on [0, 1) with 53 random bits. */
  uniform(): number {
    const high = this.nextWord() >>> 5;
    const low = this.nextWord() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Uniform on [from, to). */
  between(from: number, to: number): number {
    return from + (to - from) * this.uniform();
  }

  /** A whole number, uniform on 0 … n − 1 (rejection: no modulo bias). */
  integer(n: number): number {
    const limit = 4294967296 - (4294967296 % n);
    let word = this.nextWord();
    while (word >= limit) word = this.nextWord();
    return word % n;
  }

  /** Standard normal (Box–Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * log(1 - this.uniform()));
    return radius * cos(2 * Math.PI * this.uniform());
  }

  /** Exponential with mean 1. */
  exponential(): number {
    return -log(1 - this.uniform());
  }

  /** Shuffles in place (Fisher–Yates) and returns the same array. */
  shuffle<T extends { length: number; [index: number]: number }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const swap = items[i]!;
      items[i] = items[j]!;
      items[j] = swap;
    }
    return items;
  }

  /** `count` distinct whole numbers out of 0 … n − 1, in random order. */
  choose(n: number, count: number): number[] {
    const all = this.shuffle(Uint32Array.from({ length: n }, (_, i) => i));
    return Array.from(all.subarray(0, count));
  }
}

/**
 * The stream of `seed` for one `purpose`. Different purposes of one seed are unrelated streams, so that drawing more
 * for one never shifts another.
 */
export function seeded(seed: number, purpose = ''): Random {
  // FNV-1a over the purpose, mixed with the seed's two halves.
  let hash = 0x811c9dc5;
  for (let i = 0; i < purpose.length; i++) hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193);
  let a = seed >>> 0;
  let b = Math.floor(seed / 4294967296) >>> 0;
  let c = hash >>> 0;
  let counter = 1;
  const word: WordSource = () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 16; i++) word(); // sfc32 needs a dozen rounds to mix its seed
  return new Random(word);
}

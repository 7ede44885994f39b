/**
 * How a job falls apart into pieces that any worker can do, and how their outputs become the job's own. Pieces have a fixed
 * size, whatever the number of workers, each draws what is random from its own items, and outputs are joined in the order
 * of the pieces: so the bits don't depend on who did what, or when.
 *
 * Pure functions; `pool.ts` runs them.
 */
import type { BackendName } from '../engine/engine';
import { DEFAULT_SETTINGS } from '../method/fingerprint/generation-options';
import type { FingerprintProgress, JobMap, JobName, PruningRow } from './protocol';

/** What a splitting may ask about where its pieces will run. */
export interface Surroundings {
  readonly backend: BackendName;
  readonly testCount: number;
}

/** How far a divided job is: share of its work, 0 … 1, and seconds to go. */
export interface Overall {
  readonly fraction: number;
  readonly secondsLeft: number;
}

export interface Splitting<J extends JobName> {
  /** Whether the job is long enough to start further workers for; else it takes those that are there. */
  readonly startsWorkers: boolean;
  /** At least one piece; each is an input of the same job. */
  pieces(input: JobMap[J]['input'], surroundings: Surroundings): readonly JobMap[J]['input'][];
  /** How much work a piece is, in any unit. */
  weight(piece: JobMap[J]['input']): number;
  /** Outputs in the order of the pieces. */
  join(outputs: readonly JobMap[J]['output'][]): JobMap[J]['output'];
  /** Makes the job's reports out of its pieces': to be called with each of them. */
  follow(
    pieces: readonly JobMap[J]['input'][],
    report: (progress: JobMap[J]['progress']) => void,
  ): (piece: number, progress: JobMap[J]['progress'], overall: Overall) => void;
}

/** Images that descend together on wasm: whole sets of four and eight, as its kernels take them, and still many pieces. */
const FINGERPRINTS = 8;
/** On a GPU: as many as it takes at once. What was finished before a device was lost stays. */
const FINGERPRINTS_ON_GPU = DEFAULT_SETTINGS.batchSize;
/** Reports of a whole generation: more can't be told apart on a screen, and each speaks of every request. */
const FINGERPRINT_REPORTS = 500;
/** Test images of one piece of an evaluation. */
const IMAGES = 1000;

function ranges(count: number, size: number): { from: number; to: number }[] {
  return Array.from({ length: Math.max(1, Math.ceil(count / size)) }, (_, n) => ({
    from: n * size,
    to: Math.min((n + 1) * size, count),
  }));
}

const fingerprints: Splitting<'fingerprints'> = {
  startsWorkers: true,
  pieces(input, { backend }) {
    const { requests, images } = input;
    const together = backend === 'webgpu' ? FINGERPRINTS_ON_GPU : FINGERPRINTS;
    return ranges(requests.length, together).map(({ from, to }) => ({
      ...input,
      requests: requests.slice(from, to),
      images: images.slice(from, to),
    }));
  },
  weight: piece => piece.requests.length,
  join: outputs => outputs.flat(),
  follow(pieces, report) {
    const starts: number[] = [];
    let total = 0;
    for (const { requests } of pieces) {
      starts.push(total);
      total += requests.length;
    }
    const confidence = Array.from({ length: total }, () => NaN);
    const distortion = Array.from({ length: total }, () => NaN);
    let told = -Infinity;
    return (piece, { phase, ...latest }: FingerprintProgress, { fraction, secondsLeft }) => {
      const start = starts[piece]!;
      latest.confidence.forEach((value, n) => (confidence[start + n] = value));
      latest.distortion.forEach((value, n) => (distortion[start + n] = value));
      if (fraction < 1 && fraction - told < 1 / FINGERPRINT_REPORTS) return;
      told = fraction;
      report({ phase, fraction, secondsLeft, confidence: [...confidence], distortion: [...distortion] });
    };
  },
};

const prune: Splitting<'prune'> = {
  startsWorkers: true,
  pieces: input => input.rates.map(rate => ({ ...input, rates: [rate] })),
  weight: piece => piece.rates.length,
  join: outputs => outputs.flat(),
  /** Row by row in the order of the rates: one that is done early waits for those before it. */
  follow(pieces, report) {
    const rows = pieces.map((): PruningRow | null => null);
    let next = 0;
    return (piece, row) => {
      rows[piece] = row;
      for (let ready = rows[next]; ready; ready = rows[++next]) report(ready);
    };
  },
};

const accuracy: Splitting<'accuracy'> = {
  // A quarter of a second in all: no more than a worker takes to start.
  startsWorkers: false,
  pieces(input, { backend, testCount }) {
    const { from, to } = input.range ?? { from: 0, to: testCount };
    if (backend !== 'wasm') return [input];
    return ranges(to - from, IMAGES).map(range => ({
      ...input,
      range: { from: from + range.from, to: from + range.to },
    }));
  },
  weight: ({ range }) => (range ? range.to - range.from : 1),
  join(outputs) {
    const correct = outputs.reduce((sum, output) => sum + output.correct, 0);
    const count = outputs.reduce((sum, output) => sum + output.count, 0);
    return { correct, count, accuracy: correct / count };
  },
  follow: () => () => undefined,
};

/** The jobs that fall apart by themselves; any other does so by a list of inputs (`WorkerPool.map`). */
export const SPLITTINGS: { readonly [J in JobName]?: Splitting<J> } = { fingerprints, prune, accuracy };

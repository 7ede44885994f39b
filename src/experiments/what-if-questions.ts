/**
 * The questions a class asks next (sections 2.2 and 2.4), how each can be put, and how its answer is put together: can noise open the
 * gate, what if a licence is photographed, copied, forged. `what-if.ts` answers them.
 *
 * A question falls into pieces of a fixed size, each drawn from the seed and its own place, so that the answer is the same
 * whoever computes which piece.
 */
import type { Registry } from '../method/registry/registry';

export const WHAT_IF_IDS = [
  'noise',
  'blend',
  'digits',
  'forged',
  'copied',
  'photographed',
  'jpeg',
  'blurred',
  'rotated',
  'pruned',
] as const;
export type WhatIfId = (typeof WHAT_IF_IDS)[number];

/**
 * How a question can be put. Of strangers and forgers the settings are how many try; of licences how much is done to each: JPEG's
 * quality, σ of the blur in pixels, degrees, the share of conv2 that is pruned, how badly it is photographed.
 */
export interface WhatIfQuestion {
  readonly who: 'strangers' | 'forgers' | 'licences';
  readonly settings: readonly number[];
  readonly initial: number;
}

const STRANGERS = { who: 'strangers', settings: [200, 2000, 10_000], initial: 2000 } as const;

export const WHAT_IFS: Readonly<Record<WhatIfId, WhatIfQuestion>> = {
  noise: STRANGERS,
  blend: STRANGERS,
  digits: STRANGERS,
  forged: { who: 'forgers', settings: [10, 30, 60], initial: 10 },
  copied: { who: 'licences', settings: [0], initial: 0 },
  photographed: { who: 'licences', settings: [0.5, 1, 2], initial: 1 },
  jpeg: { who: 'licences', settings: [100, 95, 85, 60], initial: 95 },
  blurred: { who: 'licences', settings: [0.3, 0.5, 1], initial: 0.5 },
  rotated: { who: 'licences', settings: [0.5, 1, 2, 5], initial: 1 },
  pruned: { who: 'licences', settings: [0.1, 0.3, 0.5], initial: 0.1 },
};

/** A licence as its holder has it. */
export interface HeldLicence {
  readonly user: number;
  readonly pixels: Uint8Array;
}

/** A piece of a question; plain data. */
export interface WhatIfInput {
  readonly id: WhatIfId;
  readonly setting: number;
  readonly parameters: Float32Array;
  readonly registry: Registry;
  /** Of the piece; none where the question is about strangers. */
  readonly licences: readonly HeldLicence[];
  readonly seed: number;
  /** The first image of the piece, counted over the question, and how many it has. */
  readonly from: number;
  readonly count: number;
}

/** What one image came to. */
export interface WhatIfTrial {
  /** t and P_max. */
  readonly class: number;
  readonly confidence: number;
  /** Let in by the paper's rule, section 2.2. */
  readonly paper: boolean;
  /** Let in by the output vector, and as whom. */
  readonly vector: boolean;
  /** Whom the output names by class and confidence; null for nobody. */
  readonly user: number | null;
  /** The holder, where it was a licence. */
  readonly holder: number | null;
  /** max_k |p_k − record_k| to the nearest record; null where there is none. */
  readonly distance: number | null;
}

export interface WhatIfExample {
  /** Of `trials`. */
  readonly trial: number;
  readonly pixels: Uint8Array;
}

export interface WhatIfAnswer {
  readonly trials: readonly WhatIfTrial[];
  /** The first few of those let in by the paper's rule, and of those refused, in the order of the trials. */
  readonly examples: readonly WhatIfExample[];
}

/** Images of one piece: noise by the hundred, searches by the dozen. */
const PIECES: Readonly<Record<WhatIfQuestion['who'], number>> = { strangers: 500, forgers: 5, licences: 30 };

/** Pictures shown of each kind. */
export const EXAMPLES = 4;

/** The pieces of a question, each to be answered by `answerWhatIf`. */
export function splitWhatIf(
  whole: Omit<WhatIfInput, 'from' | 'count'>,
  { testCount }: { readonly testCount: number },
): WhatIfInput[] {
  const { who } = WHAT_IFS[whole.id];
  const asked = who === 'licences' ? whole.licences.length : whole.setting;
  // There are no more test digits than the test set has.
  const total = whole.id === 'digits' ? Math.min(asked, testCount) : asked;
  const size = PIECES[who];
  return Array.from({ length: Math.ceil(total / size) }, (_, n) => {
    const from = n * size;
    const count = Math.min(size, total - from);
    return { ...whole, licences: whole.licences.slice(from, from + count), from, count };
  });
}

/** The pieces' answers, in their order, as one. */
export function joinWhatIf(pieces: readonly WhatIfAnswer[]): WhatIfAnswer {
  const trials = pieces.flatMap(piece => piece.trials);
  let before = 0;
  const examples = pieces.flatMap(piece => {
    const moved = piece.examples.map(({ trial, pixels }) => ({ trial: trial + before, pixels }));
    before += piece.trials.length;
    return moved;
  });
  return { trials, examples: firstExamples(examples, trials) };
}

/** The first few let in by the paper's rule, and the first few refused. */
export function firstExamples(
  examples: readonly WhatIfExample[],
  trials: readonly WhatIfTrial[],
): WhatIfExample[] {
  const of = (paper: boolean) =>
    examples.filter(({ trial }) => trials[trial]!.paper === paper).slice(0, EXAMPLES);
  return [...of(true), ...of(false)];
}

/** How many of an answer's images are let in, by either rule. A licence counts by the output vector only as its holder. */
export function countLetIn({ trials }: WhatIfAnswer): { paper: number; vector: number } {
  return {
    paper: trials.filter(({ paper }) => paper).length,
    vector: trials.filter(({ vector, user, holder }) => vector && (holder === null || holder === user))
      .length,
  };
}

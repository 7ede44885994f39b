/** What goes into the generation of fingerprints (section 2.3) and what comes out of it. */
import type { PreparedNetwork } from '../../engine/engine';

export interface FingerprintRequest {
  /** t. */
  readonly class: number;
  /** c. */
  readonly confidence: number;
  /** The clean image to start from, [height × width × channels] in [0, 1]; of any class. */
  readonly image: Float32Array;
}

export interface FingerprintResult {
  /** t and c as asked for. */
  readonly class: number;
  readonly confidence: number;
  /** The licence: 8-bit pixels. */
  readonly pixels: Uint8Array;
  /** The network's K probabilities of these pixels: the licence's record. */
  readonly probabilities: readonly number[];
  /** p_t. */
  readonly achieved: number;
  /** The class is t and |p_t − c| < ε. */
  readonly passed: boolean;
  /** ‖x′ − x‖₂ of the 8-bit pixels. */
  readonly distortion: number;
  /** Searches it took, from 1. */
  readonly attempts: number;
}

export type FingerprintPhase = 'reach' | 'settle' | 'polish' | 'search';

export interface GenerationProgress {
  readonly phase: FingerprintPhase;
  /** From 1. */
  readonly attempt: number;
  /** Done of the phase's iterations. */
  readonly iteration: number;
  readonly iterations: number;
  /** 0 … 1 over everything asked for; it never falls. */
  readonly fraction: number;
  /** Of each request: p_t and ‖x′ − x‖₂ as last seen. */
  readonly confidence: readonly number[];
  readonly distortion: readonly number[];
}

/** Iterations and rates, as measured on LeNet-5: 300 of 300 within 0.001. */
export interface GenerationSettings {
  readonly reach: {
    readonly iterations: number;
    readonly from: number;
    readonly to: number;
    readonly alpha: number;
  };
  readonly settle: {
    readonly iterations: number;
    readonly from: number;
    readonly to: number;
    readonly alpha: number;
  };
  readonly polishSteps: number;
  /** Searches for a request before it is given up. Each new one draws other shares, weighs them more, starts elsewhere. */
  readonly attempts: number;
  /** Eq. (1)–(3) as printed: constant rate and α, no polish, one attempt. */
  readonly literal: { readonly iterations: number; readonly rate: number; readonly alpha: number };
  /** Images that descend together. */
  readonly batchSize: number;
  /** Iterations between two reports, and between two looks at `signal`. */
  readonly reportEvery: number;
}

export const DEFAULT_SETTINGS: GenerationSettings = {
  reach: { iterations: 150, from: 0.2, to: 0, alpha: 10 },
  settle: { iterations: 300, from: 0.05, to: 0, alpha: 10 },
  polishSteps: 40,
  attempts: 4,
  literal: { iterations: 500, rate: 0.05, alpha: 10 },
  batchSize: 300,
  reportEvery: 15,
};

export interface GenerationOptions {
  /** With the parameters of the protected model in it. */
  readonly prepared: PreparedNetwork;
  readonly requests: readonly FingerprintRequest[];
  /** The owner's: draws the other classes' shares, so that nobody can guess a licence's output vector. */
  readonly secret: string;
  readonly epsilon: number;
  readonly method?: 'three-phase' | 'literal' | undefined;
  readonly settings?: Partial<GenerationSettings> | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: GenerationProgress) => void) | undefined;
}

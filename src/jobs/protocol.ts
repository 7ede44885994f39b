/**
 * What the page can ask of the worker. Each job has its input, its progress and its output; all of them are plain
 * data (structured clone). Progress carries numbers, never tensors; a checkpoint is not progress but a thing to keep,
 * and has a message of its own.
 *
 * The worker holds the engine and the dataset, nothing else: every job brings the parameters it speaks of (a LeNet-5
 * is 247 kB), so that the page's store is the one place of the truth and a worker that dies loses nothing. It also makes
 * every job one that any worker of the pool (`pool.ts`) can do.
 */
import type { ErrorCode } from '../core/errors';
import type { Sentence, SentenceValues } from '../core/sentence';
import type { Dataset, Split } from '../data/dataset';
import type { BackendName } from '../engine/engine';
import type { ChosenTuning } from '../engine/open-engine';
import type { CompileProgress } from '../engine/webgpu/network-kernels';
import type { TuningName } from '../engine/webgpu/tuning';
import type { Cell, Outcome, RunSettings } from '../experiments/experiment';
import type { WhatIfAnswer, WhatIfInput } from '../experiments/what-if-questions';
import type { OwnerKey } from '../method/watermark/owner-key';
import type { Checkpoint, TrainingConfig } from '../model/training';

/** `auto`: WebGPU on a hardware adapter, else WebAssembly. */
export type BackendChoice = 'auto' | 'webgpu' | 'wasm';

export interface EngineInfo {
  readonly backend: BackendName;
  readonly adapter: string;
  /** Why the backend asked for is not the one in use; null when it is. */
  readonly reason: Sentence | null;
  /** How WebGPU's kernels are cut for the adapter; null on WebAssembly. */
  readonly tuning: ChosenTuning | null;
}

export interface OpenEngineInput {
  readonly choice: BackendChoice;
  /** WebGPU's tuning, by name; absent: what was measured on this adapter before, or is measured now. */
  readonly tuning?: TuningName | undefined;
  /** The fastest tunings of adapters met before, by their description. */
  readonly measured?: Readonly<Record<string, TuningName>> | undefined;
}

export interface DatasetInfo {
  readonly name: 'mnist' | 'synthetic';
  readonly source: string;
  readonly trainCount: number;
  readonly testCount: number;
  /** What was tried before, for people. */
  readonly notes: readonly Sentence[];
}

/** A dataset on its way from one worker to another, without the training digits where they are not needed. */
export interface LentDataset extends Omit<Dataset, 'train'> {
  readonly train: Split | null;
}

export interface Bytes {
  readonly received: number;
  readonly total: number;
}

export interface Digits {
  /** [N × 784] bytes. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

export interface TrainInput {
  /** Where to go on from: position 0 and no optimizer for a fresh run or a fine-tuning. */
  readonly checkpoint: Checkpoint;
  readonly config: TrainingConfig;
  /** The watermark to embed and its λ, Eq. (4); null trains without one. */
  readonly watermark: { readonly key: OwnerKey; readonly lambda: number } | null;
}

export interface TrainProgress {
  /** Epochs finished, and steps done in the one under way. */
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** Whether the curves have a point here, as in `TrainingProgress`. */
  readonly due: boolean;
  /** Mean cross-entropy L₀ of the latest steps. */
  readonly loss: number;
  readonly millisecondsPerStep: number;
  readonly secondsLeft: number;
  /** The watermark as the weights have it now. */
  readonly watermark: WatermarkProgress | null;
  /** Test accuracy in [0, 1], measured at the end of an epoch; null in between. */
  readonly accuracy: number | null;
}

export interface WatermarkProgress {
  /** map(v_k), unrounded. */
  readonly readings: readonly number[];
  /** (1/n)·Σ(d_k − map(v_k))², the regularizer without λ. */
  readonly meanSquaredError: number;
  readonly verified: boolean;
  /** The marked component's F·F·I weights. */
  readonly component: readonly number[];
}

export interface TrainOutput {
  readonly checkpoint: Checkpoint;
  /** false: stopped on request at `checkpoint.position`. */
  readonly finished: boolean;
  /** Of `checkpoint`, on the test set; null where it was stopped, which is not to wait for it. */
  readonly accuracy: number | null;
}

export interface FingerprintRequest {
  readonly class: number;
  readonly confidence: number;
}

export interface FingerprintsInput {
  readonly parameters: Float32Array;
  readonly requests: readonly FingerprintRequest[];
  /** Of each request: the test image that its search starts from (`drawCleanImages`). */
  readonly images: readonly number[];
  readonly secret: string;
  readonly epsilon: number;
  readonly method: 'three-phase' | 'literal';
}

export interface FingerprintProgress {
  readonly phase: string;
  /** 0 … 1 over the whole job. */
  readonly fraction: number;
  readonly secondsLeft: number;
  /** For each request: confidence on its class and ‖x′ − x‖₂ now; NaN before its search begins. */
  readonly confidence: readonly number[];
  readonly distortion: readonly number[];
}

export interface Fingerprint {
  readonly class: number;
  readonly confidence: number;
  /** The clean image it was made from, and the licence: 784 bytes each. */
  readonly original: Uint8Array;
  readonly pixels: Uint8Array;
  readonly originalLabel: number;
  /** The model's ten probabilities of `pixels`. */
  readonly probabilities: readonly number[];
  readonly passed: boolean;
}

export interface AccuracyInput {
  readonly parameters: Float32Array;
  /** The test images asked, `from` … `to` − 1; all of them when absent. */
  readonly range?: { readonly from: number; readonly to: number };
}

export interface AccuracyOutput {
  readonly correct: number;
  readonly count: number;
  /** correct/count, in [0, 1]. */
  readonly accuracy: number;
}

export interface UsageProgress {
  readonly seen: number;
  readonly total: number;
  /** Answers counted by the digit shown (row) and the answer given (column): 10 × 10, row-major. */
  readonly authorized: readonly number[];
  readonly unauthorized: readonly number[];
  readonly secondsLeft: number;
}

/** What was attacked, in hexadecimal: SHA-256 of the weights before the attack, as `weights.bin` holds them. */
type WeightsSha256 = string;

export interface PruningRow {
  readonly weightsSha256: WeightsSha256;
  /** Share of the layer's weights set to 0, in [0, 1). */
  readonly rate: number;
  readonly accuracy: number;
  readonly readings: readonly number[];
  readonly digits: readonly number[];
  readonly matches: readonly boolean[];
  readonly verified: boolean;
}

export interface PruneInput {
  readonly parameters: Float32Array;
  readonly key: OwnerKey;
  readonly rates: readonly number[];
}

export interface FineTuningRow {
  readonly weightsSha256: WeightsSha256;
  readonly epoch: number;
  readonly accuracy: number;
  readonly readings: readonly number[];
  readonly matches: readonly boolean[];
  readonly verified: boolean;
}

export interface FineTuneInput {
  /** The stolen weights. */
  readonly parameters: Float32Array;
  /** Where to go on from; absent at the start. */
  readonly checkpoint?: Checkpoint;
  readonly key: OwnerKey;
  readonly config: TrainingConfig;
}

export interface FineTuneProgress {
  readonly row: FineTuningRow | null;
  readonly fraction: number;
  readonly secondsLeft: number;
}

export interface CellInput {
  readonly cell: Cell;
  readonly settings: RunSettings;
  /** By id. */
  readonly outcomes: readonly (readonly [string, Outcome])[];
}

type Nothing = Record<string, never>;

export interface JobMap {
  /** Reports the GPU's kernels as they compile. */
  /** Makes WebAssembly ready to answer before the first engine is open; nothing once one is. */
  'prepare-answers': { input: Nothing; progress: never; output: Nothing };
  'open-engine': { input: OpenEngineInput; progress: CompileProgress; output: EngineInfo };
  'load-dataset': {
    input: { preference: 'auto' | 'synthetic'; baseUrl: string };
    progress: Bytes;
    output: DatasetInfo;
  };
  /** The dataset for another worker, and its arrival there. */
  'lend-dataset': { input: { train: boolean }; progress: never; output: LentDataset };
  'take-dataset': { input: LentDataset; progress: never; output: Nothing };
  /** Images of one split by their indices. */
  digits: {
    input: { split: 'train' | 'test'; indices: readonly number[] };
    progress: never;
    output: Digits;
  };
  train: { input: TrainInput; progress: TrainProgress; output: TrainOutput };
  /** Probabilities [N × 10] of images given as [N × 784] bytes. */
  predict: {
    input: { parameters: Float32Array; images: Uint8Array };
    progress: never;
    output: { probabilities: Float32Array };
  };
  accuracy: { input: AccuracyInput; progress: never; output: AccuracyOutput };
  /** Figure 2: the test set answered for the authorized (bare model) and the unauthorized (through the control layer). */
  usage: {
    input: { parameters: Float32Array; confidences: readonly number[]; epsilon: number; seed: number };
    progress: UsageProgress;
    output: UsageProgress;
  };
  fingerprints: {
    input: FingerprintsInput;
    progress: FingerprintProgress;
    output: readonly Fingerprint[];
  };
  prune: { input: PruneInput; progress: PruningRow; output: readonly PruningRow[] };
  /** One cell of a run of experiments, with the outcomes it needs. Reports 0 … 1. */
  cell: { input: CellInput; progress: { fraction: number }; output: Outcome };
  /** One piece of a what-if question. */
  'what-if': { input: WhatIfInput; progress: never; output: WhatIfAnswer };
  /** The rows of the epochs that ended since its checkpoint. */
  'fine-tune': { input: FineTuneInput; progress: FineTuneProgress; output: readonly FineTuningRow[] };
}

export type JobName = keyof JobMap;

/** Jobs that go on when their engine is lost: from the checkpoint they handed out last, or, one of seconds, from its start. */
export type Resumable = 'train' | 'fine-tune' | 'usage';

/** What a job is handed beside its input. */
export interface JobContext<J extends JobName> {
  readonly signal: AbortSignal;
  readonly report: (progress: JobMap[J]['progress']) => void;
  /** Hands the page a checkpoint to keep, in case the run is cut off; its arrays go along. */
  readonly keep: (checkpoint: Checkpoint) => void;
}

export type ToWorker =
  | { readonly kind: 'start'; readonly id: number; readonly job: JobName; readonly input: unknown }
  | { readonly kind: 'abort'; readonly id: number }
  /** Are you there? Answered between two steps of whatever runs. */
  | { readonly kind: 'ping' };

export type FromWorker =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: unknown }
  | { readonly kind: 'checkpoint'; readonly id: number; readonly checkpoint: Checkpoint }
  | { readonly kind: 'done'; readonly id: number; readonly output: unknown }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly code: ErrorCode;
      readonly template: string;
      readonly values: SentenceValues;
    }
  | { readonly kind: 'engine-lost'; readonly reason: string }
  | { readonly kind: 'pong' };

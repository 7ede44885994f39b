/** A training as the page speaks of it: what it was set to, its curves, what came of it. */
import type { DatasetInfo } from '../jobs/protocol';
import type { TrainingConfig } from '../model/training';
import type { RanOn } from './saved-model';

/** A training that a whole class runs alike (`class-lessons.ts`). */
export type ClassLesson = 'minute' | 'taster';

export interface TrainingSettings {
  readonly watermark: 'wm1' | 'wm2' | 'custom' | 'none';
  /** The digits when `watermark` is `custom`. */
  readonly customDigits: readonly number[];
  readonly lambda: number;
  /** Weight range that digits 0…9 are mapped to. */
  readonly range: readonly [number, number];
  readonly from: 'scratch' | 'current';
  readonly config: TrainingConfig;
  /** A lesson's settings as they came, the same for a whole class; null once one of them was changed. */
  readonly lesson: ClassLesson | null;
}

/** One point of the live curves. */
export interface HistoryPoint {
  /** Epochs done, with fraction. */
  readonly epoch: number;
  readonly loss: number | null;
  readonly accuracy: number | null;
  readonly watermarkError: number | null;
}

/** A training that came to its end in this visit, or was ended. */
export interface FinishedRun {
  readonly settings: TrainingSettings;
  readonly dataset: DatasetInfo['name'] | null;
  /** One, unless a device was lost on the way: the bits of a curve are those of its engines. */
  readonly engines: readonly RanOn[];
  readonly history: readonly HistoryPoint[];
  /** Epochs done, with fraction. */
  readonly epochs: number;
  /** Where it ended; null on other digits than its own. */
  readonly accuracy: number | null;
  readonly watermark: {
    readonly digits: readonly number[];
    readonly readings: readonly number[];
    readonly verified: boolean;
  } | null;
  /** Seconds in which it ran; null when an earlier visit saw its beginning. */
  readonly seconds: number | null;
  /** `curveCode` of its history. */
  readonly code: string | null;
  /** ISO 8601. */
  readonly date: string;
}

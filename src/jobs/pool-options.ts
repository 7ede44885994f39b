/** What the pool (`pool.ts`) is asked with, and what it tells. */
import type { AppError } from '../core/errors';
import type { Again } from './batch';
import type { Heartbeat, JobOptions, Loss } from './client';
import type { EngineInfo, JobMap, JobName } from './protocol';
import type { Overall } from './splitting';

export interface MapOptions<J extends JobName> {
  signal?: AbortSignal | undefined;
  /** Whether the pieces need the training digits: 47 MB more in each worker. Default: false. */
  training?: boolean | undefined;
  /** Whether further workers are started for it. Default: true. */
  startsWorkers?: boolean | undefined;
  /** How much work a piece is, in any unit; for progress. Default: all the same. */
  weight?: ((input: JobMap[J]['input']) => number) | undefined;
  /** A report of one piece, and how far the whole is. A `fraction` in it counts towards the whole. */
  onProgress?: ((piece: number, progress: JobMap[J]['progress'], overall: Overall) => void) | undefined;
  /** One piece is done; in the order in which they end. */
  onResult?: ((piece: number, output: JobMap[J]['output'], overall: Overall) => void) | undefined;
  /** A worker or a device was lost, and what it had under way is begun again. */
  onAgain?: ((again: Again) => void) | undefined;
}

export interface RunOptions<J extends JobName> extends JobOptions<J> {
  /** The output of each piece of a divided job as it ends, which stays when the rest is cancelled or fails; of another the whole. */
  onPiece?: ((output: JobMap[J]['output']) => void) | undefined;
  /** As in `MapOptions`. Of what isn't divided only `Resumable` jobs go on. */
  onAgain?: ((again: Again) => void) | undefined;
}

export interface PoolSettings {
  /** The most workers at once on wasm, at least 1. */
  readonly limit: number;
  /** The first worker, or its device, is gone: the engine must be opened again, and with a worker the dataset. */
  readonly onLost: (loss: Loss) => void;
  /**
   * Opens engine and dataset after `failed` was lost or gave way, or waits for whoever does; false: there is none to be had. Absent: what
   * the first worker had under way fails.
   */
  readonly engineAfter?: (failed: EngineInfo, reason: AppError) => Promise<boolean>;
  /** How many workers there are now. */
  readonly onCount?: (workers: number) => void;
  readonly heartbeat?: Heartbeat;
  /** Milliseconds without work after which a further worker is let go. */
  readonly idle?: number;
}

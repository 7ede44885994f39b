/** The two things outside the page that its slices share: the workers and what is kept between visits. */
import { isAppError } from '../core/errors';
import type { AppError } from '../core/errors';
import type { Loss } from '../jobs/client';
import { WorkerPool } from '../jobs/pool';
import type { EngineInfo } from '../jobs/protocol';
import { saySentence } from '../texts/say';
import { Persistence } from './persistence';
import type { PersistenceListeners } from './storage-trouble';
import { TrainingRow } from './training-row';

interface Listeners {
  engineLost: (loss: Loss) => void;
  /** Opens another engine after `failed`, with the digits, or waits for it; false: there is none to be had. */
  engineAfter: (failed: EngineInfo, reason: AppError) => Promise<boolean>;
  storage: PersistenceListeners;
  workers: (workers: number) => void;
}

let listeners: Listeners | null = null;

/** More workers than this ask for more memory than the time they save is worth. */
const MOST_WORKERS = 8;

/** As many workers as the computer has cores, within reason. */
export const DEFAULT_WORKERS = Math.min(MOST_WORKERS, navigator.hardwareConcurrency || 1);

export const jobs = new WorkerPool(
  () => new Worker(new URL('../jobs/worker.ts', import.meta.url), { type: 'module' }),
  {
    limit: DEFAULT_WORKERS,
    onLost: loss => listeners?.engineLost(loss),
    engineAfter: async (failed, reason) => (await listeners?.engineAfter(failed, reason)) ?? false,
    onCount: workers => listeners?.workers(workers),
  },
);

export const persistence = new Persistence({
  onTrouble: (trouble, reason) => listeners?.storage.onTrouble(trouble, reason),
  onModel: id => listeners?.storage.onModel(id),
  onUnreadable: (things, became) => listeners?.storage.onUnreadable(things, became),
});

export const trainingRow = new TrainingRow(persistence);

/** The session slice listens for trouble, for workers that come and go, and for other tabs. */
export function listen(to: Listeners): void {
  listeners = to;
}

/** An error as a sentence for the page, or null for a cancellation, which needs none. */
export function explain(error: unknown): string | null {
  if (isAppError(error, 'cancelled')) return null;
  if (isAppError(error)) return saySentence(error);
  return error instanceof Error ? error.message : String(error);
}

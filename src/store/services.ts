/** The two things outside the page that its slices share: the workers and what is kept between visits. */
import { isAppError } from '../core/errors';
import { WorkerPool } from '../jobs/pool';
import { saySentence } from '../texts/say';
import { Persistence } from './persistence';

type Listener = (text: string) => void;

let onEngineLost: Listener = () => undefined;
let onStorageTrouble: Listener = () => undefined;
let onWorkers: (workers: number) => void = () => undefined;

/** More workers than this ask for more memory than the time they save is worth. */
const MOST_WORKERS = 8;

/** As many workers as the computer has cores, within reason. */
export const DEFAULT_WORKERS = Math.min(MOST_WORKERS, navigator.hardwareConcurrency || 1);

export const jobs = new WorkerPool(
  () => new Worker(new URL('../jobs/worker.ts', import.meta.url), { type: 'module' }),
  {
    limit: DEFAULT_WORKERS,
    onLost: reason => onEngineLost(reason),
    onCount: workers => onWorkers(workers),
  },
);

export const persistence = new Persistence(text => onStorageTrouble(text));

/** The session slice listens for both kinds of trouble, and for workers that come and go. */
export function listen(listeners: {
  engineLost: Listener;
  storageTrouble: Listener;
  workers: (workers: number) => void;
}): void {
  onEngineLost = listeners.engineLost;
  onStorageTrouble = listeners.storageTrouble;
  onWorkers = listeners.workers;
}

/** An error as a sentence for the page, or null for a cancellation, which needs none. */
export function explain(error: unknown): string | null {
  if (isAppError(error, 'cancelled')) return null;
  if (isAppError(error)) return saySentence(error);
  return error instanceof Error ? error.message : String(error);
}

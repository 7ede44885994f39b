/** The two things outside the page that its slices share: the worker and what is kept between visits. */
import { isAppError } from '../core/errors';
import { JobClient } from '../jobs/client';
import { Persistence } from './persistence';

type Listener = (text: string) => void;

let onEngineLost: Listener = () => undefined;
let onStorageTrouble: Listener = () => undefined;

export const jobs = new JobClient(
  () => new Worker(new URL('../jobs/worker.ts', import.meta.url), { type: 'module' }),
  reason => onEngineLost(reason),
);

export const persistence = new Persistence(text => onStorageTrouble(text));

/** The session slice listens for both kinds of trouble. */
export function listenForTrouble(listeners: { engineLost: Listener; storageTrouble: Listener }): void {
  onEngineLost = listeners.engineLost;
  onStorageTrouble = listeners.storageTrouble;
}

/** An error as a sentence for the page, or null for a cancellation, which needs none. */
export function explain(error: unknown): string | null {
  if (isAppError(error, 'cancelled')) return null;
  return error instanceof Error ? error.message : String(error);
}

/** The page's IndexedDB: what is kept in which store, how it is opened, and how one of its rows is read. */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { TuningName } from '../engine/webgpu/tuning';
import type { KeptAttacks } from './kept-attacks';
import type { KeptCell, KeptTraining, VisitValues } from './kept-rows';
import type { SavedModel } from './saved-model';
import { TAKEN_AWAY } from './storage-trouble';

/** Of the database, and of the channel between tabs. */
export const NAME = 'activeguard';
/** 2: cells of experiments. */
const VERSION = 2;

/** Where trainings under way are kept, one for each tab that has one. */
export const TRAINING_ROWS = ['training', 'training-2', 'training-3', 'training-4'] as const;
export type TrainingRowName = (typeof TRAINING_ROWS)[number];

export interface Kept extends Record<TrainingRowName, KeptTraining | null>, Omit<VisitValues, 'currentId'> {
  currentId: string | null;
  /** The latest attacks on each model, by its id. */
  robustness: KeptAttacks;
  /** Rows of models that could not be read, oldest first. */
  setAside: readonly unknown[];
  /** WebGPU's fastest tuning on each adapter met, by the adapter's description. */
  tunings: Readonly<Record<string, TuningName>>;
}

export interface Schema extends DBSchema {
  models: { key: string; value: SavedModel };
  visit: { key: keyof Kept; value: Kept[keyof Kept] };
  cells: { key: [string, string]; value: KeptCell };
}

export type Database = IDBPDatabase<Schema>;

interface Events {
  /** A newer page in another tab waited for this one, which has let go of it for good. */
  readonly onNewerTab: () => void;
  /** The browser closed it. */
  readonly onClosed: () => void;
}

/** null where a page of an older version, open in another tab, holds it. */
export function openDatabase({ onNewerTab, onClosed }: Events): Promise<Database | null> {
  return new Promise((resolve, reject) => {
    openDB<Schema>(NAME, VERSION, {
      upgrade(db, from) {
        if (from < 1) {
          db.createObjectStore('models', { keyPath: 'id' });
          db.createObjectStore('visit');
        }
        if (from < 2) db.createObjectStore('cells', { keyPath: ['key', 'id'] });
      },
      blocked: () => resolve(null),
      blocking: (_current, _wanted, event) => {
        (event.target as IDBDatabase).close();
        onNewerTab();
      },
      terminated: onClosed,
    }).then(resolve, reject);
  });
}

/** A row, checked: undefined where there is none. One that can't be read is removed before anybody writes another. */
export async function readRow<Store extends 'visit' | 'cells', T>(
  db: Database,
  from: Store,
  key: Schema[Store]['key'],
  read: (row: unknown) => T | null,
): Promise<T | undefined | typeof TAKEN_AWAY> {
  const { store, done } = db.transaction(from, 'readwrite');
  const work = async () => {
    const row: unknown = await store.get(key);
    if (row === undefined || row === null) return undefined;
    const value = read(row);
    if (value === null) await store.delete(key);
    return value ?? TAKEN_AWAY;
  };
  const [value] = await Promise.all([work(), done]);
  return value;
}

export function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

export function isQuota(error: unknown): boolean {
  return isNamed(error, 'QuotaExceededError');
}

/** Whether the browser has closed the connection, in the middle of a transaction or before. */
export function isClosing(error: unknown): boolean {
  return isNamed(error, 'AbortError') || isNamed(error, 'InvalidStateError');
}

/** Whether it was no database that failed to open, but the browser that has none for this page: a private window, say. */
export function isRefusal(error: unknown): boolean {
  return (
    !(error instanceof DOMException) || isNamed(error, 'SecurityError') || isNamed(error, 'InvalidStateError')
  );
}

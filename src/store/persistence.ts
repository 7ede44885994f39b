/**
 * What a visit leaves behind, in IndexedDB: the models with their registries and licences, which one is in use, the
 * trainings under way (`training-row.ts`), seed and secret, and the finished cells of experiments. Where IndexedDB is refused
 * (private mode), full, or of a newer version, the page goes on without; `onTrouble` is told once of each kind, and each time of
 * what was given up for room and of a change to a model that could not be kept.
 *
 * Nothing is taken on trust: each row is checked when it is read (`kept-rows.ts`). One that does not hold is told of and taken away, so
 * that the next visit is well. Only a model can't be made again: it is set aside (`set-aside.ts`).
 *
 * Two tabs share it: a model that one of them keeps is told to the others, which then have it too (`shared-shelf-slice.ts`).
 */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import { TUNING_NAMES } from '../engine/webgpu/tuning';
import type { TuningName } from '../engine/webgpu/tuning';
import type { KeptAttacks } from './kept-attacks';
import { readCell, readModelRow, readTrainingRow, readValue, VISIT_KEYS } from './kept-rows';
import type { KeptCell, KeptTraining, VisitValues } from './kept-rows';
import { ifUnheld } from './row-lock';
import type { SavedModel } from './saved-model';
import { readAgain, readModel } from './set-aside';
import type { PersistenceListeners, StorageTrouble, Unreadable } from './storage-trouble';

const NAME = 'activeguard';
/** 2: cells of experiments. */
const VERSION = 2;

/** Where trainings under way are kept, one for each tab that has one. */
export const TRAINING_ROWS = ['training', 'training-2', 'training-3', 'training-4'] as const;
export type TrainingRowName = (typeof TRAINING_ROWS)[number];

interface Kept extends Record<TrainingRowName, KeptTraining | null>, Omit<VisitValues, 'currentId'> {
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

export type Visit = Partial<VisitValues> & { readonly models: readonly SavedModel[] };

/** What another tab did to the shelf. */
type Told = { readonly model: string };

export class Persistence {
  private database: Promise<IDBPDatabase<Schema> | null> | null = null;
  private readonly told = new Set<StorageTrouble>();
  private readonly tabs: BroadcastChannel | null;

  constructor(private readonly listeners: PersistenceListeners) {
    this.tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(NAME);
    this.tabs?.addEventListener('message', ({ data }: MessageEvent<Partial<Told> | null>) => {
      if (typeof data?.model === 'string') listeners.onModel(data.model);
    });
  }

  /** Everything the last visit left, trainings apart; an empty visit where nothing can be read. */
  async restore(): Promise<Visit> {
    const unreadable: Unreadable[] = [];
    const visit = await this.use(async db => {
      await readAgain(db);
      const models: SavedModel[] = [];
      for (const id of await db.getAllKeys('models')) {
        const model = await readModel(db, id);
        if (model) models.push(model);
        else if (model === null) unreadable.push({ thing: 'model', id: String(id) });
      }
      const values: Record<string, unknown> = {};
      for (const key of VISIT_KEYS) {
        const value = await readRow(db, 'visit', key, row => readValue(key, row));
        if (value === null) unreadable.push({ thing: key });
        else if (value !== undefined) values[key] = value;
      }
      return { ...(values as Partial<VisitValues>), models };
    });
    if (unreadable.length > 0) this.listeners.onUnreadable(unreadable);
    return visit ?? { models: [] };
  }

  /** A model as it is kept now; undefined where it is not, null where that can't be read. */
  async model(id: string): Promise<SavedModel | undefined | null> {
    return this.use(async db => {
      const model = await readModel(db, id);
      if (model === null) this.listeners.onUnreadable([{ thing: 'model', id }]);
      return model;
    });
  }

  /** The tunings measured on earlier visits; names that this version does not know are left out. */
  async tunings(): Promise<Readonly<Record<string, TuningName>>> {
    const kept = await this.use(db => db.get('visit', 'tunings'));
    const known: readonly string[] = TUNING_NAMES;
    return Object.fromEntries(
      Object.entries((kept ?? {}) as Kept['tunings']).filter(([, name]) => known.includes(name)),
    );
  }

  /** The attacks of earlier visits, unchecked: `readAttacks` does that. */
  attacks(): Promise<unknown> {
    return this.use(db => db.get('visit', 'robustness'));
  }

  /** Keeps what `change` makes of the attacks as they are kept now, in one transaction: no other tab writes in between. */
  changeAttacks(change: (there: unknown) => KeptAttacks): Promise<unknown> {
    return this.use(async db => {
      const { store, done } = db.transaction('visit', 'readwrite');
      await Promise.all([store.put(change(await store.get('robustness')), 'robustness'), done]);
    }, 'full-model');
  }

  async training(row: TrainingRowName): Promise<KeptTraining | null> {
    const kept = await this.use(async db => {
      const training = await readRow(db, 'visit', row, readTrainingRow);
      if (training === null) this.listeners.onUnreadable([{ thing: 'training' }]);
      return training;
    });
    return kept ?? null;
  }

  keepTraining(row: TrainingRowName, training: KeptTraining | null): Promise<unknown> {
    return this.use(db => db.put('visit', training, row), 'full-training');
  }

  /**
   * Keeps what `merge` makes of the model as it is kept now: both in one transaction, so that no other tab writes in between. Where there
   * is no room for it, cells of experiments give theirs and then trainings that no tab has under way: both can be made again.
   * @param merge given null where no such model is kept, and the id there; null from it: another model is kept there, which stays.
   * @param next the place to try after that one.
   * @returns what is kept now; null where nothing could be, which `onTrouble` is told every time.
   */
  async mergeModel(
    id: string,
    merge: (there: SavedModel | null, at: string) => SavedModel | null,
    next: (taken: string) => string,
  ): Promise<SavedModel | null> {
    const kept = await this.use(async db => {
      const write = async () => {
        const { store, done } = db.transaction('models', 'readwrite');
        for (let at = id; ; at = next(at)) {
          const row: unknown = await store.get(at);
          const there = readModelRow(row);
          // One that can't be read is for a version that can.
          const model = there || row === undefined ? merge(there, at) : null;
          if (!model) continue;
          await Promise.all([store.put(model), done]);
          return model;
        }
      };
      try {
        return await write();
      } catch (error) {
        if (!isQuota(error)) throw error;
        return (await this.makeRoom(db, write)) ?? 'full';
      }
    });
    if (!kept || kept === 'full') {
      this.listeners.onTrouble(kept ? 'full-model' : 'model-not-kept', '');
      return null;
    }
    this.tabs?.postMessage({ model: kept.id } satisfies Told);
    return kept;
  }

  async removeModel(id: string): Promise<void> {
    const removed = await this.use(async db => {
      await db.delete('models', id);
      return true;
    });
    if (removed) this.tabs?.postMessage({ model: id } satisfies Told);
    else this.listeners.onTrouble('model-not-kept', '');
  }

  keep<K extends Exclude<keyof Kept, TrainingRowName | 'robustness'>>(
    key: K,
    value: Kept[K],
  ): Promise<unknown> {
    return this.use(db => db.put('visit', value, key), 'full-model');
  }

  /** The cells finished under `key`; what each found is for its experiment to check. */
  async cells(key: string): Promise<readonly KeptCell[]> {
    const cells = await this.use(async db => {
      const keys = await db.getAllKeys('cells', IDBKeyRange.bound([key], [key, []]));
      return Promise.all(keys.map(each => readRow(db, 'cells', each, readCell)));
    });
    if (cells?.includes(null)) this.listeners.onUnreadable([{ thing: 'cells' }]);
    return (cells ?? []).filter(cell => !!cell);
  }

  keepCell(cell: KeptCell): Promise<unknown> {
    return this.use(db => db.put('cells', cell), 'full-cells');
  }

  removeCells(cells: readonly KeptCell[]): Promise<unknown> {
    return this.use(db => Promise.all(cells.map(({ key, id }) => db.delete('cells', [key, id]))));
  }

  forgetCells(): Promise<unknown> {
    return this.use(db => db.clear('cells'));
  }

  /** Gives up one thing after another until there is room, and tells of each. null: there is none even so. */
  private async makeRoom<T>(db: IDBPDatabase<Schema>, again: () => Promise<T>): Promise<T | null> {
    for (const giveUp of [giveUpCells, ...TRAINING_ROWS.map(row => giveUpTraining(row))]) {
      const given = await giveUp(db);
      if (!given) continue;
      this.listeners.onTrouble(given, '');
      try {
        return await again();
      } catch (error) {
        if (!isQuota(error)) throw error;
      }
    }
    return null;
  }

  /** @param full what a full disk means for this action. */
  private async use<T>(
    action: (db: IDBPDatabase<Schema>) => Promise<T>,
    full: StorageTrouble = 'refused',
  ): Promise<T | null> {
    for (const again of [true, false]) {
      try {
        this.database ??= this.open();
        const db = await this.database;
        return db && (await action(db));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const future = isNamed(error, 'VersionError');
        if (isQuota(error)) this.tell(full, reason);
        else if (future || !again) this.tell(future ? 'future' : 'refused', reason);
        else {
          // A connection that the browser closed under a full load is opened again.
          this.database = null;
          continue;
        }
        return null;
      }
    }
    return null;
  }

  /** null where a page of an older version, open in another tab, holds the database. */
  private open(): Promise<IDBPDatabase<Schema> | null> {
    return new Promise((resolve, reject) => {
      openDB<Schema>(NAME, VERSION, {
        upgrade(db, from) {
          if (from < 1) {
            db.createObjectStore('models', { keyPath: 'id' });
            db.createObjectStore('visit');
          }
          if (from < 2) db.createObjectStore('cells', { keyPath: ['key', 'id'] });
        },
        blocked: () => {
          this.tell('older-tab', '');
          resolve(null);
        },
        // A newer page in another tab must not wait for this one to be closed.
        blocking: (_current, _wanted, event) => {
          (event.target as IDBDatabase).close();
          this.database = Promise.resolve(null);
          this.tell('newer-tab', '');
        },
        terminated: () => {
          this.database = null;
        },
      }).then(resolve, reject);
    });
  }

  /** Once a visit for each kind. */
  private tell(trouble: StorageTrouble, reason: string): void {
    if (this.told.has(trouble)) return;
    this.told.add(trouble);
    this.listeners.onTrouble(trouble, reason);
  }
}

/** What was given up; null where there was nothing. */
type GiveUp = (db: IDBPDatabase<Schema>) => Promise<StorageTrouble | null>;

const giveUpCells: GiveUp = async db => {
  if ((await db.count('cells')) === 0) return null;
  await db.clear('cells');
  return 'gave-up-cells';
};

/** A run that another tab has under way, or this one, is never given up. */
function giveUpTraining(row: TrainingRowName): GiveUp {
  return async db => {
    let given: StorageTrouble | null = null;
    await ifUnheld(row, async () => {
      if (!(await db.get('visit', row))) return;
      await db.delete('visit', row);
      given = 'gave-up-training';
    });
    return given;
  };
}

/** A row, checked: undefined where there is none, null for one that can't be read, which is removed before anybody writes another. */
async function readRow<Store extends 'visit' | 'cells', T>(
  db: IDBPDatabase<Schema>,
  from: Store,
  key: Schema[Store]['key'],
  read: (row: unknown) => T | null,
): Promise<T | null | undefined> {
  const { store, done } = db.transaction(from, 'readwrite');
  const row: unknown = await store.get(key);
  const none = row === undefined || row === null;
  const value = none ? undefined : read(row);
  if (value === null) await store.delete(key);
  await done;
  return value;
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

function isQuota(error: unknown): boolean {
  return isNamed(error, 'QuotaExceededError');
}

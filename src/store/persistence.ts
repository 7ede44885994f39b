/**
 * What a visit leaves behind, in IndexedDB: the models with their registries and licences, which one is in use, the
 * trainings under way (`training-row.ts`), seed and secret, and the finished cells of experiments. Where IndexedDB is refused
 * (private mode), full, or of a newer version, the page goes on without; `onTrouble` is told once of each kind, and each time of
 * what was given up for room and of a change to a model that could not be kept.
 *
 * Nothing is taken on trust: each row is checked when it is read (`kept-rows.ts`). One that does not hold is told of and taken away, so
 * that the next visit is well. Only a model can't be made again: it is set aside (`set-aside.ts`). A row that the browser does not give
 * is told of and left where it is, with nothing written over it. Each is read apart from all others, and takes none with it.
 *
 * Two tabs share it: a model that one of them keeps is told to the others, which then have it too (`shared-shelf-slice.ts`).
 */
import { TUNING_NAMES } from '../engine/webgpu/tuning';
import type { TuningName } from '../engine/webgpu/tuning';
import { isClosing, isNamed, isQuota, isRefusal, NAME, openDatabase, readRow } from './database';
import type { Database, Kept, TrainingRowName } from './database';
import type { KeptAttacks } from './kept-attacks';
import { readCell, readModelRow, readTrainingRow, readValue, VISIT_KEYS } from './kept-rows';
import type { KeptCell, KeptTraining, VisitValues } from './kept-rows';
import { makeRoom } from './make-room';
import { placesFor } from './places';
import { same } from './same';
import type { SavedModel } from './saved-model';
import { readAgain, readModel } from './set-aside';
import { LEFT, TAKEN_AWAY } from './storage-trouble';
import type { InVain, PersistenceListeners, StorageTrouble, Unreadable } from './storage-trouble';

export type Visit = Partial<VisitValues> & {
  readonly models: readonly SavedModel[];
  /** Ids of models that are kept, or set aside, and can't be read. */
  readonly unreadModels: readonly string[] | 'unknown';
  /** Values that may be kept though they could not be read; others that are absent are kept nowhere. */
  readonly unreadValues: readonly (keyof VisitValues)[];
};

/** What another tab did to the shelf. */
type Told = { readonly model: string };

export class Persistence {
  private database: Promise<Database | null> | null = null;
  private readonly told = new Set<StorageTrouble>();
  /** Models that were left where they are when the page was opened. */
  private readonly unread = new Set<string>();
  /** The browser allows no database: no visit has left anything. */
  private keepsNothing = false;
  private readonly tabs: BroadcastChannel | null;

  constructor(private readonly listeners: PersistenceListeners) {
    this.tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(NAME);
    this.tabs?.addEventListener('message', ({ data }: MessageEvent<Partial<Told> | null>) => {
      if (typeof data?.model === 'string') listeners.onModel(data.model);
    });
  }

  /** Everything the last visit left, trainings apart; an empty visit where nothing can be read. */
  async restore(): Promise<Visit> {
    const models: SavedModel[] = [];
    const values: Record<string, unknown> = {};
    const unreadModels: string[] = [];
    const unreadValues: (keyof VisitValues)[] = [];
    const taken: Unreadable[] = [];
    const left: Unreadable[] = [];
    const readInVain = (thing: Unreadable, became: InVain) => {
      (became === LEFT ? left : taken).push(thing);
    };
    const aside = await this.apart(readAgain);
    if (aside === null)
      return { models, unreadModels: this.keepsNothing ? [] : 'unknown', unreadValues: VISIT_KEYS };
    if (aside === LEFT) readInVain({ thing: 'aside' }, aside);
    else unreadModels.push(...aside);
    const ids = await this.use(db => db.getAllKeys('models'));
    for (const id of ids ?? []) {
      const model = await this.apart(db => readModel(db, id));
      if (model === LEFT) this.unread.add(id);
      if (typeof model === 'symbol') {
        readInVain({ thing: 'model', id: String(id) }, model);
        unreadModels.push(id);
      } else if (model) models.push(model);
    }
    for (const key of VISIT_KEYS) {
      const value = await this.apart(db => readRow(db, 'visit', key, row => readValue(key, row)));
      if (value === LEFT || value === null) unreadValues.push(key);
      if (typeof value === 'symbol') readInVain({ thing: key }, value);
      else if (value !== null && value !== undefined) values[key] = value;
    }
    if (taken.length > 0) this.listeners.onUnreadable(taken, TAKEN_AWAY);
    if (left.length > 0) this.listeners.onUnreadable(left, LEFT);
    return {
      ...(values as Partial<VisitValues>),
      models,
      unreadModels: ids && aside !== LEFT ? unreadModels : 'unknown',
      unreadValues,
    };
  }

  /** A model as it is kept now; undefined where it is not, null where that can't be read. */
  async model(id: string): Promise<SavedModel | undefined | null> {
    const model = await this.apart(db => readModel(db, id));
    if (typeof model !== 'symbol') {
      if (model) this.unread.delete(id);
      return model;
    }
    this.listeners.onUnreadable([{ thing: 'model', id }], model);
    return null;
  }

  /** The tunings measured on earlier visits; names that this version does not know are left out. */
  async tunings(): Promise<Readonly<Record<string, TuningName>>> {
    const kept = await this.apart(db => db.get('visit', 'tunings'));
    const known: readonly string[] = TUNING_NAMES;
    return Object.fromEntries(
      Object.entries((kept === LEFT ? {} : (kept ?? {})) as Kept['tunings']).filter(([, name]) =>
        known.includes(name),
      ),
    );
  }

  /** The attacks of earlier visits, unchecked: `readAttacks` does that. */
  async attacks(): Promise<unknown> {
    const kept = await this.apart(db => db.get('visit', 'robustness'));
    if (kept !== LEFT) return kept;
    this.listeners.onUnreadable([{ thing: 'attacks' }], kept);
    return undefined;
  }

  /** Keeps what `change` makes of the attacks as they are kept now, in one transaction: no other tab writes in between. */
  changeAttacks(change: (there: unknown) => KeptAttacks): Promise<unknown> {
    return this.use(async db => {
      const { store, done } = db.transaction('visit', 'readwrite');
      const put = async () => store.put(change(await store.get('robustness')), 'robustness');
      await Promise.all([put(), done]);
    }, 'full-attacks');
  }

  /** null where there is none to go on from, LEFT where there may be one. */
  async training(row: TrainingRowName): Promise<KeptTraining | typeof LEFT | null> {
    const training = await this.apart(db => readRow(db, 'visit', row, readTrainingRow));
    if (typeof training !== 'symbol') return training ?? null;
    this.listeners.onUnreadable([{ thing: 'training' }], training);
    return training === LEFT ? LEFT : null;
  }

  keepTraining(row: TrainingRowName, training: KeptTraining | null): Promise<unknown> {
    return this.use(db => db.put('visit', training, row), 'full-training');
  }

  /**
   * Keeps what `merge` makes of `model` and of what is kept of it now, be that at another place: both in one transaction, so that no other
   * tab writes in between. Where there is no room for it, cells of experiments give theirs and then trainings that no tab has under way:
   * both can be made again.
   * @param merge given null where no such model is kept, and the id there; null from it: another model is kept there, which stays.
   * @returns what is kept now; null where nothing could be, which `onTrouble` is told every time.
   */
  async mergeModel(
    model: SavedModel,
    merge: (there: SavedModel | null, at: string) => SavedModel | null,
  ): Promise<SavedModel | null> {
    let ownOnly = false;
    const kept = await this.use(async db => {
      const write = async () => {
        const { store, done } = db.transaction('models', 'readwrite');
        const put = async () => {
          for await (const { at, row } of placesFor(store, model, { skipped: this.unread, ownOnly })) {
            const there = readModelRow(row);
            // One that can't be read is for a version that can.
            const merged = there || row === undefined ? merge(there, at) : null;
            if (!merged) continue;
            await store.put(merged);
            return merged;
          }
          return null;
        };
        const [merged] = await Promise.all([put(), done]);
        return merged;
      };
      try {
        return await write();
      } catch (error) {
        if (!isQuota(error)) {
          // Twice is better than not at all, where it was another's row that could not be read.
          ownOnly = !isClosing(error);
          throw error;
        }
        return (await makeRoom(db, write, given => this.listeners.onTrouble(given, ''))) ?? 'full';
      }
    });
    if (!kept || kept === 'full') {
      this.listeners.onTrouble(kept ? 'full-model' : 'model-not-kept', '');
      return null;
    }
    this.tabs?.postMessage({ model: kept.id } satisfies Told);
    return kept;
  }

  /**
   * Removes what is kept as `id` where it is one of `known`, by its weights: another model that a tab has put in its place stays.
   * What could not be read when the page was opened is not what stands under that id now, and stays.
   * @returns whether another stays.
   */
  async removeModel(id: string, known: readonly SavedModel[]): Promise<boolean> {
    if (this.unread.has(id)) return false;
    const removed = await this.use(async db => {
      const { store, done } = db.transaction('models', 'readwrite');
      const remove = async () => {
        const row: Partial<SavedModel> | undefined = await store.get(id);
        const isOther =
          row !== undefined && !known.some(({ parameters }) => same(parameters, row.parameters));
        if (!isOther) await store.delete(id);
        return { isOther };
      };
      const [left] = await Promise.all([remove(), done]);
      return left;
    });
    if (!removed) this.listeners.onTrouble('model-not-kept', '');
    else if (!removed.isOther) this.tabs?.postMessage({ model: id } satisfies Told);
    return removed?.isOther ?? false;
  }

  keep<K extends Exclude<keyof Kept, TrainingRowName | 'robustness'>>(
    key: K,
    value: Kept[K],
  ): Promise<unknown> {
    return this.use(db => db.put('visit', value, key), 'full-settings');
  }

  /** The cells finished under `key`; what each found is for its experiment to check. */
  async cells(key: string): Promise<readonly KeptCell[]> {
    const keys = await this.use(db => db.getAllKeys('cells', IDBKeyRange.bound([key], [key, []])));
    const cells = await Promise.all(
      (keys ?? []).map(each => this.apart(db => readRow(db, 'cells', each, readCell))),
    );
    for (const became of [TAKEN_AWAY, LEFT] as const) {
      if (cells.includes(became)) this.listeners.onUnreadable([{ thing: 'cells' }], became);
    }
    return cells.filter(cell => typeof cell === 'object' && cell !== null);
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

  /** Reads one thing apart from all others: LEFT where the browser does not give it, null where it gives nothing at all. */
  private apart<T>(read: (db: Database) => Promise<T>): Promise<T | typeof LEFT | null> {
    let tries = 0;
    return this.use(async db => {
      tries += 1;
      try {
        return await read(db);
      } catch (error) {
        // A connection that the browser closed is opened again first.
        if (tries === 1 && !isQuota(error)) throw error;
        return LEFT;
      }
    });
  }

  /** @param full what a full disk means for this action. */
  private async use<T>(
    action: (db: Database) => Promise<T>,
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

  private async open(): Promise<Database | null> {
    const db = await openDatabase({
      onNewerTab: () => {
        this.database = Promise.resolve(null);
        this.tell('newer-tab', '');
      },
      onClosed: () => {
        this.database = null;
      },
    }).catch((error: unknown) => {
      this.keepsNothing = isRefusal(error);
      throw error;
    });
    if (!db) this.tell('older-tab', '');
    return db;
  }

  /** Once a visit for each kind. */
  private tell(trouble: StorageTrouble, reason: string): void {
    if (this.told.has(trouble)) return;
    this.told.add(trouble);
    this.listeners.onTrouble(trouble, reason);
  }
}

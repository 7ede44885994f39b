/**
 * What a visit leaves behind, in IndexedDB: the models with their registries and licences, which one is in use, the
 * trainings under way (`training-row.ts`), seed and secret, and the finished cells of experiments. Where IndexedDB is refused
 * (private mode), full, or of a newer version, the page goes on without; `onTrouble` is told once of each kind.
 *
 * Two tabs share it: a model that one of them keeps is told to the others, which then have it too.
 */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import { TUNING_NAMES } from '../engine/webgpu/tuning';
import type { TuningName } from '../engine/webgpu/tuning';
import type { Outcome } from '../experiments/experiment';
import type { OwnerKey } from '../method/watermark/owner-key';
import type { Checkpoint } from '../model/training';
import type { Attacks } from './kept-attacks';
import type { HistoryPoint, SavedModel, RanOn, TrainingSettings } from './state';

const NAME = 'activeguard';
/** 2: cells of experiments. */
const VERSION = 2;

/** Where trainings under way are kept, one for each tab that has one. */
export const TRAINING_ROWS = ['training', 'training-2', 'training-3', 'training-4'] as const;
export type TrainingRowName = (typeof TRAINING_ROWS)[number];

export interface KeptTraining {
  readonly settings: TrainingSettings;
  readonly seed: number;
  readonly key: OwnerKey | null;
  readonly checkpoint: Checkpoint;
  readonly history: readonly HistoryPoint[];
  readonly readings: readonly (readonly number[])[];
  /** The digits and the engines it has run on so far; absent in rows of earlier versions. */
  readonly dataset?: 'mnist' | 'synthetic' | null;
  readonly engines?: readonly RanOn[];
}

interface Kept extends Record<TrainingRowName, KeptTraining | null> {
  currentId: string | null;
  seed: number;
  secret: string;
  /** The model that comes with the page was taken off the shelf. */
  bundledRemoved: boolean;
  /** The latest attacks on each model, by its id. */
  robustness: Readonly<Record<string, Attacks>>;
  /** WebGPU's fastest tuning on each adapter met, by the adapter's description. */
  tunings: Readonly<Record<string, TuningName>>;
}

export interface KeptCell {
  /** `runKey`, and the cell's id. */
  readonly key: string;
  readonly id: string;
  readonly outcome: Outcome;
  /** When it was finished, ISO 8601. */
  readonly date: string;
}

interface Schema extends DBSchema {
  models: { key: string; value: SavedModel };
  visit: { key: keyof Kept; value: Kept[keyof Kept] };
  cells: { key: [string, string]; value: KeptCell };
}

export type Visit = Partial<Omit<Kept, TrainingRowName>> & { models: SavedModel[] };

export type StorageTrouble =
  /** Private mode, a broken profile: nothing can be kept. */
  | 'refused'
  /** A newer version of the page has been here, and what it kept can't be read by this one. */
  | 'future'
  /** An older page in another tab holds the database; a newer one has taken it. */
  | 'older-tab'
  | 'newer-tab'
  /** No room, and: experiments' cells and trainings made room for a model; a model, a training, cells could not be kept. */
  | 'made-room'
  | 'full-model'
  | 'full-training'
  | 'full-cells';

/** What another tab did to the shelf. */
type Told = { readonly model: string };

export class Persistence {
  private database: Promise<IDBPDatabase<Schema> | null> | null = null;
  private readonly told = new Set<StorageTrouble>();
  private readonly tabs: BroadcastChannel | null;

  /** @param onModel told of a model that another tab changed or removed. */
  constructor(
    private readonly onTrouble: (trouble: StorageTrouble, reason: string) => void,
    onModel: (id: string) => void,
  ) {
    this.tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(NAME);
    this.tabs?.addEventListener('message', (event: MessageEvent<Told>) => onModel(event.data.model));
  }

  /** Everything the last visit left, trainings apart; an empty visit where nothing can be read. */
  async restore(): Promise<Visit> {
    const rows: readonly string[] = TRAINING_ROWS;
    const visit = await this.use(async db => {
      const keys = (await db.getAllKeys('visit')).filter(key => !rows.includes(key));
      const [models, values] = await Promise.all([
        db.getAll('models'),
        Promise.all(keys.map(key => db.get('visit', key))),
      ]);
      const kept = Object.fromEntries(keys.map((key, i) => [key, values[i]])) as Partial<Kept>;
      return { ...kept, models };
    });
    return visit ?? { models: [] };
  }

  /** A model as it is kept now; undefined where it is not, null where that can't be read. */
  model(id: string): Promise<SavedModel | undefined | null> {
    return this.use(db => db.get('models', id));
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

  async training(row: TrainingRowName): Promise<KeptTraining | null> {
    const kept = await this.use(db => db.get('visit', row));
    return (kept as KeptTraining | null | undefined) ?? null;
  }

  keepTraining(row: TrainingRowName, training: KeptTraining | null): Promise<unknown> {
    return this.use(db => db.put('visit', training, row), 'full-training');
  }

  /** Where there is no room for it, unfinished trainings and then cells of experiments give theirs: both can be made again. */
  async saveModel(model: SavedModel): Promise<void> {
    const { id } = model;
    const kept = await this.use(async db => {
      try {
        await db.put('models', model);
      } catch (error) {
        if (!isQuota(error)) throw error;
        await this.makeRoom(db, () => db.put('models', model), error);
      }
      return true;
    }, 'full-model');
    if (kept) this.tabs?.postMessage({ model: id } satisfies Told);
  }

  async removeModel(id: string): Promise<void> {
    const removed = await this.use(async db => {
      await db.delete('models', id);
      return true;
    });
    if (removed) this.tabs?.postMessage({ model: id } satisfies Told);
  }

  keep<K extends Exclude<keyof Kept, TrainingRowName>>(key: K, value: Kept[K]): Promise<unknown> {
    return this.use(db => db.put('visit', value, key), 'full-model');
  }

  /** The cells finished under `key`. */
  async cells(key: string): Promise<readonly KeptCell[]> {
    return (await this.use(db => db.getAll('cells', IDBKeyRange.bound([key], [key, []])))) ?? [];
  }

  keepCell(cell: KeptCell): Promise<unknown> {
    return this.use(db => db.put('cells', cell), 'full-cells');
  }

  forgetCells(): Promise<unknown> {
    return this.use(db => db.clear('cells'));
  }

  private async makeRoom(
    db: IDBPDatabase<Schema>,
    again: () => Promise<unknown>,
    quota: unknown,
  ): Promise<void> {
    const sacrifices = [
      async () => {
        await Promise.all(TRAINING_ROWS.map(row => db.delete('visit', row)));
      },
      () => db.clear('cells'),
    ];
    for (const sacrifice of sacrifices) {
      await sacrifice();
      try {
        await again();
        this.tell('made-room', '');
        return;
      } catch (error) {
        if (!isQuota(error)) throw error;
      }
    }
    throw quota;
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
    this.onTrouble(trouble, reason);
  }
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

function isQuota(error: unknown): boolean {
  return isNamed(error, 'QuotaExceededError');
}

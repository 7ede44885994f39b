/**
 * What a visit leaves behind, in IndexedDB: the models with their registries and licences, which one is in use, the
 * training under way, seed and secret, and the finished cells of experiments. Where IndexedDB is refused (private mode, a full disk) the page goes on without;
 * `onTrouble` is told once, in words for a person.
 */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import { TUNING_NAMES } from '../engine/webgpu/tuning';
import type { TuningName } from '../engine/webgpu/tuning';
import type { Outcome } from '../experiments/experiment';
import type { OwnerKey } from '../method/watermark/owner-key';
import type { Checkpoint } from '../model/training';
import type { HistoryPoint, SavedModel, TrainingSettings } from './state';

const NAME = 'activeguard';
/** 2: cells of experiments. */
const VERSION = 2;

export interface KeptTraining {
  readonly settings: TrainingSettings;
  readonly seed: number;
  readonly key: OwnerKey | null;
  readonly checkpoint: Checkpoint;
  readonly history: readonly HistoryPoint[];
  readonly readings: readonly (readonly number[])[];
}

interface Kept {
  currentId: string | null;
  seed: number;
  secret: string;
  training: KeptTraining | null;
  /** The model that comes with the page was taken off the shelf. */
  bundledRemoved: boolean;
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

export type Visit = Partial<Kept> & { models: SavedModel[] };

export class Persistence {
  private database: Promise<IDBPDatabase<Schema> | null> | null = null;
  private told = false;

  constructor(private readonly onTrouble: (text: string) => void) {}

  /** Everything the last visit left; an empty visit where nothing can be read. */
  async restore(): Promise<Visit> {
    const visit = await this.use(async db => {
      const [models, keys, values] = await Promise.all([
        db.getAll('models'),
        db.getAllKeys('visit'),
        db.getAll('visit'),
      ]);
      const kept = Object.fromEntries(keys.map((key, i) => [key, values[i]])) as Partial<Kept>;
      return { ...kept, models };
    });
    return visit ?? { models: [] };
  }

  /** The tunings measured on earlier visits; names that this version does not know are left out. */
  async tunings(): Promise<Readonly<Record<string, TuningName>>> {
    const kept = await this.use(db => db.get('visit', 'tunings'));
    const known: readonly string[] = TUNING_NAMES;
    return Object.fromEntries(
      Object.entries((kept ?? {}) as Kept['tunings']).filter(([, name]) => known.includes(name)),
    );
  }

  saveModel(model: SavedModel): Promise<unknown> {
    return this.use(db => db.put('models', model));
  }

  removeModel(id: string): Promise<unknown> {
    return this.use(db => db.delete('models', id));
  }

  keep<K extends keyof Kept>(key: K, value: Kept[K]): Promise<unknown> {
    return this.use(db => db.put('visit', value, key));
  }

  /** The cells finished under `key`. */
  async cells(key: string): Promise<readonly KeptCell[]> {
    return (await this.use(db => db.getAll('cells', IDBKeyRange.bound([key], [key, []])))) ?? [];
  }

  keepCell(cell: KeptCell): Promise<unknown> {
    return this.use(db => db.put('cells', cell));
  }

  forgetCells(): Promise<unknown> {
    return this.use(db => db.clear('cells'));
  }

  private async use<T>(action: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T | null> {
    try {
      this.database ??= this.open();
      const db = await this.database;
      return db && (await action(db));
    } catch (error) {
      this.tell(
        `This browser does not let the page keep anything (${error instanceof Error ? error.message : String(error)}).`,
      );
      return null;
    }
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
          this.tell(
            'An older version of this page is open in another tab and holds what was kept; close it and reload.',
          );
          resolve(null);
        },
        // A newer page in another tab must not wait for this one to be closed.
        blocking: (_current, _wanted, event) => {
          (event.target as IDBDatabase).close();
          this.database = Promise.resolve(null);
          this.tell(
            'A newer version of this page is open in another tab; reload this one, it keeps nothing any more.',
          );
        },
        terminated: () => {
          this.database = null;
        },
      }).then(resolve, reject);
    });
  }

  /** Once a visit. */
  private tell(what: string): void {
    if (this.told) return;
    this.told = true;
    this.onTrouble(
      `${what} All works, but a reload starts afresh: export the model, the key and the licences you want to keep.`,
    );
  }
}

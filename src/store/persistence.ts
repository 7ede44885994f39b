/**
 * What a visit leaves behind, in IndexedDB: the models with their registries and licences, which one is in use, the
 * training under way, seed and secret. Where IndexedDB is refused (private mode, a full disk) the page goes on without;
 * `onTrouble` is told once, in words for a person.
 */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { OwnerKey } from '../method/watermark/owner-key';
import type { Checkpoint } from '../model/training';
import type { HistoryPoint, SavedModel, TrainingSettings } from './state';

const NAME = 'activeguard';
const VERSION = 1;

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
}

interface Schema extends DBSchema {
  models: { key: string; value: SavedModel };
  visit: { key: keyof Kept; value: Kept[keyof Kept] };
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

  saveModel(model: SavedModel): Promise<unknown> {
    return this.use(db => db.put('models', model));
  }

  removeModel(id: string): Promise<unknown> {
    return this.use(db => db.delete('models', id));
  }

  keep<K extends keyof Kept>(key: K, value: Kept[K]): Promise<unknown> {
    return this.use(db => db.put('visit', value, key));
  }

  private async use<T>(action: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T | null> {
    try {
      this.database ??= openDB<Schema>(NAME, VERSION, {
        upgrade(db) {
          db.createObjectStore('models', { keyPath: 'id' });
          db.createObjectStore('visit');
        },
      });
      const db = await this.database;
      return db && (await action(db));
    } catch (error) {
      if (!this.told) {
        this.told = true;
        const reason = error instanceof Error ? error.message : String(error);
        this.onTrouble(
          `This browser does not let the page keep anything (${reason}). All works, but a reload starts afresh: ` +
            'export the model, the key and the licences you want to keep.',
        );
      }
      return null;
    }
  }
}

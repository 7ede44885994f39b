/**
 * Models kept by an earlier visit that can't be read: each is set aside, not removed, and every visit tries to read it once more, since a
 * later version of the page may know better.
 */
import type { IDBPDatabase } from 'idb';
import { readModelRow } from './kept-rows';
import type { Schema } from './persistence';
import { same } from './same';
import type { SavedModel } from './saved-model';

/** Of rows set aside the newest stay. */
const MOST_ASIDE = 20;

/** A model, checked: undefined where there is none, null for one that can't be read, which is set aside. */
export async function readModel(
  db: IDBPDatabase<Schema>,
  id: string,
): Promise<SavedModel | null | undefined> {
  const row: unknown = await db.get('models', id);
  const model = row === undefined ? undefined : readModelRow(row);
  if (model === null) await setAside(db, id);
  return model;
}

async function setAside(db: IDBPDatabase<Schema>, id: string): Promise<void> {
  const transaction = db.transaction(['models', 'visit'], 'readwrite');
  const [models, visit] = [transaction.objectStore('models'), transaction.objectStore('visit')];
  const row: unknown = await models.get(id);
  // Another tab may have written a good one meanwhile.
  if (row !== undefined && readModelRow(row) === null) {
    const others = asideRows(await visit.get('setAside')).filter(other => !ofOneModel(other, row));
    await visit.put([...others, row].slice(-MOST_ASIDE), 'setAside');
    await models.delete(id);
  }
  await transaction.done;
}

/** Puts what was set aside back among the models where it can be read by now and no other has its id. */
export async function readAgain(db: IDBPDatabase<Schema>): Promise<void> {
  // Most visits have none, and nobody is to wait for a transaction that writes nothing.
  if (asideRows(await db.get('visit', 'setAside')).length === 0) return;
  const transaction = db.transaction(['models', 'visit'], 'readwrite');
  const [models, visit] = [transaction.objectStore('models'), transaction.objectStore('visit')];
  const rows = asideRows(await visit.get('setAside'));
  let still: unknown[] = [];
  // Of one model that an earlier version of the page set aside more than once, the newest counts.
  for (const row of rows.toReversed()) {
    const model = readModelRow(row);
    if (model && (await models.getKey(model.id)) === undefined) await models.put(model);
    else still = [row, ...still];
  }
  if (still.length < rows.length) await visit.put(still, 'setAside');
  await transaction.done;
}

/** Whether two rows are of one model: two that only got the same id are two. */
function ofOneModel(a: unknown, b: unknown): boolean {
  const [x, y] = [a, b] as readonly (Partial<SavedModel> | null)[];
  return x?.id === y?.id && same(x?.parameters, y?.parameters);
}

function asideRows(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * Models kept by an earlier visit that can't be read: each is set aside, not removed, and every visit tries to read it once more, since a
 * later version of the page may know better.
 */
import { readModelRow } from './kept-rows';
import { mergeModels } from './merge-models';
import type { Database } from './database';
import { placesFor } from './places';
import { same } from './same';
import { placed } from './shelf';
import { LEFT, TAKEN_AWAY } from './storage-trouble';
import type { SavedModel } from './saved-model';

/** More rows are not set aside: they are left where they are. */
const MOST_ASIDE = 20;

/** A model, checked: undefined where there is none. One that can't be read is set aside; where there is no room for that, or there are too many, it is left. */
export async function readModel(
  db: Database,
  id: string,
): Promise<SavedModel | undefined | typeof TAKEN_AWAY | typeof LEFT> {
  const row: unknown = await db.get('models', id);
  const model = row === undefined ? undefined : readModelRow(row);
  if (model !== null) return model;
  try {
    await setAside(db, id);
    return TAKEN_AWAY;
  } catch {
    return LEFT;
  }
}

function setAside(db: Database, id: string): Promise<unknown> {
  const { models, visit, done } = openBoth(db);
  const move = async () => {
    const row: unknown = await models.get(id);
    // Another tab may have written a good one meanwhile.
    if (row === undefined || readModelRow(row) !== null) return;
    const others = asideRows(await visit.get('setAside')).filter(other => !ofOneModel(other, row));
    if (others.length >= MOST_ASIDE) throw new Error('Too many models are set aside.');
    await visit.put([...others, row], 'setAside');
    await models.delete(id);
  };
  return Promise.all([move(), done]);
}

/**
 * Puts what was set aside back among the models where it can be read by now: as one with what has been done to that model since, and
 * beside another model that has taken its id.
 * @returns the ids of what is still aside.
 */
export async function readAgain(db: Database): Promise<readonly string[]> {
  const rows = asideRows(await db.get('visit', 'setAside'));
  let waiting = rows;
  let still: readonly unknown[] = [];
  while (waiting.length > 0) {
    // Of one model that an earlier version of the page set aside more than once, the newest counts.
    const row = waiting.at(-1);
    waiting = waiting.filter(other => !ofOneModel(other, row));
    const model = readModelRow(row);
    const back = model && (await putBack(db, model).catch(() => null));
    if (!back) still = [...still, row];
  }
  return still.map(row => String((row as Partial<SavedModel> | null)?.id));
}

/** Where the same weights stand, else past places where another model stands, or what can't be read. @throws where there is no room for it. */
function putBack(db: Database, model: SavedModel): Promise<unknown> {
  const { models, visit, done } = openBoth(db);
  const move = async () => {
    for await (const { at, row } of placesFor(models, model)) {
      const there = readModelRow(row);
      const back = there ? mergeModels(null, there, model) : row === undefined && model;
      if (!back) continue;
      await models.put(placed(back, at));
      break;
    }
    const rows = asideRows(await visit.get('setAside'));
    await visit.put(
      rows.filter(row => !ofOneModel(row, model)),
      'setAside',
    );
  };
  return Promise.all([move(), done]);
}

function openBoth(db: Database) {
  const transaction = db.transaction(['models', 'visit'], 'readwrite');
  const { done } = transaction;
  return { models: transaction.objectStore('models'), visit: transaction.objectStore('visit'), done };
}

/** Whether two rows are of one model: two that only got the same id are two. */
function ofOneModel(a: unknown, b: unknown): boolean {
  const [x, y] = [a, b] as readonly (Partial<SavedModel> | null)[];
  return x?.id === y?.id && same(x?.parameters, y?.parameters);
}

function asideRows(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

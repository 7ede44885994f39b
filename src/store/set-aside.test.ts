/** Models that can't be read, on a pretended IndexedDB: where they go, and what comes back of them once they can. */
import { beforeEach, expect, it } from 'vitest';
import { PretendedDatabase } from './pretended-database.node';
import { savedModel } from './saved-model.node';
import type { SavedModel } from './saved-model';
import { readAgain, readModel } from './set-aside';

type Row = Record<string, unknown>;

let database = new PretendedDatabase();
const db = () => database as never;
beforeEach(() => {
  database = new PretendedDatabase();
});

/** A model as a later version of the page might keep it, and as a page that reads it finds it. */
const ofLaterVersion = (model: SavedModel): Row => ({ ...model, registry: 'of a later version' });
const understood = (row: Row): Row => ({ ...row, registry: savedModel().registry });

async function setAside(model: SavedModel): Promise<void> {
  await database.put('models', ofLaterVersion(model));
  expect(await readModel(db(), model.id)).toBeNull();
}

const aside = async () => ((await database.get('visit', 'setAside')) ?? []) as readonly Row[];
const kept = async (id: string) => (await database.get('models', id)) as SavedModel | undefined;

/** The next visit, of a version that reads them all. */
async function readByLaterVersion(): Promise<void> {
  await database.put('visit', (await aside()).map(understood), 'setAside');
  await readAgain(db());
}

it('of one model set aside more than once the latest comes back', async () => {
  for (const generations of [1, 2]) await setAside(savedModel({ id: 'wm1', generations }));
  expect(await aside()).toHaveLength(1);
  await readByLaterVersion();
  expect(await kept('wm1')).toEqual(savedModel({ id: 'wm1', generations: 2 }));
  expect(await aside()).toEqual([]);
});

it('one model set aside again and again does not push the others out', async () => {
  await setAside(savedModel({ id: 'wm2' }));
  for (let generations = 0; generations < 20; generations++) {
    await setAside(savedModel({ id: 'wm1', generations }));
  }
  expect((await aside()).map(({ id }) => id)).toEqual(['wm2', 'wm1']);
});

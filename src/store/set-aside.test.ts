/** Models that can't be read, on a pretended IndexedDB: where they go, and what comes back of them once they can. */
import { beforeEach, expect, it } from 'vitest';
import { parseRegistry, revokeLicence } from '../method/registry/registry';
import { PretendedDatabase } from './pretended-database.node';
import { savedModel, shippedText } from './saved-model.node';
import type { SavedModel } from './saved-model';
import { readAgain, readModel } from './set-aside';
import { LEFT, TAKEN_AWAY } from './storage-trouble';

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
  expect(await readModel(db(), model.id)).toBe(TAKEN_AWAY);
}

const aside = async () => ((await database.get('visit', 'setAside')) ?? []) as readonly Row[];
const kept = async (id: string) => (await database.get('models', id)) as SavedModel | undefined;

/** The next visit, of a version that reads them all. */
async function readByLaterVersion(): Promise<readonly string[]> {
  await database.put('visit', (await aside()).map(understood), 'setAside');
  return readAgain(db());
}

it('of one model set aside more than once the latest comes back', async () => {
  for (const generations of [1, 2]) await setAside(savedModel({ id: 'wm1', generations }));
  expect(await aside()).toHaveLength(1);
  await readByLaterVersion();
  expect(await kept('wm1')).toMatchObject({ id: 'wm1', generations: 2 });
  expect(await aside()).toEqual([]);
});

it('one model set aside again and again does not push the others out', async () => {
  await setAside(savedModel({ id: 'wm2' }));
  for (let generations = 0; generations < 20; generations++) {
    await setAside(savedModel({ id: 'wm1', generations }));
  }
  expect((await aside()).map(({ id }) => id)).toEqual(['wm2', 'wm1']);
});

it('of more than are set aside the rest are left where they are, and none is lost', async () => {
  const ids = Array.from({ length: 22 }, (_, n) => `wm1-${n + 2}`);
  for (const id of ids.slice(0, 20)) await setAside(savedModel({ id }));
  for (const id of ids.slice(20)) {
    await database.put('models', ofLaterVersion(savedModel({ id })));
    expect(await readModel(db(), id)).toBe(LEFT);
  }
  const there = [...(await aside()).map(({ id }) => id), ...(await database.getAllKeys('models'))];
  expect(there).toEqual(ids);
});

it('one for which there is no room is left where it is', async () => {
  await database.put('models', ofLaterVersion(savedModel({ id: 'wm1' })));
  database.isFull = true;
  expect(await readModel(db(), 'wm1')).toBe(LEFT);
  expect(await kept('wm1')).toBeDefined();
});

it('one whose id another model has by now comes back beside it', async () => {
  await setAside(savedModel({ id: 'wm1', generations: 3 }));
  const other = savedModel({ id: 'wm1', parameters: savedModel().parameters.map(weight => weight / 2) });
  await database.put('models', other);
  await readByLaterVersion();
  expect(await kept('wm1')).toMatchObject({ id: 'wm1', generations: 0 });
  expect(await kept('wm1-2')).toMatchObject({ id: 'wm1-2', generations: 3 });
  expect(await aside()).toEqual([]);
});

it('one that was made again at another place meanwhile comes back as one with it', async () => {
  await setAside(savedModel({ id: 'wm1', generations: 3 }));
  await database.put('models', savedModel({ id: 'wm1-2', generations: 1 }));
  await readByLaterVersion();
  expect(await database.getAllKeys('models')).toEqual(['wm1-2']);
  expect(await kept('wm1-2')).toMatchObject({ id: 'wm1-2', generations: 3 });
  expect(await aside()).toEqual([]);
});

it('one that was changed without it comes back as one with the change, and its revocations hold', async () => {
  const shipped = parseRegistry(shippedText('registry.json'));
  const [first, second] = shipped.licences;
  const registry = revokeLicence(shipped, first!.user, 'day 2');
  // The page has gone on with the model as it ships, where the second has been revoked.
  await database.put(
    'models',
    savedModel({ id: 'bundled', registry: revokeLicence(shipped, second!.user, 'day 3') }),
  );
  await database.put('visit', [savedModel({ id: 'bundled', registry })], 'setAside');
  expect(await readAgain(db())).toEqual([]);
  expect((await kept('bundled'))?.registry).toEqual(revokeLicence(registry, second!.user, 'day 3'));
});

it('one that comes back in vain takes no other with it', async () => {
  await setAside(savedModel({ id: 'wm1' }));
  await setAside(savedModel({ id: 'wm2' }));
  await database.put('models', savedModel({ id: 'wm2' }));
  database.lost.add('wm2');
  expect(await readByLaterVersion()).toEqual(['wm2']);
  expect(await kept('wm1')).toBeDefined();
  expect((await aside()).map(({ id }) => id)).toEqual(['wm2']);
});

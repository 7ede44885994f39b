/** Who gives up what when the disk is full, on a pretended IndexedDB with room for so many rows. */
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { lockName } from './row-lock';
import { savedModel } from './saved-model.node';

type Stores = Record<'models' | 'visit' | 'cells', Map<string, unknown>>;

const disk = { stores: {} as Stores, room: Infinity };

vi.doMock('idb', () => {
  const storeOf = (name: keyof Stores) => {
    const rows = disk.stores[name];
    return {
      get: (key: string) => Promise.resolve(rows.get(key)),
      getAllKeys: () => Promise.resolve([...rows.keys()]),
      put: (row: unknown, key = (row as { readonly id: string }).id) => {
        const used = Object.values(disk.stores).reduce((sum, { size }) => sum + size, 0);
        if (used >= disk.room) return Promise.reject(new DOMException('full', 'QuotaExceededError'));
        rows.set(key, row);
        return Promise.resolve();
      },
    };
  };
  const database = {
    transaction: (name: keyof Stores) => ({ store: storeOf(name), done: Promise.resolve() }),
    put: (name: keyof Stores, row: unknown, key: string) => storeOf(name).put(row, key),
    get: (name: keyof Stores, key: string) => Promise.resolve(disk.stores[name].get(key)),
    delete: (name: keyof Stores, key: string) => Promise.resolve(disk.stores[name].delete(key)),
    count: (name: keyof Stores) => Promise.resolve(disk.stores[name].size),
    clear: (name: keyof Stores) => Promise.resolve(disk.stores[name].clear()),
  };
  return { openDB: () => Promise.resolve(database) };
});
// Test files share their process, and others have read the real one already.
vi.resetModules();
const { Persistence } = await import('./persistence');
afterAll(() => {
  vi.doUnmock('idb');
  vi.resetModules();
});

const held = new Set<string>();
const locks = {
  request: (name: string, _: unknown, work: (lock: object | null) => unknown) =>
    Promise.resolve(work(held.has(name) ? null : { name })),
};
const model = savedModel({ id: 'wm1' });
let told: string[] = [];

/** On a disk with room for so many rows. */
function open(room: number) {
  disk.room = room;
  return new Persistence({
    onTrouble: trouble => told.push(trouble),
    onModel: () => undefined,
    onUnreadable: () => undefined,
  });
}

/** Keeps a model; what is left of the others, and what was told. */
async function keepModel(room: number) {
  const persistence = open(room);
  const kept = await persistence.mergeModel(model, () => model);
  return {
    kept: kept !== null && disk.stores.models.has(model.id),
    trainings: [...disk.stores.visit.keys()],
    cells: disk.stores.cells.size,
    told,
  };
}

beforeEach(() => {
  disk.stores = {
    models: new Map(),
    visit: new Map([
      ['training', {}],
      ['training-2', {}],
      ['training-4', {}],
    ]),
    cells: new Map([
      ['table1', {}],
      ['table2', {}],
    ]),
  };
  held.clear();
  told = [];
  vi.stubGlobal('BroadcastChannel', undefined);
  vi.stubGlobal('navigator', { locks });
});

it('where there is room nothing is given up', async () => {
  expect(await keepModel(6)).toEqual({
    kept: true,
    trainings: ['training', 'training-2', 'training-4'],
    cells: 2,
    told: [],
  });
});

it('cells make room first, and no training is touched where they do', async () => {
  expect(await keepModel(5)).toEqual({
    kept: true,
    trainings: ['training', 'training-2', 'training-4'],
    cells: 0,
    told: ['gave-up-cells'],
  });
});

it('of the trainings only those that no tab holds follow, and no more than must', async () => {
  held.add(lockName('training'));
  expect(await keepModel(3)).toEqual({
    kept: true,
    trainings: ['training', 'training-4'],
    cells: 0,
    told: ['gave-up-cells', 'gave-up-training'],
  });
});

it('what was not there is not told of as given up', async () => {
  disk.stores.cells.clear();
  expect(await keepModel(3)).toMatchObject({ kept: true, told: ['gave-up-training'] });
});

it('what tabs hold stays even where the model then cannot be kept, which is told', async () => {
  for (const row of ['training', 'training-2', 'training-4']) held.add(lockName(row));
  expect(await keepModel(3)).toEqual({
    kept: false,
    trainings: ['training', 'training-2', 'training-4'],
    cells: 0,
    told: ['gave-up-cells', 'full-model'],
  });
});

it('without Web Locks, where nobody knows what tabs hold, no training is given up', async () => {
  vi.stubGlobal('navigator', {});
  expect(await keepModel(3)).toMatchObject({
    kept: false,
    trainings: ['training', 'training-2', 'training-4'],
    told: ['gave-up-cells', 'full-model'],
  });
});

it('what a full disk does not keep is told of by its name', async () => {
  const persistence = open(0);
  await persistence.keep('seed', 43);
  await persistence.changeAttacks(() => ({}));
  await persistence.keepTraining('training', null);
  expect(told).toEqual(['full-settings', 'full-attacks', 'full-training']);
});

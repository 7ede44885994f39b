/** What a visit finds of what the last one left, where the browser does not give all of it, on a pretended IndexedDB. */
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { findLicence, parseRegistry, revokeLicence } from '../method/registry/registry';
import { messages } from '../texts/en';
import { PretendedDatabase } from './pretended-database.node';
import { savedModel, shipped, shippedText } from './saved-model.node';

let database = new PretendedDatabase();
/** Opens it, or does not. */
type Opening = (events: { readonly blocked: () => void }) => Promise<unknown>;
const opens: Opening = () => Promise.resolve(database);
let opening = opens;
vi.doMock('idb', () => ({
  openDB: (_name: string, _version: number, events: Parameters<Opening>[0]) => opening(events),
}));
vi.stubGlobal('navigator', { hardwareConcurrency: 1 });
vi.stubGlobal('document', { baseURI: 'http://localhost/' });
vi.stubGlobal('BroadcastChannel', undefined);
vi.stubGlobal('Worker', function start() {
  return { postMessage: () => undefined, terminate: () => undefined };
});
vi.stubGlobal('fetch', (url: URL) =>
  Promise.resolve(new Response(Uint8Array.from(shipped(url.pathname.replace('/pretrained/', ''))))),
);
afterAll(() => {
  vi.doUnmock('idb');
  vi.unstubAllGlobals();
  vi.resetModules();
});

vi.resetModules();
const { Persistence } = await import('./persistence');
const { unreadableNotice } = await import('./storage-trouble');
const { setTexts } = await import('../texts/say');

const registry = parseRegistry(shippedText('registry.json'));
const { user } = registry.licences[0]!;
const bundled = savedModel({ id: 'bundled', registry: revokeLicence(registry, user, 'day 2') });
const ofLaterVersion = (id: string) => ({ ...savedModel({ id }), registry: 'of a later version' });
const value = (key: string) => database.get('visit', key);

beforeEach(async () => {
  setTexts('en', { messages, sentences: {}, words: {} });
  database = new PretendedDatabase();
  opening = opens;
  await database.put('models', bundled);
  await database.put('models', savedModel({ id: 'wm2' }));
  await database.put('visit', 'my secret', 'secret');
  await database.put('visit', 42, 'seed');
});

/** What a visit reads, and what it tells of. */
async function restore() {
  const told: string[] = [];
  const visit = await new Persistence({
    onTrouble: trouble => told.push(trouble),
    onModel: () => undefined,
    onUnreadable: (things, became) => told.push(unreadableNotice(things, became)),
  }).restore();
  return { ...visit, models: visit.models.map(({ id }) => id), told };
}

const LEFT_WM2 = expect.stringMatching(
  /could not be read: the model “marked with wm₂”\..*It is left where it/,
);

it('a model that the browser does not give takes nothing else with it, and is named', async () => {
  database.lost.add('wm2');
  expect(await restore()).toMatchObject({
    models: ['bundled'],
    secret: 'my secret',
    seed: 42,
    unreadModels: ['wm2'],
    unreadValues: [],
    told: [LEFT_WM2],
  });
  database.lost.clear();
  expect(await restore()).toMatchObject({ models: ['bundled', 'wm2'], unreadModels: [], told: [] });
});

it('nor does one for which a full storage has no room to be set aside', async () => {
  await database.put('models', ofLaterVersion('wm2'));
  database.isFull = true;
  expect(await restore()).toMatchObject({ models: ['bundled'], secret: 'my secret', told: [LEFT_WM2] });
  database.isFull = false;
  expect((await restore()).told).toEqual([expect.stringMatching(/wm₂”.*is set aside/)]);
  // Of one that is aside it is told once; that it can't be read is known each time.
  expect(await restore()).toMatchObject({ models: ['bundled'], unreadModels: ['wm2'], told: [] });
});

it('a value that the browser does not give is not one that is nowhere, nor one that is none', async () => {
  database.lost.add('secret');
  await database.put('visit', 'seven', 'seed');
  const { told, unreadValues } = await restore();
  expect(unreadValues).toEqual(['secret']);
  expect(told).toEqual([
    expect.stringMatching(/: the seed\..*the rest is removed/),
    expect.stringMatching(/: the owner’s secret .*It is left where it is/),
  ]);
});

const opened = () =>
  new Persistence({ onTrouble: () => undefined, onModel: () => undefined, onUnreadable: () => undefined });

it('a model that was left is not removed, and another of its id is kept beside it', async () => {
  database.lost.add('wm2');
  const persistence = opened();
  await persistence.restore();
  const other = await persistence.mergeModel(
    savedModel({ id: 'wm2' }),
    (there, id) => there ?? savedModel({ id }),
  );
  expect(other?.id).toBe('wm2-2');
  await persistence.removeModel('wm2', [savedModel()]);
  expect(await database.getAllKeys('models')).toEqual(['bundled', 'wm2', 'wm2-2']);
});

it('a model is kept also where another of its kind can’t be read', async () => {
  await database.put('models', savedModel({ id: 'wm1' }));
  database.lost.add('wm1');
  const other = savedModel({ id: 'wm1-2', parameters: savedModel().parameters.map(weight => 2 * weight) });
  expect(await opened().mergeModel(other, there => (there ? null : other))).toBe(other);
  expect(await database.getAllKeys('models')).toEqual(['bundled', 'wm1', 'wm1-2', 'wm2']);
});

it('the same weights are kept once also where the browser closed the connection', async () => {
  vi.spyOn(database, 'transaction').mockImplementationOnce(() => {
    throw new DOMException('The database connection is closing.', 'InvalidStateError');
  });
  const again = savedModel({ id: 'wm2-2' });
  const kept = await opened().mergeModel(again, (there, at) => there ?? { ...again, id: at });
  expect(kept?.id).toBe('wm2');
  expect(await database.getAllKeys('models')).toEqual(['bundled', 'wm2']);
});

/** The page, opened on what is kept. */
async function open() {
  vi.resetModules();
  const { useStore } = await import('./store');
  const words = await import('../texts/say');
  words.setTexts('en', { messages, sentences: {}, words: {} });
  const page = () => useStore.getState();
  void page().start({ backend: 'wasm', seed: null, dataset: 'synthetic', workers: 1, tuning: null });
  await expect.poll(() => page().restored).toBe(true);
  return { page, said: page().notices.map(({ text }) => text) };
}

it.each([
  ['a row of another version', () => database.put('models', ofLaterVersion('bundled'))],
  ['what was set aside, which the browser does not give', () => database.lost.add('setAside')],
])('where the bundled model may be %s, nobody is let in by the licences it ships with', async (_, spoil) => {
  await database.delete('models', 'bundled');
  await spoil();
  const { page, said } = await open();
  expect(page().models['bundled']).toMatchObject({ registry: { licences: [] }, licences: [] });
  expect(said).toContain(messages.notices.session.bundledUnread);
});

const fails =
  (name: string): Opening =>
  () =>
    Promise.reject(new DOMException('no', name));

it.each<[string, Opening]>([
  ['a newer version of the page has been here', fails('VersionError')],
  ['the browser cannot open what it keeps', fails('UnknownError')],
  [
    'an older version of the page holds it in another tab',
    ({ blocked }) => {
      blocked();
      return new Promise(() => undefined);
    },
  ],
])('nor where %s', async (_, open_) => {
  opening = open_;
  const { page, said } = await open();
  expect(page().models['bundled']).toMatchObject({ registry: { licences: [] }, licences: [] });
  expect(said).toContain(messages.notices.session.bundledUnread);
});

it.each([['SecurityError'], ['InvalidStateError']])(
  'where nothing can be kept (%s) nothing was revoked either: all licences hold',
  async name => {
    opening = fails(name);
    const { page } = await open();
    expect(page().models['bundled']?.registry).toEqual(registry);
  },
);

it('a secret that is not given is not written over', async () => {
  database.lost.add('secret');
  const { page } = await open();
  page().setSeed(43);
  await expect.poll(() => value('seed')).toBe(43);
  database.lost.clear();
  expect(await value('secret')).toBe('my secret');
});

it('with nothing kept the bundled model is as it ships, and a secret is drawn and kept', async () => {
  database = new PretendedDatabase();
  const { page, said } = await open();
  expect(page().models['bundled']?.registry).toEqual(registry);
  expect(said).toEqual([]);
  await expect.poll(() => value('secret')).toBe(page().secret);
});

it('the bundled model that is taken off the shelf and brought back has its revocations, also after a reload', async () => {
  const { page } = await open();
  const revokedAt = () => findLicence(page().models['bundled']!.registry, user)?.revokedAt;
  expect(revokedAt()).toBe('day 2');
  page().removeModel('bundled');
  await page().bringBackBundled();
  expect(revokedAt()).toBe('day 2');
  const other = registry.licences[1]!.user;
  page().revokeLicence(other); // kept after it is gone from the shelf
  page().removeModel('bundled');
  await expect.poll(() => value('bundledRemoved')).toBe(true);
  const { page: later } = await open();
  expect(later().models['bundled']).toBeUndefined();
  await later().bringBackBundled();
  const { registry: back } = later().models['bundled']!;
  expect(back.licences.filter(licence => licence.revokedAt).map(licence => licence.user)).toEqual([
    user,
    other,
  ]);
  await expect.poll(() => value('bundledRemoved')).toBe(false);
  const { page: last } = await open();
  expect(last().models['bundled']?.registry).toEqual(back);
});

it.each([true, false])(
  'nor is anybody let in by the model that is brought back while its row is not given',
  async again => {
    database.lost.add('bundled');
    let { page } = await open();
    page().removeModel('bundled');
    await expect.poll(() => value('bundledRemoved')).toBe(true);
    if (again) ({ page } = await open());
    await page().bringBackBundled();
    expect(page().models['bundled']?.registry.licences).toEqual([]);
  },
);

it('the bundled model that is removed while a change of it is kept beside a row that is not given stays removed', async () => {
  database.lost.add('bundled');
  const { page } = await open();
  page().setConfidences([0.2], 0.01);
  page().removeModel('bundled');
  await page().isModelKept('bundled');
  expect(Object.keys(page().models)).toEqual(['wm2']);
});

/** What a dropped file is by its name, what is said of one that lies elsewhere, and that it goes where it belongs when it lies there. */
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { createTranslator } from 'use-intl/core';
import { EXPERIMENT_IDS } from '../experiments/all';
import { messages as german } from '../texts/de';
import { messages as english } from '../texts/en';
import type { FileKind } from './stray-files';

vi.stubGlobal('navigator', { hardwareConcurrency: 1 });
// Test files share their process: this one has a store of its own.
vi.resetModules();
const { useStore } = await import('../store/store');
const { bringFiles, kindOf } = await import('./stray-files');
const { setTexts } = await import('../texts/say');
setTexts('en', { messages: english, sentences: {}, words: {} });
afterAll(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

const words = (locale: 'en' | 'de') =>
  createTranslator({
    locale,
    messages: (locale === 'en' ? english : german) as typeof english,
    namespace: 'shell',
    onError: error => {
      throw error;
    },
  });
const said = () => useStore.getState().notices.map(({ text }) => text);
const taken = vi.fn<(by: string, names: readonly string[]) => void>();
const takes =
  (by: string) =>
  (files: readonly File[] | File | string): Promise<never> => {
    const all = Array.isArray(files) ? (files as readonly File[]) : [files as File];
    taken(
      by,
      all.map(({ name }) => name),
    );
    return Promise.resolve() as Promise<never>;
  };
const bring = (names: readonly string[], section: Parameters<typeof bringFiles>[1]) =>
  bringFiles(
    names.map(name => new File([], name)),
    section,
    words('en'),
  );

beforeEach(() => {
  taken.mockClear();
  useStore.setState({
    notices: [],
    submitFiles: takes('gate'),
    importModel: takes('model'),
    importOwnerKey: takes('key'),
    importRegistry: takes('registry'),
    openResultsFile: takes('results'),
  });
});
afterAll(() => useStore.setState(useStore.getInitialState()));

it.each<[string, FileKind | null]>([
  ['licence-5-0.200.png', 'image'],
  ['SCAN.PNG', 'image'],
  ['model.json', 'model'],
  ['model (1).json', 'model'],
  ['weights.bin', 'model'],
  ['owner-key.json', 'key'],
  ['owner-key(2).json', 'key'],
  ['registry.json', 'registry'],
  ['my registry.json', 'registry'],
  ['results.json', 'results'],
  ['paper.json', 'results'],
  ...EXPERIMENT_IDS.map(id => [`${id}.json`, 'results'] as [string, FileKind]),
  ['lesson.json', null],
  ['photo.jpg', null],
  ['registry.csv', null],
  ['a folder', null],
])('%s is known by its name: %s', (name, kind) => {
  expect(kindOf(name, 'how')).toBe(kind);
});

it('takes any JSON where a section knows one kind of it', () => {
  expect(kindOf('backup.json', 'licences')).toBe('registry');
  expect(kindOf('backup.json', 'paper')).toBe('results');
  expect(kindOf('backup.json', 'train')).toBeNull();
});

it('gives a section what belongs to it, a key after its model', async () => {
  await bring(['owner-key.json', 'weights.bin', 'model.json'], 'train');
  await bring(['a.png', 'b.png'], 'gate');
  await bring(['registry.json'], 'licences');
  await bring(['results.json'], 'paper');
  expect(taken.mock.calls).toEqual([
    ['model', ['weights.bin', 'model.json']],
    ['key', ['owner-key.json']],
    ['gate', ['a.png', 'b.png']],
    ['registry', ['registry.json']],
    ['results', ['results.json']],
  ]);
  expect(said()).toEqual([]);
});

it('says of others where they belong, and takes none', async () => {
  await bring(
    ['a.png', 'model.json', 'weights.bin', 'owner-key.json', 'registry.json', 'results.json'],
    'how',
  );
  await bring(['1.txt', '2.txt', '3.txt', '4.txt'], 'gate');
  expect(taken).not.toHaveBeenCalled();
  expect(said()).toEqual([
    'a.png: images of digits are taken in the section “Gate”. Drop it anywhere there.',
    'model.json, weights.bin: the files of a model, model.json and weights.bin together, are taken in the section “Train & watermark”. Drop them anywhere there.',
    'owner-key.json: an owner’s key is taken in the section “Train & watermark”. Drop it anywhere there.',
    'registry.json: a registry is taken in the section “Licences”. Drop it anywhere there.',
    'results.json: results are taken in the section “The paper”. Drop it anywhere there.',
    expect.stringMatching(
      /^1\.txt, 2\.txt, 3\.txt, …: by their names nothing that the page takes\. “Gate” takes/,
    ),
  ]);
});

it('says that an empty folder holds nothing', async () => {
  await bring([], 'gate');
  expect(said()).toEqual([expect.stringMatching(/no file/)]);
});

it('says it in German too', async () => {
  for (const name of ['a.png', 'model.json', 'owner-key.json', 'registry.json', 'results.json', 'a.txt'])
    await bringFiles([new File([], name)], 'how', words('de'));
  expect(said()).toHaveLength(6);
  expect(said()[0]).toBe(
    'a.png: Bilder von Ziffern nimmt der Abschnitt „Das Tor“. Legen Sie die Datei irgendwo dort ab.',
  );
});

it('a key that comes with a model is no other model’s when that one is refused', async () => {
  useStore.setState({ importModel: () => Promise.resolve(null) });
  await bring(['model.json', 'weights.bin', 'owner-key.json'], 'train');
  expect(taken).not.toHaveBeenCalled();
  expect(said()).toEqual(['owner-key.json: left unread, since the model that came with it was refused.']);
});

/** Two tabs on one database that come to models at the same time: each finds both afterwards, with all that belongs to them. */
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { authenticate } from '../method/control/gate';
import { findLicence, parseRegistry, revokeLicence } from '../method/registry/registry';
import { writeModel } from '../model/format';
import { LENET5 } from '../model/lenet5';
import { defaultTraining } from '../model/training';
import { messages } from '../texts/en';
import { PretendedDatabase } from './pretended-database.node';
import { savedModel, shippedText } from './saved-model.node';
import type { NewModel, State } from './state';

let database = new PretendedDatabase();
vi.doMock('idb', () => ({ openDB: () => Promise.resolve(database) }));
vi.stubGlobal('navigator', { hardwareConcurrency: 1 });
vi.stubGlobal('Worker', function start() {
  return { postMessage: () => undefined, terminate: () => undefined };
});
/** Ways from tab to tab; closed between two tests. */
let channels: BroadcastChannel[] = [];
vi.stubGlobal(
  'BroadcastChannel',
  class extends BroadcastChannel {
    constructor(name: string) {
      super(name);
      channels.push(this);
    }
  },
);
const closeChannels = () => {
  for (const channel of channels) channel.close();
  channels = [];
};
afterAll(() => {
  closeChannels();
  vi.doUnmock('idb');
  vi.unstubAllGlobals();
  vi.resetModules();
});

const registry = parseRegistry(shippedText('registry.json'));
const { parameters } = savedModel();

/** What a training ends in; `scale` tells its weights from others'. */
const trained = (scale: number, different: Partial<NewModel> = {}): NewModel => ({
  parameters: parameters.map(weight => scale * weight),
  key: savedModel().key,
  accuracy: 0.98,
  dataset: 'mnist',
  config: { ...defaultTraining, seed: scale },
  run: { lambda: 0.01, steps: 100 * scale },
  trainedOn: { backend: 'wasm', adapter: 'CPU', date: `2026-11-0${scale}` },
  ...different,
});

interface Tab {
  readonly page: () => State;
  readonly said: () => string;
  /** First weight of each model on its shelf, by id. */
  readonly shelf: () => Record<string, number>;
  /** Somebody stands before its gate of whom the model says this. */
  readonly stands: (probabilities: readonly number[]) => void;
}

async function openTab(): Promise<Tab> {
  vi.resetModules();
  const { useStore } = await import('./store');
  const { listen } = await import('./services');
  const { setTexts } = await import('../texts/say');
  setTexts('en', { messages, sentences: {}, words: {} });
  const page = () => useStore.getState();
  listen({
    engineLost: () => undefined,
    engineAfter: () => Promise.resolve(false),
    workers: () => undefined,
    storage: {
      onTrouble: trouble => page().notify('warning', trouble),
      onModel: id => void page().followModel(id),
      onUnreadable: () => page().notify('warning', 'unreadable'),
    },
  });
  return {
    page,
    said: () =>
      page()
        .notices.map(({ text }) => text)
        .join('\n'),
    shelf: () => weightsOf(Object.values(page().models)),
    stands: probabilities => {
      const verdict = authenticate(probabilities, registry, 'output-vector');
      useStore.setState({
        submission: { label: '', pixels: new Uint8Array(784), probabilities: [...probabilities], verdict },
        access: verdict.authorized ? 'authorized' : 'protected',
      });
    },
  };
}

function weightsOf(models: readonly { readonly id: string; readonly parameters: Float32Array }[]) {
  return Object.fromEntries(
    models.map(model => [model.id, Math.round(model.parameters[0]! / parameters[0]!)]),
  );
}

async function kept() {
  const rows = await Promise.all((await database.getAllKeys('models')).map(id => database.get('models', id)));
  return weightsOf(rows as never);
}

let a: Tab;
let b: Tab;
beforeEach(async () => {
  closeChannels();
  database = new PretendedDatabase();
  [a, b] = [await openTab(), await openTab()];
});

it('keeps both models that two tabs came to under one name, and tells whoever came later', async () => {
  a.page().addModel('wm1', trained(1));
  b.page().addModel('wm1', trained(2));
  const both = { wm1: 1, 'wm1-2': 2 };
  await expect.poll(kept).toEqual(both);
  await expect.poll(a.shelf).toEqual(both);
  await expect.poll(b.shelf).toEqual(both);
  expect(a.page().currentId).toBe('wm1');
  expect(a.said()).toBe('');
  // It stays in use where it was trained.
  expect(b.page().currentId).toBe('wm1-2');
  expect(b.said()).toMatch(
    /another model “marked with wm₁” already.* beside it as “marked with wm₁, no\. 2”/,
  );
  await expect.poll(() => database.get('visit', 'currentId')).toBe('wm1-2');
});

it('loses no licence that one tab issues while the other comes to a model', async () => {
  a.page().addModel('wm1', trained(1));
  b.page().addModel('wm1', trained(2));
  a.page().changeModel({ ...a.page().models['wm1']!, registry });
  await expect.poll(b.shelf).toEqual({ wm1: 1, 'wm1-2': 2 });
  await expect.poll(() => b.page().models['wm1']?.registry).toEqual(registry);
  expect(a.page().models['wm1']?.registry).toEqual(registry);
  expect(b.page().models['wm1-2']?.registry.licences).toEqual([]);
});

it('changes go on where a model was moved to, also those made on the way', async () => {
  a.page().addModel('wm1', trained(1));
  b.page().addModel('wm1', trained(2));
  b.page().changeModel({ ...b.page().models['wm1']!, registry });
  await expect.poll(() => a.page().models['wm1-2']?.registry).toEqual(registry);
  const { user } = registry.licences[0]!;
  b.page().revokeLicence(user);
  await expect.poll(() => findLicence(a.page().models['wm1-2']!.registry, user)?.revokedAt).toBeDefined();
  expect(a.page().models['wm1']?.registry.licences).toEqual([]);
});

it('who was revoked where a model is moved to stands before a shut gate in the tab that moves it', async () => {
  const { user, record } = registry.licences[0]!;
  await database.put('models', savedModel({ id: 'wm1' }));
  const revoked = revokeLicence(registry, user, 'day 2');
  const there = savedModel({ id: 'wm1-2', parameters: trained(2).parameters, registry: revoked });
  await database.put('models', there);
  b.page().addModel('wm1', trained(2));
  b.page().changeModel({ ...b.page().models['wm1']!, registry });
  b.stands(record);
  expect(b.page().access).toBe('authorized');
  await expect.poll(() => b.page().currentId).toBe('wm1-2');
  expect(findLicence(b.page().models['wm1-2']!.registry, user)?.revokedAt).toBe('day 2');
  expect(b.page().access).toBe('protected');
});

it('takes the same weights for one model, with the licences it has', async () => {
  a.page().addModel('wm1', trained(1));
  a.page().changeModel({ ...a.page().models['wm1']!, registry });
  b.page().addModel('wm1', trained(1));
  await expect.poll(() => b.page().models['wm1']?.registry).toEqual(registry);
  expect(await kept()).toEqual({ wm1: 1 });
  expect(a.page().models['wm1']?.registry).toEqual(registry);
  expect(b.said()).toBe('');
});

it('the same weights are one model also where one tab has a place free that the other has not', async () => {
  a.page().addModel('wm1', trained(2));
  a.page().addModel('wm1', trained(4));
  await expect.poll(b.shelf).toEqual({ wm1: 2, 'wm1-2': 4 });
  a.page().selectModel('wm1-2');
  a.page().addModel('wm1', trained(1));
  a.page().changeModel({ ...a.page().models['wm1-3']!, registry });
  b.page().removeModel('wm1');
  expect(b.page().addModel('wm1', trained(1))).toBe('wm1');
  const one = { 'wm1-2': 4, 'wm1-3': 1 };
  await expect.poll(kept).toEqual(one);
  await expect.poll(a.shelf).toEqual(one);
  await expect.poll(b.shelf).toEqual(one);
  await expect.poll(() => b.page().models['wm1-3']?.registry).toEqual(registry);
  expect(b.page().currentId).toBe('wm1-3');
  expect(b.said()).toBe('');
});

it('two models that two tabs came to in another order are two, each with its licences', async () => {
  const { licences } = registry;
  const change = ({ page }: Tab, scale: number, held: typeof licences) => {
    const model = Object.values(page().models).find(({ config }) => config?.seed === scale);
    page().changeModel({ ...model!, registry: { ...registry, licences: held } });
  };
  a.page().addModel('wm1', trained(1));
  a.page().addModel('wm1', trained(2));
  b.page().addModel('wm1', trained(2));
  b.page().addModel('wm1', trained(1));
  change(a, 1, licences.slice(0, 1));
  change(b, 1, licences.slice(1, 2));
  change(b, 2, licences.slice(2, 3));
  const two = { wm1: 1, 'wm1-2': 2 };
  await expect.poll(b.shelf).toEqual(two);
  await expect.poll(kept).toEqual(two);
  const held = ({ page }: Tab) =>
    ['wm1', 'wm1-2'].map(id => page().models[id]!.registry.licences.map(({ user }) => user));
  const users = licences.slice(0, 3).map(({ user }) => user);
  const both = [users.slice(0, 2), users.slice(2)];
  await expect.poll(() => held(a)).toEqual(both);
  await expect.poll(() => held(b)).toEqual(both);
  expect(a.shelf()).toEqual(two);
  expect(b.page().currentId).toBe('wm1');
});

it('one that waits for its turn to be kept stays when another tab removes what stood in its place', async () => {
  a.page().addModel('wm1', trained(1));
  await expect.poll(kept).toEqual({ wm1: 1 });
  a.page().removeModel('wm1');
  b.page().removeModel('wm1');
  const following = b.page().followModel('wm1');
  b.page().addModel('wm1', trained(2));
  b.page().addModel('wm1', trained(3));
  await following;
  await expect.poll(kept).toEqual({ wm1: 2, 'wm1-2': 3 });
  expect(b.shelf()).toEqual({ wm1: 2, 'wm1-2': 3 });
});

it('whoever removes a model takes no other with it that another tab has put in its place', async () => {
  a.page().addModel('wm1', trained(1));
  await expect.poll(b.shelf).toEqual({ wm1: 1 });
  await expect.poll(() => a.page().isModelKept('wm1')).toBe(true);
  // Another did, whose word is still on its way.
  await database.put('models', savedModel({ ...trained(2), id: 'wm1' }));
  b.page().removeModel('wm1');
  await expect.poll(b.shelf).toEqual({ wm1: 2 });
  expect(await kept()).toEqual({ wm1: 2 });
});

it('a model that is removed before it is kept takes no other with it', async () => {
  a.page().addModel('wm1', trained(1));
  b.page().addModel('wm1', trained(2));
  // Its keeping has begun.
  await Promise.resolve();
  b.page().removeModel('wm1');
  await expect.poll(b.shelf).toEqual({ wm1: 1 });
  await expect.poll(kept).toEqual({ wm1: 1 });
});

it('nor the same weights of another tab, with which it became one meanwhile', async () => {
  a.page().addModel('wm1', trained(1));
  a.page().changeModel({ ...a.page().models['wm1']!, registry });
  b.page().addModel('wm1', trained(1));
  // Its keeping has begun.
  await Promise.resolve();
  b.page().removeModel('wm1');
  await expect.poll(() => b.page().models['wm1']?.registry).toEqual(registry);
  expect(await kept()).toEqual({ wm1: 1 });
});

it.each([
  ['wm1', 'wm1-2'],
  ['wm1-2', 'wm1'],
])('of a model that stands twice for a moment %s is removed, and %s stays', async (removed, left) => {
  await database.put('models', savedModel({ ...trained(1), id: 'wm1-2' }));
  const following = b.page().followModel('wm1-2');
  b.page().addModel('wm1', trained(1));
  b.page().changeModel({ ...b.page().models['wm1']!, registry });
  await following;
  expect(b.shelf()).toEqual({ wm1: 1, 'wm1-2': 1 });
  // One is being kept as one with the other.
  await new Promise(resolve => setTimeout(resolve));
  b.page().removeModel(removed);
  await expect.poll(kept).toEqual({ [left]: 1 });
  await expect.poll(() => b.page().models[left]?.registry).toEqual(registry);
  expect(await database.get('models', left)).toMatchObject({ registry });
  expect(b.shelf()).toEqual({ [left]: 1 });
  expect(b.page().currentId).toBe(left);
});

it('a model that is removed while another tab’s change to it is being read stays removed', async () => {
  a.page().addModel('wm1', trained(1));
  await expect.poll(b.shelf).toEqual({ wm1: 1 });
  const following = b.page().followModel('wm1');
  // Its reading has begun.
  await Promise.resolve();
  b.page().removeModel('wm1');
  await following;
  expect(b.shelf()).toEqual({});
  await expect.poll(kept).toEqual({});
  expect(b.shelf()).toEqual({});
});

it('a model put in the place of one that was removed before it was kept is kept there, and the other is not', async () => {
  const { page, shelf } = a;
  page().addModel('wm1', trained(1));
  // Its keeping has begun.
  await Promise.resolve();
  page().removeModel('wm1');
  page().addModel('wm1', trained(2));
  await expect.poll(kept).toEqual({ wm1: 2 });
  await expect.poll(b.shelf).toEqual({ wm1: 2 });
  expect(shelf()).toEqual({ wm1: 2 });
});

it.each([1, 2])(
  'a model put where one was removed that was still being kept stays there: %s',
  async scale => {
    const { page, shelf, said } = a;
    page().addModel('wm1', trained(1));
    await expect.poll(kept).toEqual({ wm1: 1 });
    // One change is being kept, and another waits for its turn.
    page().changeModel({ ...page().models['wm1']!, registry });
    await Promise.resolve();
    page().changeModel({ ...page().models['wm1']!, generations: 1 });
    page().removeModel('wm1');
    page().addModel('wm1', trained(scale));
    await expect.poll(() => page().isModelKept('wm1')).toBe(true);
    expect(await kept()).toEqual({ wm1: scale });
    expect(shelf()).toEqual({ wm1: scale });
    expect(said()).toBe('');
  },
);

it('in one tab, training again adds a model, the same again does not, and nor does the same come further', async () => {
  const { page, shelf } = a;
  page().addModel('wm1', trained(1));
  page().changeModel({ ...page().models['wm1']!, registry });
  expect(page().addModel('wm1', trained(2))).toBe('wm1-2');
  expect(page().addModel('wm1', trained(1))).toBe('wm1');
  expect(page().models['wm1']?.registry).toEqual(registry);
  // Stopped after 200 steps, and now after 300.
  expect(page().addModel('wm1', { ...trained(3), config: trained(2).config })).toBe('wm1-2');
  expect(shelf()).toEqual({ wm1: 1, 'wm1-2': 3 });
  await expect.poll(kept).toEqual({ wm1: 1, 'wm1-2': 3 });
  await expect.poll(b.shelf).toEqual({ wm1: 1, 'wm1-2': 3 });
});

it('a file read again is the model it was, with its key; another file another model', async () => {
  const { page } = a;
  const files = (weights: Float32Array) => {
    const { modelJson, weights: bytes } = writeModel(LENET5, weights, { appendedLayers: [] });
    return [new File([modelJson], 'model.json'), new File([bytes.slice()], 'weights.bin')];
  };
  expect(await page().importModel(files(parameters))).toBe('imported');
  await page().importOwnerKey(shippedText('owner-key.json'));
  expect(await page().importModel(files(trained(2).parameters))).toBe('imported-2');
  expect(await page().importModel(files(parameters))).toBe('imported');
  expect(page().models['imported']?.key).not.toBeNull();
  expect(page().models['imported-2']?.key).toBeNull();
});

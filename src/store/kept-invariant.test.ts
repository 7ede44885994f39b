/**
 * Whatever is done in two tabs at a time, a full storage and tabs closed in the middle among it: once they have come to rest, what was
 * made and not removed is kept once, with every licence issued and every revocation, both tabs show it as it is kept, and one of their
 * models is in use.
 */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Licence } from '../method/registry/registry';
import { findLicence, issueLicence, parseRegistry } from '../method/registry/registry';
import { defaultTraining } from '../model/training';
import { pretendBrowser } from './browser.node';
import type { Page } from './browser.node';
import { savedModel, shippedText } from './saved-model.node';
import type { SavedModel } from './saved-model';

const NIGHTLY = !!process.env['NIGHTLY'];
const shippedRegistry = parseRegistry(shippedText('registry.json'));
const HOLDERS = shippedRegistry.licences.slice(0, 3);
const browser = pretendBrowser({ ...shippedRegistry, licences: HOLDERS }, [HOLDERS[0]!.record]);
const { parameters } = savedModel();

/** A model by its weights, which are the bundled one's times this; 1 is that one itself. */
type Scale = number;
const scaleOf = (model: SavedModel): Scale => Math.round(model.parameters[0]! / parameters[0]!);

/** What has to be kept, in words; a closed tab takes what it did not rest after with it. */
class World {
  readonly tabs: Page[] = [];
  readonly made = new Set<Scale>();
  /** `scale holder`. */
  readonly issued = new Set<string>();
  readonly revoked = new Set<string>();
  /** Removed at any time: nothing is asked of it any more. */
  readonly removed = new Set<Scale>();
  /** By tab: takes out again what is not sure to be kept. */
  unsure: (() => void)[][] = [[], []];
  clock = 0;
  /** There was no room since all was kept. */
  isOwed = false;

  note<T>(tab: number, set: Set<T>, entry: T): void {
    if (set.has(entry)) return;
    set.add(entry);
    this.unsure[tab]!.push(() => set.delete(entry));
  }

  async rest(): Promise<void> {
    await browser.settle();
    if (browser.database().isFull || this.isOwed) return;
    this.unsure = [[], []];
  }

  /** What had no room is kept with the next change. */
  async keepAgain(): Promise<void> {
    if (!this.isOwed) return;
    for (const { state } of this.tabs) {
      for (const model of Object.values(state().models)) {
        state().changeModel({ ...model, generations: model.generations + 1 });
      }
      await browser.settle();
    }
    this.isOwed = false;
  }

  async rows(): Promise<SavedModel[]> {
    const database = browser.database();
    const ids = await database.getAllKeys('models');
    return Promise.all(ids.map(id => database.get('models', id) as Promise<SavedModel>));
  }
}

type Act = (world: World, tab: number) => Promise<unknown> | void;

class Deed implements fc.AsyncCommand<World, null> {
  constructor(
    private readonly words: string,
    private readonly act: Act,
    private readonly at: { readonly tab: number; readonly rests: boolean },
  ) {}
  check(): boolean {
    return true;
  }
  async run(world: World): Promise<void> {
    await this.act(world, this.at.tab);
    if (this.at.rests) await world.rest();
  }
  toString(): string {
    return `${this.words} in tab ${this.at.tab}${this.at.rests ? ', rest' : ''}`;
  }
}

const where = { tab: fc.nat({ max: 1 }), rests: fc.boolean() };

const train = fc.record({ ...where, scale: fc.integer({ min: 2, max: 5 }) }).map(
  ({ scale, ...at }) =>
    new Deed(
      `train ${scale}`,
      (world, tab) => {
        world.note(tab, world.made, scale);
        world.tabs[tab]!.state().addModel('wm1', {
          parameters: parameters.map(weight => scale * weight),
          key: savedModel().key,
          accuracy: 0.98,
          dataset: 'mnist',
          config: { ...defaultTraining, seed: scale },
          run: { lambda: 0.01, steps: 100 },
          trainedOn: { backend: 'wasm', adapter: 'CPU', date: '2026-11-01' },
        });
      },
      at,
    ),
);

/** Something done to one of the models on a tab's shelf and one holder. */
const ofHolder = (
  words: string,
  change: (world: World, tab: number, model: SavedModel, licence: Licence) => SavedModel | null,
) =>
  fc
    .record({ ...where, index: fc.nat({ max: 5 }), holder: fc.nat({ max: HOLDERS.length - 1 }) })
    .map(({ index, holder, ...at }) => {
      const act: Act = (world, tab) => {
        const { models, changeModel } = world.tabs[tab]!.state();
        const shelf = Object.values(models);
        const model = shelf[index % shelf.length];
        const changed = model && change(world, tab, model, HOLDERS[holder]!);
        if (changed) changeModel(changed);
      };
      return new Deed(`${words} ${holder} of model ${index}`, act, at);
    });

const issue = ofHolder('issue', (world, tab, model, { user, class: t, confidence, record }) => {
  world.clock += 1;
  world.note(tab, world.issued, `${scaleOf(model)} ${user}`);
  const issuedAt = `at ${world.clock}`;
  return { ...model, registry: issueLicence(model.registry, { class: t, confidence, record, issuedAt }) };
});

const revoke = ofHolder('revoke', (world, tab, model, { user }) => {
  const held = findLicence(model.registry, user);
  if (!held || held.revokedAt) return null;
  world.clock += 1;
  world.note(tab, world.revoked, `${scaleOf(model)} ${user}`);
  const licences = model.registry.licences.map(licence =>
    licence.user === user ? { ...licence, revokedAt: `at ${world.clock}` } : licence,
  );
  return { ...model, registry: { ...model.registry, licences } };
});

const rename = ofHolder('rename', (world, _tab, model, { user }) => {
  world.clock += 1;
  const name = `name ${world.clock}`;
  const licences = model.registry.licences.map(licence =>
    licence.user === user ? { ...licence, name } : licence,
  );
  return { ...model, registry: { ...model.registry, licences } };
});

const remove = ofHolder('remove', (world, tab, model) => {
  if (model.id === 'bundled') return null;
  world.removed.add(scaleOf(model));
  world.tabs[tab]!.state().removeModel(model.id);
  return null;
});

const use = ofHolder('use', (world, tab, model) => {
  world.tabs[tab]!.state().selectModel(model.id);
  return null;
});

const deed = (words: string, act: Act) => fc.record(where).map(at => new Deed(words, act, at));

const deeds = [
  train,
  issue,
  revoke,
  rename,
  remove,
  use,
  deed('run out of room', world => {
    browser.database().isFull = true;
    world.isOwed = true;
  }),
  deed('have room again', async world => {
    browser.database().isFull = false;
    await browser.settle();
    await world.keepAgain();
  }),
  deed('close and open', async (world, tab) => {
    world.tabs[tab]!.close();
    for (const undo of world.unsure[tab]!.splice(0)) undo();
    world.tabs[tab] = await browser.open();
  }),
];

it('all that was made and not removed is kept once, and shown as it is kept', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(deeds, { maxCommands: 30, size: 'max' }), async commands => {
      browser.clear();
      const world = new World();
      world.tabs.push(await browser.open(), await browser.open());
      await browser.settle();
      await fc.asyncModelRun(() => ({ model: world, real: null }), commands);
      browser.database().isFull = false;
      await browser.settle();
      await world.keepAgain();

      const rows = await world.rows();
      const there = rows.filter(row => !world.removed.has(scaleOf(row)));
      const scales = there.map(scaleOf);
      expect(scales).toEqual([...new Set(scales)]);
      const must = [...world.made].filter(scale => !world.removed.has(scale));
      expect(scales).toEqual(expect.arrayContaining(must));
      for (const row of there) {
        const kept = (set: Set<string>) =>
          HOLDERS.filter(({ user }) => set.has(`${scaleOf(row)} ${user}`)).map(({ user }) => user);
        const { licences } = row.registry;
        expect(licences.map(({ user }) => user)).toEqual(expect.arrayContaining(kept(world.issued)));
        const revoked = licences.filter(({ revokedAt }) => revokedAt).map(({ user }) => user);
        expect(revoked).toEqual(expect.arrayContaining(kept(world.revoked)));
        for (const { state } of world.tabs) expect(state().models[row.id]).toEqual(row);
      }
      for (const { state } of world.tabs) expect(Object.keys(state().models)).toContain(state().currentId);
    }),
    { seed: 7, numRuns: NIGHTLY ? 60 : 4 },
  );
}, 600_000);

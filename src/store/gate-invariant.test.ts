/**
 * Whatever an owner does in two tabs, reloads and unreadable rows among it, in whatever order: nobody is let in whom the model's
 * registry, told by a simpler model of it, does not let in, and everybody whom it does.
 */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Licence, Registry } from '../method/registry/registry';
import { parseRegistry, registryToJson } from '../method/registry/registry';
import { pretendBrowser } from './browser.node';
import type { Page } from './browser.node';
import { imagesOf, savedModel, shippedText } from './saved-model.node';
import type { GateRule, State } from './state';

const NIGHTLY = !!process.env['NIGHTLY'];
const wholeRegistry = parseRegistry(shippedText('registry.json'));
const { confidences, epsilon } = wholeRegistry;
/** Three are enough: two of one class, and one more of another. */
const HOLDERS = [0, 1, 3].map(index => wholeRegistry.licences[index]!);
const registry: Registry = { ...wholeRegistry, licences: HOLDERS };
/** Another image with the first holder's class and confidence. */
const STRANGER = HOLDERS.length;
const [first] = HOLDERS as [Licence];
const rest = first.record.toSpliced(first.class, 1).reverse();
const OUTPUTS = [
  ...HOLDERS.map(({ record }) => record),
  rest.toSpliced(first.class, 0, first.record[first.class]!),
];
const MODELS = ['bundled', 'wm1'] as const;
type ModelId = (typeof MODELS)[number];
const RULES: readonly GateRule[] = ['output-vector', 'paper', 'paper-with-class'];

const browser = pretendBrowser(registry, OUTPUTS);

class Tab {
  /** Who brought his image last; null: nobody since it was opened or took another model. */
  standing: number | null = null;
  /** The bundled model's row could not be read when it was opened. */
  isUnread = false;
  private opened: Page | undefined;

  async open(): Promise<void> {
    this.opened?.close();
    const { lost } = browser.database();
    const keys = await browser.database().getAllKeys('models');
    this.isUnread = keys.includes('bundled') && lost.has('bundled');
    this.standing = null;
    this.opened = await browser.open();
  }

  page(): State {
    return this.opened!.state();
  }

  get inUse(): ModelId | undefined {
    const { currentId, models } = this.page();
    return MODELS.find(id => id === currentId && models[id]);
  }

  async stand(who: number): Promise<void> {
    await this.page().submitPixels(new Uint8Array(784).fill(who), String(who));
    this.standing = who;
  }
}

/** The simpler model of a registry: how each holder stands, and whether the first one's confidence is agreed. */
class Expected {
  readonly holders: ('none' | 'holds' | 'revoked')[] = HOLDERS.map(() => 'holds');
  isFirstAgreed = true;

  /** Whether whoever brought his image last is let in; undefined where the row could not be read: none but holders may be then. */
  lets(tab: Tab): boolean | undefined {
    const { standing, inUse, isUnread } = tab;
    const { rule } = tab.page();
    if (standing === null || !inUse) return false;
    const isStranger = standing === STRANGER;
    const holder = isStranger ? 0 : standing;
    if (HOLDERS[holder]!.confidence === first.confidence && !this.isFirstAgreed) return false;
    const state = this.holders[holder];
    if (inUse === 'bundled' && isUnread) return state === 'holds' && !isStranger ? undefined : false;
    if (state === 'revoked') return false;
    if (rule === 'paper') return true;
    return state === 'holds' && (rule === 'paper-with-class' || !isStranger);
  }
}

type World = Readonly<Record<ModelId, Expected>>;
type Act = (tab: Tab, world: World) => Promise<unknown> | void;

/** Something that is done in a tab, after which everybody tries the gates of both. */
class Deed implements fc.AsyncCommand<World, readonly Tab[]> {
  constructor(
    private readonly words: string,
    private readonly act: Act,
    private readonly isEdit: boolean,
    private readonly at: { readonly tab: number; readonly last: number },
  ) {}

  check(): boolean {
    return true;
  }

  async run(world: World, tabs: readonly Tab[]): Promise<void> {
    const judge = (tab: Tab) => {
      const may = world[tab.inUse ?? 'bundled'].lets(tab);
      if (may === undefined) return;
      expect(tab.page().access, `tab ${tabs.indexOf(tab)}: ${tab.standing}`).toBe(
        may ? 'authorized' : 'protected',
      );
    };
    const tab = tabs[this.at.tab]!;
    // Beside a row that can't be read changes are kept as another model's.
    const isOthers =
      this.isEdit && tab.inUse === 'bundled' && (tab.isUnread || browser.database().lost.has('bundled'));
    if (!isOthers) await this.act(tab, world);
    judge(tab);
    await browser.settle();
    for (const each of tabs) {
      judge(each);
      if (!each.inUse) continue;
      for (const who of [...OUTPUTS.keys(), this.at.last]) {
        await each.stand(who);
        judge(each);
      }
    }
  }

  toString(): string {
    return `${this.words} in tab ${this.at.tab}, then ${this.at.last} stands there`;
  }
}

const where = { tab: fc.nat({ max: 1 }), last: fc.nat({ max: STRANGER }) };
const deed = (words: string, act: Act, isEdit = false) =>
  fc.record(where).map(at => new Deed(words, act, isEdit, at));

const ofHolder = (words: string, act: (tab: Tab, user: number) => void, becomes: 'holds' | 'revoked') =>
  fc.record({ ...where, holder: fc.nat({ max: HOLDERS.length - 1 }) }).map(({ holder, ...at }) => {
    const { class: t, confidence } = HOLDERS[holder]!;
    const edit: Act = (tab, world) => {
      const held = tab.inUse && tab.page().models[tab.inUse]?.registry.licences;
      const licence = held?.find(other => other.class === t && other.confidence === confidence);
      if (!licence) return;
      act(tab, licence.user);
      world[tab.inUse!].holders[holder] = becomes;
    };
    return new Deed(`${words} ${holder}`, edit, true, at);
  });

const revoke = ofHolder('revoke', (tab, user) => tab.page().revokeLicence(user), 'revoked');
const reinstate = ofHolder('reinstate', (tab, user) => tab.page().reinstateLicence(user), 'holds');

const importFirst: Act = async (tab, world) => {
  if (!tab.inUse) return;
  await tab.page().importRegistry(registryToJson(registry));
  tab.page().takeRegistry();
  const expected = world[tab.inUse];
  expected.holders.fill('holds');
  expected.isFirstAgreed = true;
};

const agree =
  (isFirstAgreed: boolean): Act =>
  (tab, world) => {
    if (!tab.inUse) return;
    const others = confidences.filter(confidence => confidence !== first.confidence);
    tab.page().setConfidences(isFirstAgreed ? confidences : others, epsilon);
    const expected = world[tab.inUse];
    expected.isFirstAgreed = isFirstAgreed;
    if (isFirstAgreed) return;
    HOLDERS.forEach(({ confidence }, holder) => {
      if (confidence === first.confidence) expected.holders[holder] = 'none';
    });
  };

const take =
  (id: ModelId): Act =>
  tab => {
    if (tab.page().currentId !== id && tab.page().models[id]) tab.standing = null;
    tab.page().selectModel(id);
  };

const remove: Act = tab => {
  if (tab.inUse === 'bundled') tab.standing = null;
  tab.page().removeModel('bundled');
};
const bringBack: Act = async tab => {
  if (tab.page().models['bundled']) return;
  tab.standing = null;
  await tab.page().bringBackBundled();
};

const reload =
  (isLost: boolean): Act =>
  tab => {
    const { lost } = browser.database();
    if (isLost) lost.add('bundled');
    else lost.delete('bundled');
    return tab.open();
  };

const deeds = [
  revoke,
  reinstate,
  ...RULES.map(rule => deed(`ask the rule ${rule}`, tab => tab.page().setRule(rule))),
  ...MODELS.map(id => deed(`take ${id}`, take(id))),
  deed('import the registry of the beginning', importFirst, true),
  deed('take the first confidence out', agree(false), true),
  deed('give the first confidence back', agree(true), true),
  deed('remove the bundled model', remove),
  deed('bring the bundled model back', bringBack),
  deed('reload', reload(false)),
  deed('reload where the bundled model’s row is not given', reload(true)),
];

it('nobody is let in but who holds a licence that is not revoked, and everybody who does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(deeds, { maxCommands: 40, size: 'max' }), async commands => {
      browser.clear();
      const parameters = savedModel().parameters.map(weight => 2 * weight);
      await browser
        .database()
        .put('models', savedModel({ id: 'wm1', parameters, registry, licences: imagesOf(registry) }));
      const tabs = [new Tab(), new Tab()];
      for (const tab of tabs) await tab.open();
      await browser.settle();
      const world = { bundled: new Expected(), wm1: new Expected() };
      await fc.asyncModelRun(() => ({ model: world, real: tabs }), commands);
    }),
    { seed: 7, numRuns: NIGHTLY ? 150 : 8 },
  );
}, 600_000);

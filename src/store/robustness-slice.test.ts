/** Attacks measured in two tabs at once: what is kept is one for both, and neither puts back what it saw before the other wrote. */
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { TABLE_4_RATES } from '../attacks/pruning';
import type { WorkerPort } from '../jobs/client';
import type { FineTuneInput, PruneInput, ToWorker } from '../jobs/protocol';
import type { Checkpoint } from '../model/training';
import { messages } from '../texts/en';
import type { Attacks } from './kept-attacks';
import { savedModel } from './saved-model.node';

/** Done before each row. */
let meanwhile: () => void = () => undefined;
/** Done after fine-tuning's first checkpoint. */
let leave: (() => void) | null = null;
/** What fine-tunings were asked for. */
const asked: FineTuneInput[] = [];

/** The rows of a fine-tuning: before it and after its first epoch, or the one after its checkpoint. */
const epochs = ({ checkpoint }: FineTuneInput) => (checkpoint ? [checkpoint.position.epoch] : [0, 1]);

/** A worker at the end of the protocol: what it measures is no matter here. */
class Port implements WorkerPort {
  onmessage: WorkerPort['onmessage'] = null;
  onerror: WorkerPort['onerror'] = null;

  postMessage(message: ToWorker): void {
    const { id } = message as { id: number };
    const tell = (data: object) => this.onmessage?.({ data: { id, ...data } } as never);
    if (message.kind === 'abort') tell({ kind: 'failed', code: 'cancelled', template: '', values: {} });
    if (message.kind !== 'start') return;
    const { job, input } = message;
    const { length } = model.key!.digits;
    const mark = {
      weightsSha256: 'aa',
      accuracy: 0.9,
      readings: Array.from({ length }, () => 1),
      matches: Array.from({ length }, () => true),
      verified: true,
    };
    const rows =
      job === 'prune'
        ? (input as PruneInput).rates.map(rate => ({ ...mark, rate, digits: [] }))
        : epochs(input as FineTuneInput).map(epoch => ({ ...mark, epoch }));
    if (job === 'fine-tune') asked.push(input as FineTuneInput);
    queueMicrotask(() => {
      for (const row of rows) {
        meanwhile();
        tell({
          kind: 'progress',
          progress: job === 'prune' ? row : { row, fraction: 1, secondsLeft: 0 },
        });
      }
      if (job === 'fine-tune' && leave) {
        tell({ kind: 'checkpoint', checkpoint: CHECKPOINT });
        leave();
      }
      tell({ kind: 'done', output: rows });
    });
  }

  terminate(): void {
    this.onmessage = null;
  }
}

vi.stubGlobal('navigator', { hardwareConcurrency: 1 });
vi.stubGlobal('Worker', Port);
afterAll(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

const model = savedModel();
const CHECKPOINT: Checkpoint = {
  parameters: model.parameters.map(weight => weight / 2),
  optimizer: { step: 7, firstMoment: model.parameters, secondMoment: model.parameters },
  position: { epoch: 3, step: 40 },
};

/** What IndexedDB holds; Node has none. */
let kept: unknown;
const keptOf = () => (kept as Record<string, Attacks | undefined>)['imported'];

/** The page once more, with a store and workers of its own. */
async function openTab() {
  vi.resetModules();
  const { useStore } = await import('./store');
  const { persistence } = await import('./services');
  const { setTexts } = await import('../texts/say');
  setTexts('en', { messages, sentences: {}, words: {} });
  vi.spyOn(persistence, 'attacks').mockImplementation(() => Promise.resolve(kept));
  vi.spyOn(persistence, 'changeAttacks').mockImplementation(change => {
    kept = structuredClone(change(structuredClone(kept)));
    return Promise.resolve();
  });
  useStore.setState({
    models: { imported: model },
    currentId: 'imported',
    engine: { backend: 'wasm', adapter: 'CPU', reason: null, tuning: null },
    dataset: { name: 'synthetic', source: 'here', trainCount: 100, testCount: 100, notes: [] },
    datasetState: 'ready',
  });
  await useStore.getState().restoreAttacks();
  return useStore.getState;
}

beforeEach(() => {
  kept = undefined;
  meanwhile = () => undefined;
  leave = null;
  asked.length = 0;
});

it('keeps pruning of one tab and fine-tuning of another, both opened before either', async () => {
  const [one, two] = [await openTab(), await openTab()];
  await one().runPruning();
  await two().runFineTuning(5);
  const third = await openTab();
  for (const attacks of [keptOf(), third().attacks['imported']]) {
    expect(attacks?.pruning?.rows.map(({ rate }) => rate)).toEqual(TABLE_4_RATES);
    expect(attacks?.fineTuning?.rows).toHaveLength(2);
  }
});

it('a tab that goes on with a run takes up what another has made of it meanwhile, and takes nothing away', async () => {
  const first = await openTab();
  leave = () => first().cancelFineTuning();
  await first().runFineTuning(5, 3e-4);
  leave = null;
  const [one, two] = [await openTab(), await openTab()];
  await one().resumeFineTuning();
  const whole = keptOf()!.fineTuning!;
  expect(whole.unfinished).toBeUndefined();
  asked.length = 0;
  await two().resumeFineTuning();
  expect(asked).toEqual([]);
  expect(two().attacks['imported']!.fineTuning).toEqual(whole);
  expect(keptOf()!.fineTuning).toEqual(whole);
});

it('no model is fine-tuned in two tabs at once', async () => {
  const request = vi.fn(
    (_name: string, _options: LockOptions, work: (lock: Lock | null) => Promise<unknown>) => work(null),
  );
  vi.stubGlobal('navigator', { hardwareConcurrency: 1, locks: { request } });
  const tab = await openTab();
  await tab().runFineTuning(5);
  expect(request.mock.lastCall![0]).toBe('activeguard fine-tuning imported');
  expect(asked).toEqual([]);
  expect(tab().notices.map(({ text }) => text)).toContain(messages.notices.robustness.elsewhere);
  vi.stubGlobal('navigator', { hardwareConcurrency: 1 });
});

it('what pruning measured stays when another run is broken off, and a part of it gives way to no less', async () => {
  const tab = await openTab();
  const measured = () => [keptOf(), tab().attacks['imported']].map(attacks => attacks?.pruning?.rows.length);
  const cutAt = (count: number) => {
    let rows = 0;
    meanwhile = () => {
      if (rows++ === count) tab().cancelPruning();
    };
    return tab().runPruning();
  };
  await cutAt(3);
  expect(measured()).toEqual([3, 3]);
  await cutAt(1);
  expect(measured()).toEqual([3, 3]);
  await cutAt(Infinity);
  const first = keptOf()!.pruning!.on.date;
  expect(measured()).toEqual([10, 10]);
  await cutAt(3);
  expect(measured()).toEqual([10, 10]);
  expect(keptOf()!.pruning!.on.date).toBe(first);
});

it('pruning of the bundled model that is removed and brought back meanwhile leaves no rate out', async () => {
  const tab = await openTab();
  const bundled = savedModel({ id: 'bundled' });
  tab().changeModel(bundled);
  tab().removeModel('imported');
  let rows = 0;
  meanwhile = () => {
    rows += 1;
    if (rows === 3) tab().removeModel('bundled');
    if (rows === 5) void tab().bringBackBundled();
  };
  await tab().runPruning();
  expect(tab().attacks['bundled']?.pruning?.rows.map(({ rate }) => rate)).toEqual(TABLE_4_RATES);
});

it('pruning counts what this run measured, on its own models', async () => {
  const tab = await openTab();
  // A second of its kind stands before the newest, which is in use: it is no part of the next run.
  await tab().runPruning();
  tab().changeModel(savedModel({ id: 'imported-2' }));
  tab().changeModel(savedModel({ id: 'wm1', parameters: model.parameters.map(weight => weight / 2) }));
  tab().selectModel('wm1');
  const counts: number[][] = [];
  meanwhile = () => counts.push(Object.values(tab().pruningRows!).map(rows => rows.length));
  await tab().runPruning();
  expect(counts[0]).toEqual([0, 0]);
  expect(counts.at(-1)).toEqual([10, 9]);
  expect(Object.keys(tab().attacks)).toEqual(['imported', 'imported-2', 'wm1']);
  expect(tab().pruningRows).toBeNull();
});

it('a fine-tuning that was left goes on after a reload from its checkpoint, at its own rate, seed and length', async () => {
  const tab = await openTab();
  leave = () => tab().cancelFineTuning();
  await tab().runFineTuning(30, 3e-4);
  leave = null;
  const later = await openTab();
  later().setSeed(99);
  expect(later().attacks['imported']?.fineTuning?.unfinished?.epochs).toBe(30);
  await later().resumeFineTuning();
  const [first, second] = asked;
  expect(second!.config).toEqual(first!.config);
  expect(second!.checkpoint).toEqual(CHECKPOINT);
  const { rows, unfinished } = keptOf()!.fineTuning!;
  expect(rows.map(({ epoch }) => epoch)).toEqual([0, 1, 3]);
  expect(unfinished).toBeUndefined();
  await later().resumeFineTuning();
  expect(asked).toHaveLength(2);
});

it('what a fine-tuning left stays until another has its first epoch, also when that one is broken off before', async () => {
  const tab = await openTab();
  leave = () => tab().cancelFineTuning();
  await tab().runFineTuning(30);
  leave = null;
  const lengthOf = (attacks: Attacks | undefined) => attacks?.fineTuning?.unfinished?.epochs;
  expect(lengthOf(keptOf())).toBe(30);

  const shown: unknown[] = [];
  meanwhile = () => {
    shown.push(tab().fineTuningProgress?.shown, lengthOf(tab().attacks['imported']));
    if (shown.length === 4) tab().cancelFineTuning();
  };
  await tab().runFineTuning(5, 1e-3);
  // Before the row of the start, and before the first epoch's.
  expect(shown).toEqual([false, 30, false, 30]);
  expect(lengthOf(keptOf())).toBe(30);
  expect(lengthOf(tab().attacks['imported'])).toBe(30);

  meanwhile = () => undefined;
  await tab().runFineTuning(5, 1e-3);
  expect(tab().fineTuningFor).toBe(model);
  expect(keptOf()?.fineTuning).toMatchObject({ learningRate: 1e-3, unfinished: undefined });
});

it.each<[string, (tab: Awaited<ReturnType<typeof openTab>>) => unknown]>([
  [
    'replaced',
    tab => tab().changeModel({ ...model, parameters: model.parameters.map(weight => weight / 2) }),
  ],
  ['given another key', tab => tab().changeModel({ ...model, key: { ...model.key!, component: 0 } })],
  ['removed', tab => tab().removeModel('imported')],
])('forgets what any tab measured on a model that is %s', async (_, change) => {
  const [one, two] = [await openTab(), await openTab()];
  await one().runPruning();
  await change(two);
  await expect.poll(() => kept).toEqual({});
});

it('stands when the model is read with its own key once more', async () => {
  const tab = await openTab();
  await tab().runFineTuning(5);
  await tab().importOwnerKey(tab().exportOwnerKey()!);
  expect(tab().attacks['imported']?.fineTuning?.rows).toHaveLength(2);
});

it('shows and keeps no row of a model that another tab replaces or removes while it is attacked', async () => {
  const tab = await openTab();
  const { persistence } = await import('./services');
  const there = vi.spyOn(persistence, 'model').mockResolvedValue(undefined);
  const other = savedModel({ id: 'other', key: null });
  tab().changeModel(other);
  tab().selectModel('other');
  let rows = 0;
  meanwhile = () => {
    if (++rows === 3) void tab().followModel('imported');
  };
  await tab().runPruning();
  await expect.poll(() => kept).toEqual({});
  expect(tab().attacks).toEqual({});
  // Another of the same name comes from there: it has no attacks yet.
  there.mockResolvedValue(savedModel({ parameters: model.parameters.map(weight => weight / 2) }));
  await tab().followModel('imported');
  expect(tab().attacks).toEqual({});
});

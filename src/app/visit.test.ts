/** What a link asks for, opened where an earlier visit left something: neither is lost. */
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { layOut } from '../engine/network';
import { LENET5 } from '../model/lenet5';
import { messages } from '../texts/en';
import { CLASS_LESSONS } from '../store/class-lessons';
import type { KeptTraining } from '../store/kept-rows';
import { savedModel } from '../store/saved-model.node';
import type { TrainingSettings } from '../store/training-run';
import { USUAL_TRAINING } from '../store/usual-training';

const notices = messages.notices.training;

vi.stubGlobal('navigator', { hardwareConcurrency: 1 });
vi.stubGlobal('document', { baseURI: 'http://localhost/' });
vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
/** Whatever it is asked it never answers. */
vi.stubGlobal('Worker', function start() {
  return { postMessage: () => undefined, terminate: () => undefined };
});
let search = '';
vi.stubGlobal('window', {
  get location() {
    return { search };
  },
});
afterAll(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** The page as a visit opens it, with what the last one left; `arrive` ends the reading of the row that has it. */
async function visit(link: string, settings: TrainingSettings | null) {
  vi.resetModules();
  const { useStore } = await import('../store/store');
  const { trainingRow } = await import('../store/services');
  const { setTexts } = await import('../texts/say');
  const { openVisit } = await import('./visit');
  setTexts('en', { messages, sentences: {}, words: {} });
  const training: KeptTraining | null = settings && {
    settings,
    seed: settings.config.seed,
    key: null,
    checkpoint: {
      parameters: new Float32Array(layOut(LENET5).parameterCount),
      optimizer: null,
      position: { epoch: 3, step: 0 },
    },
    history: [],
    readings: [],
  };
  let arrive: () => void = () => undefined;
  const read = new Promise<void>(resolve => {
    arrive = resolve;
  });
  vi.spyOn(trainingRow, 'restore').mockReturnValue(read.then(() => ({ training, elsewhere: false })));
  vi.spyOn(trainingRow, 'forget').mockResolvedValue();
  search = link;
  void openVisit((key => key) as Parameters<typeof openVisit>[0]);
  const page = () => useStore.getState();
  const said = () => page().notices.map(({ text }) => text);
  await expect.poll(() => page().restored).toBe(true);
  return { page, said, arrive };
}

const wm2: TrainingSettings = {
  ...USUAL_TRAINING,
  watermark: 'wm2',
  config: { ...USUAL_TRAINING.config, epochs: 50 },
};

beforeEach(() => vi.restoreAllMocks());

it.each([
  ['?lesson=minute&backend=wasm', { lesson: 'minute', watermark: 'wm1' }, CLASS_LESSONS.minute.config.epochs],
  ['?epochs=20&watermark=none&backend=wasm', { lesson: null, watermark: 'none' }, 20],
])('%s waits for a paused run, says so, and is taken when that is reset', async (link, asked, epochs) => {
  const { page, said, arrive } = await visit(link, wm2);
  // The gate answers meanwhile: what the link asks for needs no row to be read.
  await expect.poll(() => page().trainingSettings).toMatchObject(asked);
  arrive();
  await expect.poll(() => page().trainingStatus).toBe('paused');
  expect(page().trainingSettings).toEqual(wm2);
  expect(said()).toContain(notices.linkWaits);
  page().resetTraining();
  expect(page().trainingSettings).toMatchObject(asked);
  expect(page().trainingSettings.config.epochs).toBe(epochs);
  // Taken once: what is chosen from then on stays.
  page().setTraining({ watermark: 'custom' });
  page().resetTraining();
  expect(page().trainingSettings.watermark).toBe('custom');
});

it('a run that is there before the link is read keeps its settings as well', async () => {
  const { page, said, arrive } = await visit('?backend=wasm', wm2);
  arrive();
  await expect.poll(() => page().trainingStatus).toBe('paused');
  expect(said()).not.toContain(notices.linkWaits);
  page().askForTraining(CLASS_LESSONS.minute);
  expect(page().trainingSettings).toEqual(wm2);
  expect(said()).toContain(notices.linkWaits);
  page().resetTraining();
  expect(page().trainingSettings).toEqual(CLASS_LESSONS.minute);
});

it('a page reloaded during the lesson that its link asks for says nothing of it', async () => {
  const lesson = { ...CLASS_LESSONS.minute, config: { ...CLASS_LESSONS.minute.config, seed: 7 } };
  const { page, said, arrive } = await visit('?lesson=minute&backend=wasm', lesson);
  arrive();
  await expect.poll(() => page().trainingStatus).toBe('paused');
  expect(said()).not.toContain(notices.linkWaits);
});

it('without a run that was left the link is taken at once', async () => {
  const { page, said, arrive } = await visit('?lesson=minute&backend=wasm', null);
  arrive();
  await expect.poll(() => page().trainingSettings.lesson).toBe('minute');
  expect(said()).not.toContain(notices.linkWaits);
});

it.each([
  ['?lesson=minute', 'wasm'],
  ['?lesson=minute&backend=webgpu', 'webgpu'],
  ['?epochs=20', 'auto'],
])('%s runs on %s: a lesson is the same for all who open its link', async (link, backend) => {
  const { page } = await visit(link, null);
  expect(page().backendChoice).toBe(backend);
});

it.each([
  ['navigate', 'wm2-2'],
  ['reload', 'wm1'],
] as const)('after a %s the model in use is %s, for a link that names wm2', async (type, inUse) => {
  vi.resetModules();
  const { useStore } = await import('../store/store');
  const { persistence } = await import('../store/services');
  const { openVisit } = await import('./visit');
  const trained = (date: string) => ({ backend: 'wasm', adapter: 'none', date });
  const models = [
    savedModel({ id: 'wm1', trainedOn: trained('2026-01-03') }),
    savedModel({ id: 'wm2', trainedOn: trained('2026-01-01') }),
    savedModel({ id: 'wm2-2', trainedOn: trained('2026-01-02') }),
  ];
  vi.spyOn(persistence, 'restore').mockResolvedValue({
    models,
    currentId: 'wm1',
    unreadModels: [],
    unreadValues: [],
  });
  vi.spyOn(performance, 'getEntriesByType').mockReturnValue([{ type } as PerformanceNavigationTiming]);
  search = '?watermark=wm2&backend=wasm';
  void openVisit((key => key) as Parameters<typeof openVisit>[0]);
  await expect.poll(() => useStore.getState().trainingSettings.watermark).toBe('wm2');
  expect(useStore.getState().currentId).toBe(inUse);
});

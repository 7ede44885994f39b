/** A computer that fails under the page: the gate is shut, the engine is opened again, and what was under way goes on. */
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import type { WorkerPort } from '../jobs/client';
import type { JobName, PruneInput, ToWorker } from '../jobs/protocol';
import { issueLicence } from '../method/registry/registry';
import { messages } from '../texts/en';
import { defaultRegistry } from './default-registry';
import { savedModel } from './saved-model.node';

const PROBABILITIES = [0.3, 0.07, 0.08, 0.09, 0.06, 0.1, 0.07, 0.08, 0.08, 0.07];

/**
 * The worker that is there now, and the jobs it was asked for; `broken`: every piece of an attack finds no device; `slow`: the next digits
 * don't come until they are given up, and those after them take a while.
 */
let worker: Port | null = null;
let asked: JobName[] = [];
let broken = false;
let slow = false;
let mnist = false;

/** A worker at the end of the protocol: a device that breaks at a chosen moment can't be had otherwise. */
class Port implements WorkerPort {
  onmessage: WorkerPort['onmessage'] = null;
  onerror: WorkerPort['onerror'] = null;

  postMessage(message: ToWorker): void {
    if (message.kind === 'start') queueMicrotask(() => this.answer(message.id, message.job, message.input));
    else if (message.kind === 'abort')
      this.tell({ kind: 'failed', id: message.id, code: 'cancelled', template: '', values: {} });
  }

  tell(data: object): void {
    this.onmessage?.({ data } as never);
  }

  terminate(): void {
    this.onmessage = null;
  }

  private answer(id: number, job: JobName, input: unknown): void {
    asked.push(job);
    const done = (output: object) => this.tell({ kind: 'done', id, output });
    if (job === 'open-engine') {
      broken = false;
      done({ backend: 'wasm', adapter: `no. ${asked.length}`, reason: null, tuning: null });
    } else if (job === 'load-dataset') {
      const { preference } = input as { preference: string };
      const name = mnist && preference === 'auto' ? 'mnist' : 'synthetic';
      const loaded = { name, source: 'here', trainCount: 100, testCount: 100, notes: [] };
      if (!slow) done(loaded);
      else if (loads() > 1) setTimeout(() => done(loaded), 50);
    } else if (job === 'predict') {
      const { images } = input as { images: Uint8Array };
      const count = images.length / 784;
      done({ probabilities: Float32Array.from({ length: 10 * count }, (_, n) => PROBABILITIES[n % 10]!) });
    } else if (job === 'digits') {
      done({ images: new Uint8Array(784), labels: new Uint8Array(1) });
    } else if (job === 'prune') {
      const [rate = 0] = (input as PruneInput).rates;
      if (broken) {
        this.tell({ kind: 'failed', id, code: 'engine', template: 'The GPU gave no results.', values: {} });
        return;
      }
      const row = {
        weightsSha256: 'aa',
        rate,
        accuracy: rate,
        readings: [],
        digits: [],
        matches: [],
        verified: true,
      };
      this.tell({ kind: 'progress', id, progress: row });
      if (rate === 0.4 && !asked.includes('load-dataset', asked.indexOf('prune'))) broken = true;
      done([row]);
    }
  }
}

vi.stubGlobal('navigator', { hardwareConcurrency: 1 });
vi.stubGlobal('document', { baseURI: 'http://localhost/' });
vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
vi.stubGlobal('Worker', function start() {
  worker = new Port();
  return worker;
});
// Test files share their process: this one starts a store and its workers, which no other may meet.
vi.resetModules();
const { useStore } = await import('./store');
const { setTexts } = await import('../texts/say');
afterAll(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

const model = savedModel({
  registry: issueLicence(defaultRegistry(), {
    class: 0,
    confidence: 0.3,
    record: PROBABILITIES,
    issuedAt: '2026-01-01',
  }),
});
const page = () => useStore.getState();
const loads = () => asked.filter(job => job === 'load-dataset').length;
const said = () =>
  page()
    .notices.map(({ text }) => text)
    .join('\n');

beforeEach(async () => {
  setTexts('en', { messages, sentences: {}, words: {} });
  await page().start({ backend: 'wasm', seed: 7, dataset: 'auto', workers: 1, tuning: null });
  useStore.setState({ models: { imported: model }, currentId: 'imported', notices: [], attacks: {} });
  await page().needDigits();
  asked = [];
  await page().submitPixels(new Uint8Array(784), 'licence');
  expect(page().access).toBe('authorized');
});

it.each([
  ['device', () => worker?.tell({ kind: 'engine-lost', reason: 'the driver was reset' })],
  ['worker', () => worker?.onerror?.({ message: 'out of memory' } as never)],
])('shuts the gate when the %s is lost, says so, and opens the engine again', async (_, lose) => {
  lose();
  expect(page()).toMatchObject({ access: 'protected', submission: null, answers: [] });
  expect(said()).toContain('the gate was shut');
  await expect.poll(said).toContain('Computing goes on with WebAssembly');
  expect(asked).toContain('open-engine');
  expect(page()).toMatchObject({ access: 'protected', submission: null });
});

it('lets nobody in by an answer that comes from before the loss', async () => {
  page().leaveGate();
  const brought = page().submitPixels(new Uint8Array(784), 'licence');
  worker?.tell({ kind: 'engine-lost', reason: 'the driver was reset' });
  await brought;
  expect(page()).toMatchObject({ access: 'protected', submission: null });
});

it('shuts it as well when a job hears of the loss first; the job goes on from what was finished', async () => {
  await page().runPruning();
  expect(page().access).toBe('protected');
  expect(said()).toContain('the gate was shut');
  expect(said()).toContain('Pruning goes on by itself');
  const { pruning } = page().attacks['imported'] ?? {};
  expect(pruning?.rows.map(({ rate }) => rate)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
  // Nine of ten pieces once, and one twice.
  expect(asked.filter(job => job === 'prune')).toHaveLength(11);
  // Both engines had a part in it.
  expect(pruning?.on.backend).toBe('wasm → wasm');
});

it('what waits for digits that are slow to come waits for the built-in ones that are taken in their place', async () => {
  useStore.setState({ dataset: null, datasetState: 'idle' });
  slow = true;
  const waiting = page().needDigits();
  await expect.poll(() => asked).toContain('load-dataset');
  void page().takeBuiltInDigits();
  expect(await waiting).toBe(true);
  slow = false;
  expect(page().dataset?.name).toBe('synthetic');
});

it('what waits for digits whose worker dies waits for those that are loaded again', async () => {
  useStore.setState({ dataset: null, datasetState: 'idle' });
  slow = true;
  const waiting = page().needDigits();
  await expect.poll(() => asked).toContain('load-dataset');
  worker?.onerror?.({ message: 'out of memory' } as never);
  expect(await waiting).toBe(true);
  slow = false;
  expect(page()).toMatchObject({ datasetState: 'ready', dataset: { name: 'synthetic' } });
});

it('who comes to need digits while they are loaded again after a loss waits for those: nothing is loaded twice', async () => {
  const waiting: Promise<boolean>[] = [];
  const stop = useStore.subscribe(({ datasetState }) => {
    if (datasetState === 'loading') waiting.push(page().needDigits());
  });
  worker?.onerror?.({ message: 'out of memory' } as never);
  await expect.poll(said).toContain('Computing goes on with WebAssembly');
  stop();
  expect(await Promise.all(waiting)).toEqual([true]);
  expect(loads()).toBe(1);
});

it.each(['the engine is opened again', 'MNIST is loaded again'])(
  'the built-in digits that are taken while %s stay: nothing is loaded over them, and the engine stays',
  async when => {
    useStore.setState({ dataset: null, datasetState: 'idle' });
    slow = true;
    mnist = true;
    void page().needDigits();
    await expect.poll(() => asked).toContain('load-dataset');
    worker?.onerror?.({ message: 'out of memory' } as never);
    if (when.startsWith('MNIST')) await expect.poll(loads).toBe(2);
    await page().takeBuiltInDigits();
    await expect.poll(said).toContain('Computing goes on with WebAssembly');
    await new Promise(resolve => setTimeout(resolve, 150));
    slow = false;
    mnist = false;
    expect(page()).toMatchObject({ datasetState: 'ready', dataset: { name: 'synthetic' } });
    expect(asked.filter(job => job === 'open-engine')).toHaveLength(1);
  },
);

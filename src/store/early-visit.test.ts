/** What a visitor does while the page still looks for what the last visit left: nothing of it is turned away, or lost when that is there. */
import { expect, it, vi } from 'vitest';
import { unlessAborted } from '../core/errors';
import type { WorkerPort } from '../jobs/client';
import type { ToWorker } from '../jobs/protocol';
import { encodeDigitPng } from '../data/image-file';
import { parseRegistry } from '../method/registry/registry';
import { openStore } from './open-store.node';
import { savedModel, shipped, shippedText } from './saved-model.node';
import type { SavedModel } from './saved-model';

const licence = (
  JSON.parse(shippedText('licences.json')) as { pixels: string; probabilities: number[] }[]
)[0]!;

/** Answers every image as the first shipped licence. */
class Port implements WorkerPort {
  onmessage: WorkerPort['onmessage'] = null;
  onerror: WorkerPort['onerror'] = null;

  postMessage(message: ToWorker): void {
    if (message.kind !== 'start') return;
    const { id, job, input } = message;
    const count = job === 'predict' ? (input as { images: Uint8Array }).images.length / 784 : 0;
    const probabilities = Float32Array.from({ length: 10 * count }, (_, n) => licence.probabilities[n % 10]!);
    const engine = { backend: 'wasm', adapter: 'none', reason: null, tuning: null };
    const output = job === 'open-engine' ? engine : { probabilities };
    queueMicrotask(() => this.onmessage?.({ data: { kind: 'done', id, output } } as never));
  }

  terminate(): void {
    this.onmessage = null;
  }
}

/** Lets the bundled model come. */
let arrive: () => void = () => undefined;

/** The page, opened on a bundled model that does not come yet, and what the last visit left. */
async function open(left: readonly SavedModel[] = []) {
  const arrived = new Promise<void>(resolve => {
    arrive = resolve;
  });
  const { useStore, persistence } = await openStore(Port);
  vi.spyOn(persistence, 'restore').mockResolvedValue({ models: left, unreadModels: [], unreadValues: [] });
  vi.stubGlobal('document', { baseURI: 'http://localhost/' });
  vi.stubGlobal('caches', undefined);
  vi.stubGlobal('fetch', async (url: URL, { signal }: RequestInit = {}) => {
    await (signal ? unlessAborted(arrived, signal) : arrived);
    return new Response(Uint8Array.from(shipped(url.pathname.replace('/pretrained/', ''))));
  });
  const page = () => useStore.getState();
  const visit = page().start({ backend: 'wasm', seed: 7, dataset: 'auto', workers: 1, tuning: null });
  return { page, visit, subscribe: useStore.subscribe };
}

const pixels = Uint8Array.from(Buffer.from(licence.pixels, 'base64'));
const png = () => new File([encodeDigitPng(pixels).slice()], 'licence.png');

it('who brings a licence before the bundled model is there is let in once it is', async () => {
  const { page, visit } = await open();
  const brought = page().submitFile(png());
  await new Promise(resolve => setTimeout(resolve, 20));
  expect(page()).toMatchObject({ restored: false, access: 'protected' });
  arrive();
  await Promise.all([visit, brought]);
  expect(page()).toMatchObject({ access: 'authorized', submission: { label: 'licence.png' } });
});

it('who brings a licence before it is known which model the link takes is judged by that one', async () => {
  const registry = parseRegistry(shippedText('registry.json'));
  const linked = savedModel({
    id: 'wm2',
    registry,
    parameters: new Float32Array(savedModel().parameters.length),
  });
  const { page, visit, subscribe } = await open([linked]);
  subscribe(({ restored }, before) => {
    if (restored && !before.restored) void Promise.resolve().then(() => page().selectModel('wm2'));
  });
  const brought = page().submitFile(png());
  await new Promise(resolve => setTimeout(resolve, 20));
  arrive();
  await Promise.all([visit, brought]);
  expect(page()).toMatchObject({
    currentId: 'wm2',
    access: 'authorized',
    submission: { label: 'licence.png' },
  });
});

it('a licence, a model, a secret and a seed brought before the bundled model is there stay once it is', async () => {
  const { page, visit } = await open();
  page().setSecret('typed at once');
  page().setSeed(11);
  const files = [
    new File([shippedText('model.json')], 'model.json'),
    new File([Uint8Array.from(shipped('weights.bin')).fill(0, 0, 400)], 'weights.bin'),
  ];
  const brought = page().submitFile(png());
  const loaded = page().importModel(files);
  await new Promise(resolve => setTimeout(resolve, 20));
  expect(page().restored).toBe(false);
  arrive();
  await Promise.all([visit, brought, loaded]);
  expect(Object.keys(page().models)).toEqual(['bundled', 'imported']);
  expect(page()).toMatchObject({ currentId: 'imported', secret: 'typed at once', seed: 11 });
  expect(
    page()
      .notices.map(({ text }) => text)
      .join(),
  ).not.toContain('There is no model');
  page().selectModel('bundled');
  await page().submitPixels(pixels, 'licence');
  expect(page().access).toBe('authorized');
});

it('what the last visit left is there although the bundled model never comes: it is given up after a while', async () => {
  const stalled = new AbortController();
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(stalled.signal);
  const { page, visit } = await open([savedModel()]);
  await new Promise(resolve => setTimeout(resolve, 20));
  expect(page().restored).toBe(false);
  stalled.abort();
  await visit;
  timeout.mockRestore();
  expect(page()).toMatchObject({ restored: true, currentId: 'imported' });
});

/** A run of experiments while the visitor looks at another seed's: its parts stay, whether they can be kept or not. */
import { beforeEach, expect, it, vi } from 'vitest';
import type { WorkerPort } from '../jobs/client';
import type { CellInput, ToWorker } from '../jobs/protocol';
import { openStore } from './open-store.node';

/** The parts that were asked for, and the end of the one under way. */
let asked: CellInput[] = [];
let end: () => void = () => undefined;

/** A worker at the end of the protocol: what a part comes to is no matter here. */
class Port implements WorkerPort {
  onmessage: WorkerPort['onmessage'] = null;
  onerror: WorkerPort['onerror'] = null;

  postMessage(message: ToWorker): void {
    if (message.kind === 'abort') {
      this.tell({ kind: 'failed', id: message.id, code: 'cancelled', template: '', values: {} });
      return;
    }
    if (message.kind !== 'start') return;
    const { id, input } = message;
    asked.push(input as CellInput);
    end = () => this.tell({ kind: 'done', id, output: { value: asked.length } });
  }

  tell(data: object): void {
    this.onmessage?.({ data } as never);
  }

  terminate(): void {
    this.onmessage = null;
  }
}

const { useStore } = await openStore(Port);
const page = () => useStore.getState();
const finished = () => page().experimentCells.table4?.finished;

const lookAt = async (seed: number) => {
  page().setSeed(seed);
  await page().openExperiments();
};

beforeEach(() => {
  vi.stubGlobal('document', { baseURI: 'http://localhost/' });
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status: 404 })));
  asked = [];
  useStore.setState({
    engine: { backend: 'wasm', adapter: 'CPU', reason: null, tuning: null },
    engineState: 'ready',
    dataset: { name: 'synthetic', source: 'here', trainCount: 100, testCount: 100, notes: [] },
    datasetState: 'ready',
    experimentPreset: 'quick',
  });
});

it('goes on under its own seed, and what is finished stands there whenever that is looked at again', async () => {
  await lookAt(7);
  const run = page().runExperiments(['table4']);
  await expect.poll(() => asked).toHaveLength(1);
  end();
  await expect.poll(() => asked).toHaveLength(2);
  await expect.poll(finished).toBe(1);
  await lookAt(8);
  expect(finished()).toBe(0);
  await lookAt(7);
  expect(finished()).toBe(1);
  end();
  await expect.poll(finished).toBe(2);
  await lookAt(8);
  page().cancelExperiments();
  await run;
  expect(finished()).toBe(0);
  await lookAt(7);
  expect(finished()).toBe(2);
});

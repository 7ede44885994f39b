/**
 * A pool on real threads that only pretend to compute, so that they can be made to fail, die and hang. That real work gives the same
 * bits whatever the number of workers is shown in a browser, by `e2e/same-bits.spec.ts`.
 */
import { Worker as Thread } from 'node:worker_threads';
import { defaultTraining } from '../model/training';
import type { WorkerPort } from './client';
import { WorkerPool } from './pool';
import type { PoolSettings } from './pool-options';
import type { FromWorker } from './protocol';

/** Places where a piece goes wrong: its range starts there. */
export const FAILS = 1000;
/** These only in the workers that are weak. */
export const DIES = 2000;
export const HANGS = 3000;
/** As many images end any worker that is asked of them. */
export const ENDS = 4000;

/**
 * Speaks the protocol. An evaluation takes as many milliseconds as its range is long, and gives `from` for an answer. A training does one
 * epoch and hands it out; in a weak worker it gets no further.
 */
const SCRIPT = `
const { parentPort, workerData } = require('node:worker_threads');
const running = new Map();
const done = (id, output) => parentPort.postMessage({ kind: 'done', id, output });
const failed = (id, code, template) => parentPort.postMessage({ kind: 'failed', id, code, template, values: {} });
const jobs = {
  'open-engine': (id, { choice }) => {
    if (!workerData.hasEngine) return failed(id, 'engine', 'The browser gives no memory.');
    done(id, { backend: choice === 'webgpu' ? 'webgpu' : 'wasm', adapter: 'none', reason: null });
  },
  'load-dataset': (id, { preference }) => done(id, { name: preference === 'auto' ? 'mnist' : 'synthetic', source: 'here', trainCount: 0, testCount: 100, notes: [] }),
  'lend-dataset': (id, { train }) => {
    const split = () => ({ images: new Uint8Array(4), labels: new Uint8Array(1), count: 1 });
    done(id, { name: 'mnist', source: 'here', classes: 10, shape: {}, train: train ? split() : null, test: split() });
  },
  'take-dataset': (id) => done(id, {}),
  predict: (id, { images }) => {
    if (images.length === ${ENDS}) throw new Error('out of memory');
    running.set(id, setTimeout(() => done(id, { probabilities: new Float32Array(1) }), images.length));
  },
  accuracy: (id, { range: { from, to } }) => {
    if (from === ${FAILS}) return failed(id, 'bad-input', 'This piece is wrong.');
    if (from === ${DIES} && workerData.weak) throw new Error('out of memory');
    if (from === ${HANGS} && workerData.weak) for (;;) {}
    parentPort.postMessage({ kind: 'progress', id, progress: { fraction: 0.5 } });
    running.set(id, setTimeout(() => done(id, { correct: from, count: to - from, accuracy: 0 }), to - from));
  },
  train: (id, { checkpoint: { parameters, position: { epoch } } }) => {
    const checkpoint = { parameters, optimizer: null, position: { epoch: epoch + 1, step: 0 } };
    parentPort.postMessage({ kind: 'checkpoint', id, checkpoint });
    if (!workerData.weak) done(id, { checkpoint, finished: true, accuracy: 0 });
  },
};
parentPort.on('message', message => {
  if (message.kind === 'ping') parentPort.postMessage({ kind: 'pong' });
  else if (message.kind === 'start') jobs[message.job](message.id, message.input);
  else if (running.has(message.id)) {
    clearTimeout(running.get(message.id));
    failed(message.id, 'cancelled', 'The job was cancelled.');
  }
});
`;

/** Signs of life so far. */
export let pongs = 0;

class Port implements WorkerPort {
  onmessage: WorkerPort['onmessage'] = null;
  onerror: WorkerPort['onerror'] = null;
  private readonly thread: Thread;

  constructor(worker: { readonly hasEngine: boolean; readonly weak: boolean }) {
    this.thread = new Thread(SCRIPT, { eval: true, workerData: worker });
    this.thread.on('message', (data: FromWorker) => {
      if (data.kind === 'pong') pongs += 1;
      this.onmessage?.(new MessageEvent('message', { data }));
    });
    this.thread.on('error', ({ message }) => this.onerror?.({ message } as ErrorEvent));
  }

  postMessage(message: unknown): void {
    this.thread.postMessage(message);
  }

  terminate(): void {
    void this.thread.terminate();
  }
}

export const parameters = new Float32Array(1);
export const piece = (from: number, milliseconds = 5) => ({
  parameters,
  range: { from, to: from + milliseconds },
});
export const pieces = (count: number, milliseconds = 5) =>
  Array.from({ length: count }, (_, n) => piece(n, milliseconds));
export const first = (outputs: readonly { correct: number }[]) => outputs.map(output => output.correct);

export const trainInput = (epoch: number) => ({
  checkpoint: { parameters, optimizer: null, position: { epoch, step: 0 } },
  config: defaultTraining,
  watermark: null,
});
/** Once a checkpoint has arrived, so that it is not lost with the worker. */
export function endWorker(pool: WorkerPool): void {
  pool.run('predict', { parameters, images: new Uint8Array(ENDS) }).catch(() => undefined);
}

export interface Opened {
  readonly pool: WorkerPool;
  readonly lost: string[];
  /** How many workers there were, after each change. */
  readonly counts: number[];
}

/** The pool of the test that runs. */
let opened: Opened | null = null;

export interface Given {
  readonly choice?: 'wasm' | 'webgpu';
  /** How many workers the browser gives an engine. */
  readonly engines?: number;
  /** The workers, counted from 1 as they are started, in which pieces die and hang: absent: all. */
  readonly weak?: readonly number[];
}

/** A pool with its engine and digits, closed by `close`. */
export async function open(
  limit: number,
  settings: Partial<PoolSettings> = {},
  { choice = 'wasm', engines = Infinity, weak }: Given = {},
) {
  let spawned = 0;
  const lost: string[] = [];
  const counts: number[] = [];
  const spawn = () => {
    spawned += 1;
    return new Port({ hasEngine: spawned <= engines, weak: weak?.includes(spawned) ?? true });
  };
  const pool = new WorkerPool(spawn, {
    limit,
    onLost: ({ reason }) => lost.push(reason),
    onCount: count => counts.push(count),
    ...settings,
  });
  opened = { pool, lost, counts };
  await pool.run('open-engine', { choice });
  await pool.run('load-dataset', { preference: 'auto', baseUrl: '' });
  return opened;
}

/** An `engineAfter` that opens, as the page does, a backend and digits once more. */
export function reopening(preference: 'auto' | 'synthetic'): () => Promise<boolean> {
  return async () => {
    if (!opened) return false;
    await opened.pool.run('open-engine', { choice: 'wasm' });
    await opened.pool.run('load-dataset', { preference, baseUrl: '' });
    return true;
  };
}

export function close(): void {
  opened?.pool.close();
  opened = null;
}

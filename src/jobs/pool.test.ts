/**
 * The pool on real threads that only pretend to compute, so that they can be made to fail, die and hang. That real work gives
 * the same bits whatever the number of workers is shown in a browser, by `e2e/same-bits.spec.ts`.
 */
import { Worker as Thread } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultTraining } from '../model/training';
import type { Again } from './batch';
import type { WorkerPort } from './client';
import { WorkerPool } from './pool';
import type { PoolSettings } from './pool-options';
import type { FromWorker } from './protocol';
import type { Overall } from './splitting';

/** Places where a piece goes wrong: its range starts there. */
const FAILS = 1000;
/** These only in the workers that are weak. */
const DIES = 2000;
const HANGS = 3000;
/** As many images end any worker that is asked of them. */
const ENDS = 4000;

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
let pongs = 0;

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

const parameters = new Float32Array(1);
const piece = (from: number, milliseconds = 5) => ({
  parameters,
  range: { from, to: from + milliseconds },
});
const pieces = (count: number, milliseconds = 5) =>
  Array.from({ length: count }, (_, n) => piece(n, milliseconds));
const first = (outputs: readonly { correct: number }[]) => outputs.map(output => output.correct);

const trainInput = (epoch: number) => ({
  checkpoint: { parameters, optimizer: null, position: { epoch, step: 0 } },
  config: defaultTraining,
  watermark: null,
});
/** Once a checkpoint has arrived, so that it is not lost with the worker. */
function endWorker(pool: WorkerPool): void {
  pool.run('predict', { parameters, images: new Uint8Array(ENDS) }).catch(() => undefined);
}
/** Of a clock that the test moves on. */
const BEATS = { every: 1000, unanswered: 5 };

interface Opened {
  readonly pool: WorkerPool;
  readonly lost: string[];
  /** How many workers there were, after each change. */
  readonly counts: number[];
}

let opened: Opened | null = null;

interface Given {
  readonly choice?: 'wasm' | 'webgpu';
  /** How many workers the browser gives an engine. */
  readonly engines?: number;
  /** The workers, counted from 1 as they are started, in which pieces die and hang: absent: all. */
  readonly weak?: readonly number[];
}

async function open(
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

/** As the page does it: the same backend and digits once more. */
async function reopen(): Promise<boolean> {
  if (!opened) return false;
  await opened.pool.run('open-engine', { choice: 'wasm' });
  await opened.pool.run('load-dataset', { preference: 'auto', baseUrl: '' });
  return true;
}

afterEach(() => {
  vi.useRealTimers();
  opened?.pool.close();
});

describe('WorkerPool.map', () => {
  it.each([1, 2, 3])('with %i workers gives every output in the order of the inputs', async limit => {
    const { pool, counts } = await open(limit);
    // The later a piece, the shorter it takes.
    const inputs = Array.from({ length: 12 }, (_, n) => piece(n, 30 - 2 * n));
    expect(first(await pool.map('accuracy', inputs))).toEqual(inputs.map(input => input.range.from));
    expect(Math.max(...counts)).toBe(limit);
  });

  it('runs on one worker where there is one GPU', async () => {
    const { pool, counts } = await open(4, {}, { choice: 'webgpu' });
    expect(first(await pool.map('accuracy', pieces(5)))).toEqual([0, 1, 2, 3, 4]);
    expect(Math.max(...counts)).toBe(1);
  });

  it('starts no worker for a job that is not worth one', async () => {
    const { pool, counts } = await open(3);
    await pool.map('accuracy', pieces(5), { startsWorkers: false });
    expect(Math.max(...counts)).toBe(1);
  });

  it('has nothing to do for no inputs', async () => {
    const { pool } = await open(2);
    expect(await pool.map('accuracy', [])).toEqual([]);
  });

  it('sums progress by weight, from 0 to 1', async () => {
    const { pool } = await open(2);
    const seen: Overall[] = [];
    const results: number[] = [];
    await pool.map('accuracy', [piece(0, 40), piece(1, 1), piece(2, 1)], {
      weight: ({ range }) => (range ? range.to - range.from : 0),
      onProgress: (_piece, _progress, overall) => seen.push(overall),
      onResult: (index, _output, overall) => {
        results.push(index);
        seen.push(overall);
      },
    });
    expect(results.toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
    expect(seen[0]!.fraction).toBeGreaterThan(0);
    seen.slice(1).forEach((overall, i) => expect(overall.fraction).toBeGreaterThanOrEqual(seen[i]!.fraction));
    expect(seen.at(-1)).toEqual({ fraction: 1, secondsLeft: 0 });
  });

  it('fails with the error of a piece that fails, keeps what was done, and goes on with other jobs', async () => {
    const { pool, counts } = await open(2);
    const kept: number[] = [];
    const wrong = pool.map('accuracy', [piece(0), piece(1), piece(FAILS), ...pieces(50, 20)], {
      onResult: index => kept.push(index),
    });
    const right = pool.map('accuracy', pieces(10));
    await expect(wrong).rejects.toMatchObject({ code: 'bad-input', message: 'This piece is wrong.' });
    expect(kept).toContain(0);
    expect(kept.length).toBeLessThan(5); // the others never began
    expect(first(await right)).toHaveLength(10);
    expect(counts.at(-1)).toBe(2);
  });

  it('replaces a worker that dies, and does its piece again', async () => {
    const { pool, lost, counts } = await open(2, {}, { weak: [2] });
    await pool.map('accuracy', pieces(4, 20));
    const again: Again[] = [];
    // The first worker is kept busy, so that the second one meets its end.
    const busy = pool.run('predict', { parameters, images: new Uint8Array(300) });
    const run = pool.map('accuracy', [piece(0), piece(DIES), piece(1)], {
      onAgain: each => again.push(each),
    });
    expect(first(await run)).toEqual([0, DIES, 1]);
    await busy;
    expect(lost).toEqual([]);
    expect(again).toEqual([expect.objectContaining({ afresh: false })]);
    expect(counts).toContain(1);
    expect(counts.at(-1)).toBe(2);
  });

  it('gives a piece up that ends every worker it meets, and goes on with other jobs', async () => {
    const { pool } = await open(3);
    const busy = pool.run('predict', { parameters, images: new Uint8Array(2000) });
    const other = pool.map('accuracy', pieces(6, 10));
    await expect(pool.map('accuracy', [piece(DIES)])).rejects.toMatchObject({
      code: 'engine',
      message: expect.stringMatching(/stopped: out of memory/) as string,
    });
    expect(first(await other)).toEqual([0, 1, 2, 3, 4, 5]);
    await busy;
  });

  it('goes on with the workers that the browser gives', async () => {
    const { pool, counts } = await open(4, {}, { engines: 2 });
    expect(first(await pool.map('accuracy', pieces(8, 20)))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    await expect.poll(() => counts.at(-1)).toBe(2);
  });

  it('tells when the first worker dies: what it held must be opened again', async () => {
    const { pool, lost } = await open(1);
    await expect(pool.map('accuracy', [piece(DIES)])).rejects.toMatchObject({ code: 'engine' });
    expect(lost).toEqual(['out of memory']);
    await pool.run('open-engine', { choice: 'wasm' });
    expect(first(await pool.map('accuracy', pieces(3)))).toEqual([0, 1, 2]);
  });

  it.each([1, 2])(
    'goes on by itself when the first of %i workers dies, from what was finished',
    async limit => {
      const { pool, lost } = await open(limit, { engineAfter: reopen }, { weak: [1, 2] });
      const inputs = [piece(0), piece(1), piece(2), piece(DIES), piece(4), piece(5)];
      const done: number[] = [];
      const again: Again[] = [];
      const outputs = await pool.map('accuracy', inputs, {
        onResult: index => done.push(index),
        onAgain: each => again.push(each),
      });
      expect(first(outputs)).toEqual([0, 1, 2, DIES, 4, 5]);
      expect(done.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]); // each once
      expect(again.length).toBeGreaterThan(0);
      for (const each of again) expect(each).toMatchObject({ engine: { backend: 'wasm' }, afresh: false });
      expect(lost.length).toBeGreaterThan(0);
    },
  );

  it('fails what waits when there is no engine to be had any more', async () => {
    const { pool } = await open(1, { engineAfter: () => Promise.resolve(false) });
    const runs = [pool.map('accuracy', [piece(DIES)]), pool.map('accuracy', pieces(30, 20))];
    await Promise.all(runs.map(run => expect(run).rejects.toMatchObject({ code: 'engine' })));
  });

  it('stops when told to while an engine is being opened again', async () => {
    const { pool } = await open(1, { engineAfter: () => new Promise(() => undefined) });
    const stop = new AbortController();
    const divided = pool.map('accuracy', [piece(0), piece(DIES)], { signal: stop.signal });
    const whole = pool.runOn('train', trainInput(0), { signal: stop.signal });
    const failures = Promise.all(
      [divided, whole].map(run => expect(run).rejects.toMatchObject({ code: 'cancelled' })),
    );
    await expect.poll(() => opened?.lost.length).toBe(1);
    stop.abort();
    await failures;
  });

  it('ends a worker that gives no sign of life, and does its piece again', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { pool, lost } = await open(1, { heartbeat: BEATS, engineAfter: reopen }, { weak: [1] });
    let begun = false;
    const run = pool.map('accuracy', [piece(7), piece(HANGS)], { onResult: () => (begun = true) });
    await expect.poll(() => begun).toBe(true);
    await expect
      .poll(() => {
        vi.advanceTimersByTime(BEATS.every);
        return lost.length;
      })
      .toBe(1);
    expect(first(await run)).toEqual([7, HANGS]);
    expect(lost).toEqual([expect.stringMatching(/no sign of life/)]);
  });

  it('leaves a worker alone that is slow but answers', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { pool, lost } = await open(1, { heartbeat: BEATS });
    const stop = new AbortController();
    const run = pool.map('accuracy', [piece(7, 600_000)], { signal: stop.signal });
    const failure = expect(run).rejects.toMatchObject({ code: 'cancelled' });
    for (let n = 0; n < 3 * BEATS.unanswered; n++) {
      const before = pongs;
      vi.advanceTimersByTime(BEATS.every);
      await expect.poll(() => pongs, { timeout: 60_000, interval: 1 }).toBeGreaterThan(before);
    }
    expect(lost).toEqual([]);
    stop.abort();
    await failure;
  });

  it('stops everywhere when the signal aborts, and works again afterwards', async () => {
    const { pool } = await open(2);
    const stop = new AbortController();
    const run = pool.map('accuracy', pieces(20, 600_000), {
      signal: stop.signal,
      onProgress: piece => piece === 1 && stop.abort(),
    });
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    // Both workers were told: neither is held up by its ten minutes.
    expect(first(await pool.map('accuracy', pieces(6, 10)))).toHaveLength(6);
    await expect(pool.map('accuracy', pieces(1), { signal: stop.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('lets further workers go when there is no work for them', async () => {
    const { pool, counts } = await open(3, { idle: 30 });
    await pool.map('accuracy', pieces(9, 10));
    expect(Math.max(...counts)).toBe(3);
    await expect.poll(() => counts.at(-1)).toBe(1);
    expect(first(await pool.map('accuracy', pieces(2)))).toEqual([0, 1]);
  });

  it('fails work on digits that are no longer there', async () => {
    const { pool } = await open(2);
    const run = pool.map('accuracy', pieces(10, 2000));
    await pool.run('load-dataset', { preference: 'auto', baseUrl: '' }); // the same again
    const failure = expect(run).rejects.toMatchObject({ code: 'dataset' });
    await pool.run('load-dataset', { preference: 'synthetic', baseUrl: '' });
    await failure;
  });
});

describe('WorkerPool.runOn', () => {
  it('goes on from the latest checkpoint when the worker is lost', async () => {
    const { pool } = await open(1, { engineAfter: reopen }, { weak: [1, 2, 3, 4] });
    const kept: number[] = [];
    const again: Again[] = [];
    const output = await pool.runOn('train', trainInput(5), {
      onCheckpoint: ({ position }) => {
        kept.push(position.epoch);
        if (kept.length <= 4) endWorker(pool);
      },
      onAgain: each => again.push(each),
    });
    // Four workers did an epoch each before they broke: a run that gets on is never given up.
    expect(kept).toEqual([6, 7, 8, 9, 10]);
    expect(output.checkpoint.position.epoch).toBe(10);
    expect(again).toHaveLength(4);
    expect(again[0]).toMatchObject({ engine: { backend: 'wasm' }, afresh: false });
  });

  it('does not go on on other digits', async () => {
    const engineAfter = async () => {
      await opened?.pool.run('open-engine', { choice: 'wasm' });
      await opened?.pool.run('load-dataset', { preference: 'synthetic', baseUrl: '' });
      return true;
    };
    const { pool } = await open(1, { engineAfter }, { weak: [1] });
    const run = pool.runOn('train', trainInput(0), { onCheckpoint: () => endWorker(pool) });
    await expect(run).rejects.toMatchObject({ code: 'dataset' });
  });
});

describe('WorkerPool.run', () => {
  it('divides what falls apart by itself', async () => {
    const { pool } = await open(2);
    const whole = await pool.run('accuracy', { parameters, range: { from: 4, to: 1014 } });
    expect(whole).toEqual({ correct: 4 + 1004, count: 1010, accuracy: 1008 / 1010 });
  });
});

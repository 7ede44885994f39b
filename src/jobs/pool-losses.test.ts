/** Workers and engines that die, hang or never come: what was finished is kept, the rest done again, or it is said that it can't be. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Again } from './batch';
import {
  close,
  DIES,
  endWorker,
  first,
  HANGS,
  open,
  parameters,
  piece,
  pieces,
  pongs,
  reopening,
  trainInput,
} from './pretended-pool.node';

/** Of a clock that the test moves on. */
const BEATS = { every: 1000, unanswered: 5 };

afterEach(() => {
  vi.useRealTimers();
  close();
});

describe('WorkerPool.map, workers lost', () => {
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
      const { pool, lost } = await open(limit, { engineAfter: reopening('auto') }, { weak: [1, 2] });
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
    const { pool, lost } = await open(1, { engineAfter: () => new Promise(() => undefined) });
    const stop = new AbortController();
    const divided = pool.map('accuracy', [piece(0), piece(DIES)], { signal: stop.signal });
    const whole = pool.runOn('train', trainInput(0), { signal: stop.signal });
    const failures = Promise.all(
      [divided, whole].map(run => expect(run).rejects.toMatchObject({ code: 'cancelled' })),
    );
    await expect.poll(() => lost.length).toBe(1);
    stop.abort();
    await failures;
  });

  it('ends a worker that gives no sign of life, and does its piece again', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { pool, lost } = await open(1, { heartbeat: BEATS, engineAfter: reopening('auto') }, { weak: [1] });
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
});

describe('WorkerPool.runOn', () => {
  it('goes on from the latest checkpoint when the worker is lost', async () => {
    const { pool } = await open(1, { engineAfter: reopening('auto') }, { weak: [1, 2, 3, 4] });
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

  it.each([
    [5, false],
    [0, true],
  ])(
    'left after %i epochs and lost before its next checkpoint: begun afresh is %s',
    async (epoch, afresh) => {
      const { pool } = await open(1, { engineAfter: reopening('auto') }, { weak: [1] });
      const again: Again[] = [];
      endWorker(pool);
      await pool.runOn('train', trainInput(epoch), { onAgain: each => again.push(each) });
      expect(again).toEqual([expect.objectContaining({ afresh })]);
    },
  );

  it('does not go on on other digits', async () => {
    const { pool } = await open(1, { engineAfter: reopening('synthetic') }, { weak: [1] });
    const run = pool.runOn('train', trainInput(0), { onCheckpoint: () => endWorker(pool) });
    await expect(run).rejects.toMatchObject({ code: 'dataset' });
  });
});

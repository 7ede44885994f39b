/** Work divided among workers: outputs in the order of the inputs, progress, failure and cancelling. What happens when one is lost: `pool-losses.test.ts`. */
import { afterEach, describe, expect, it } from 'vitest';
import { close, FAILS, first, open, parameters, piece, pieces } from './pretended-pool.node';
import type { Overall } from './splitting';

afterEach(close);

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

  it('goes on with the workers that the browser gives', async () => {
    const { pool, counts } = await open(4, {}, { engines: 2 });
    expect(first(await pool.map('accuracy', pieces(8, 20)))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    await expect.poll(() => counts.at(-1)).toBe(2);
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

describe('WorkerPool.run', () => {
  it('divides what falls apart by itself', async () => {
    const { pool } = await open(2);
    const whole = await pool.run('accuracy', { parameters, range: { from: 4, to: 1014 } });
    expect(whole).toEqual({ correct: 4 + 1004, count: 1010, accuracy: 1008 / 1010 });
  });
});

/** Waiting that can be given up. */
import { describe, expect, it } from 'vitest';
import { unlessAborted } from './errors';

describe('what is awaited unless aborted', () => {
  it('gives what it gives, or fails as it fails', async () => {
    const { signal } = new AbortController();
    expect(await unlessAborted(Promise.resolve(7), signal)).toBe(7);
    await expect(unlessAborted(Promise.reject(new Error('lost')), signal)).rejects.toThrow('lost');
  });

  it('is left at once when it is given up, before or while, whatever comes of it', async () => {
    const never = new Promise<never>(() => undefined);
    expect.assertions(3);
    const [before, during, late] = [new AbortController(), new AbortController(), new AbortController()];
    before.abort();
    await expect(unlessAborted(never, before.signal)).rejects.toMatchObject({ code: 'cancelled' });
    const waiting = unlessAborted(never, during.signal);
    during.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    // A failure after that is nobody's.
    const failing = unlessAborted(Promise.reject(new Error('lost')), late.signal);
    late.abort();
    await expect(failing).rejects.toMatchObject({ code: 'cancelled' });
  });
});

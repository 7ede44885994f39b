/** A store for one test file: files share their process, and no other may meet this one's worker. */
import { afterAll, vi } from 'vitest';
import type { WorkerPort } from '../jobs/client';
import { messages } from '../texts/en';

/** A worker that never answers. */
class Silent implements WorkerPort {
  onmessage: WorkerPort['onmessage'] = null;
  onerror: WorkerPort['onerror'] = null;
  postMessage(): void {}
  terminate(): void {}
}

/** In English, on a computer of one core; it is gone after the file's last test. */
export async function openStore(worker: new () => WorkerPort = Silent) {
  vi.stubGlobal('navigator', { hardwareConcurrency: 1 });
  vi.stubGlobal('Worker', worker);
  vi.resetModules();
  afterAll(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });
  const { useStore } = await import('./store');
  const { jobs, persistence } = await import('./services');
  const { setTexts } = await import('../texts/say');
  setTexts('en', { messages, sentences: {}, words: {} });
  return { useStore, jobs, persistence };
}

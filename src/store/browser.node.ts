/** A browser for tests of more than one tab, since Node has none: tabs on one pretended database, with word from one to the other. */
import { afterAll, expect, vi } from 'vitest';
import type { WorkerPort } from '../jobs/client';
import type { ToWorker } from '../jobs/protocol';
import type { FingerprintOutput } from '../method/registry/allocation';
import { byOutput, outputKey } from '../method/registry/merge';
import type { Registry } from '../method/registry/registry';
import { registryToJson } from '../method/registry/registry';
import { messages } from '../texts/en';
import { PretendedDatabase } from './pretended-database.node';
import { shipped, shippedText } from './saved-model.node';
import type { State } from './state';

/** What the tabs' workers say of an image whose first pixel is n: the n-th. */
type Outputs = readonly (readonly number[])[];

/** So many turns in which nothing is asked and no word is sent are rest. */
const QUIET = 12;

/** A worker that opens, tells images apart by their first pixel, and does nothing else. */
function workerOf(outputs: Outputs) {
  return class implements WorkerPort {
    onmessage: WorkerPort['onmessage'] = null;
    onerror: WorkerPort['onerror'] = null;

    postMessage(message: ToWorker): void {
      if (message.kind !== 'start') return;
      const { id, job, input } = message;
      const reply = (data: object) => setTimeout(() => this.onmessage?.({ data: { id, ...data } } as never));
      const done = (output: object) => reply({ kind: 'done', output });
      if (job === 'predict') {
        const { images } = input as { images: Uint8Array };
        const firsts = Array.from({ length: images.length / 784 }, (_, n) => images[n * 784]!);
        done({ probabilities: Float32Array.from(firsts.flatMap(n => outputs[n % outputs.length]!)) });
      } else if (job === 'open-engine') done({ backend: 'wasm', adapter: 'CPU', reason: null, tuning: null });
      else if (job === 'prepare-answers') done({});
      else reply({ kind: 'failed', code: 'engine', template: 'Nothing else is asked here.', values: {} });
    }

    terminate(): void {
      this.onmessage = null;
    }
  };
}

/** Word from tab to tab, in the order that it was sent. */
class Channel extends EventTarget {
  static open: readonly Channel[] = [];
  static sent = 0;
  constructor() {
    super();
    Channel.open = [...Channel.open, this];
  }
  postMessage(data: unknown): void {
    Channel.sent += 1;
    for (const other of Channel.open) {
      if (other !== this) setTimeout(() => other.dispatchEvent(new MessageEvent('message', { data })));
    }
  }
}

/** The files of the bundled model that tell of its licences, by name. */
function shippedWith(registry: Registry): Readonly<Record<string, string>> {
  const held = byOutput(registry);
  const images = JSON.parse(shippedText('licences.json')) as FingerprintOutput[];
  return {
    'registry.json': registryToJson(registry),
    'licences.json': JSON.stringify(images.filter(image => held.has(outputKey(image)))),
  };
}

export interface Page {
  readonly state: () => State;
  /** No word reaches it any more; what it has begun to keep it still keeps. */
  readonly close: () => void;
}

/** Takes the place of the browser until the file's last test is over; the bundled model ships with `registry`. */
export function pretendBrowser(registry: Registry, outputs: Outputs) {
  let database = new PretendedDatabase();
  vi.doMock('idb', () => ({ openDB: () => Promise.resolve(database) }));
  vi.stubGlobal('navigator', { hardwareConcurrency: 1 });
  vi.stubGlobal('document', { baseURI: 'http://localhost/' });
  vi.stubGlobal('BroadcastChannel', Channel);
  vi.stubGlobal('Worker', workerOf(outputs));
  vi.stubGlobal('fetch', (url: URL) => {
    const name = url.pathname.replace('/pretrained/', '');
    return Promise.resolve(new Response(shippedWith(registry)[name] ?? Uint8Array.from(shipped(name))));
  });
  afterAll(() => {
    vi.doUnmock('idb');
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  return {
    database: () => database,
    /** Closes all tabs and forgets all that was kept. */
    clear: () => {
      database = new PretendedDatabase();
      Channel.open = [];
    },
    open: async (): Promise<Page> => {
      vi.resetModules();
      const { useStore } = await import('./store');
      const { setTexts } = await import('../texts/say');
      setTexts('en', { messages, sentences: {}, words: {} });
      const channel = Channel.open.at(-1);
      const state = () => useStore.getState();
      void state().start({ backend: 'wasm', seed: null, dataset: 'synthetic', workers: 1, tuning: null });
      await expect.poll(() => state().restored, { interval: 2, timeout: 20_000 }).toBe(true);
      const close = () => {
        Channel.open = Channel.open.filter(other => other !== channel);
      };
      return { state, close };
    },
    /** Lets tabs, database and workers come to rest. */
    settle: async (): Promise<void> => {
      let before = -1;
      for (let quiet = 0; quiet < QUIET; quiet++) {
        await new Promise(resolve => setTimeout(resolve, 0));
        const now = database.requests + Channel.sent;
        if (now !== before) quiet = 0;
        before = now;
      }
    },
  };
}

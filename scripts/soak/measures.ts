/** What the page and its workers hold, measured from outside after a forced garbage collection. */
import type { CDPSession, Page } from 'playwright';
import { CHANNEL } from '../test-build/messages';
import type { FromHook, Holdings } from '../test-build/messages';

/** By name: the unit, and how much it may grow over a whole run (`trend.ts`). */
export const MEASURES = {
  pageHeap: { unit: 'MB', allowance: 3 },
  workerHeap: { unit: 'MB', allowance: 3 },
  domNodes: { unit: '', allowance: 300 },
  listeners: { unit: '', allowance: 60 },
  workers: { unit: '', allowance: 0 },
  gpuDevices: { unit: '', allowance: 0 },
  gpuBuffers: { unit: '', allowance: 0 },
  gpuMegabytes: { unit: 'MB', allowance: 0 },
  wasmInstances: { unit: '', allowance: 0 },
  wasmMemory: { unit: 'MB', allowance: 0 },
  // LevelDB writes a log and compacts it when it likes.
  storage: { unit: 'MB', allowance: 30 },
} as const;

export type Measure = keyof typeof MEASURES;
export type Sample = Readonly<Record<Measure, number>>;

const MEGABYTE = 2 ** 20;

/** The workers of a page, by the protocol's own sessions. */
class WorkerSessions {
  private readonly sessions = new Set<string>();
  private readonly waiting = new Map<number, (result: Record<string, number>) => void>();
  private next = 1;

  constructor(private readonly devtools: CDPSession) {
    devtools.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker') this.sessions.add(sessionId);
    });
    devtools.on('Target.detachedFromTarget', ({ sessionId }) => this.sessions.delete(sessionId));
    devtools.on('Target.receivedMessageFromTarget', ({ message }) => {
      const { id, result } = JSON.parse(message) as { id?: number; result?: Record<string, number> };
      if (id !== undefined) this.waiting.get(id)?.(result ?? {});
    });
  }

  async start(): Promise<void> {
    await this.devtools.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: false,
    });
  }

  /** The live bytes of all workers' heaps. */
  async heap(): Promise<number> {
    let bytes = 0;
    for (const session of this.sessions) {
      await this.send(session, 'HeapProfiler.collectGarbage');
      bytes += (await this.send(session, 'Runtime.getHeapUsage'))['usedSize'] ?? 0;
    }
    return bytes;
  }

  private async send(sessionId: string, method: string): Promise<Record<string, number>> {
    const id = this.next++;
    const answer = new Promise<Record<string, number>>(resolve => this.waiting.set(id, resolve));
    await this.devtools.send('Target.sendMessageToTarget', {
      sessionId,
      message: JSON.stringify({ id, method, params: {} }),
    });
    const gone = new Promise<Record<string, number>>(resolve => setTimeout(() => resolve({}), 5000));
    const result = await Promise.race([answer, gone]);
    this.waiting.delete(id);
    return result;
  }
}

/** What every worker of the test build tells of itself, within 300 ms. */
async function holdingsOf(page: Page): Promise<Holdings[]> {
  return page.evaluate(
    name =>
      new Promise<Holdings[]>(resolve => {
        const channel = new BroadcastChannel(name);
        const id = Math.random();
        const all: Holdings[] = [];
        channel.onmessage = (event: MessageEvent<FromHook>) => {
          if (event.data.kind === 'holdings' && event.data.id === id) all.push(event.data.holdings);
        };
        channel.postMessage({ kind: 'count', id });
        setTimeout(() => {
          channel.close();
          resolve(all);
        }, 300);
      }),
    CHANNEL,
  );
}

export async function openMeasures(page: Page): Promise<() => Promise<Sample>> {
  const devtools = await page.context().newCDPSession(page);
  const workers = new WorkerSessions(devtools);
  await workers.start();
  await devtools.send('Performance.enable');
  return async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    const workerHeap = await workers.heap();
    const { usedSize } = await devtools.send('Runtime.getHeapUsage');
    const { metrics } = await devtools.send('Performance.getMetrics');
    const metric = (name: string) => metrics.find(each => each.name === name)?.value ?? NaN;
    const holdings = await holdingsOf(page);
    const sum = (field: keyof Holdings) => holdings.reduce((all, each) => all + each[field], 0);
    const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
    return {
      pageHeap: usedSize / MEGABYTE,
      workerHeap: workerHeap / MEGABYTE,
      domNodes: metric('Nodes'),
      listeners: metric('JSEventListeners'),
      workers: holdings.length,
      gpuDevices: sum('gpuDevices'),
      gpuBuffers: sum('gpuBuffers'),
      gpuMegabytes: sum('gpuBytes') / MEGABYTE,
      wasmInstances: sum('wasmInstances'),
      wasmMemory: sum('wasmBytes') / MEGABYTE,
      storage: usage / MEGABYTE,
    };
  };
}

/** A lesson of one click waits for engine and digits, and starts once they are there. */
import { expect, it, vi } from 'vitest';
import type { WorkerPort } from '../jobs/client';
import type { JobName, ToWorker } from '../jobs/protocol';
import { openStore } from './open-store.node';

let asked: JobName[] = [];
/** Jobs that are not answered, and those that fail once. */
const held = new Set<JobName>();
const broken = new Set<JobName>();

/** A worker at the end of the protocol: its engine and digits come when they are let, or fail. */
class Port implements WorkerPort {
  onmessage: WorkerPort['onmessage'] = null;
  onerror: WorkerPort['onerror'] = null;
  static latest: Port | null = null;
  constructor() {
    Port.latest = this;
  }

  postMessage(message: ToWorker): void {
    if (message.kind !== 'start') return;
    const { id, job } = message;
    asked.push(job);
    const tell = (data: object) => setTimeout(() => this.onmessage?.({ data: { id, ...data } } as never));
    if (held.has(job)) return;
    if (broken.delete(job)) tell({ kind: 'failed', code: 'engine', template: 'No.', values: {} });
    else if (job === 'open-engine')
      tell({ kind: 'done', output: { backend: 'wasm', adapter: 'CPU', reason: null, tuning: null } });
    else if (job === 'load-dataset')
      tell({
        kind: 'done',
        output: { name: 'synthetic', source: 'here', trainCount: 100, testCount: 100, notes: [] },
      });
    else tell({ kind: 'failed', code: 'engine', template: 'Nothing else.', values: {} });
  }

  terminate(): void {
    this.onmessage = null;
  }
}

it.each([
  ['the worker that loads the digits dies', 'worker'],
  ['the engine opens at its second try', 'engine'],
])('starts all the same where %s', async (_, what) => {
  const { useStore } = await openStore(Port);
  vi.stubGlobal('document', { baseURI: 'http://localhost/' });
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
  const page = () => useStore.getState();
  asked = [];
  const ran: string[] = [];
  useStore.setState({ askWhatIf: id => (ran.push(id), Promise.resolve()) });
  if (what === 'worker') held.add('load-dataset');
  else broken.add('open-engine');
  void page().start({ backend: 'wasm', seed: 7, dataset: 'synthetic', workers: 1, tuning: null });
  const lesson = page().startLesson('noise', 'quick');
  if (what === 'worker') {
    await expect.poll(() => asked).toContain('load-dataset');
    held.clear();
    Port.latest?.onerror?.({ message: 'out of memory' } as never);
  }
  await lesson;
  expect(ran).toEqual(['noise']);
});

it.each([
  ['a question', 'noise', 'Another what-if question'],
  ['an experiment', 'table4', 'Another run of experiments'],
  ['the same experiment at the other size', 'figure2', 'Another run of experiments'],
] as const)('says why %s is not started beside another', async (_, lesson, other) => {
  const { useStore } = await openStore(Port);
  vi.stubGlobal('document', { baseURI: 'http://localhost/' });
  const page = () => useStore.getState();
  const ran: string[] = [];
  useStore.setState({
    engineState: 'ready',
    needDigits: () => Promise.resolve(true),
    needShelf: () => Promise.resolve(),
    askWhatIf: id => (ran.push(id), Promise.resolve()),
    runExperiments: ids => (ran.push(...ids), Promise.resolve()),
    setExperimentPreset: () => undefined,
    experimentPreset: 'paper',
    whatIfRunning: 'forged',
    experimentsRunning: ['figure2'],
  });
  await page().startLesson(lesson, 'quick');
  expect(ran).toEqual([]);
  expect(page().notices.map(({ text }) => text)).toEqual([expect.stringContaining(other)]);
});

it('says nothing where the lesson pressed is the one that runs', async () => {
  const { useStore } = await openStore(Port);
  useStore.setState({
    engineState: 'ready',
    needDigits: () => Promise.resolve(true),
    needShelf: () => Promise.resolve(),
    whatIfRunning: 'noise',
  });
  await useStore.getState().startLesson('noise', 'quick');
  expect(useStore.getState().notices).toEqual([]);
});

/** A figure is shown only as long as what it was measured on is in use, in whatever way that changes. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { WorkerPort } from '../jobs/client';
import type { ToWorker, UsageProgress } from '../jobs/protocol';
import { issueLicence, registryToJson } from '../method/registry/registry';
import { defaultRegistry } from './default-registry';
import { openStore } from './open-store.node';
import { savedModel } from './saved-model.node';
import type { AnsweredWhatIf } from './state';

const RECORD = [0.3, 0.07, 0.08, 0.09, 0.06, 0.1, 0.07, 0.08, 0.08, 0.07];
const matrix = Array.from({ length: 100 }, () => 1);
const FIGURE: UsageProgress = {
  authorized: matrix,
  unauthorized: matrix,
  seen: 100,
  total: 100,
  secondsLeft: 0,
};

/** Figure 2's runs under way, each by what goes on with it. */
let runs: { readonly tell: () => void; readonly end: () => void }[] = [];

/** A worker at the end of the protocol whose Figure 2 is told and ends at chosen moments. */
class Port implements WorkerPort {
  onmessage: WorkerPort['onmessage'] = null;
  onerror: WorkerPort['onerror'] = null;

  postMessage(message: ToWorker): void {
    const { id } = message as { id: number };
    const tell = (data: object) => this.onmessage?.({ data: { id, ...data } } as never);
    if (message.kind === 'abort')
      tell({ kind: 'failed', code: 'cancelled', template: 'Cancelled.', values: {} });
    else if (message.kind !== 'start') return;
    else if (message.job === 'usage') {
      runs.push({
        tell: () => tell({ kind: 'progress', progress: FIGURE }),
        end: () => tell({ kind: 'done', output: FIGURE }),
      });
    } else tell({ kind: 'done', output: { probabilities: Float32Array.from(RECORD) } });
  }

  terminate(): void {
    this.onmessage = null;
  }
}

const { useStore, persistence } = await openStore(Port);
// Node has no IndexedDB: every change counts as kept.
vi.spyOn(persistence, 'mergeModel').mockImplementation((model, merge) =>
  Promise.resolve(merge(null, model.id)),
);

const page = () => useStore.getState();
const registry = issueLicence(defaultRegistry(), {
  class: 0,
  confidence: 0.3,
  record: RECORD,
  issuedAt: '2026-01-01',
});
const user = registry.licences[0]!.user;
const one = savedModel({ id: 'one', registry });
const others = one.parameters.map(weight => weight / 2);
const two = savedModel({ id: 'two', parameters: one.parameters.slice() });
const DATASET = { name: 'mnist', source: 'here', trainCount: 100, testCount: 100, notes: [] } as const;

/** Until what was asked has reached the worker. */
const settle = () => new Promise(resolve => setTimeout(resolve, 0));

beforeEach(() => {
  runs = [];
  useStore.setState({
    models: { one, two },
    currentId: 'one',
    datasetState: 'ready',
    dataset: DATASET,
    seed: 7,
    notices: [],
    usage: null,
    whatIfAnswers: {},
  });
});

/** As another tab kept it. */
async function elsewhere(model: typeof one): Promise<void> {
  vi.spyOn(persistence, 'model').mockResolvedValueOnce(model);
  await page().followModel('one');
}

describe('Figure 2', () => {
  const changes: [string, () => unknown][] = [
    ['ε is changed', () => page().setConfidences(registry.confidences, 0.04)],
    ['C_fp is changed', () => page().setConfidences([0.3, 0.4], registry.epsilon)],
    ['a registry is imported', () => page().importRegistry(registryToJson({ ...registry, epsilon: 0.02 }))],
    ['another tab changes ε', () => elsewhere({ ...one, registry: { ...registry, epsilon: 0.02 } })],
    ['another tab replaces the model', () => elsewhere({ ...one, parameters: others })],
    ['the model is replaced', () => page().changeModel({ ...one, parameters: one.parameters.slice() })],
    ['another model is taken', () => page().selectModel('two')],
    ['the model is removed', () => page().removeModel('one')],
    ['another seed throws the dice', () => page().setSeed(8)],
    ['other digits are taken', () => useStore.setState({ dataset: { ...DATASET, name: 'synthetic' } })],
  ];

  it.each(changes)('is gone as soon as %s', async (_, change) => {
    const measured = page().runUsage();
    await settle();
    runs[0]!.end();
    await measured;
    expect(page().usage).toEqual(FIGURE);
    await change();
    expect(page().usage).toBeNull();
  });

  it.each(changes)('is broken off as soon as %s', async (_, change) => {
    const measured = page().runUsage();
    await settle();
    runs[0]!.tell();
    expect(page().usage).toEqual(FIGURE);
    await change();
    expect(page().usage).toBeNull();
    runs[0]!.end();
    await measured;
    expect(page()).toMatchObject({ usage: null, usageRunning: false });
  });

  it.each<[string, () => unknown]>([
    ['a name is given', () => page().renameLicence(user, 'Ada')],
    ['a licence is revoked', () => page().revokeLicence(user)],
    [
      'a registry with the same C_fp and ε is imported',
      () => page().importRegistry(registryToJson(registry)),
    ],
    ['the digits are opened again', () => useStore.setState({ dataset: { ...DATASET } })],
  ])('stands when %s', async (_, change) => {
    const measured = page().runUsage();
    await settle();
    runs[0]!.end();
    await measured;
    await change();
    expect(page().usage).toEqual(FIGURE);
  });

  it('begins once the digits it waited for are there', async () => {
    useStore.setState({ dataset: null, datasetState: 'idle' });
    const needDigits = vi.spyOn(page(), 'needDigits').mockImplementationOnce(() => {
      useStore.setState({ dataset: DATASET, datasetState: 'ready' });
      return Promise.resolve(true);
    });
    const measured = page().runUsage();
    await settle();
    needDigits.mockRestore();
    runs[0]!.end();
    await measured;
    expect(page().usage).toEqual(FIGURE);
  });
});

it('an answer to a what-if question stands under another ε, which it names, and never under other weights', async () => {
  const answer = { id: 'noise', model: 'one', epsilon: registry.epsilon } as AnsweredWhatIf;
  useStore.setState({ whatIfAnswers: { noise: answer } });
  page().setConfidences(registry.confidences, 0.04);
  page().selectModel('two');
  expect(page().whatIfAnswers.noise).toBe(answer);
  await elsewhere({ ...one, parameters: others });
  expect(page().whatIfAnswers.noise).toBeUndefined();
});

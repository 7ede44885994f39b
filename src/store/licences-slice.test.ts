/** What changes while licences are searched for: nothing is issued to whom it no longer belongs, or shown where it does not. */
import { beforeEach, expect, it } from 'vitest';
import type { WorkerPort } from '../jobs/client';
import type { Fingerprint, FingerprintsInput, ToWorker } from '../jobs/protocol';
import { findLicence, issueLicence, registryToJson, revokeLicence } from '../method/registry/registry';
import { defaultRegistry } from './default-registry';
import { openStore } from './open-store.node';
import { savedModel } from './saved-model.node';

const RECORD = [0.3, 0.07, 0.08, 0.09, 0.06, 0.1, 0.07, 0.08, 0.08, 0.07];

/** Of what is found: within the ε of 0.01 that is asked for, not within 0.001. */
const answerTo = ({ class: t, confidence }: { class: number; confidence: number }) =>
  RECORD.map((_, k) => (k === t ? confidence + 0.004 : (0.996 - confidence) / 9));

const DATASET = { name: 'synthetic', source: 'here', trainCount: 100, testCount: 100, notes: [] } as const;
const ANSWERS: Readonly<Record<string, object>> = {
  'open-engine': { backend: 'wasm', adapter: 'none', reason: null, tuning: null },
  'load-dataset': DATASET,
};

/** Ends the search under way, or its piece. */
let end: () => void = () => undefined;
let searching = false;

/** A worker at the end of the protocol whose searches end at a chosen moment. */
class Port implements WorkerPort {
  onmessage: WorkerPort['onmessage'] = null;
  onerror: WorkerPort['onerror'] = null;

  postMessage(message: ToWorker): void {
    if (message.kind !== 'start') return;
    const { id, job, input } = message;
    const done = (output: object) => this.onmessage?.({ data: { kind: 'done', id, output } } as never);
    if (job !== 'fingerprints') {
      done(ANSWERS[job] ?? { probabilities: Float32Array.from(RECORD) });
      return;
    }
    const found = (input as FingerprintsInput).requests.map(request => {
      const result: Partial<Fingerprint> = {
        ...request,
        passed: true,
        probabilities: answerTo(request),
      };
      return { ...result, pixels: new Uint8Array(784) };
    });
    const progress = { confidence: [0.3], distortion: [1], phase: 'polish', fraction: 0.5, secondsLeft: 1 };
    this.onmessage?.({ data: { kind: 'progress', id, progress } } as never);
    searching = true;
    end = () => done(found);
  }

  terminate(): void {
    this.onmessage = null;
  }
}

const { useStore, jobs } = await openStore(Port);

const page = () => useStore.getState();
const { needDigits } = page();
const registry = issueLicence(defaultRegistry(), {
  class: 0,
  confidence: 0.3,
  record: RECORD,
  issuedAt: '2026-01-01',
});
const user = registry.licences[0]!.user;

beforeEach(() => {
  useStore.setState({
    models: { one: savedModel({ id: 'one', registry }), two: savedModel({ id: 'two' }) },
    currentId: 'one',
    datasetState: 'ready',
    dataset: DATASET,
    notices: [],
    literalResults: null,
  });
});

async function search(
  meanwhile: () => void,
  method?: 'literal',
  asked = [{ class: 0, confidence: 0.3 }],
): Promise<void> {
  searching = false;
  const searched = page().generateLicences(asked, method);
  await expect.poll(() => searching).toBe(true);
  meanwhile();
  end();
  await searched;
}

it('issues anew', async () => {
  await search(() => undefined);
  expect(findLicence(page().models['one']!.registry, user)?.issuedAt).not.toBe('2026-01-01');
});

it('waits for the digits, and can be given up while it waits', async () => {
  const ask = () => page().generateLicences([{ class: 0, confidence: 0.3 }]);
  const waiting = { datasetState: 'idle', dataset: null } as const;
  searching = false;
  useStore.setState({ ...waiting, needDigits: () => new Promise(() => undefined) });
  const given = ask();
  expect(page().generating).toBe(true);
  page().cancelGeneration();
  await given;
  expect(searching).toBe(false);
  expect([page().generating, page().notices]).toEqual([false, []]);
  useStore.setState({
    ...waiting,
    needDigits: () => {
      useStore.setState({ datasetState: 'ready', dataset: DATASET });
      return Promise.resolve(true);
    },
  });
  const searched = ask();
  await expect.poll(() => searching).toBe(true);
  end();
  await searched;
  useStore.setState({ needDigits });
  expect(findLicence(page().models['one']!.registry, user)?.issuedAt).not.toBe('2026-01-01');
});

it('leaves a licence revoked that was revoked while it was made anew', async () => {
  await search(() => page().revokeLicence(user));
  const held = findLicence(page().models['one']!.registry, user);
  expect(held?.revokedAt).toBeDefined();
  expect(held?.issuedAt).toBe('2026-01-01');
  expect(page().notices.map(({ text }) => text)).toEqual([expect.stringMatching(/revoked/)]);
});

it('asked for with a confidence that was taken from C_fp since, says so and makes the others', async () => {
  const asked = [0.3, 0.123].map(confidence => ({ class: 0, confidence }));
  await search(() => undefined, undefined, asked);
  expect(findLicence(page().models['one']!.registry, user)?.issuedAt).not.toBe('2026-01-01');
  expect(page().notices.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^1 licence was not issued: its confidence was taken/),
  ]);
});

it('makes no revoked licence anew, also when just that is asked for, until it is reinstated', async () => {
  const held = revokeLicence(registry, user, '2026-02-01');
  useStore.setState(({ models }) => ({ models: { one: { ...models['one']!, registry: held } } }));
  searching = false;
  await page().generateLicences([{ class: 0, confidence: 0.3 }]);
  expect(searching).toBe(false);
  expect(page().models['one']!.registry).toEqual(held);
  expect(page().notices.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^1 revoked licence was left/),
  ]);
  await search(
    () => undefined,
    undefined,
    [0, 1].map(digit => ({ class: digit, confidence: 0.3 })),
  );
  const issued = page().models['one']!.registry.licences;
  expect(issued.map(licence => [licence.class, licence.revokedAt])).toEqual([
    [0, '2026-02-01'],
    [1, undefined],
  ]);
  expect(issued[0]?.issuedAt).toBe('2026-01-01');
  page().reinstateLicence(user);
  await search(() => undefined);
  expect(findLicence(page().models['one']!.registry, user)?.issuedAt).not.toBe('2026-01-01');
});

it('tells of a path whether a licence came of it', async () => {
  await search(() => undefined);
  expect(page().generationPaths).toMatchObject([{ confidence: [0.3], issued: true }]);
  await search(() => page().revokeLicence(user));
  expect(page().generationPaths).toMatchObject([{ confidence: [0.3], issued: false }]);
});

it('tries literally for a revoked licence too: that issues nothing', async () => {
  page().revokeLicence(user);
  await search(() => undefined, 'literal');
  expect(page().literalResults).toHaveLength(1);
  expect(findLicence(page().models['one']!.registry, user)?.revokedAt).toBeDefined();
});

it('issues to the model the search was for, whichever is in use at its end', async () => {
  await search(() => page().selectModel('two'));
  expect(page().generationFor?.id).toBe('one');
  expect(findLicence(page().models['one']!.registry, user)?.issuedAt).not.toBe('2026-01-01');
  expect(page().models['two']!.registry.licences).toEqual([]);
});

it('shows a literal attempt on no other model', async () => {
  await search(() => page().selectModel('two'), 'literal');
  expect(page().literalResults).toBeNull();
});

it('shows a literal attempt on no other model that was chosen while the digits came', async () => {
  useStore.setState({
    datasetState: 'idle',
    dataset: null,
    needDigits: () => {
      page().selectModel('two');
      useStore.setState({ datasetState: 'ready', dataset: DATASET });
      return Promise.resolve(true);
    },
  });
  await search(() => undefined, 'literal');
  useStore.setState({ needDigits });
  expect([page().currentId, page().literalResults]).toEqual(['two', null]);
});

it('shows a literal attempt only under the ε and C_fp it was made under', async () => {
  await search(() => page().setConfidences([0.3], 0.02), 'literal');
  expect(page().literalResults).toBeNull();
  await search(() => undefined, 'literal');
  page().renameLicence(user, 'Ada');
  expect(page().literalResults).toHaveLength(1);
  const { registry: held } = page().models['one']!;
  await page().importRegistry(registryToJson({ ...held, epsilon: 0.03 }));
  expect(page().literalResults).toBeNull();
});

it('issues what is still agreed when C_fp changes meanwhile, and says what was not', async () => {
  const asked = [0.2, 0.3].map(confidence => ({ class: 5, confidence }));
  await search(() => page().setConfidences([0.3, 0.4], 0.01), undefined, asked);
  const issued = page().models['one']!.registry.licences.filter(licence => licence.class === 5);
  expect(issued.map(licence => licence.confidence)).toEqual([0.3]);
  expect(page().notices.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^1 licence was not issued/),
  ]);
});

it('takes no other registry while licences for the one in use are searched for, from a file or from the question', async () => {
  const { registry: held } = page().models['one']!;
  const fuller = issueLicence(held, { class: 5, confidence: 0.3, record: RECORD, issuedAt: '2026-02-02' });
  await page().importRegistry(registryToJson({ ...held, licences: [] })); // asks first
  expect(page().registryAsked).not.toBeNull();
  await search(
    () => {
      page().takeRegistry();
      expect(page().registryAsked).not.toBeNull();
      void page().importRegistry(registryToJson(fuller));
    },
    undefined,
    [{ class: 6, confidence: 0.3 }],
  );
  const issued = page().models['one']!.registry.licences.map(licence => licence.class);
  expect(issued).toEqual([0, 6]);
  expect(page().notices.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Licences are .* searched/),
  ]);
  await page().importRegistry(registryToJson(fuller));
  page().takeRegistry();
  expect(page().models['one']!.registry).toEqual(fuller);
});

it('takes another registry for a model whose licences are not searched for', async () => {
  const { two } = page().models;
  const other = { ...two!, parameters: two!.parameters.slice() };
  useStore.setState(({ models }) => ({ models: { ...models, two: other } }));
  await search(() => {
    page().selectModel('two');
    void page().importRegistry(registryToJson(registry));
  });
  expect(page().models['two']!.registry).toEqual(registry);
});

it('issues nothing over what another tab has issued meanwhile', async () => {
  const record = RECORD.toReversed();
  const elsewhere = issueLicence(registry, { class: 0, confidence: 0.3, record, issuedAt: 'day 2' });
  await search(
    () =>
      useStore.setState(({ models }) => ({
        models: { ...models, one: { ...models['one']!, registry: elsewhere } },
      })),
    undefined,
    [0, 1].map(digit => ({ class: digit, confidence: 0.3 })),
  );
  const { licences } = page().models['one']!.registry;
  expect(licences.map(licence => licence.issuedAt === 'day 2')).toEqual([true, false]);
  expect(page().notices.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^1 licence was .* meanwhile/),
  ]);
});

it('issues what lost its licence meanwhile, its confidence taken from C_fp and given back', async () => {
  const { confidences, epsilon } = registry;
  await search(() => {
    page().setConfidences([0.2], epsilon);
    page().setConfidences(confidences, epsilon);
    expect(page().models['one']!.registry.licences).toEqual([]);
  });
  expect(findLicence(page().models['one']!.registry, user)?.record).toEqual(
    answerTo({ class: 0, confidence: 0.3 }),
  );
  expect(page().notices).toEqual([]);
});

it('issues nothing that misses an ε that was made finer meanwhile', async () => {
  await search(() => page().setConfidences([0.2, 0.3, 0.4], 0.001), undefined, [
    { class: 5, confidence: 0.2 },
  ]);
  expect(page().models['one']!.registry.licences.map(licence => licence.class)).toEqual([0]);
  expect(page().notices.map(({ text }) => text)).toEqual([expect.stringMatching(/did not reach/)]);
});

it('keeps what was found when the rest is cancelled, and counts that as a generation', async () => {
  const asked = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(digit => ({ class: digit, confidence: 0.2 }));
  const before = page().models['one']!.generations;
  // Searches are divided from here on.
  await jobs.run('open-engine', { choice: 'wasm' });
  await jobs.run('load-dataset', { preference: 'synthetic', baseUrl: '' });
  searching = false;
  const searched = page().generateLicences(asked);
  await expect.poll(() => searching).toBe(true);
  searching = false;
  end();
  await expect.poll(() => searching).toBe(true); // on the second piece
  page().cancelGeneration();
  await searched;
  const made = page().models['one']!;
  const found = made.licences.filter(licence => licence.confidence === 0.2).map(licence => licence.class);
  expect(found).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(made.registry.licences.filter(licence => licence.confidence === 0.2)).toHaveLength(8);
  expect(made.generations).toBe(before + 1);
  expect(page().notices).toEqual([]);
});

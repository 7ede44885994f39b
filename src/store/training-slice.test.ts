/** A run that is stopped: it is kept once it is measured, unless it is reset meanwhile; and what its reports draw. */
import { beforeEach, expect, it, vi } from 'vitest';
import type { WorkerPort } from '../jobs/client';
import type { JobName, ToWorker, TrainInput, TrainProgress } from '../jobs/protocol';
import { layOut } from '../engine/network';
import { LENET5 } from '../model/lenet5';
import type { TrainingPosition } from '../model/training';
import type { KeptTraining } from './kept-rows';
import { openStore } from './open-store.node';

/** What is under way in the worker; `end` gives its output. */
interface Job {
  readonly job: JobName;
  readonly input: unknown;
  readonly end: (output: object) => void;
  readonly cancel: () => void;
  readonly report: (progress: object) => void;
  aborted: boolean;
}
let underWay: Map<number, Job> = new Map();
const only = (job: JobName) => [...underWay.values()].find(each => each.job === job);

/** A worker at the end of the protocol whose jobs end at a chosen moment. */
class Port implements WorkerPort {
  onmessage: WorkerPort['onmessage'] = null;
  onerror: WorkerPort['onerror'] = null;

  postMessage(message: ToWorker): void {
    if (message.kind === 'abort') {
      const stopped = underWay.get(message.id);
      if (stopped) stopped.aborted = true;
    }
    if (message.kind !== 'start') return;
    const { id, job, input } = message;
    const tell = (data: object) => this.onmessage?.({ data: { id, ...data } } as never);
    underWay.set(id, {
      job,
      input,
      end: output => {
        underWay.delete(id);
        tell({ kind: 'done', output });
      },
      cancel: () => {
        underWay.delete(id);
        tell({ kind: 'failed', code: 'cancelled', template: 'The job was cancelled.', values: {} });
      },
      report: progress => tell({ kind: 'progress', progress }),
      aborted: false,
    });
  }

  terminate(): void {
    this.onmessage = null;
  }
}

const { useStore, persistence } = await openStore(Port);

const page = () => useStore.getState();
const weights = new Float32Array(layOut(LENET5).parameterCount).fill(0.5);
const checkpointAt = (position: TrainingPosition) => ({ parameters: weights, optimizer: null, position });

async function stop(): Promise<void> {
  await page().stopTraining();
  expect(only('train')?.aborted).toBe(true);
  only('train')?.end({ checkpoint: checkpointAt({ epoch: 0, step: 3 }), finished: false, accuracy: null });
  await expect.poll(() => only('accuracy')).toBeDefined();
}

beforeEach(async () => {
  page().resetTraining();
  underWay = new Map();
  useStore.setState({
    models: {},
    currentId: null,
    datasetState: 'ready',
    dataset: { name: 'synthetic', source: 'here', trainCount: 100, testCount: 100, notes: [] },
    notices: [],
    finishedRuns: [],
    secret: 'a secret',
  });
  void page().startTraining();
  await expect.poll(() => only('train')).toBeDefined();
});

it('is measured before it is kept, and stopping it twice changes nothing', async () => {
  await stop();
  expect(page()).toMatchObject({ trainingStatus: 'running', models: {} });
  await page().stopTraining();
  const measuring = only('accuracy');
  expect(measuring?.aborted).toBe(false);
  measuring?.end({ correct: 97, count: 100, accuracy: 0.97 });
  await expect.poll(() => page().trainingStatus).toBe('finished');
  expect(page().models['wm1']).toMatchObject({ accuracy: 0.97, run: { lambda: 0.01, steps: 0 } });
  expect(page().finishedRuns).toEqual([expect.objectContaining({ epochs: 3 / 937, accuracy: 0.97 })]);
});

it('its curves are those of the model that it became, also where that stands beside another of its kind or was there before', async () => {
  const trainTo = async (weight: number) => {
    page().resetTraining();
    void page().startTraining();
    await expect.poll(() => only('train')).toBeDefined();
    const parameters = weights.slice().fill(weight);
    const checkpoint = { ...checkpointAt({ epoch: 1, step: 0 }), parameters };
    only('train')?.end({ checkpoint, finished: true, accuracy: 0.97 });
    await expect.poll(() => page().trainingStatus).toBe('finished');
    expect(page().trainedWeights).toBe(page().models[page().currentId!]?.parameters);
    return page().currentId;
  };
  page().resetTraining();
  underWay = new Map();
  page().setTraining({ watermark: 'none' });
  expect(await trainTo(0.1)).toBe('none');
  expect(await trainTo(0.2)).toBe('none-2');
  expect(await trainTo(0.1)).toBe('none');
  page().setTraining({ watermark: 'wm1' });
});

it('that is being started keeps its settings: what is changed before its first row is kept is not said of it', async () => {
  page().resetTraining();
  underWay = new Map();
  let write: () => void = () => undefined;
  vi.spyOn(persistence, 'keepTraining').mockImplementationOnce(
    () =>
      new Promise(resolve => {
        write = () => resolve(undefined as never);
      }),
  );
  const before = page().trainingSettings;
  void page().startTraining();
  await expect.poll(() => page().trainingCheckpoint).not.toBeNull();
  page().setTraining({ watermark: 'none', lambda: 0.5 });
  await new Promise(resolve => setTimeout(resolve));
  write();
  await expect.poll(() => only('train')).toBeDefined();
  expect(page().trainingSettings).toMatchObject({ watermark: 'wm1', lambda: before.lambda });
  expect(only('train')?.input).toMatchObject({ watermark: { lambda: before.lambda } });
  vi.restoreAllMocks();
});

it('that is to go on from a model when there is none begins from scratch, and is said to', async () => {
  page().resetTraining();
  underWay = new Map();
  page().setTraining({ from: 'current' });
  void page().startTraining();
  await expect.poll(() => only('train')).toBeDefined();
  expect(page().trainingSettings.from).toBe('scratch');
  only('train')?.end({ checkpoint: checkpointAt({ epoch: 1, step: 0 }), finished: true, accuracy: 0.97 });
  await expect.poll(() => page().trainingStatus).toBe('finished');
  expect(page().models['wm1']?.run?.from).toBeUndefined();
  page().setTraining({ from: 'scratch' });
});

it('that was left by an earlier visit and is kept as it stands tells of its watermark all the same', async () => {
  page().pauseTraining();
  only('train')?.end({ checkpoint: checkpointAt({ epoch: 0, step: 3 }), finished: false, accuracy: null });
  await expect.poll(() => page().trainingStatus).toBe('paused');
  useStore.setState({ trainingProgress: null });
  void page().stopTraining();
  await expect.poll(() => only('accuracy')).toBeDefined();
  only('accuracy')?.end({ correct: 97, count: 100, accuracy: 0.97 });
  await expect.poll(() => page().trainingStatus).toBe('finished');
  expect(page().finishedRuns[0]?.watermark).toMatchObject({
    digits: page().trainingKey?.digits,
    verified: false,
  });
});

it('that is reset while it is measured is no model, and nothing is said', async () => {
  await stop();
  const measuring = only('accuracy');
  page().resetTraining();
  expect(measuring?.aborted).toBe(true);
  measuring?.end({ correct: 97, count: 100, accuracy: 0.97 });
  await new Promise(resolve => setTimeout(resolve));
  expect(page()).toMatchObject({ trainingStatus: 'idle', models: {} });
  expect(page().notices.filter(({ tone }) => tone === 'error')).toEqual([]);
});

it('that is paused while it is measured rests at its checkpoint, and no failure is told', async () => {
  await stop();
  page().pauseTraining();
  only('accuracy')?.cancel();
  await expect.poll(() => page().trainingStatus).toBe('paused');
  expect(page()).toMatchObject({ trainingCheckpoint: { position: { epoch: 0, step: 3 } }, models: {} });
  expect(page().notices.filter(({ tone }) => tone === 'error')).toEqual([]);
});

it('draws a point of the curves where one is due, and shows how far it is in between', async () => {
  const { config } = (only('train')?.input as TrainInput) ?? {};
  const progress = (step: number, due: boolean): TrainProgress => ({
    epoch: 0,
    epochs: config.epochs,
    step,
    stepsPerEpoch: 20,
    due,
    loss: 1,
    millisecondsPerStep: 1,
    secondsLeft: 1,
    watermark: null,
    accuracy: null,
  });
  for (const step of [1, 9, 16, 18]) only('train')?.report(progress(step, step === 16));
  await expect.poll(() => page().trainingProgress?.step).toBe(18);
  expect(page().trainingHistory.map(({ epoch }) => epoch)).toEqual([16 / 20]);
});

it('a run that is reset while it is being started does not start', async () => {
  page().resetTraining();
  const starting = page().startTraining();
  page().resetTraining();
  await starting;
  expect(page().trainingStatus).toBe('idle');
});

it('a run that is kept while its digits are on their way is measured once they are there', async () => {
  await stop();
  only('accuracy')?.end({ correct: 97, count: 100, accuracy: 0.97 });
  await expect.poll(() => page().trainingStatus).toBe('finished');
  const { dataset, needDigits } = page();
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>(resolve => {
    arrive = resolve;
  });
  useStore.setState({
    models: {},
    dataset: null,
    datasetState: 'loading',
    trainingStatus: 'paused',
    trainingCheckpoint: checkpointAt({ epoch: 1, step: 0 }),
    trainingDataset: 'synthetic',
    needDigits: async () => {
      await arrived;
      useStore.setState({ dataset, datasetState: 'ready' });
      return true;
    },
  });
  const stopping = page().stopTraining();
  expect(only('accuracy')).toBeUndefined();
  arrive();
  await expect.poll(() => only('accuracy')).toBeDefined();
  only('accuracy')?.end({ correct: 95, count: 100, accuracy: 0.95 });
  await stopping;
  useStore.setState({ needDigits });
  expect(page().models['wm1']).toMatchObject({ accuracy: 0.95, dataset: 'synthetic' });
});

it.each([
  ['is kept', true],
  ['could not be kept', false],
])(
  'the last checkpoint of a run whose model %s: its row is given up for the model alone',
  async (_, isKept) => {
    let write: () => void = () => undefined;
    const merge = vi.spyOn(persistence, 'mergeModel').mockImplementation(
      ({ id }, change) =>
        new Promise(resolve => {
          write = () => resolve(isKept ? change(null, id) : null);
        }),
    );
    const rows = vi.spyOn(persistence, 'keepTraining');
    await stop();
    only('accuracy')?.end({ correct: 97, count: 100, accuracy: 0.97 });
    await expect.poll(() => merge.mock.calls.length).toBe(1);
    await new Promise(resolve => setTimeout(resolve));
    expect(rows.mock.lastCall?.[1]).not.toBeNull();
    write();
    await new Promise(resolve => setTimeout(resolve));
    expect(rows.mock.lastCall?.[1] === null).toBe(isKept);
    vi.restoreAllMocks();
  },
);

it('a run that begins before the model of the last one is kept stays in its row', async () => {
  let write: () => void = () => undefined;
  const merge = vi.spyOn(persistence, 'mergeModel').mockImplementation(
    ({ id }, change) =>
      new Promise(resolve => {
        write = () => resolve(change(null, id));
      }),
  );
  const rows = vi.spyOn(persistence, 'keepTraining');
  await stop();
  only('accuracy')?.end({ correct: 97, count: 100, accuracy: 0.97 });
  await expect.poll(() => merge.mock.calls.length).toBe(1);
  void page().startTraining();
  await expect.poll(() => only('train')).toBeDefined();
  write();
  await new Promise(resolve => setTimeout(resolve));
  expect(rows.mock.lastCall?.[1]).not.toBeNull();
  vi.restoreAllMocks();
});

it('a run that is started while what an earlier visit left is being read begins beside it, in a row of its own', async () => {
  underWay = new Map();
  const { useStore: opened, persistence: kept } = await openStore(Port);
  const { dataset, datasetState, secret } = page();
  opened.setState({ dataset, datasetState, secret });
  const earlier: KeptTraining = {
    settings: { ...page().trainingSettings, watermark: 'wm2' },
    seed: 1,
    key: null,
    checkpoint: checkpointAt({ epoch: 2, step: 0 }),
    history: [],
    readings: [],
  };
  const rows = new Map<string, KeptTraining | null>([['training', earlier]]);
  vi.spyOn(kept, 'training').mockImplementation(async row => {
    await new Promise(resolve => setTimeout(resolve, 5));
    return rows.get(row) ?? null;
  });
  vi.spyOn(kept, 'keepTraining').mockImplementation((row, training) => {
    rows.set(row, training);
    return Promise.resolve();
  });
  const restoring = opened.getState().restoreTraining();
  void opened.getState().startTraining();
  await restoring;
  await expect.poll(() => only('train')).toBeDefined();
  expect(opened.getState().trainingSettings.watermark).toBe('wm1');
  expect(only('train')?.input).toMatchObject({ checkpoint: { position: { epoch: 0, step: 0 } } });
  expect(rows.get('training') === earlier).toBe(true);
  expect(rows.get('training-2')?.settings.watermark).toBe('wm1');
  vi.restoreAllMocks();
});

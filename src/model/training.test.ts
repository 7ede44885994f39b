import { describe, expect, test } from 'vitest';
import { isAppError } from '../core/errors';
import { seeded } from '../core/random';
import type { Engine, PreparedNetwork, TrainingSteps } from '../engine/engine';
import { layOut, type Network } from '../engine/network';
import { createReferenceEngine } from '../engine/reference/reference-engine';
import { loadWasmEngineFromDisk } from '../engine/wasm/load-from-disk';
import { accuracy } from './evaluation';
import { initializeParameters } from './initialization';
import {
  defaultTraining,
  learningRateAt,
  restoreCheckpoint,
  takeCheckpoint,
  train,
  type TrainingConfig,
  type TrainingPosition,
  type TrainingProgress,
} from './training';

const network: Network = {
  input: { height: 8, width: 8, channels: 1 },
  layers: [
    { kind: 'conv-pool', name: 'conv', size: 3, filters: 4, padding: 'same' },
    { kind: 'dense', name: 'hidden', units: 8, activation: 'relu' },
    { kind: 'dense', name: 'logits', units: 4, activation: 'linear' },
  ],
};
const layout = layOut(network);

/** Noise with one bright quadrant: its number is the class. */
const COUNT = 203;
const { images, labels } = (() => {
  const random = seeded(1, 'training-test');
  const quadrants = Uint8Array.from({ length: COUNT }, () => random.integer(4));
  const pixels = Uint8Array.from({ length: 64 * COUNT }, (_, i) => {
    const [row, column] = [(i >> 3) & 7, i & 7];
    const bright = quadrants[i >> 6] === 2 * (row >> 2) + (column >> 2);
    return random.integer(bright ? 256 : 128);
  });
  return { images: pixels, labels: quadrants };
})();

/** 203 images make 20 steps of 10, three dropped: a curve has a point after 16 steps and after 20. */
const config: TrainingConfig = {
  epochs: 3,
  batchSize: 10,
  learningRate: 0.01,
  schedule: 'cosine',
  weightDecay: 0.01,
  seed: 9,
};

async function prepare(engine: Engine = createReferenceEngine()): Promise<PreparedNetwork> {
  const prepared = await engine.prepare(network);
  prepared.putParameters(initializeParameters(layout, seeded(2, 'initialization')));
  return prepared;
}

/** `prepared`, with what `train` is asked written into `asked`. */
function recorded(prepared: PreparedNetwork, asked: TrainingSteps[]): PreparedNetwork {
  return Object.create(prepared, {
    train: {
      value: (steps: TrainingSteps) => {
        asked.push({ ...steps, order: steps.order.slice() });
        return prepared.train(steps);
      },
    },
  }) as PreparedNetwork;
}

/** Stops a run once it stands at `position`. */
function stopAt(position: TrainingPosition) {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    onProgress: ({ epoch, step }: TrainingProgress) => {
      if (epoch === position.epoch && step === position.step) controller.abort();
    },
  };
}

describe('a whole run', () => {
  test('learns, reports, and ends at { epochs, 0 }', async () => {
    const prepared = await prepare();
    const dataset = prepared.putDataset(images, labels);
    const progress: TrainingProgress[] = [];
    const ends: TrainingPosition[] = [];
    const long = { ...config, epochs: 15 };
    const end = await train(prepared, dataset, long, {
      onProgress: each => {
        progress.push(each);
      },
      onEpochEnd: async position => {
        await Promise.resolve();
        ends.push(position);
      },
    });
    expect(end).toEqual({ epoch: 15, step: 0 });
    expect(ends).toEqual(Array.from({ length: 15 }, (_, e) => ({ epoch: e + 1, step: 0 })));
    const points = progress.filter(({ due }) => due);
    expect(points.slice(0, 3).map(({ epoch, step, steps }) => [epoch, step, steps])).toEqual([
      [0, 16, 20],
      [1, 0, 20],
      [1, 16, 20],
    ]);
    expect(progress.every(each => each.millisecondsPerStep > 0)).toBe(true);
    expect(points.slice(0, 3).map(({ losses }) => losses.length)).toEqual([16, 4, 16]);
    expect(points[0]!.loss).toBeGreaterThan(1);
    expect(points.at(-1)!.loss).toBeLessThan(0.1);
    expect(await accuracy(prepared, dataset, labels)).toBeGreaterThan(0.98);
  });

  test('each epoch takes 200 different images of the 203, in an order of its own', async () => {
    const prepared = await prepare();
    const dataset = prepared.putDataset(images, labels);
    const asked: TrainingSteps[] = [];
    await train(recorded(prepared, asked), dataset, config);
    const all = asked.flatMap(({ order }) => Array.from(order));
    const epochs = [0, 1, 2].map(e => all.slice(200 * e, 200 * e + 200));
    for (const order of epochs) {
      expect(order.length).toBe(200);
      expect(new Set(order).size).toBe(200);
      expect(Math.max(...order)).toBeLessThan(COUNT);
    }
    const inPlace = epochs[0]!.filter((image, i) => image === epochs[1]![i]).length;
    expect(inPlace).toBeLessThan(10); // 1 is expected of unrelated orders
  });

  test('the rate falls along half a cosine over all steps, or stays', async () => {
    const prepared = await prepare();
    const dataset = prepared.putDataset(images, labels);
    const asked: TrainingSteps[] = [];
    await train(recorded(prepared, asked), dataset, config);
    const rates = asked.flatMap(({ learningRates }) => Array.from(learningRates));
    expect(rates.length).toBe(60);
    expect(rates[0]).toBeCloseTo(0.01, 8);
    expect(rates[20]).toBeCloseTo(0.0075, 8); // cos 60° = ½
    expect(rates[30]).toBeCloseTo(0.005, 8);
    expect(rates[40]).toBeCloseTo(0.0025, 8);
    expect(rates[59]).toBeGreaterThan(0);
    const constant = { ...config, schedule: 'constant' as const };
    expect(learningRateAt(constant, 20, { epoch: 2, step: 19 })).toBe(0.01);
  });
});

describe('stopping and going on', () => {
  const borders: TrainingPosition[] = [
    { epoch: 0, step: 16 },
    { epoch: 1, step: 0 },
    { epoch: 2, step: 16 },
  ];

  test.each(borders)('in the same memory, at $epoch/$step: every bit as without stopping', async position => {
    const whole = await prepare();
    await train(whole, whole.putDataset(images, labels), config);

    const parted = await prepare();
    const dataset = parted.putDataset(images, labels);
    const stopped = await train(parted, dataset, config, stopAt(position));
    expect(stopped).toEqual(position);
    const end = await train(parted, dataset, config, { from: stopped });
    expect(end).toEqual({ epoch: 3, step: 0 });
    expect(await parted.readParameters()).toEqual(await whole.readParameters());
    expect(await parted.readOptimizer()).toEqual(await whole.readOptimizer());
  });

  test.each([...borders, { epoch: 1, step: 16 }])(
    'through a checkpoint into a new network, at $epoch/$step, on wasm: every bit as without stopping',
    async position => {
      const engine = await loadWasmEngineFromDisk();
      const whole = await prepare(engine);
      await train(whole, whole.putDataset(images, labels), config);

      const before = await prepare(engine);
      const stopped = await train(before, before.putDataset(images, labels), config, stopAt(position));
      const checkpoint = structuredClone(await takeCheckpoint(before, stopped));
      before.dispose();
      const after = await engine.prepare(network);
      restoreCheckpoint(after, checkpoint);
      await train(after, after.putDataset(images, labels), config, { from: checkpoint.position });
      expect(await after.readParameters()).toEqual(await whole.readParameters());
      expect(await after.readOptimizer()).toEqual(await whole.readOptimizer());
      engine.dispose();
    },
  );

  test('before the first step, when asked already', async () => {
    const prepared = await prepare();
    const before = await prepared.readParameters();
    const signal = AbortSignal.abort();
    const position = await train(prepared, prepared.putDataset(images, labels), config, { signal });
    expect(position).toEqual({ epoch: 0, step: 0 });
    expect(await prepared.readParameters()).toEqual(before);
  });

  test('a finished run has nothing to go on with', async () => {
    const prepared = await prepare();
    const from = { epoch: 3, step: 0 };
    expect(await train(prepared, prepared.putDataset(images, labels), config, { from })).toEqual(from);
    expect((await prepared.readOptimizer()).step).toBe(0);
  });

  test('a checkpoint of nothing starts Adam afresh', async () => {
    const prepared = await prepare();
    const dataset = prepared.putDataset(images, labels);
    await train(prepared, dataset, { ...config, epochs: 1 });
    const parameters = new Float32Array(layout.parameterCount).fill(0.25);
    restoreCheckpoint(prepared, { parameters, optimizer: null, position: { epoch: 0, step: 0 } });
    const restored = await takeCheckpoint(prepared, { epoch: 0, step: 0 });
    expect(restored.parameters).toEqual(parameters);
    expect(restored.optimizer!.step).toBe(0);
    expect(restored.optimizer!.firstMoment.every(moment => moment === 0)).toBe(true);
  });
});

test.each([
  { change: { epochs: 1.5 }, message: /epochs = 1.5/ },
  { change: { batchSize: 204 }, message: /batch size = 204; .* 203 images/ },
  { change: { batchSize: 0 }, message: /batch size = 0/ },
  { change: { learningRate: NaN }, message: /learning rate = NaN/ },
  { change: { weightDecay: -1 }, message: /weight decay = -1/ },
])('a config that cannot run is refused: $message', async ({ change, message }) => {
  const prepared = await prepare();
  const dataset = prepared.putDataset(images, labels);
  const failure: unknown = await train(prepared, dataset, { ...defaultTraining, ...change }).catch(
    (error: unknown) => error,
  );
  expect(isAppError(failure, 'bad-input') && failure.message).toMatch(message);
});

test('a position outside its epoch is refused', async () => {
  const prepared = await prepare();
  const dataset = prepared.putDataset(images, labels);
  const from = { epoch: 0, step: 21 };
  await expect(train(prepared, dataset, config, { from })).rejects.toThrow(/step = 21; .* 20 steps/);
});

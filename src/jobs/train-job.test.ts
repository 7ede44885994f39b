/** How the training job keeps time on slow computers, by a clock that the pretended slowness moves: no trace of it is left in the run. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { seeded } from '../core/random';
import type { Split } from '../data/dataset';
import type { Engine, PreparedNetwork } from '../engine/engine';
import { layOut } from '../engine/network';
import type { Network } from '../engine/network';
import { createReferenceEngine } from '../engine/reference/reference-engine';
import { loadWasmEngineFromDisk } from '../engine/wasm/load-from-disk';
import { initializeParameters } from '../model/initialization';
import { defaultTraining } from '../model/training';
import type { Checkpoint, TrainingPosition } from '../model/training';
import type { AskedOfLab } from './inference-jobs';
import { Workplace } from './lab';
import type { TrainProgress } from './protocol';
import { trainJob } from './train-job';

const NETWORK: Network = {
  input: { height: 4, width: 4, channels: 1 },
  layers: [
    { kind: 'conv-pool', name: 'conv', size: 3, filters: 2, padding: 'same' },
    { kind: 'dense', name: 'logits', units: 2, activation: 'linear' },
  ],
};
/** An epoch is 40 steps: two points of the curves with sixteen, one with eight. */
const STEPS = 40;
const CONFIG = { ...defaultTraining, epochs: 2, batchSize: 4 };
const TESTED = 2000;

const noise = (count: number): Split => {
  const random = seeded(count);
  return {
    count,
    images: Uint8Array.from({ length: 16 * count }, () => random.integer(256)),
    labels: Uint8Array.from({ length: count }, () => random.integer(2)),
  };
};
const digits = { train: noise(4 * STEPS), test: noise(TESTED) };
const start: Checkpoint = {
  parameters: initializeParameters(layOut(NETWORK), seeded(1, 'initialization')),
  optimizer: null,
  position: { epoch: 0, step: 0 },
};

/** Milliseconds that a step takes, and an image’s answer. */
interface Slowness {
  readonly step: number;
  readonly image: number;
}
const FAST: Slowness = { step: 0.01, image: 0.001 };

/** What the clock says; only work moves it. */
let now = 0;

function slowed(prepared: PreparedNetwork, { step, image }: Slowness): PreparedNetwork {
  return Object.create(prepared, {
    train: {
      value: (steps: Parameters<PreparedNetwork['train']>[0]) => {
        now += step * steps.learningRates.length;
        return prepared.train(steps);
      },
    },
    predictDataset: {
      value: (...asked: Parameters<PreparedNetwork['predictDataset']>) => {
        now += image * (asked[2] - asked[1]);
        return prepared.predictDataset(...asked);
      },
    },
  }) as PreparedNetwork;
}

interface Kept {
  readonly at: number;
  readonly checkpoint: Checkpoint;
  /** Reports of points of the curves before it. */
  readonly points: number;
}

/** One training job in a worker of its own; `stopAt`: what the clock says when it is told to stop. */
async function runJob(
  engine: Engine,
  slowness: Slowness,
  { from = start, stopAt = Infinity }: { from?: Checkpoint; stopAt?: number } = {},
) {
  const prepared = slowed(await engine.prepare(NETWORK), slowness);
  const bench = new Workplace(prepared, name => digits[name]);
  const lab: AskedOfLab = {
    split: name => digits[name],
    use: (_purpose, weights, work) => {
      prepared.putParameters(weights);
      return work(bench);
    },
  };
  now = 0;
  const points: Pick<TrainProgress, 'epoch' | 'step' | 'loss' | 'accuracy'>[] = [];
  const kept: Kept[] = [];
  const controller = new AbortController();
  vi.spyOn(performance, 'now').mockImplementation(() => {
    if (now >= stopAt) controller.abort();
    return now;
  });
  const output = await trainJob(
    lab,
    { checkpoint: from, config: CONFIG, watermark: null },
    {
      signal: controller.signal,
      report: ({ epoch, step, loss, accuracy, due }) => {
        if (due) points.push({ epoch, step, loss, accuracy });
      },
      keep: checkpoint => kept.push({ at: now, checkpoint, points: points.length }),
    },
  );
  return { output, points, kept, took: now };
}

afterEach(() => vi.restoreAllMocks());

/** As plain JavaScript takes for batches of 512, and for all test images together. */
const SLOW: Slowness = { step: 1700, image: 15 };

describe('on the engine in plain JavaScript', () => {
  it('loses five seconds at most of what was trained, whenever it is cut off', async () => {
    const { kept, output } = await runJob(createReferenceEngine(), SLOW);
    expect(output.finished).toBe(true);
    const positions = kept.map(({ checkpoint }) => checkpoint.position);
    // Both ends of epochs are kept before they are measured, which takes half a minute.
    expect(positions).toContainEqual({ epoch: 0, step: STEPS });
    expect(positions).toContainEqual({ epoch: 1, step: 0 });
    expect(positions).toContainEqual({ epoch: 1, step: STEPS });
    const done = ({ epoch, step }: TrainingPosition) => epoch * STEPS + step;
    const lost = positions.map((position, i) => done(position) - done(positions[i - 1] ?? start.position));
    expect(Math.max(...lost) * SLOW.step).toBeLessThanOrEqual(5000);
  });

  it.each([
    ['the middle of an epoch', 20_000],
    ['the measuring of its end', STEPS * SLOW.step + 5000],
  ])('hears in %s within two seconds that it is to stop', async (_, stopAt) => {
    const { output, took } = await runJob(createReferenceEngine(), SLOW, { stopAt });
    expect(output).toMatchObject({ finished: false, accuracy: null });
    expect(took - stopAt).toBeLessThanOrEqual(2000);
  });
});

describe('however slow the computer is', () => {
  it('the points of the curves and the weights are the same', async () => {
    const engine = await loadWasmEngineFromDisk();
    const whole = await runJob(engine, FAST);
    expect(whole.points.map(({ epoch, step }) => epoch * STEPS + step)).toEqual([
      16, 32, 40, 40, 56, 72, 80, 80,
    ]);
    for (const slowness of [SLOW, { step: 150, image: 1 }]) {
      const slow = await runJob(engine, slowness);
      expect(slow.points).toEqual(whole.points);
      expect(slow.output).toEqual(whole.output);
    }
  });

  it('from wherever it was kept it goes on to the same points and weights', async () => {
    const engine = await loadWasmEngineFromDisk();
    const whole = await runJob(engine, SLOW);
    expect(whole.kept.some(({ checkpoint }) => checkpoint.position.step % 16 !== 0)).toBe(true);
    for (const { checkpoint, points } of whole.kept) {
      const rest = await runJob(engine, FAST, { from: structuredClone(checkpoint) });
      expect(rest.points).toEqual(whole.points.slice(points));
      expect(rest.output).toEqual(whole.output);
    }
  });

  it('stopped while an epoch’s end is measured, it goes on with that', async () => {
    const engine = await loadWasmEngineFromDisk();
    const whole = await runJob(engine, FAST);
    const { output, points } = await runJob(engine, SLOW, { stopAt: STEPS * SLOW.step + 5000 });
    expect(output.checkpoint.position).toEqual({ epoch: 0, step: STEPS });
    const rest = await runJob(engine, FAST, { from: output.checkpoint });
    expect([...points, ...rest.points]).toEqual(whole.points);
    expect(rest.output).toEqual(whole.output);
  });
});

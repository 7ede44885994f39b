/** Which tuning is fastest on the adapter at hand: a few training steps with each, on pixels that mean nothing. */
import { AppError } from '../../core/errors';
import { seeded } from '../../core/random';
import type { DatasetHandle, PreparedNetwork } from '../engine';
import type { TuningName } from './tuning';

export interface MeasuredTunings {
  /** null where none could be measured. */
  readonly fastest: TuningName | null;
  /** Milliseconds a training step, of those that could. */
  readonly milliseconds: Readonly<Partial<Record<TuningName, number>>>;
}

/** What is spent on one tuning, once it is compiled and warm. */
const MILLISECONDS = 250;

/** Runs whose fastest counts: whatever else the computer does only makes one slower. */
const RUNS = 3;

function trainer(prepared: PreparedNetwork, dataset: DatasetHandle, batchSize: number) {
  return async (steps: number): Promise<number> => {
    const start = performance.now();
    await prepared.train({
      dataset,
      order: new Uint32Array(steps * batchSize).map((_, i) => i % dataset.count),
      batchSize,
      learningRates: new Float32Array(steps).fill(1e-3),
      weightDecay: 0,
    });
    return (performance.now() - start) / steps;
  };
}

async function measure(prepared: PreparedNetwork, batchSize: number): Promise<number> {
  const { pixels, classes, parameterCount } = prepared.layout;
  const random = seeded(1, 'measure tunings');
  prepared.putParameters(Float32Array.from({ length: parameterCount }, () => 0.1 * random.normal()));
  const dataset = prepared.putDataset(
    Uint8Array.from({ length: batchSize * pixels }, () => random.integer(256)),
    Uint8Array.from({ length: batchSize }, () => random.integer(classes)),
  );
  const train = trainer(prepared, dataset, batchSize);
  const first = await train(1);
  const steps = Math.max(1, Math.min(16, Math.floor(MILLISECONDS / RUNS / first)));
  let fastest = Infinity;
  for (let run = 0; run < RUNS; run++) fastest = Math.min(fastest, await train(steps));
  return fastest;
}

/** @param prepare a network of its own for each; disposed of here. */
export async function measureTunings(
  names: readonly TuningName[],
  batchSize: number,
  prepare: (name: TuningName) => Promise<PreparedNetwork>,
): Promise<MeasuredTunings> {
  const milliseconds: Partial<Record<TuningName, number>> = {};
  let fastest: TuningName | null = null;
  for (const name of names) {
    let prepared: PreparedNetwork | null = null;
    try {
      prepared = await prepare(name);
      const taken = await measure(prepared, batchSize);
      milliseconds[name] = taken;
      if (fastest === null || taken < milliseconds[fastest]!) fastest = name;
    } catch (error) {
      // A tuning that this device does not take is no candidate.
      if (!(error instanceof AppError)) throw error;
    } finally {
      prepared?.dispose();
    }
  }
  return { fastest, milliseconds };
}

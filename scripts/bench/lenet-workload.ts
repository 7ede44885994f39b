/** The training that `train-step` and `epoch` time, the same for every contender: LeNet-5, batch 64, wm₁, AdamW at the page's defaults. */
import { seeded } from '../../src/core/random';
import type { Dataset, Split } from '../../src/data/dataset';
import type { ParameterTerm } from '../../src/engine/engine';
import type { Layout } from '../../src/engine/network';
import { drawOwnerKey, WATERMARK_1 } from '../../src/method/watermark/owner-key';
import { watermarkTerm } from '../../src/method/watermark/regularizer';
import { initializeParameters } from '../../src/model/initialization';
import { defaultTraining } from '../../src/model/training';

/**
 * Images that a peer keeps in float32 on its device: all 60,000 would be 188 MB, more than a default WebGPU buffer holds.
 * What a batch costs doesn't hang on how many there are.
 */
const RESIDENT = 10_000;

export interface LenetWorkload {
  readonly parameters: Float32Array;
  readonly term: ParameterTerm;
  readonly images: Split;
  readonly batchSize: number;
  readonly rate: number;
  readonly weightDecay: number;
  /** The images of steps `from` … `from + steps` − 1. */
  order(from: number, steps: number): Uint32Array;
}

export function lenetWorkload(layout: Layout, dataset: Dataset): LenetWorkload {
  const { batchSize, learningRate, weightDecay } = defaultTraining;
  const parameters = initializeParameters(layout, seeded(1, 'initialization'));
  const key = drawOwnerKey({
    layout,
    parameters,
    layer: 'conv2',
    digits: WATERMARK_1,
    secret: 'bench',
    range: [0.1, 0.45],
  });
  const count = Math.min(RESIDENT, dataset.train.count);
  const permutation = seeded(1, 'bench order').shuffle(Uint32Array.from({ length: count }, (_, i) => i));
  return {
    parameters,
    term: watermarkTerm(layout, key),
    images: {
      images: dataset.train.images.subarray(0, count * layout.pixels),
      labels: dataset.train.labels.subarray(0, count),
      count,
    },
    batchSize,
    rate: learningRate,
    weightDecay,
    order: (from, steps) =>
      Uint32Array.from({ length: steps * batchSize }, (_, i) => permutation[(from * batchSize + i) % count]!),
  };
}

/** Steps after which contenders are compared. Later ones may part: where two cells of a pool nearly tie, the gradient goes elsewhere. */
export const COMPARED_STEPS = 4;
/** Between two float32 trainings after `COMPARED_STEPS` steps, each of which moves a weight by up to 2e-3. */
export const TRAINING_TOLERANCE = 1e-4;

/** A peer that trains: compared first, then timed. */
export interface Trainer {
  /** Trains on; gives the loss of the last step. */
  train(steps: number): Promise<number>;
  /** In the engine's layout. */
  read(): Promise<Float32Array>;
  dispose(): void;
}

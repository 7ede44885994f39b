/** A step of LeNet-5 with watermark and AdamW, batch 64, the gather included. */
import { LENET5 } from '../../../src/model/lenet5';
import { jaxTrainer } from '../jax/lenet5-trainer';
import { COMPARED_STEPS, lenetWorkload, TRAINING_TOLERANCE, type Trainer } from '../lenet-workload';
import { alternate, contender } from '../measure';
import { stepOperations } from '../operations';
import { largestDifference } from '../statistics';
import { stockTrainer } from '../stock/lenet5-trainer';
import { openTfjs } from '../stock/open-tfjs';
import type { MeasureFigure } from './figure';
import { CHUNK, oursTrainer } from './ours-trainer';

/** Trains a few steps; gives the loss of the last and the weights after it. */
export async function fewSteps(trainer: Trainer): Promise<Float32Array> {
  const loss = await trainer.train(COMPARED_STEPS);
  return Float32Array.of(loss, ...(await trainer.read()));
}

const SAMPLES = 7;

export const trainStep: MeasureFigure = async bench => {
  const prepared = await bench.engine.prepare(LENET5);
  const { layout } = prepared;
  const work = lenetWorkload(layout, bench.dataset);
  const ours = oursTrainer(prepared, work);
  const stock = stockTrainer(await openTfjs(bench.backend, bench.stock), bench.stock, layout, work);
  const jax = await jaxTrainer(bench.backend, layout, work);

  const expected = await fewSteps(ours);
  const agreement = {
    stock: largestDifference(await fewSteps(stock), expected),
    jax: largestDifference(await fewSteps(jax), expected),
    tolerance: TRAINING_TOLERANCE,
    of: `loss and weights after ${COMPARED_STEPS} steps`,
  };
  const alternation = await alternate(
    {
      ours: contender(CHUNK, times => ours.train(times * CHUNK)),
      stock: contender(1, times => stock.train(times)),
      jax: contender(1, times => jax.train(times)),
    },
    { samples: SAMPLES, sampleMilliseconds: 400, warmMilliseconds: 1000, whole: false },
  );
  return {
    what: `a training step of LeNet-5, batch ${work.batchSize}, with wm₁ and AdamW, its batch gathered`,
    unit: 'ms',
    alternation,
    operations: stepOperations(layout, work.batchSize),
    agreement,
    note: '',
  };
};

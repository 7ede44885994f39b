/** An epoch of 60,000 images as the page trains it: shuffled, the learning rate falling, events let in between chunks. */
import { LENET5 } from '../../../src/model/lenet5';
import { defaultTraining, stepsPerEpoch, train } from '../../../src/model/training';
import { COMPARED_STEPS, lenetWorkload, TRAINING_TOLERANCE } from '../lenet-workload';
import { alternate, contender } from '../measure';
import { stepOperations } from '../operations';
import { largestDifference } from '../statistics';
import { stockTrainer } from '../stock/lenet5-trainer';
import { openTfjs } from '../stock/open-tfjs';
import type { MeasureFigure } from './figure';
import { oursTrainer } from './ours-trainer';
import { fewSteps } from './train-step';

const SAMPLES = 3;
const IMAGES = 60_000;
const WARM_STEPS = 96;

export const epoch: MeasureFigure = async bench => {
  const prepared = await bench.engine.prepare(LENET5);
  const { layout } = prepared;
  const work = lenetWorkload(layout, bench.dataset);
  const stock = stockTrainer(await openTfjs(bench.backend, bench.stock), bench.stock, layout, work);
  const warm = oursTrainer(prepared, work);
  const agreement = {
    stock: largestDifference(await fewSteps(stock), await fewSteps(warm)),
    jax: null,
    tolerance: TRAINING_TOLERANCE,
    of: `loss and weights after ${COMPARED_STEPS} steps`,
  };
  const { train: split } = bench.dataset;
  const set = prepared.putDataset(split.images, split.labels);
  prepared.putParameters(work.parameters);
  prepared.putOptimizer(null);
  const steps = stepsPerEpoch(set.count, work.batchSize);
  const config = { ...defaultTraining, epochs: 1 };
  const alternation = await alternate(
    {
      // The built-in digits are fewer than MNIST's: an epoch of theirs is a share of one of 60,000.
      ours: contender(
        set.count / IMAGES,
        async times => {
          for (let i = 0; i < times; i++) await train(prepared, set, config, { term: work.term });
        },
        () => warm.train(WARM_STEPS),
      ),
      stock: contender(work.batchSize / IMAGES, times => stock.train(times)),
      jax: null,
    },
    {
      samples: bench.software ? 2 : SAMPLES,
      sampleMilliseconds: 10_000,
      warmMilliseconds: 1000,
      whole: true,
    },
  );
  return {
    what: `an epoch of ${steps} steps over ${set.count} images, each batch gathered`,
    unit: 's',
    alternation,
    operations: stepOperations(layout, IMAGES),
    agreement,
    note: '',
  };
};

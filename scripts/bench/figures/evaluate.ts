/** The test set's 10,000 images through LeNet-5, to the share that is right. */
import { LENET5 } from '../../../src/model/lenet5';
import { accuracy } from '../../../src/model/evaluation';
import { alternate, contender } from '../measure';
import { predictionOperations } from '../operations';
import { largestDifference } from '../statistics';
import { StockEvaluation } from '../stock/evaluation';
import { openTfjs } from '../stock/open-tfjs';
import type { MeasureFigure } from './figure';

const SAMPLES = 5;
const IMAGES = 10_000;
/** Between two float32 predictions of logits, which lie around ±10. */
export const LOGIT_TOLERANCE = 1e-3;
/** Images whose logits are compared. */
export const COMPARED_IMAGES = 32;

export const evaluate: MeasureFigure = async bench => {
  const prepared = await bench.engine.prepare(LENET5);
  const { test } = bench.dataset;
  const { layout } = prepared;
  prepared.putParameters(bench.trained);
  const set = prepared.putDataset(test.images, test.labels);
  const stock = new StockEvaluation(await openTfjs(bench.backend, bench.stock), layout, test, bench.software);
  stock.put(bench.trained);
  const agreement = {
    stock: largestDifference(
      await stock.logits(COMPARED_IMAGES),
      await prepared.predictDataset(set, 0, COMPARED_IMAGES),
    ),
    jax: null,
    tolerance: LOGIT_TOLERANCE,
    of: `logits of ${COMPARED_IMAGES} images`,
  };
  const alternation = await alternate(
    {
      ours: contender(test.count / IMAGES, async times => {
        for (let i = 0; i < times; i++) await accuracy(prepared, set, test.labels);
      }),
      stock: contender(stock.batch / IMAGES, times => stock.evaluate(times)),
      jax: null,
    },
    { samples: SAMPLES, sampleMilliseconds: 3000, warmMilliseconds: 1000, whole: true },
  );
  return {
    what: `${IMAGES} images predicted and counted`,
    unit: 'ms',
    alternation,
    operations: IMAGES * predictionOperations(layout),
    agreement,
    note: '',
  };
};

/** Table 4's attack: at each of ten rates the smallest weights of conv2 go, and the test set is evaluated again. */
import { pruneLayer, TABLE_4_RATES } from '../../../src/attacks/pruning';
import { accuracy } from '../../../src/model/evaluation';
import { LENET5 } from '../../../src/model/lenet5';
import { alternate, contender } from '../measure';
import { predictionOperations } from '../operations';
import { largestDifference } from '../statistics';
import { StockEvaluation } from '../stock/evaluation';
import { openTfjs } from '../stock/open-tfjs';
import { COMPARED_IMAGES, LOGIT_TOLERANCE } from './evaluate';
import type { MeasureFigure } from './figure';

const SAMPLES = 3;
const IMAGES = 10_000;
const LAYER = 'conv2';

export const pruneSweep: MeasureFigure = async bench => {
  const prepared = await bench.engine.prepare(LENET5);
  const { test } = bench.dataset;
  const { layout } = prepared;
  const pruned = (rate: number) => pruneLayer(layout, bench.trained, LAYER, rate);
  const set = prepared.putDataset(test.images, test.labels);
  const stock = new StockEvaluation(await openTfjs(bench.backend, bench.stock), layout, test, bench.software);

  stock.put(pruned(0.5));
  prepared.putParameters(pruned(0.5));
  const agreement = {
    stock: largestDifference(
      await stock.logits(COMPARED_IMAGES),
      await prepared.predictDataset(set, 0, COMPARED_IMAGES),
    ),
    jax: null,
    tolerance: LOGIT_TOLERANCE,
    of: `logits of ${COMPARED_IMAGES} images after pruning by half`,
  };
  const batchesARate = IMAGES / stock.batch;
  let batches = 0;
  const alternation = await alternate(
    {
      ours: contender(
        test.count / IMAGES,
        async times => {
          for (let i = 0; i < times; i++) {
            for (const rate of TABLE_4_RATES) {
              prepared.putParameters(pruned(rate));
              await accuracy(prepared, set, test.labels);
            }
          }
        },
        () => accuracy(prepared, set, test.labels),
      ),
      // As far through the sweep as a sample goes, rate by rate.
      stock: contender(1 / (batchesARate * TABLE_4_RATES.length), async times => {
        let left = times;
        while (left > 0) {
          const inRate = batches % batchesARate;
          if (inRate === 0) {
            stock.put(pruned(TABLE_4_RATES[(batches / batchesARate) % TABLE_4_RATES.length]!));
          }
          const now = Math.min(left, batchesARate - inRate);
          await stock.evaluate(now);
          batches += now;
          left -= now;
        }
      }),
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
    what: `${TABLE_4_RATES.length} pruning rates, ${IMAGES} images each`,
    unit: 's',
    alternation,
    operations: TABLE_4_RATES.length * IMAGES * predictionOperations(layout),
    agreement,
    note: '',
  };
};

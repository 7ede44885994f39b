/** A training step of the whole WRN-10-4 on 32 × 32 × 3. */
import { seeded } from '../../../src/core/random';
import { initializeParameters } from '../../../src/model/initialization';
import { wideResNet, WRN_10_4 } from '../../../src/model/wide-resnet';
import { alternate, contender } from '../measure';
import { stepOperations } from '../operations';
import { largestDifference } from '../statistics';
import { openTfjs } from '../stock/open-tfjs';
import { StockTraining } from '../stock/training-step';
import type { MeasureFigure } from './figure';

const BATCH = 128;
/** On a GPU that computes on the CPU, where tfjs needs minutes for one of 128. */
const SOFTWARE_BATCH = 2;
const RATE = 1e-3;
const DECAY = 5e-4;
/** The third loss has been through two updates by every gradient. */
const COMPARED_STEPS = 3;
const COMPARED_BATCH = 4;
/** Between losses near 2.3: where a ReLU's input is about 0 the two may part. */
const TOLERANCE = 5e-3;

export const wrnStep: MeasureFigure = async bench => {
  const prepared = await bench.engine.prepare(wideResNet(WRN_10_4));
  const { layout } = prepared;
  const { height, width, channels } = WRN_10_4.input;
  const parameters = initializeParameters(layout, seeded(1, 'initialization'));
  const batchSize = bench.software ? SOFTWARE_BATCH : BATCH;
  const random = seeded(1, 'images of a WRN');
  const count = Math.max(batchSize, COMPARED_BATCH);
  const images = Uint8Array.from({ length: count * layout.pixels }, () => random.integer(256));
  const labels = Uint8Array.from({ length: count }, () => random.integer(WRN_10_4.classes));

  const tf = await openTfjs(bench.backend, bench.stock);
  const dataset = prepared.putDataset(images, labels);
  const resident = {
    images: tf.tensor4d(
      Float32Array.from(images, byte => byte / 255),
      [count, height, width, channels],
    ),
    labels: tf.tensor1d(Int32Array.from(labels), 'int32'),
  };

  const train = async (size: number, steps: number): Promise<Float32Array> =>
    prepared.train({
      dataset,
      order: Uint32Array.from({ length: size * steps }, (_, i) => i % size),
      batchSize: size,
      learningRates: new Float32Array(steps).fill(RATE),
      weightDecay: DECAY,
    });
  const trainStock = async (training: StockTraining, size: number, steps: number) => {
    const losses: number[] = [];
    for (let step = 0; step < steps; step++) {
      const loss = tf.tidy(() =>
        training.step(
          tf.slice(resident.images, [0, 0, 0, 0], [size, -1, -1, -1]),
          tf.slice(resident.labels, [0], [size]),
          RATE,
        ),
      );
      losses.push((await loss.data())[0]!);
      loss.dispose();
    }
    return losses;
  };

  const start = () => new StockTraining(tf, bench.stock, layout, parameters, DECAY);
  prepared.putParameters(parameters);
  const expected = await train(COMPARED_BATCH, COMPARED_STEPS);
  const compared = start();
  const found = await trainStock(compared, COMPARED_BATCH, COMPARED_STEPS);
  compared.dispose();
  const agreement = {
    stock: largestDifference(found, expected),
    jax: null,
    tolerance: TOLERANCE,
    of: `losses of ${COMPARED_STEPS} steps of ${COMPARED_BATCH} images`,
  };

  prepared.putParameters(parameters);
  prepared.putOptimizer(null);
  const training = start();
  const alternation = await alternate(
    {
      ours: contender(1, times => train(batchSize, times)),
      stock: contender(1, times => trainStock(training, batchSize, times)),
      jax: null,
    },
    { samples: 3, sampleMilliseconds: 500, warmMilliseconds: 500, whole: false },
  );
  return {
    what: `a training step of WRN-10-4 on ${height}×${width}×${channels}, batch ${batchSize}`,
    unit: 'ms',
    alternation,
    operations: stepOperations(layout, batchSize),
    agreement,
    note: '',
  };
};

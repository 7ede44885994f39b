/**
 * Licences by the three phases of section 2.3: 450 iterations for each image, then the polish on its 8-bit pixels. tfjs does an
 * iteration of the reach phase for all images at once, which is scaled; it is spared second searches and the polish.
 */
import { drawCleanImages } from '../../../src/jobs/fingerprints-job';
import { WorkerPool } from '../../../src/jobs/pool';
import type { PreparedNetwork } from '../../../src/engine/engine';
import { generateFingerprints } from '../../../src/method/fingerprint/generate';
import { DEFAULT_SETTINGS } from '../../../src/method/fingerprint/generation-options';
import { reachHead } from '../../../src/method/fingerprint/objective';
import { fromBytes } from '../../../src/method/fingerprint/polish';
import { targetOutput } from '../../../src/method/fingerprint/target';
import { LENET5 } from '../../../src/model/lenet5';
import { alternate, contender, type Contender } from '../measure';
import { descentOperations } from '../operations';
import { rootMeanSquareDifference } from '../statistics';
import { StockDescent } from '../stock/descent';
import { openTfjs } from '../stock/open-tfjs';
import type { Bench, MeasureFigure } from './figure';

/** At once, in ours as in stock. */
const TOGETHER = 300;
/** In stock on a GPU that computes on the CPU, where an iteration of 300 takes it a quarter of a minute. */
const SOFTWARE_TOGETHER = 32;
const FULL = 3000;
const FULL_WORKERS = 2;
const { reach, settle } = DEFAULT_SETTINGS;
const ITERATIONS = reach.iterations + settle.iterations;
/** Enough for Adam to have turned once; one more in ours, whose result is the iterate before its last step. */
const COMPARED_ITERATIONS = 3;
/**
 * In grey, 0 to 1, root mean square. Adam's first steps are as long for a gradient of 1e-9 as for one of 1: where the network
 * does not look, the last bit of a tanh decides which way a pixel goes (2e-4 on wasm, 3e-3 on a software GPU). A wrong
 * gradient sends all of them elsewhere, by some hundredths.
 */
const TOLERANCE = 5e-3;

const request = (n: number) => ({
  class: n % 10,
  confidence: [0.2, 0.3, 0.4][Math.floor(n / 10) % 3]!,
});

function cleanImages({ dataset }: Bench, count: number, pixels: number): Float32Array[] {
  return drawCleanImages(1, count, dataset.test.count).map(image =>
    fromBytes(dataset.test.images.subarray(image * pixels, (image + 1) * pixels)),
  );
}

/** The reach phase for the same images and targets, for both. */
async function reachOptions(prepared: PreparedNetwork, images: readonly Float32Array[]) {
  const { pixels, classes } = prepared.layout;
  const joined = new Float32Array(images.length * pixels);
  images.forEach((image, n) => joined.set(image, n * pixels));
  const logits = await prepared.predict(joined);
  const state = new Float32Array(images.length * (classes + 1));
  images.forEach((_, n) => {
    const { class: target, confidence } = request(n);
    const q = targetOutput(logits.subarray(n * classes, (n + 1) * classes), target, confidence, null);
    state.set(q, n * (classes + 1));
    state[n * (classes + 1) + classes] = reach.alpha;
  });
  return {
    images: joined,
    state,
    head: reachHead(classes),
    iterations: reach.iterations,
    learningRate: reach,
    beta1: 0.9,
    beta2: 0.999,
  };
}

/** All on this thread. */
function alone(bench: Bench, prepared: PreparedNetwork, images: readonly Float32Array[]): Contender {
  const make = (count: number) =>
    generateFingerprints({
      prepared,
      requests: images.slice(0, count).map((image, n) => ({ ...request(n), image })),
      secret: 'bench',
      epsilon: 0.001,
    });
  return contender(
    1,
    () => make(images.length),
    () => make(bench.software ? 4 : 30),
  );
}

/** The page's own pool. */
async function divided(bench: Bench): Promise<{ contender: Contender; close: () => void }> {
  const pool = new WorkerPool(
    () => new Worker(new URL('../../../src/jobs/worker.ts', import.meta.url), { type: 'module' }),
    { limit: FULL_WORKERS, onLost: ({ reason }) => console.error(reason) },
  );
  await pool.run('open-engine', { choice: bench.backend });
  const { testCount } = await pool.run('load-dataset', {
    preference: bench.dataset.name === 'mnist' ? 'auto' : 'synthetic',
    baseUrl: document.baseURI,
  });
  const make = (count: number) =>
    pool.run('fingerprints', {
      parameters: bench.trained,
      requests: Array.from({ length: count }, (_, n) => request(n)),
      images: drawCleanImages(1, count, testCount),
      secret: 'bench',
      epsilon: 0.001,
      method: 'three-phase',
    });
  return {
    contender: contender(
      1,
      () => make(FULL),
      () => make(60),
    ),
    close: () => pool.close(),
  };
}

export const fingerprints: MeasureFigure = async bench => {
  const prepared = await bench.engine.prepare(LENET5);
  const { layout } = prepared;
  prepared.putParameters(bench.trained);
  const images = cleanImages(bench, TOGETHER, layout.pixels);
  const together = bench.software ? SOFTWARE_TOGETHER : TOGETHER;
  const options = await reachOptions(prepared, images.slice(0, together));
  const tf = await openTfjs(bench.backend, bench.stock);
  const stock = new StockDescent(tf, bench.stock, layout, bench.trained, options);

  await stock.run(COMPARED_ITERATIONS);
  const descent = prepared.descend(options);
  await descent.run(COMPARED_ITERATIONS + 1);
  const agreement = {
    stock: rootMeanSquareDifference(await stock.images(), (await descent.read()).images),
    jax: null,
    tolerance: TOLERANCE,
    of: `pixels after ${COMPARED_ITERATIONS} iterations, root mean square`,
  };
  descent.dispose();

  const count = bench.full ? FULL : TOGETHER;
  const pool = bench.full ? await divided(bench) : null;
  const samples = bench.full || bench.software ? 1 : 3;
  const alternation = await alternate(
    {
      ours: pool?.contender ?? alone(bench, prepared, images),
      stock: contender(together / count / ITERATIONS, times => stock.run(times)),
      jax: null,
    },
    { samples, sampleMilliseconds: 5000, warmMilliseconds: 500, whole: true },
  );
  pool?.close();
  return {
    what: `${count} fingerprints of ${ITERATIONS} iterations, polished${bench.full ? `, ${FULL_WORKERS} workers` : ''}`,
    unit: 's',
    alternation,
    operations: ITERATIONS * descentOperations(layout, count),
    agreement,
    note: 'stock: its iterations alone, no polish and no second search; one thread',
  };
};

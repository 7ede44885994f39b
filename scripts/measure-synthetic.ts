/**
 * Measures the built-in digits on the wasm engine: how well a LeNet-5 trained on MNIST reads them, and how well one
 * trained on them reads MNIST's test set.
 *
 *   npx tsx scripts/measure-synthetic.ts [--epochs 5] [--seed 1]
 */
import { parseArgs } from 'node:util';
import { seeded } from '../src/core/random';
import type { Dataset } from '../src/data/dataset';
import { readMnistFromDisk } from '../src/data/mnist-from-disk';
import { syntheticDataset } from '../src/data/synthetic-digits';
import { loadWasmEngineFromDisk } from '../src/engine/wasm/load-from-disk';
import { accuracy } from '../src/model/evaluation';
import { initializeParameters } from '../src/model/initialization';
import { LENET5 } from '../src/model/lenet5';
import { defaultTraining, train } from '../src/model/training';

const { values } = parseArgs({
  options: { epochs: { type: 'string', default: '5' }, seed: { type: 'string', default: '1' } },
});

const mnist = await readMnistFromDisk();
if (!mnist) throw new Error('This measurement needs MNIST: set MNIST_DIR, or run "npm run data".');
const datasets: Record<string, Dataset> = { MNIST: mnist, synthetic: await syntheticDataset() };
const engine = await loadWasmEngineFromDisk();
const seed = Number(values.seed);

for (const [name, dataset] of Object.entries(datasets)) {
  const prepared = await engine.prepare(LENET5);
  prepared.putParameters(initializeParameters(prepared.layout, seeded(seed, 'initialization')));
  const split = prepared.putDataset(dataset.train.images, dataset.train.labels);
  await train(prepared, split, { ...defaultTraining, epochs: Number(values.epochs), seed });
  for (const [other, { test }] of Object.entries(datasets)) {
    const handle = prepared.putDataset(test.images, test.labels);
    const share = await accuracy(prepared, handle, test.labels);
    console.log(
      `trained on ${name}, ${values.epochs} epochs: reads ${other}'s test images at ${(100 * share).toFixed(2)}%`,
    );
    handle.dispose();
  }
  split.dispose();
  prepared.dispose();
}
engine.dispose();

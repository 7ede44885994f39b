/** How much slower the float64 loops are than WebAssembly, where a browser has no SIMD: `npx tsx scripts/measure-reference.ts`. */
import { seeded } from '../src/core/random';
import type { Engine } from '../src/engine/engine';
import { layOut } from '../src/engine/network';
import { createReferenceEngine } from '../src/engine/reference/reference-engine';
import { loadWasmEngineFromDisk } from '../src/engine/wasm/load-from-disk';
import { initializeParameters } from '../src/model/initialization';
import { LENET5 } from '../src/model/lenet5';
import { defaultTraining } from '../src/model/training';

const ROUNDS = 9;
const PIXELS = 784;
const COUNT = 1000;
const { batchSize, learningRate, weightDecay } = defaultTraining;

const random = seeded(7, 'measure-reference');
const images = Uint8Array.from({ length: COUNT * PIXELS }, () => random.integer(256));
const labels = Uint8Array.from({ length: COUNT }, () => random.integer(10));
const image = Float32Array.from(images.subarray(0, PIXELS), value => value / 255);
const parameters = initializeParameters(layOut(LENET5), seeded(7, 'initialization'));

/** Milliseconds of a step of LeNet-5, and of one image's answer. */
async function timed(
  engine: Engine,
  steps: number,
): Promise<() => Promise<{ step: number; answer: number }>> {
  const network = await engine.prepare(LENET5);
  network.putParameters(parameters);
  const dataset = network.putDataset(images, labels);
  const order = Uint32Array.from({ length: steps * batchSize }, (_, i) => i % COUNT);
  const learningRates = new Float32Array(steps).fill(learningRate);
  return async () => {
    const start = performance.now();
    await network.train({ dataset, order, batchSize, learningRates, weightDecay });
    const trained = performance.now();
    await network.predict(image);
    return { step: (trained - start) / steps, answer: performance.now() - trained };
  };
}

const plain = await timed(createReferenceEngine(), 2);
const wasm = await timed(await loadWasmEngineFromDisk(), 32);
await plain();
await wasm();
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const ratios: number[] = [];
const answers: number[] = [];
// In turn, so that whatever else the computer does meets both.
for (let round = 0; round < ROUNDS; round++) {
  const slow = await plain();
  const fast = await wasm();
  ratios.push(slow.step / fast.step);
  answers.push(slow.answer);
}
console.log(
  `a step takes ${median(ratios).toFixed(0)} times as long, one image ${median(answers).toFixed(0)} ms`,
);

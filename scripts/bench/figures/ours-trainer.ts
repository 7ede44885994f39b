/** Our engine in the form in which `train-step` and `epoch` time it. */
import type { PreparedNetwork } from '../../../src/engine/engine';
import type { LenetWorkload, Trainer } from '../lenet-workload';

/** Steps handed over at once, as the page's training does. */
export const CHUNK = 16;

export function oursTrainer(prepared: PreparedNetwork, work: LenetWorkload): Trainer {
  const dataset = prepared.putDataset(work.images.images, work.images.labels);
  prepared.putParameters(work.parameters);
  prepared.putOptimizer(null);
  let done = 0;
  return {
    async train(steps) {
      let loss = NaN;
      for (let left = steps; left > 0; left -= CHUNK) {
        const now = Math.min(left, CHUNK);
        const losses = await prepared.train({
          dataset,
          order: work.order(done, now),
          batchSize: work.batchSize,
          learningRates: new Float32Array(now).fill(work.rate),
          weightDecay: work.weightDecay,
          term: work.term,
        });
        done += now;
        loss = losses.at(-1)!;
      }
      return loss;
    },
    read: () => prepared.readParameters(),
    dispose: () => dataset.dispose(),
  };
}

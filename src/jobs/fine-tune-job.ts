/** Table 3's attack: the stolen model trained on without the regularizer, its accuracy and its digits after each epoch. */
import { throwIfAborted } from '../core/errors';
import { fineTune } from '../attacks/fine-tuning';
import { sha256Hex } from '../data/sha256';
import { readWatermark } from '../method/watermark/verification';
import { accuracy } from '../model/evaluation';
import { stepsPerEpoch, takeCheckpoint } from '../model/training';
import type { TrainingPosition } from '../model/training';
import { Keeping } from './keeping';
import type { Lab } from './lab';
import type { FineTuneInput, FineTuningRow, JobContext } from './protocol';
import { secondsLeft, stopwatch } from './time-left';

export function fineTuneJob(
  lab: Lab,
  { parameters, checkpoint, key, config }: FineTuneInput,
  { signal, report, keep }: JobContext<'fine-tune'>,
): Promise<readonly FineTuningRow[]> {
  return lab.use('attack', parameters, async bench => {
    const { prepared } = bench;
    const test = lab.split('test');
    const steps = stepsPerEpoch(lab.split('train').count, config.batchSize);
    const total = config.epochs * steps;
    const first = checkpoint ? checkpoint.position.epoch * steps + checkpoint.position.step : 0;
    const elapsed = stopwatch();
    const weightsSha256 = await sha256Hex(new Uint8Array(parameters.slice().buffer));
    const rows: FineTuningRow[] = [];
    const keeping = new Keeping();

    const measure = async (epoch: number, weights: Float32Array): Promise<FineTuningRow> => {
      const { readings, matches, verified } = readWatermark(prepared.layout, weights, key);
      const measured = await accuracy(prepared, bench.split('test'), test.labels, { signal });
      const row = { weightsSha256, epoch, accuracy: measured, readings, matches, verified };
      rows.push(row);
      return row;
    };
    const tell = (row: FineTuningRow | null, done: number) =>
      report({
        row,
        fraction: done / total,
        secondsLeft: secondsLeft(elapsed(), (done - first) / (total - first)),
      });
    const keepAt = async (position: TrainingPosition) => {
      keep(await takeCheckpoint(prepared, position));
      keeping.kept();
    };

    if (!checkpoint) {
      const row = await keeping.whileMeasuring(() => measure(0, parameters));
      report({ row, fraction: 0, secondsLeft: Infinity });
    }
    await fineTune(prepared, parameters, bench.split('train'), config, {
      from: checkpoint,
      signal,
      onProgress: async ({ epoch, step }) => {
        tell(null, epoch * steps + step);
        // An epoch's end is kept below.
        if (keeping.isDue() && step > 0) await keepAt({ epoch, step });
      },
      onEpoch: async (epoch, weights) => {
        if (keeping.isBeforeMeasuring) await keepAt({ epoch: epoch - 1, step: steps });
        tell(await keeping.whileMeasuring(() => measure(epoch, weights)), epoch * steps);
        if (epoch < config.epochs) await keepAt({ epoch, step: 0 });
      },
    });
    throwIfAborted(signal);
    return rows;
  });
}

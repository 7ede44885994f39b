/** Table 3's attack: the stolen model trained on without the regularizer, its accuracy and its digits after each epoch. */
import { throwIfAborted } from '../core/errors';
import { fineTune } from '../attacks/fine-tuning';
import { sha256Hex } from '../data/sha256';
import { readWatermark } from '../method/watermark/verification';
import { accuracy } from '../model/evaluation';
import { stepsPerEpoch } from '../model/training';
import type { Lab } from './lab';
import type { FineTuneInput, FineTuningRow, JobContext } from './protocol';
import { secondsLeft, stopwatch } from './time-left';

export function fineTuneJob(
  lab: Lab,
  { parameters, key, config }: FineTuneInput,
  { signal, report }: JobContext<'fine-tune'>,
): Promise<readonly FineTuningRow[]> {
  return lab.use('attack', parameters, async bench => {
    const { prepared } = bench;
    const test = lab.split('test');
    const total = config.epochs * stepsPerEpoch(lab.split('train').count, config.batchSize);
    const elapsed = stopwatch();
    const weightsSha256 = await sha256Hex(new Uint8Array(parameters.slice().buffer));
    const rows: FineTuningRow[] = [];

    const measure = async (epoch: number, weights: Float32Array): Promise<FineTuningRow> => {
      const { readings, matches, verified } = readWatermark(prepared.layout, weights, key);
      const measured = await accuracy(prepared, bench.split('test'), test.labels, { signal });
      const row = { weightsSha256, epoch, accuracy: measured, readings, matches, verified };
      rows.push(row);
      return row;
    };

    report({ row: await measure(0, parameters), fraction: 0, secondsLeft: Infinity });
    await fineTune(prepared, parameters, bench.split('train'), config, {
      signal,
      onProgress: ({ epoch, step, steps }) => {
        const fraction = (epoch * steps + step) / total;
        report({ row: null, fraction, secondsLeft: secondsLeft(elapsed(), fraction) });
      },
      onEpoch: async (epoch, weights) => {
        const fraction = epoch / config.epochs;
        const row = await measure(epoch, weights);
        report({ row, fraction, secondsLeft: secondsLeft(elapsed(), fraction) });
      },
    });
    throwIfAborted(signal);
    return rows;
  });
}

/** Trains LeNet-5, with the watermark's regularizer or without, from any checkpoint; reports what the page draws live. */
import { isAppError } from '../core/errors';
import { mean } from '../core/statistics';
import { watermarkTerm } from '../method/watermark/regularizer';
import { readWatermark } from '../method/watermark/verification';
import { accuracy } from '../model/evaluation';
import { restoreCheckpoint, stepsPerEpoch, takeCheckpoint, train } from '../model/training';
import type { TrainingPosition } from '../model/training';
import type { AskedOfLab } from './inference-jobs';
import { Keeping } from './keeping';
import type { JobContext, JobMap } from './protocol';
import { secondsLeft, stopwatch } from './time-left';

export function trainJob(
  lab: AskedOfLab,
  { checkpoint, config, watermark }: JobMap['train']['input'],
  { signal, report, keep }: JobContext<'train'>,
): Promise<JobMap['train']['output']> {
  return lab.use('training', checkpoint.parameters, async bench => {
    const { prepared } = bench;
    const { layout } = prepared;
    const training = lab.split('train');
    const test = lab.split('test');
    restoreCheckpoint(prepared, checkpoint);

    const steps = stepsPerEpoch(training.count, config.batchSize);
    const total = config.epochs * steps;
    const first = checkpoint.position.epoch * steps + checkpoint.position.step;
    const elapsed = stopwatch();
    const keeping = new Keeping();
    let losses = checkpoint.losses ?? [];
    let millisecondsPerStep = NaN;
    /** At the end of the latest epoch; null while that is not measured. */
    let measured: number | null = null;
    /** The end of an epoch that is being measured. */
    let ended: TrainingPosition | null = null;

    const tell = async (epoch: number, step: number, due: boolean) => {
      const done = epoch * steps + step;
      report({
        epoch,
        epochs: config.epochs,
        step,
        stepsPerEpoch: steps,
        due,
        loss: losses.length > 0 ? mean(losses) : NaN,
        millisecondsPerStep,
        secondsLeft: done < total ? secondsLeft(elapsed(), (done - first) / (total - first)) : 0,
        watermark: watermark && readWatermark(layout, await prepared.readParameters(), watermark.key),
        accuracy: measured,
      });
    };
    const checkpointAt = async (position: TrainingPosition) => ({
      ...(await takeCheckpoint(prepared, position)),
      losses,
    });
    const keepAt = async (position: TrainingPosition) => {
      keep(await checkpointAt(position));
      keeping.kept();
    };
    const measure = () => accuracy(prepared, bench.split('test'), test.labels, { signal });

    const position = await train(prepared, bench.split('train'), config, {
      from: checkpoint.position,
      losses,
      term: watermark ? watermarkTerm(layout, watermark.key, watermark.lambda) : undefined,
      signal,
      onProgress: async ({ epoch, step, due, ...latest }) => {
        ({ losses, millisecondsPerStep } = latest);
        measured = null;
        await tell(epoch, step, due);
        // An epoch's end is kept below.
        if (keeping.isDue() && step > 0) await keepAt({ epoch, step });
      },
      onEpochEnd: async ({ epoch, step }) => {
        ended = { epoch: epoch - 1, step: steps };
        if (keeping.isBeforeMeasuring) await keepAt(ended);
        measured = await keeping.whileMeasuring(measure);
        ended = null;
        await tell(epoch, step, true);
        if (epoch < config.epochs) await keepAt({ epoch, step });
      },
    }).catch((error: unknown) => {
      // Stopped while an epoch's end was measured: going on begins with that.
      if (isAppError(error, 'cancelled') && ended) return ended;
      throw error;
    });
    const finished = position.epoch >= config.epochs;
    return {
      checkpoint: await checkpointAt(position),
      finished,
      accuracy: finished ? (measured ?? (await measure())) : null,
    };
  });
}

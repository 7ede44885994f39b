/** Trains LeNet-5, with the watermark's regularizer or without, from any checkpoint; reports what the page draws live. */
import { watermarkTerm } from '../method/watermark/regularizer';
import { readWatermark } from '../method/watermark/verification';
import { accuracy } from '../model/evaluation';
import { restoreCheckpoint, stepsPerEpoch, takeCheckpoint, train } from '../model/training';
import type { TrainingPosition } from '../model/training';
import type { Lab } from './lab';
import type { JobContext, JobMap } from './protocol';
import { secondsLeft, stopwatch } from './time-left';

/** A crash costs at most five seconds of work or one epoch: this, and the longest chunk of steps. */
export const KEEP_SECONDS = 4;

export function trainJob(
  lab: Lab,
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
    let kept = 0;
    let loss = NaN;
    let millisecondsPerStep = NaN;

    const tell = async (epoch: number, step: number, measured: number | null) => {
      const done = epoch * steps + step;
      report({
        epoch,
        epochs: config.epochs,
        step,
        stepsPerEpoch: steps,
        loss,
        millisecondsPerStep,
        secondsLeft: secondsLeft(elapsed(), (done - first) / (total - first)),
        watermark: watermark && readWatermark(layout, await prepared.readParameters(), watermark.key),
        accuracy: measured,
      });
    };
    const keepAt = async (position: TrainingPosition) => {
      keep(await takeCheckpoint(prepared, position));
      kept = elapsed();
    };
    const measure = () => accuracy(prepared, bench.split('test'), test.labels);

    const position = await train(prepared, bench.split('train'), config, {
      from: checkpoint.position,
      term: watermark ? watermarkTerm(layout, watermark.key, watermark.lambda) : undefined,
      signal,
      onProgress: async ({ epoch, step, ...latest }) => {
        ({ loss, millisecondsPerStep } = latest);
        await tell(epoch, step, null);
        // An epoch's end is kept with its accuracy, below.
        if (step > 0 && elapsed() - kept > KEEP_SECONDS) await keepAt({ epoch, step });
      },
      onEpochEnd: async ({ epoch, step }) => {
        await tell(epoch, step, await measure());
        if (epoch < config.epochs) await keepAt({ epoch, step });
      },
    });
    return {
      checkpoint: await takeCheckpoint(prepared, position),
      finished: position.epoch >= config.epochs,
      accuracy: await measure(),
    };
  });
}

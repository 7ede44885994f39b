/** Jobs that only ask the model: one image or a few, the accuracy, and Figure 2's two kinds of use. */
import { throwIfAborted } from '../core/errors';
import { argmax, softmax } from '../core/math';
import { letEventsIn } from '../core/pause';
import { seeded } from '../core/random';
import { controlOutput } from '../method/control/control-layer';
import { countCorrect, predictClasses } from '../model/evaluation';
import type { Lab } from './lab';
import { secondsLeft, stopwatch } from './time-left';
import type { JobContext, JobMap, UsageProgress } from './protocol';

/** What these jobs ask of the lab. */
export type AskedOfLab = Pick<Lab, 'use' | 'split'>;

/** Bytes 0…255 as the float32 pixels that enter the model. */
function toUnitRange(bytes: Uint8Array): Float32Array {
  return Float32Array.from(bytes, byte => byte / 255);
}

export function predictJob(
  lab: AskedOfLab,
  { parameters, images }: JobMap['predict']['input'],
): Promise<JobMap['predict']['output']> {
  return lab.use('inference', parameters, async ({ prepared }) => {
    const logits = await prepared.predict(toUnitRange(images));
    const { classes } = prepared.layout;
    const probabilities = new Float32Array(logits.length);
    for (let at = 0; at < logits.length; at += classes) {
      probabilities.set(softmax(logits.subarray(at, at + classes)), at);
    }
    return { probabilities };
  });
}

export function accuracyJob(
  lab: AskedOfLab,
  { parameters, range }: JobMap['accuracy']['input'],
  signal: AbortSignal,
): Promise<JobMap['accuracy']['output']> {
  return lab.use('evaluation', parameters, async bench => {
    const { labels, count } = lab.split('test');
    const { from, to } = range ?? { from: 0, to: count };
    const predicted = await predictClasses(bench.prepared, bench.split('test'), { from, to, signal });
    const correct = countCorrect(predicted, labels.subarray(from, to));
    return { correct, count: to - from, accuracy: correct / (to - from) };
  });
}

/** Images answered between two reports. */
const USAGE_CHUNK = 250;

export function usageJob(
  lab: AskedOfLab,
  { parameters, confidences, epsilon, seed }: JobMap['usage']['input'],
  { signal, report }: JobContext<'usage'>,
): Promise<UsageProgress> {
  return lab.use('evaluation', parameters, async bench => {
    const { prepared } = bench;
    const { classes } = prepared.layout;
    const { labels, count } = lab.split('test');
    const random = seeded(seed, 'control-layer');
    const authorized = Array.from({ length: classes * classes }, () => 0);
    const unauthorized = Array.from({ length: classes * classes }, () => 0);
    let seen = 0;
    const elapsed = stopwatch();
    const state = (): UsageProgress => ({
      seen,
      total: count,
      authorized: [...authorized],
      unauthorized: [...unauthorized],
      secondsLeft: secondsLeft(elapsed(), seen / count),
    });
    while (seen < count) {
      throwIfAborted(signal);
      const to = Math.min(seen + USAGE_CHUNK, count);
      const logits = await prepared.predictDataset(bench.split('test'), seen, to);
      for (let n = seen; n < to; n++) {
        const output = logits.subarray((n - seen) * classes, (n - seen + 1) * classes);
        const row = labels[n]! * classes;
        authorized[row + argmax(output)]! += 1;
        unauthorized[row + argmax(controlOutput(softmax(output), { confidences, epsilon }, random))]! += 1;
      }
      seen = to;
      report(state());
      await letEventsIn();
    }
    return state();
  });
}

/** What a model says of a dataset: classes, accuracy, who is taken for whom. */
import { AppError, throwIfAborted } from '../core/errors';
import { argmax } from '../core/math';
import { Pace } from '../core/pace';
import { letEventsIn } from '../core/pause';
import type { DatasetHandle, PreparedNetwork } from '../engine/engine';

export interface EvaluationOptions {
  /** Images `from` … `to` − 1; all of them when absent. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Images handed to the engine at once: at first, and at most. */
const FIRST_IMAGES = 100;
const MOST_IMAGES = 1000;

/**
 * The class of the highest logit for every image of `dataset`, or of a range of it; the first of equals.
 * @throws AppError `cancelled` once the signal is aborted.
 */
export async function predictClasses(
  prepared: PreparedNetwork,
  dataset: DatasetHandle,
  { from = 0, to = dataset.count, signal, onProgress }: EvaluationOptions = {},
): Promise<Uint8Array> {
  const { classes } = prepared.layout;
  const predicted = new Uint8Array(to - from);
  const pace = new Pace(FIRST_IMAGES, MOST_IMAGES);
  let start = from;
  while (start < to) {
    throwIfAborted(signal);
    const end = Math.min(start + pace.next, to);
    const started = performance.now();
    const logits = await prepared.predictDataset(dataset, start, end);
    pace.took(end - start, performance.now() - started);
    for (let n = start; n < end; n++) {
      predicted[n - from] = argmax(logits.subarray((n - start) * classes, (n - start + 1) * classes));
    }
    start = end;
    onProgress?.(end - from, to - from);
    await letEventsIn();
  }
  return predicted;
}

/**
 * Number of equal entries.
 * @throws AppError `bad-input` for different lengths or nothing to compare.
 */
export function countCorrect(predicted: Uint8Array, labels: Uint8Array): number {
  if (predicted.length !== labels.length || labels.length === 0) {
    throw new AppError('bad-input', '{predictions} predictions cannot be compared with {labels} labels.', {
      values: { predictions: predicted.length, labels: labels.length },
    });
  }
  let correct = 0;
  predicted.forEach((label, n) => {
    if (label === labels[n]) correct += 1;
  });
  return correct;
}

/** Share of equal entries, in [0, 1]. Throws as `countCorrect` does. */
export function shareCorrect(predicted: Uint8Array, labels: Uint8Array): number {
  return countCorrect(predicted, labels) / labels.length;
}

/** Accuracy in [0, 1] of `prepared` on `dataset`, whose classes are `labels`. Throws as `predictClasses` does. */
export async function accuracy(
  prepared: PreparedNetwork,
  dataset: DatasetHandle,
  labels: Uint8Array,
  options: EvaluationOptions = {},
): Promise<number> {
  return shareCorrect(await predictClasses(prepared, dataset, options), labels);
}

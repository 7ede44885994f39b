/** What a model says of a dataset: classes, accuracy, who is taken for whom. */
import { AppError, throwIfAborted } from '../core/errors';
import { argmax } from '../core/math';
import { letEventsIn } from '../core/pause';
import type { DatasetHandle, PreparedNetwork } from '../engine/engine';

export interface EvaluationOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Images handed to the engine at once. */
const CHUNK_IMAGES = 1000;

/**
 * The class of the highest logit for every image of `dataset`, the first of equals.
 * @throws AppError `cancelled` once the signal is aborted.
 */
export async function predictClasses(
  prepared: PreparedNetwork,
  dataset: DatasetHandle,
  { signal, onProgress }: EvaluationOptions = {},
): Promise<Uint8Array> {
  const { classes } = prepared.layout;
  const predicted = new Uint8Array(dataset.count);
  for (let from = 0; from < dataset.count; from += CHUNK_IMAGES) {
    throwIfAborted(signal);
    const to = Math.min(from + CHUNK_IMAGES, dataset.count);
    const logits = await prepared.predictDataset(dataset, from, to);
    for (let n = from; n < to; n++) {
      predicted[n] = argmax(logits.subarray((n - from) * classes, (n - from + 1) * classes));
    }
    onProgress?.(to, dataset.count);
    await letEventsIn();
  }
  return predicted;
}

/**
 * Share of equal entries, in [0, 1].
 * @throws AppError `bad-input` for different lengths or nothing to compare.
 */
export function shareCorrect(predicted: Uint8Array, labels: Uint8Array): number {
  if (predicted.length !== labels.length || labels.length === 0) {
    throw new AppError(
      'bad-input',
      `${predicted.length} predictions cannot be compared with ${labels.length} labels.`,
    );
  }
  let correct = 0;
  predicted.forEach((label, n) => {
    if (label === labels[n]) correct += 1;
  });
  return correct / labels.length;
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

/** Counts [true class][predicted class]. Both arrays hold classes below `classes`. */
export function confusionMatrix(predicted: Uint8Array, labels: Uint8Array, classes: number): Uint32Array[] {
  const counts = Array.from({ length: classes }, () => new Uint32Array(classes));
  labels.forEach((label, n) => {
    counts[label]![predicted[n]!]! += 1;
  });
  return counts;
}

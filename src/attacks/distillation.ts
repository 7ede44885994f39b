/**
 * Distillation (Hinton et al. 2015): the adversary trains a fresh network on what the stolen one says, and so takes its accuracy
 * without any of its weights. No mark in weights survives that; what it costs is a training.
 *
 * The engine trains on classes, not on distributions. A class drawn from softmax(logits/T) anew in every epoch has the same
 * expected gradient as the soft target itself.
 */
import { softmax } from '../core/math';
import type { Random } from '../core/random';

/** One class for each image, drawn from softmax(logits/temperature). @param logits [N × classes] of the teacher. */
export function drawSoftLabels(
  logits: Float32Array,
  classes: number,
  temperature: number,
  random: Random,
): Uint8Array {
  return Uint8Array.from({ length: logits.length / classes }, (_, n) => {
    const probabilities = softmax(logits.subarray(n * classes, (n + 1) * classes), temperature);
    let left = random.uniform();
    let label = 0;
    while (label < classes - 1 && left >= probabilities[label]!) {
      left -= probabilities[label]!;
      label += 1;
    }
    return label;
  });
}

/**
 * The control layer's rule, section 2.2 (i)–(iii), on plain numbers: E_c from the highest confidence; below ε the output
 * passes, else it is replaced by a random class. `control-layer.tfjs.ts` is the same as a layer of a TensorFlow.js model.
 */
import { softmax } from '../../core/math';
import type { Random } from '../../core/random';
import { confidenceError } from './gate';

export interface ControlRule {
  /** C_fp. */
  readonly confidences: readonly number[];
  readonly epsilon: number;
}

/** Whether an image with these K logits is an authorized user's: E_c < ε. Logits that are no numbers are nobody's. */
export function passesControl(logits: ArrayLike<number>, { confidences, epsilon }: ControlRule): boolean {
  const highest = softmax(logits).reduce((max, p) => Math.max(max, p), 0);
  return confidenceError(highest, confidences).error < epsilon;
}

/** A random class out of K as an output: 1 there, 0 elsewhere. */
export function randomOutput(classes: number, random: Random): Float32Array {
  const output = new Float32Array(classes);
  output[random.integer(classes)] = 1;
  return output;
}

/**
 * What a protected model gives for the logits [N × K]: each row unchanged where it passes, else a random class. One class is
 * drawn for each row that doesn't pass, in order.
 */
export function controlOutputs(
  logits: Float32Array,
  classes: number,
  rule: ControlRule,
  random: Random,
): Float32Array {
  const outputs = logits.slice();
  for (let row = 0; row < logits.length; row += classes) {
    if (!passesControl(logits.subarray(row, row + classes), rule)) {
      outputs.set(randomOutput(classes, random), row);
    }
  }
  return outputs;
}

/**
 * The control layer's rule, section 2.2 (i)–(iii), on plain numbers: E_c from the highest confidence; below ε the output
 * passes, else it is replaced by a random class. `control-layer.tfjs.ts` is the same as a layer of a TensorFlow.js model.
 */
import type { Random } from '../../core/random';
import type { LayerConfig } from '../../model/topology';
import { confidenceError } from './gate';

export interface ControlRule {
  /** C_fp. */
  readonly confidences: readonly number[];
  readonly epsilon: number;
}

/** What a control layer is saved with. */
export interface ControlLayerConfig extends ControlRule {
  /** K. */
  readonly classes: number;
  /** Of the random classes; a layer goes on with its stream from call to call, and begins it again when loaded. */
  readonly seed: number;
}

/** Identifies the layer in a saved `model.json`. */
export const CONTROL_LAYER_CLASS = 'ControlLayer';

/** The layer as it stands in a `model.json`, to be appended to a model's layers without TensorFlow.js. */
export function controlLayerConfig({ classes, confidences, epsilon, seed }: ControlLayerConfig): LayerConfig {
  return {
    className: CONTROL_LAYER_CLASS,
    config: { name: 'control', trainable: false, classes, confidences: [...confidences], epsilon, seed },
  };
}

/** Whether an image with these K probabilities is an authorized user's: E_c < ε. What is no number is nobody's. */
export function passesControl(probabilities: ArrayLike<number>, rule: ControlRule): boolean {
  let highest = 0;
  for (let k = 0; k < probabilities.length; k++) highest = Math.max(highest, probabilities[k]!);
  return confidenceError(highest, rule.confidences).error < rule.epsilon;
}

/** A random class out of K as an output: 1 there, 0 elsewhere. */
export function randomOutput(classes: number, random: Random): Float32Array {
  const output = new Float32Array(classes);
  output[random.integer(classes)] = 1;
  return output;
}

/**
 * What a protected model gives for one image's K probabilities (softmax outputs, not logits): these, where they pass, else a
 * random class. Draws from `random` only when they don't.
 */
export function controlOutput(
  probabilities: ArrayLike<number>,
  rule: ControlRule,
  random: Random,
): ArrayLike<number> {
  return passesControl(probabilities, rule) ? probabilities : randomOutput(probabilities.length, random);
}

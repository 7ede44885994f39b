/** The layers of a network one after another, forward and back, in float64. */
import type { Layout } from '../network';
import { convPoolBackward, convPoolForward, type ConvPoolResult } from './conv-pool';
import { denseBackward, denseForward } from './dense';

export interface ForwardPass {
  /** [count, classes]. */
  readonly logits: Float64Array;
  /** What goes into each layer. */
  readonly inputs: readonly Float64Array[];
  /** What each layer gives, and where its pooled maxima came from; `argmax` of a dense layer is empty. */
  readonly results: readonly ConvPoolResult[];
}

/** @param images [count × pixels], @param parameters the flat array of `layout`. */
export function forward(
  layout: Layout,
  parameters: Float64Array,
  images: Float64Array,
  count: number,
): ForwardPass {
  const inputs: Float64Array[] = [];
  const results: ConvPoolResult[] = [];
  let x = images;
  for (const shaped of layout.layers) {
    inputs.push(x);
    const { layer } = shaped;
    const result =
      layer.kind === 'conv-pool'
        ? convPoolForward({ ...shaped, layer }, x, count, parameters)
        : { output: denseForward({ ...shaped, layer }, x, count, parameters), argmax: new Uint8Array(0) };
    results.push(result);
    x = result.output;
  }
  return { logits: x, inputs, results };
}

export interface Gradients {
  /** By every parameter, laid out as the parameters. */
  readonly parameters: Float64Array;
  /** By every input pixel, [count × pixels]. */
  readonly images: Float64Array;
}

/** Gradients of Σ logits · logitGradient. @param logitGradient [count, classes]. */
export function backward(
  layout: Layout,
  parameters: Float64Array,
  pass: ForwardPass,
  logitGradient: Float64Array,
  count: number,
): Gradients {
  const gradient = new Float64Array(layout.parameterCount);
  let flowing = logitGradient;
  for (let l = layout.layers.length - 1; l >= 0; l--) {
    const shaped = layout.layers[l]!;
    const { layer } = shaped;
    const x = pass.inputs[l]!;
    const result = pass.results[l]!;
    flowing =
      layer.kind === 'conv-pool'
        ? convPoolBackward({ ...shaped, layer }, x, count, parameters, result, flowing, gradient)
        : denseBackward({ ...shaped, layer }, x, count, parameters, result.output, flowing, gradient);
  }
  return { parameters: gradient, images: flowing };
}

/** The layers of a network one after another, forward and back, in float64. */
import type { Layout } from '../network';
import {
  batchNormBackward,
  batchNormForward,
  batchStatistics,
  movingStatistics,
  type Statistics,
} from './batch-norm';
import { convPoolBackward, convPoolForward } from './conv-pool';
import { convolutionBackward, convolutionForward } from './convolution';
import { denseBackward, denseForward } from './dense';
import { averageBackward, averageForward } from './global-average-pool';

/** Which statistics batch normalizations take: those of the batch, or the moving ones. */
export type Mode = 'training' | 'inference';

/** What a layer gives, and what else its gradients need. */
interface LayerResult {
  /** [count, output height, output width, output channels]. */
  readonly output: Float64Array;
  /** conv-pool: where each maximum came from. */
  readonly argmax?: Uint8Array;
  /** batch-norm: what it normalized with. */
  readonly statistics?: Statistics;
}

export interface ForwardPass {
  readonly mode: Mode;
  readonly images: Float64Array;
  readonly results: readonly LayerResult[];
  /** [count, classes]. */
  readonly logits: Float64Array;
}

/** @param images [count × pixels], @param parameters the flat array of `layout`. */
export function forward(
  layout: Layout,
  parameters: Float64Array,
  images: Float64Array,
  count: number,
  mode: Mode,
): ForwardPass {
  const results: LayerResult[] = [];
  const outputAt = (place: number): Float64Array => (place < 0 ? images : results[place]!.output);
  for (const shaped of layout.layers) {
    const x = outputAt(shaped.sources[0]!);
    switch (shaped.kind) {
      case 'conv-pool':
        results.push(convPoolForward(shaped, x, count, parameters));
        break;
      case 'convolution':
        results.push({ output: convolutionForward(shaped, x, count, parameters) });
        break;
      case 'batch-norm': {
        const statistics =
          mode === 'training' ? batchStatistics(shaped, x) : movingStatistics(shaped, parameters);
        results.push({ output: batchNormForward(shaped, x, statistics, parameters), statistics });
        break;
      }
      case 'sum': {
        const y = outputAt(shaped.sources[1]!);
        results.push({ output: x.map((value, i) => value + y[i]!) });
        break;
      }
      case 'global-average-pool':
        results.push({ output: averageForward(shaped, x, count) });
        break;
      case 'dense':
        results.push({ output: denseForward(shaped, x, count, parameters) });
        break;
    }
  }
  return { mode, images, results, logits: results.at(-1)!.output };
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
  const images = new Float64Array(pass.images.length);
  // By each layer's output: a layer that several read gets the sum of what they send back.
  const flowing = pass.results.map(({ output }) => new Float64Array(output.length));
  flowing.at(-1)!.set(logitGradient);
  const send = (place: number, part: Float64Array): void => {
    const to = place < 0 ? images : flowing[place]!;
    part.forEach((g, i) => (to[i]! += g));
  };
  for (let l = layout.layers.length - 1; l >= 0; l--) {
    const shaped = layout.layers[l]!;
    const source = shaped.sources[0]!;
    const x = source < 0 ? pass.images : pass.results[source]!.output;
    const g = flowing[l]!;
    const { output, argmax, statistics } = pass.results[l]!;
    switch (shaped.kind) {
      case 'conv-pool':
        send(
          source,
          convPoolBackward(shaped, x, count, parameters, { output, argmax: argmax! }, g, gradient),
        );
        break;
      case 'convolution':
        send(source, convolutionBackward(shaped, x, count, parameters, g, gradient));
        break;
      case 'batch-norm': {
        const ofBatch = pass.mode === 'training';
        send(source, batchNormBackward(shaped, x, statistics!, ofBatch, parameters, output, g, gradient));
        break;
      }
      case 'sum':
        for (const place of shaped.sources) send(place, g);
        break;
      case 'global-average-pool':
        send(source, averageBackward(shaped, count, g));
        break;
      case 'dense':
        send(source, denseBackward(shaped, x, count, parameters, output, g, gradient));
        break;
    }
  }
  return { parameters: gradient, images };
}

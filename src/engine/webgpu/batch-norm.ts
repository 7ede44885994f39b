/**
 * z = gamma·(x − mean)/√(variance + ε) + beta, with relu after it or not, and its gradients in WGSL. Compare
 * `../reference/batch-norm.ts`, which says what each of these computes.
 *
 * Sums over a batch run in two rounds: chunks of positions, then all chunks of a channel. What a training pass finds of the
 * batch, mean and variance, goes where the moving ones' gradients would: the optimizer moves them (`adam.ts`).
 */
import type { ShapedBatchNorm } from '../network';
import { sendBack, type SendBack } from './flow';
import { reads, writes, type KernelSource } from './kernel';
import type { Dispatch, LayerWork } from './layer-work';
import type { Section } from './sections';

/** How much one thread takes, tuned per adapter. */
export interface BatchNormTiles {
  /** Chunks of a sum over all positions. */
  readonly chunks: number;
  /** Positions of one channel, where each is on its own. */
  readonly positions: number;
  readonly workgroup: number;
}

export const BATCH_NORM_TILES: BatchNormTiles = { chunks: 128, positions: 8, workgroup: 64 };

/**
 * @param section where this layer's partial sums lie, @param batch the struct that says so (`batchStruct`).
 */
export function batchNormWork(
  shape: ShapedBatchNorm,
  section: Section,
  batch: string,
  send: SendBack,
  tiles: BatchNormTiles = BATCH_NORM_TILES,
): LayerWork {
  const { layer, input, gamma, beta, movingMean, movingVariance } = shape;
  const { channels } = input;
  const { chunks, workgroup } = tiles;
  const area = input.height * input.width;
  const relu = layer.activation === 'relu';

  const kernel = (name: string, buffers: KernelSource['buffers'], body: string): KernelSource => ({
    name: `${layer.name} ${name}`,
    buffers,
    batch,
    usesStep: false,
    declarations: '',
    workgroupSize: workgroup,
    body,
  });
  const overChunks = (source: KernelSource): Dispatch => ({ source, threads: () => chunks * channels });
  const overChannels = (source: KernelSource): Dispatch => ({ source, threads: () => channels });
  const everywhere = (source: KernelSource): Dispatch => ({
    source,
    threads: count => channels * Math.ceil((count * area) / tiles.positions),
  });

  /** Both sums of `terms` (which set `p` and `q` at place `at`) over this thread's chunk of channel c. */
  const sums = (before: string, terms: string): string => `
  let c = thread % ${channels}u;
  let chunk = thread / ${channels}u;
  if (chunk >= ${chunks}u) { return; }
  let positions = batch.count * ${area}u;
  let length = (positions + ${chunks - 1}u) / ${chunks}u;
  let end = min((chunk + 1u) * length, positions);
${before}
  var sum_p = 0.0;
  var sum_q = 0.0;
  for (var position = chunk * length; position < end; position++) {
    let at = position * ${channels}u + c;
${terms}
    sum_p += p;
    sum_q += q;
  }
  chunks[chunk * ${2 * channels}u + c] = sum_p;
  chunks[chunk * ${2 * channels}u + ${channels}u + c] = sum_q;`;

  const total = `
  let c = thread;
  if (c >= ${channels}u) { return; }
  var sum_p = 0.0;
  var sum_q = 0.0;
  for (var chunk = 0u; chunk < ${chunks}u; chunk++) {
    sum_p += chunks[chunk * ${2 * channels}u + c];
    sum_q += chunks[chunk * ${2 * channels}u + ${channels}u + c];
  }`;

  const channelNumbers = `
  let mean = statistics[c];
  let scale = statistics[${channels}u + c];
  let gamma = parameters[${gamma.offset}u + c];
  let beta = parameters[${beta.offset}u + c];`;

  const eachPosition = (before: string, text: string): string => `
  let c = thread % ${channels}u;
  let first = (thread / ${channels}u) * ${tiles.positions}u;
  let positions = batch.count * ${area}u;
  if (first >= positions) { return; }
${channelNumbers}
${before}
  let end = min(first + ${tiles.positions}u, positions);
  for (var position = first; position < end; position++) {
    let at = position * ${channels}u + c;
${text}
  }`;

  // x − its first value: the difference of two large squares would leave nothing of a small variance.
  const batchSums = kernel(
    'sums',
    [reads('x'), writes('chunks')],
    sums('let origin = x[c];', `let p = x[at] - origin; let q = p * p;`),
  );
  const batchStatistics = kernel(
    'statistics of the batch',
    [reads('x'), reads('chunks'), writes('statistics'), writes('partials')],
    `${total}
  let positions = f32(batch.count * ${area}u);
  let apart = sum_p / positions;
  let mean = x[c] + apart;
  let variance = max(sum_q / positions - apart * apart, 0.0);
  statistics[c] = mean;
  statistics[${channels}u + c] = 1.0 / sqrt(variance + ${layer.epsilon});
  partials[${section.start} + ${movingMean.offset - section.offset}u + c] = mean;
  partials[${section.start} + ${movingVariance.offset - section.offset}u + c] = variance;`,
  );
  const movingStatistics = kernel(
    'moving statistics',
    [reads('parameters'), writes('statistics')],
    `
  let c = thread;
  if (c >= ${channels}u) { return; }
  statistics[c] = parameters[${movingMean.offset}u + c];
  statistics[${channels}u + c] = 1.0 / sqrt(parameters[${movingVariance.offset}u + c] + ${layer.epsilon});`,
  );
  const z = 'gamma * ((x[at] - mean) * scale) + beta';
  const normalize = kernel(
    'forward',
    [reads('x'), reads('statistics'), reads('parameters'), writes('output')],
    eachPosition('', `output[at] = ${relu ? `max(${z}, 0.0)` : z};`),
  );

  const normalized = 'let normalized = (x[at] - mean) * scale;';
  const live = relu
    ? 'let g = select(0.0, output_gradient[at], gamma * normalized + beta > 0.0);'
    : 'let g = output_gradient[at];';
  const gradientSums = kernel(
    'gradient sums',
    [reads('x'), reads('statistics'), reads('parameters'), reads('output_gradient'), writes('chunks')],
    sums(channelNumbers, `${normalized}\n${live}\nlet p = g * normalized; let q = g;`),
  );
  const parameterGradient = kernel(
    'parameter gradient',
    [reads('chunks'), writes('partials')],
    `${total}
  partials[${section.start} + c] = sum_p;
  partials[${section.start} + ${beta.offset - section.offset}u + c] = sum_q;`,
  );
  const inputGradient = (ofBatch: boolean): KernelSource =>
    kernel(
      ofBatch ? 'input gradient' : 'input gradient at moving statistics',
      [
        reads('x'),
        reads('statistics'),
        reads('parameters'),
        reads('output_gradient'),
        ...(ofBatch ? [reads('partials')] : []),
        writes('input_gradient'),
      ],
      eachPosition(
        ofBatch
          ? `
  let product = partials[${section.start} + c] / f32(positions);
  let sum = partials[${section.start} + ${beta.offset - section.offset}u + c] / f32(positions);`
          : '',
        `${normalized}\n${live}\n${sendBack(
          send,
          'at',
          ofBatch ? 'gamma * scale * (g - sum - normalized * product)' : 'gamma * scale * g',
        )}`,
      ),
    );

  return {
    forward: {
      training: [overChunks(batchSums), overChannels(batchStatistics), everywhere(normalize)],
      inference: [overChannels(movingStatistics), everywhere(normalize)],
    },
    parameterGradient: [overChunks(gradientSums), overChannels(parameterGradient)],
    inputGradient: {
      training: [[everywhere(inputGradient(true))]],
      inference: [[everywhere(inputGradient(false))]],
    },
    buffers: {
      statistics: () => 2 * channels,
      chunks: () => 2 * channels * chunks,
    },
  };
}

/** z_c = mean of x over all rows and columns, and its gradient in WGSL. Compare `../reference/global-average-pool.ts`. */
import { volume, type ShapedGlobalAveragePool } from '../network';
import { maskBuffers, sendBack, type SendBack } from './flow';
import { COUNT_ALONE, reads, writes, type KernelSource } from './kernel';
import { sameInBoth, type LayerWork } from './layer-work';

const WORKGROUP = 64;

export function averageWork(shape: ShapedGlobalAveragePool, send: SendBack): LayerWork {
  const { layer, input } = shape;
  const { channels } = input;
  const area = input.height * input.width;
  const common = { batch: COUNT_ALONE, usesStep: false, declarations: '', workgroupSize: WORKGROUP };
  const forward: KernelSource = {
    name: `${layer.name} forward`,
    buffers: [reads('x'), writes('output')],
    ...common,
    body: `
  let n = thread / ${channels}u;
  if (n >= batch.count) { return; }
  let first = n * ${volume(input)}u + thread % ${channels}u;
  var sum = 0.0;
  for (var k = 0u; k < ${area}u; k++) { sum += x[first + k * ${channels}u]; }
  output[thread] = sum / ${area}.0;`,
  };
  const inputGradient: KernelSource = {
    name: `${layer.name} input gradient`,
    buffers: [...maskBuffers(send), reads('output_gradient'), writes('input_gradient')],
    ...common,
    body: `
  let n = thread / ${volume(input)}u;
  if (n >= batch.count) { return; }
  ${sendBack(send, 'thread', `(output_gradient[n * ${channels}u + thread % ${channels}u] / ${area}.0)`)}`,
  };
  return sameInBoth(
    [{ source: forward, threads: count => count * channels }],
    [],
    [[{ source: inputGradient, threads: count => count * volume(input) }]],
  );
}

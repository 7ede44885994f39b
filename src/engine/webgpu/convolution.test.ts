/** The convolution's kernels one by one against the reference: channels of all sorts, odd sides, both strides and sizes. */
import { afterAll, describe, expect, test } from 'vitest';
import { seeded } from '../../core/random';
import { layOut, volume, type ShapedConvolution } from '../network';
import { convolutionBackward, convolutionForward } from '../reference/convolution';
import { DeviceMemory } from './buffers';
import { convolutionWork, type ConvolutionTiles } from './convolution';
import { startDawn } from './dawn.node';
import { Kernel } from './kernel';
import type { Dispatch } from './layer-work';
import { batchStruct, batchWords, groupsOf, partialWords, sectionsOf } from './sections';
import { TUNINGS } from './tuning';

const device = await startDawn();

/** Small, so that they compile soon; of threads on their own, and of quads that share their loads. */
const ALONE: ConvolutionTiles = {
  pixels: { rows: 2, columns: 2, channels: 2 },
  filterGradient: { rows: 1, columns: 2, channels: 2, filters: 2 },
  workgroup: 64,
  quads: false,
};
const QUADS: ConvolutionTiles = {
  pixels: { rows: 2, columns: 4, channels: 1 },
  filterGradient: { rows: 2, columns: 1, channels: 4, filters: 1 },
  workgroup: 64,
  quads: true,
};

/** Channels, filters, height, width, size, stride, batch; how the work is cut. */
type Case = readonly [number, number, number, number, 1 | 3, 1 | 2, number, string];

const TILES: Readonly<Record<string, ConvolutionTiles>> = {
  alone: ALONE,
  quads: QUADS,
  gpu: TUNINGS.gpu.convolution,
  'gpu-quads': TUNINGS['gpu-quads'].convolution,
};

const CASES: readonly Case[] = [
  [1, 3, 5, 4, 3, 1, 33, 'alone'],
  [3, 16, 9, 7, 3, 1, 3, 'quads'],
  [8, 13, 7, 8, 3, 2, 3, 'alone'],
  [64, 16, 7, 5, 3, 2, 33, 'quads'],
  [16, 8, 4, 4, 3, 1, 1, 'quads'],
  [13, 8, 6, 5, 1, 2, 33, 'gpu'],
  [16, 64, 5, 9, 1, 1, 3, 'gpu-quads'],
];

function shapedOf([channels, filters, height, width, size, stride]: Case): ReturnType<typeof layOut> {
  return layOut({
    input: { height, width, channels },
    layers: [
      { kind: 'convolution', name: 'conv', size, stride, filters },
      { kind: 'global-average-pool', name: 'average' },
      { kind: 'dense', name: 'logits', units: 2, activation: 'linear' },
    ],
  });
}

function expectNear(
  actual: ArrayLike<number>,
  expected: Float64Array,
  what: string,
  tolerance: number,
): void {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const wrong = expected.findIndex((value, i) => !(Math.abs(actual[i]! - value) <= tolerance * largest));
  expect(wrong, `${what}: ${actual[wrong]} where ${expected[wrong]} was expected`).toBe(-1);
}

describe.skipIf(!device)('webgpu', () => {
  if (!device) return;
  const memory = new DeviceMemory(device);
  afterAll(() => device.destroy());

  /** What the layer's kernels give; a gradient is added to `before`, where its ReLU was alive. */
  async function run(layout: ReturnType<typeof layOut>, tiles: ConvolutionTiles, count: number) {
    const shaped = layout.layers[0] as ShapedConvolution;
    const sections = sectionsOf(layout);
    const random = seeded(11, 'convolution kernels');
    const normal = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());
    const [x, parameters] = [normal(count * volume(shaped.input)), normal(layout.parameterCount)];
    const [gradient, before] = [normal(count * volume(shaped.output)), normal(x.length)];
    const work = convolutionWork(
      shaped,
      sections[0]!,
      batchStruct(sections),
      { masked: true, accumulate: true },
      tiles,
    );
    const buffers: Record<string, GPUBuffer> = {
      x: memory.upload(x, 'x'),
      parameters: memory.upload(parameters, 'parameters'),
      output: memory.allocate(gradient.length, 'output'),
      output_gradient: memory.upload(gradient, 'output gradient'),
      input_gradient: memory.upload(before, 'input gradient'),
      partials: memory.allocate(partialWords(sections, count), 'partials'),
      batch: memory.uniform(batchWords(sections, count).slice().buffer, 'batch'),
    };
    for (const [name, words] of Object.entries(work.buffers))
      buffers[name] = memory.allocate(words(count), name);
    const bindings = Object.fromEntries(
      Object.entries(buffers).map(([name, buffer]) => [name, { buffer }] as const),
    );
    const dispatches: readonly Dispatch[] = [
      ...work.forward.training,
      ...work.parameterGradient,
      ...work.inputGradient.training[0]!,
    ];
    const kernels = await Promise.all(dispatches.map(({ source }) => Kernel.compile(memory.device, source)));
    const encoder = memory.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    const groups = groupsOf(sections[0]!, count);
    kernels.forEach((kernel, k) => kernel.bind(bindings).run(pass, dispatches[k]!.threads(count, groups)));
    pass.end();
    memory.device.queue.submit([encoder.finish()]);
    const read = await memory.read(
      [buffers['output']!, gradient.length],
      [buffers['partials']!, groups * shaped.kernel.length],
      [buffers['input_gradient']!, x.length],
    );
    memory.release(...Object.values(buffers));
    const [output, partials, inputGradient] = read.map(bytes => new Float32Array(bytes));
    const kernelGradient = new Float64Array(shaped.kernel.length);
    partials!.forEach((value, i) => (kernelGradient[i % kernelGradient.length]! += value));

    const exact = { x: Float64Array.from(x), parameters: Float64Array.from(parameters) };
    const sums = new Float64Array(layout.parameterCount);
    const back = convolutionBackward(
      shaped,
      exact.x,
      count,
      exact.parameters,
      Float64Array.from(gradient),
      sums,
    );
    expectNear(output!, convolutionForward(shaped, exact.x, count, exact.parameters), 'forward', 1e-6);
    expectNear(kernelGradient, sums.subarray(0, kernelGradient.length), 'filter gradient', 2e-6);
    expectNear(
      inputGradient!,
      back.map((value, i) => before[i]! + (x[i]! > 0 ? value : 0)),
      'input gradient',
      1e-6,
    );
  }

  const subgroups = device.features.has('subgroups');
  test.each(CASES.filter(([, , , , , , , name]) => subgroups || !TILES[name]!.quads))(
    '%i → %i channels, %i × %i, size %i, stride %i, batch %i, %s',
    async (...shape) => {
      await run(shapedOf(shape), TILES[shape[7]]!, shape[6]);
    },
  );
});

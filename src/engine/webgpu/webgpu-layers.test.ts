/** Layers of residual networks on the device: the memory's end, which the suite shared with the other backends does not ask. */
import { afterAll, describe, expect, test } from 'vitest';
import { randomInputs } from '../agreement-cases';
import { layOut } from '../network';
import { startDawn } from './dawn.node';
import { createWebGpuEngine } from './webgpu-engine';

const device = await startDawn();

/** Every kind of layer with buffers of its own, and a gradient that two send back. */
const layout = layOut({
  input: { height: 5, width: 4, channels: 2 },
  layers: [
    { kind: 'batch-norm', name: 'norm', momentum: 0.9, epsilon: 1e-5, activation: 'relu' },
    { kind: 'convolution', name: 'conv', size: 1, stride: 1, filters: 2 },
    { kind: 'sum', name: 'sum', of: ['conv', 'norm'] },
    { kind: 'global-average-pool', name: 'average' },
    { kind: 'dense', name: 'logits', units: 3, activation: 'linear' },
  ],
});

describe.skipIf(!device)('webgpu', () => {
  const engine = device && createWebGpuEngine(device, 'Dawn on SwiftShader');
  if (!engine) return;
  afterAll(() => engine.dispose());

  test('no buffer is left behind by steps, predictions and gradients of a residual network', async () => {
    const { memory } = engine;
    const used = () => ({ buffers: memory.bufferCount, bytes: memory.bytesInUse });
    const { parameters, images, labels, logitGradient } = randomInputs(layout, 9, 'residual memory');
    const before = used();
    const prepared = await engine.prepare(layout.network);
    prepared.putParameters(parameters);
    const dataset = prepared.putDataset(
      Uint8Array.from(images, x => Math.floor(256 * x)),
      labels,
    );
    const work = async (steps: number): Promise<void> => {
      await prepared.train({
        dataset,
        order: Uint32Array.from({ length: 9 * steps }, (_, i) => i % 9),
        batchSize: 9,
        learningRates: new Float32Array(steps).fill(1e-3),
        weightDecay: 0,
      });
      await prepared.predict(images);
      await prepared.lossAndGradient(images, labels);
      await prepared.inputGradient(images, logitGradient);
    };
    await work(1);
    const warm = used();
    await work(100);
    expect(used()).toEqual(warm);
    prepared.dispose();
    expect(used()).toEqual(before);
  });
});

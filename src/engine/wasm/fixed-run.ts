/**
 * Training runs with nothing free in them: LeNet-5's layers for 200 steps, and a small residual network for 30; seeded weights and
 * images. Their weights must have the same SHA-256 on every computer and in every browser; the tests run them in Node and in
 * Chromium.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { seeded, type Random } from '../../core/random';
import { cosineRate, type Engine } from '../engine';
import { layOut, type Layer, type Layout, type Network } from '../network';

export interface FixedRunOptions {
  readonly network: Network;
  readonly steps: number;
  /** No multiple of a block or chunk, so that partial ones are in the run. */
  readonly batchSize: number;
  readonly learningRate: number;
  /** Of the weights' bytes after the run. A change of any kernel's arithmetic changes it. */
  readonly sha256: string;
}

/** LeNet-5; spelled out, so that the model's file may change without changing this run. */
export const LENET_RUN: FixedRunOptions = {
  network: {
    input: { height: 28, width: 28, channels: 1 },
    layers: [
      { kind: 'conv-pool', name: 'conv1', size: 5, filters: 6, padding: 'same' },
      { kind: 'conv-pool', name: 'conv2', size: 5, filters: 16, padding: 'valid' },
      { kind: 'dense', name: 'dense1', units: 120, activation: 'relu' },
      { kind: 'dense', name: 'dense2', units: 84, activation: 'relu' },
      { kind: 'dense', name: 'logits', units: 10, activation: 'linear' },
    ],
  },
  steps: 200,
  batchSize: 50,
  learningRate: 1e-3,
  sha256: 'd4f2900615db509b7e3643de8d57255618c3639c0a498b06d5f08b537f544125',
};

function norm(name: string): Layer {
  return { kind: 'batch-norm', name, momentum: 0.9, epsilon: 1e-5, activation: 'relu' };
}

/** Both shortcuts, both strides, sides and channels that fill no block of eight or tile of two. */
export const RESIDUAL_RUN: FixedRunOptions = {
  network: {
    input: { height: 21, width: 19, channels: 3 },
    layers: [
      { kind: 'convolution', name: 'stem', size: 3, stride: 1, filters: 12 },
      norm('norm1'),
      { kind: 'convolution', name: 'conv1', size: 3, stride: 1, filters: 16 },
      norm('norm2'),
      { kind: 'convolution', name: 'conv2', size: 3, stride: 1, filters: 12 },
      { kind: 'sum', name: 'sum1', of: ['conv2', 'stem'] },
      norm('norm3'),
      { kind: 'convolution', name: 'conv3', size: 3, stride: 2, filters: 24 },
      norm('norm4'),
      { kind: 'convolution', name: 'conv4', size: 3, stride: 1, filters: 24 },
      { kind: 'convolution', name: 'shortcut', from: 'norm3', size: 1, stride: 2, filters: 24 },
      { kind: 'sum', name: 'sum2', of: ['conv4', 'shortcut'] },
      norm('norm5'),
      { kind: 'global-average-pool', name: 'average' },
      { kind: 'dense', name: 'logits', units: 10, activation: 'linear' },
    ],
  },
  steps: 30,
  batchSize: 50,
  learningRate: 1e-2,
  sha256: '4328b8752e675d0dee6640297a07da6bb700111f0fe3a7a225487d556b67da1c',
};

const IMAGES = 512;

export interface FixedRun {
  readonly sha256: string;
  /** Mean cross-entropy of each step. */
  readonly losses: Float32Array;
}

/** What weights begin with: He's normal for kernels, the identity for normalizations. */
function initialParameters({ slots, parameterCount }: Layout, random: Random): Float32Array {
  const parameters = new Float32Array(parameterCount);
  for (const { role, shape, offset, length } of slots) {
    if (role === 'gamma' || role === 'moving_variance') parameters.fill(1, offset, offset + length);
    if (role !== 'kernel') continue;
    const scale = Math.sqrt(2 / (length / shape.at(-1)!));
    for (let i = offset; i < offset + length; i++) parameters[i] = scale * random.normal();
  }
  return parameters;
}

export async function fixedRun(engine: Engine, options: FixedRunOptions): Promise<FixedRun> {
  const { steps, batchSize } = options;
  const layout = layOut(options.network);
  const { width, channels } = layout.network.input;
  const random = seeded(20, 'fixed run');
  const parameters = initialParameters(layout, random);
  // Each class is a bright patch at a place of its own under noise: something can be learnt.
  const labels = Uint8Array.from({ length: IMAGES }, () => random.integer(10));
  const images = Uint8Array.from({ length: IMAGES * layout.pixels }, (_, i) => {
    const label = labels[Math.floor(i / layout.pixels)]!;
    const pixel = Math.floor((i % layout.pixels) / channels);
    const [y, x] = [Math.floor(pixel / width), pixel % width];
    const lit = Math.floor(y / 6) === label % 4 && Math.floor(x / 9) === Math.floor(label / 4);
    return random.integer(lit ? 256 : 128);
  });

  const network = await engine.prepare(options.network);
  try {
    network.putParameters(parameters);
    const losses = await network.train({
      dataset: network.putDataset(images, labels),
      order: Uint32Array.from({ length: steps * batchSize }, () => random.integer(IMAGES)),
      batchSize,
      learningRates: Float32Array.from({ length: steps }, (_, i) =>
        cosineRate(options.learningRate, 0, i, steps),
      ),
      weightDecay: 0.05,
    });
    const weights = await network.readParameters();
    const bytes = new DataView(new ArrayBuffer(4 * weights.length));
    weights.forEach((weight, i) => bytes.setFloat32(4 * i, weight, true));
    return { sha256: bytesToHex(sha256(new Uint8Array(bytes.buffer))), losses };
  } finally {
    network.dispose();
  }
}

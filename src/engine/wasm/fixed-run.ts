/**
 * One training run with nothing free in it: LeNet-5's layers, seeded weights and images, 200 steps. Its weights must have the
 * same SHA-256 on every computer and in every browser (`FIXED_RUN_SHA256`); the tests run it in Node and in Chromium.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { seeded } from '../../core/random';
import { cosineRate, type Engine } from '../engine';
import { layOut, type Network } from '../network';

/** LeNet-5; spelled out, so that the model's file may change without changing this run. */
const NETWORK: Network = {
  input: { height: 28, width: 28, channels: 1 },
  layers: [
    { kind: 'conv-pool', name: 'conv1', size: 5, filters: 6, padding: 'same' },
    { kind: 'conv-pool', name: 'conv2', size: 5, filters: 16, padding: 'valid' },
    { kind: 'dense', name: 'dense1', units: 120, activation: 'relu' },
    { kind: 'dense', name: 'dense2', units: 84, activation: 'relu' },
    { kind: 'dense', name: 'logits', units: 10, activation: 'linear' },
  ],
};

const STEPS = 200;
const IMAGES = 512;
/** No multiple of a block or chunk, so that partial ones are in the run. */
const BATCH = 50;

/** Of the weights' bytes after the run. A change of any kernel's arithmetic changes it. */
export const FIXED_RUN_SHA256 = 'd4f2900615db509b7e3643de8d57255618c3639c0a498b06d5f08b537f544125';

export interface FixedRun {
  readonly sha256: string;
  /** Mean cross-entropy of each step. */
  readonly losses: Float32Array;
}

export async function fixedRun(engine: Engine): Promise<FixedRun> {
  const layout = layOut(NETWORK);
  const random = seeded(20, 'fixed run');
  const parameters = new Float32Array(layout.parameterCount);
  for (const { role, shape, offset, length } of layout.slots) {
    if (role === 'bias') continue;
    const scale = Math.sqrt(2 / (length / shape.at(-1)!));
    for (let i = offset; i < offset + length; i++) parameters[i] = scale * random.normal();
  }
  // Each class is a bright square at a place of its own under noise: something can be learnt.
  const labels = Uint8Array.from({ length: IMAGES }, () => random.integer(10));
  const images = Uint8Array.from({ length: IMAGES * layout.pixels }, (_, i) => {
    const label = labels[Math.floor(i / layout.pixels)]!;
    const [y, x] = [Math.floor((i % layout.pixels) / 28), i % 28];
    const lit = Math.floor(y / 6) === label % 4 && Math.floor(x / 9) === Math.floor(label / 4);
    return random.integer(lit ? 256 : 128);
  });

  const network = await engine.prepare(NETWORK);
  try {
    network.putParameters(parameters);
    const losses = await network.train({
      dataset: network.putDataset(images, labels),
      order: Uint32Array.from({ length: STEPS * BATCH }, () => random.integer(IMAGES)),
      batchSize: BATCH,
      learningRates: Float32Array.from({ length: STEPS }, (_, i) => cosineRate(1e-3, 0, i, STEPS)),
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

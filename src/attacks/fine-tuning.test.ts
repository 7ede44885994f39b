import { describe, expect, it } from 'vitest';
import { seeded } from '../core/random';
import type { Network } from '../engine/network';
import type { Engine } from '../engine/engine';
import { loadWasmEngineFromDisk } from '../engine/wasm/load-from-disk';
import { createReferenceEngine } from '../engine/reference/reference-engine';
import { watermarkTerm } from '../method/watermark/regularizer';
import { drawOwnerKey } from '../method/watermark/owner-key';
import { readWatermark } from '../method/watermark/verification';
import { initializeParameters } from '../model/initialization';
import { takeCheckpoint, train } from '../model/training';
import type { TrainingConfig } from '../model/training';
import { fineTune } from './fine-tuning';

const NETWORK: Network = {
  input: { height: 6, width: 6, channels: 1 },
  layers: [
    { kind: 'conv-pool', name: 'conv', size: 3, filters: 4, padding: 'same' },
    { kind: 'dense', name: 'out', units: 2, activation: 'linear' },
  ],
};
const CONFIG: TrainingConfig = {
  epochs: 12,
  batchSize: 16,
  learningRate: 0.02,
  schedule: 'constant',
  weightDecay: 0,
  seed: 1,
};

/** Bright left halves are class 0, bright right halves class 1. */
function halves(count: number): { images: Uint8Array; labels: Uint8Array } {
  const random = seeded(6);
  const labels = Uint8Array.from({ length: count }, (_, n) => n % 2);
  const images = Uint8Array.from({ length: count * 36 }, (_, i) => {
    const right = i % 6 >= 3 ? 1 : 0;
    return random.integer(60) + (right === labels[Math.floor(i / 36)] ? 150 : 0);
  });
  return { images, labels };
}

async function prepareMarked(engine: Engine = createReferenceEngine()) {
  const prepared = await engine.prepare(NETWORK);
  const { images, labels } = halves(64);
  const dataset = prepared.putDataset(images, labels);
  const { layout } = prepared;
  const fresh = initializeParameters(layout, seeded(2));
  const range = [0.1, 0.45] as const;
  const key = drawOwnerKey({
    layout,
    parameters: fresh,
    layer: 'conv',
    digits: [3, 1, 4],
    secret: 's',
    range,
  });
  prepared.putParameters(fresh);
  await train(prepared, dataset, { ...CONFIG, epochs: 40 }, { term: watermarkTerm(layout, key, 1) });
  return { prepared, dataset, layout, key, marked: await prepared.readParameters() };
}

describe('fineTune', () => {
  it('goes on from the weights without the term and without the old moments', async () => {
    const { prepared, dataset, layout, key, marked } = await prepareMarked();
    expect(readWatermark(layout, marked, key).verified).toBe(true);
    const epochs: number[] = [];
    let last = marked;
    const position = await fineTune(prepared, marked, dataset, CONFIG, {
      onEpoch(epoch, parameters) {
        epochs.push(epoch);
        last = parameters;
      },
    });
    expect(position).toEqual({ epoch: 12, step: 0 });
    expect(epochs).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(await prepared.readParameters()).toEqual(last);

    const engine = createReferenceEngine();
    const apart = await engine.prepare(NETWORK);
    const { images, labels } = halves(64);
    apart.putParameters(marked);
    await train(apart, apart.putDataset(images, labels), CONFIG);
    expect(await apart.readParameters()).toEqual(last);
    expect(last).not.toEqual(marked);
  });

  it('stops when told to', async () => {
    const { prepared, dataset, marked } = await prepareMarked();
    const stop = new AbortController();
    const position = await fineTune(prepared, marked, dataset, CONFIG, {
      signal: stop.signal,
      onEpoch: epoch => {
        if (epoch === 2) stop.abort();
      },
    });
    expect(position).toEqual({ epoch: 2, step: 0 });
  });

  it('goes on from where it was cut off, to the same bits', async () => {
    const { prepared, dataset, marked } = await prepareMarked(await loadWasmEngineFromDisk());
    await fineTune(prepared, marked, dataset, CONFIG);
    const whole = await prepared.readParameters();
    const stop = new AbortController();
    const position = await fineTune(prepared, marked, dataset, CONFIG, {
      signal: stop.signal,
      onEpoch: epoch => {
        if (epoch === 2) stop.abort();
      },
    });
    const from = await takeCheckpoint(prepared, position);
    const epochs: number[] = [];
    await fineTune(prepared, marked, dataset, CONFIG, {
      from,
      onEpoch: epoch => {
        epochs.push(epoch);
      },
    });
    expect(epochs[0]).toBe(3);
    expect(await prepared.readParameters()).toEqual(whole);
  });
});

/** What `same-bits.spec.ts` carries into the browser: LeNet-5 trained with wm₁ on a backend, whole or as far as one visit goes. */
import { bytesToHex } from '@noble/hashes/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { seeded } from '../src/core/random';
import type { Split } from '../src/data/dataset';
import { loadDataset } from '../src/data/load-dataset';
import { syntheticDigits } from '../src/data/synthetic-digits';
import type { Engine } from '../src/engine/engine';
import { layOut } from '../src/engine/network';
import { openEngine } from '../src/engine/open-engine';
import { drawOwnerKey, WATERMARK_1 } from '../src/method/watermark/owner-key';
import { watermarkTerm } from '../src/method/watermark/regularizer';
import { accuracy } from '../src/model/evaluation';
import { initializeParameters } from '../src/model/initialization';
import { LENET5 } from '../src/model/lenet5';
import { defaultTraining, restoreCheckpoint, takeCheckpoint, train } from '../src/model/training';
import type { TrainingPosition } from '../src/model/training';

/** A checkpoint in plain numbers, which pass between the page and the test as they are. */
export interface Kept {
  readonly position: TrainingPosition;
  readonly parameters: readonly number[];
  readonly step: number;
  readonly firstMoment: readonly number[];
  readonly secondMoment: readonly number[];
}

export interface Run {
  /** `few`: 640 built-in digits, twenty steps; `all`: the page's own dataset, an epoch of it. */
  readonly digits: 'few' | 'all';
  /** Of the weights at the start and of the order of images. */
  readonly seed: number;
  /** Where an earlier run stopped; null: the start. */
  readonly from: Kept | null;
  /** Stops at the first border of chunks; false: goes on to the end. */
  readonly stop: boolean;
}

export interface Trained {
  /** Of the parameters' bytes. */
  readonly sha256: string;
  /** On the test set of `all`. */
  readonly accuracy: number | null;
  readonly kept: Kept;
}

export interface Visited {
  /** What was asked for may not be to be had. */
  readonly backend: string;
  readonly adapter: string;
  readonly dataset: string;
  readonly trained: readonly Trained[];
}

/** Opens the backend and runs one training after another on it. */
export async function visit(backend: 'webgpu' | 'wasm', runs: readonly Run[]): Promise<Visited> {
  const { engine } = await openEngine(backend, { network: LENET5, tuning: 'software' });
  const all = runs.some(({ digits }) => digits === 'all') && (await loadDigits());
  const few = syntheticDigits(640, 1);
  const trained: Trained[] = [];
  for (const run of runs) {
    const whole = run.digits === 'all' && all ? all : null;
    trained.push(await trainOnce(engine, run, whole?.train ?? few, whole?.test ?? null));
  }
  engine.dispose();
  return {
    backend: engine.backend,
    adapter: engine.adapter,
    dataset: all ? all.name : 'built-in digits',
    trained,
  };
}

async function loadDigits() {
  const baseUrl = new URL('.', document.baseURI).href;
  return (await loadDataset({ preference: 'auto', baseUrl })).dataset;
}

async function trainOnce(
  engine: Engine,
  { digits, seed, from, stop }: Run,
  training: Split,
  test: Split | null,
): Promise<Trained> {
  const layout = layOut(LENET5);
  const start = initializeParameters(layout, seeded(seed, 'training'));
  const key = drawOwnerKey({
    layout,
    parameters: start,
    layer: 'conv2',
    digits: WATERMARK_1,
    secret: 'same bits',
    range: [-0.35, 0.35],
  });
  const network = await engine.prepare(LENET5);
  restoreCheckpoint(network, {
    position: from?.position ?? { epoch: 0, step: 0 },
    parameters: from ? Float32Array.from(from.parameters) : start,
    optimizer: from && {
      step: from.step,
      firstMoment: Float32Array.from(from.firstMoment),
      secondMoment: Float32Array.from(from.secondMoment),
    },
  });
  const leaving = new AbortController();
  const position = await train(
    network,
    network.putDataset(training.images, training.labels),
    { ...defaultTraining, seed, epochs: 1, batchSize: digits === 'few' ? 32 : defaultTraining.batchSize },
    {
      from: from?.position,
      term: watermarkTerm(layout, key),
      signal: leaving.signal,
      onProgress: () => {
        if (stop) leaving.abort();
      },
    },
  );
  const { parameters, optimizer } = await takeCheckpoint(network, position);
  const measured =
    test && (await accuracy(network, network.putDataset(test.images, test.labels), test.labels));
  network.dispose();
  return {
    sha256: bytesToHex(sha256(new Uint8Array(parameters.buffer))),
    accuracy: measured,
    kept: {
      position,
      parameters: [...parameters],
      step: optimizer?.step ?? 0,
      firstMoment: [...(optimizer?.firstMoment ?? [])],
      secondMoment: [...(optimizer?.secondMoment ?? [])],
    },
  };
}

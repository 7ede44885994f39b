import { beforeAll, describe, expect, it } from 'vitest';
import { softmax } from '../../core/math';
import { seeded } from '../../core/random';
import type { PreparedNetwork } from '../../engine/engine';
import type { Network } from '../../engine/network';
import { createReferenceEngine } from '../../engine/reference/reference-engine';
import { loadWasmEngineFromDisk } from '../../engine/wasm/load-from-disk';
import { initializeParameters } from '../../model/initialization';
import { train } from '../../model/training';
import { generateFingerprints } from './generate';
import type { FingerprintRequest, GenerationProgress } from './generation-options';
import { fromBytes, polish, toBytes } from './polish';

const CLASSES = 5;
const SIDE = 8;
const NETWORK: Network = {
  input: { height: SIDE, width: SIDE, channels: 2 },
  layers: [
    { kind: 'conv-pool', name: 'conv', size: 3, filters: 6, padding: 'same' },
    { kind: 'dense', name: 'hidden', units: 16, activation: 'relu' },
    { kind: 'dense', name: 'out', units: CLASSES, activation: 'linear' },
  ],
};

/** Noise with a bright spot whose place is the class. */
function spots(count: number, seed: number): { images: Uint8Array; labels: Uint8Array } {
  const random = seeded(seed);
  const pixels = SIDE * SIDE * 2;
  const images = Uint8Array.from({ length: count * pixels }, () => random.integer(90));
  const labels = Uint8Array.from({ length: count }, (_, n) => n % CLASSES);
  labels.forEach((label, n) => {
    for (const row of [0, 1]) {
      for (const column of [0, 1]) {
        const place = (1 + row + (label % 3) * 2) * SIDE + 1 + column + Math.floor(label / 3) * 4;
        images.fill(170 + random.integer(60), n * pixels + 2 * place, n * pixels + 2 * place + 2);
      }
    }
  });
  return { images, labels };
}

let prepared: PreparedNetwork;
let clean: Float32Array[];

beforeAll(async () => {
  prepared = await createReferenceEngine().prepare(NETWORK);
  const { images, labels } = spots(320, 1);
  prepared.putParameters(initializeParameters(prepared.layout, seeded(2)));
  await train(prepared, prepared.putDataset(images, labels), {
    epochs: 8,
    batchSize: 16,
    learningRate: 0.01,
    schedule: 'cosine',
    weightDecay: 0,
    seed: 3,
  });
  const pixels = SIDE * SIDE * 2;
  const test = fromBytes(spots(10, 99).images);
  clean = Array.from({ length: 10 }, (_, n) => test.slice(n * pixels, (n + 1) * pixels));
});

/** The model's probabilities of 8-bit pixels, asked apart from the code under test. */
async function ask(pixels: Uint8Array): Promise<number[]> {
  return [...softmax(await prepared.predict(Float32Array.from(pixels, byte => byte / 255)))];
}

const REQUESTS = [
  { class: 0, confidence: 0.3 },
  { class: 3, confidence: 0.4 },
  { class: 4, confidence: 0.25 },
  { class: 1, confidence: 0.2 }, // 1/K: only [0.20, 0.20 + ε) is possible
];
const requests = (): FingerprintRequest[] => REQUESTS.map((fo, n) => ({ ...fo, image: clean[n + 1]! }));

describe('generateFingerprints', () => {
  it('the network it is tried on is sure of its clean images', async () => {
    for (const image of clean) expect(Math.max(...(await ask(toBytes(image))))).toBeGreaterThan(0.9);
  });

  it('meets every class and confidence within 0.001, judged on the 8-bit pixels', async () => {
    const seen: GenerationProgress[] = [];
    const results = await generateFingerprints({
      prepared,
      requests: requests(),
      secret: 'mine',
      epsilon: 0.001,
      onProgress: progress => seen.push(progress),
    });
    for (const [n, result] of results.entries()) {
      const probabilities = await ask(result.pixels);
      const { class: target, confidence } = REQUESTS[n]!;
      expect(result).toMatchObject({ class: target, confidence, passed: true });
      expect(probabilities.indexOf(Math.max(...probabilities))).toBe(target);
      expect(Math.abs(probabilities[target]! - confidence)).toBeLessThan(0.001);
      probabilities.forEach((p, k) => expect(result.probabilities[k]).toBeCloseTo(p, 6));
      expect(result.achieved).toBe(result.probabilities[target]);
      const square = result.pixels.reduce((sum, byte, i) => sum + (byte / 255 - clean[n + 1]![i]!) ** 2, 0);
      expect(result.distortion).toBeCloseTo(Math.sqrt(square), 4);
    }
    expect(seen.map(progress => progress.phase)).toContain('settle');
    expect(seen.at(-1)!.fraction).toBe(1);
    seen.slice(1).forEach((progress, i) => {
      expect(progress.fraction).toBeGreaterThanOrEqual(seen[i]!.fraction);
      expect(progress.confidence).toHaveLength(REQUESTS.length);
    });
  });

  it('is the same again for the same secret, and has another output vector for another', async () => {
    const [request] = requests();
    const make = async (secret: string) =>
      (await generateFingerprints({ prepared, requests: [request!], secret, epsilon: 0.01 }))[0]!;
    const mine = await make('mine');
    expect((await make('mine')).pixels).toEqual(mine.pixels);
    const theirs = await make('theirs');
    expect(theirs.passed).toBe(true);
    const apart = theirs.probabilities.map((p, k) => Math.abs(p - mine.probabilities[k]!));
    expect(Math.max(...apart)).toBeGreaterThan(0.01);
  });

  it('runs Eq. (1)–(3) as printed, and says honestly what passes', async () => {
    const results = await generateFingerprints({
      prepared,
      requests: requests(),
      secret: 'mine',
      epsilon: 0.01,
      method: 'literal',
    });
    for (const [n, result] of results.entries()) {
      const probabilities = await ask(result.pixels);
      const { class: target, confidence } = REQUESTS[n]!;
      const top = probabilities.indexOf(Math.max(...probabilities));
      expect(result.passed).toBe(top === target && Math.abs(probabilities[target]! - confidence) < 0.01);
      expect(result.attempts).toBe(1);
    }
  });

  it('gives up honestly: one iteration is no search', async () => {
    const [result] = await generateFingerprints({
      prepared,
      requests: requests().slice(0, 1),
      secret: 'mine',
      epsilon: 0.0001,
      settings: {
        reach: { iterations: 1, from: 0.2, to: 0, alpha: 10 },
        settle: { iterations: 1, from: 0.05, to: 0, alpha: 10 },
        polishSteps: 1,
        attempts: 2,
      },
    });
    expect(result).toMatchObject({ passed: false, attempts: 2 });
  });

  it('stops when told to', async () => {
    const stop = new AbortController();
    let reports = 0;
    const run = generateFingerprints({
      prepared,
      requests: requests(),
      secret: 'mine',
      epsilon: 0.01,
      signal: stop.signal,
      onProgress: () => {
        reports++;
        stop.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    expect(reports).toBe(1);
  });

  it('refuses a class, an image or a confidence that can not be', async () => {
    const make = (change: Partial<FingerprintRequest>) =>
      generateFingerprints({
        prepared,
        requests: [{ class: 0, confidence: 0.3, image: clean[0]!, ...change }],
        secret: 'mine',
        epsilon: 0.01,
      });
    await expect(make({ class: 5 })).rejects.toThrow(/no class 5; classes are 0 … 4/);
    await expect(make({ image: new Float32Array(3) })).rejects.toThrow(/has 3 values; the network takes 128/);
    await expect(make({ confidence: 0.1 })).rejects.toThrow(/within 0.01 of 0.1 among 5 classes/);
  });
});

describe('generateFingerprints on wasm', () => {
  it('gives every image the same bits, whichever others descend with it', async () => {
    const wasm = await (await loadWasmEngineFromDisk()).prepare(NETWORK);
    wasm.putParameters(await prepared.readParameters());
    const make = (asked: readonly FingerprintRequest[], batchSize: number) =>
      generateFingerprints({
        prepared: wasm,
        requests: asked,
        secret: 'mine',
        epsilon: 0.001,
        settings: { batchSize },
      });
    // More than one block of the descent, and no multiple of four.
    const many = Array.from({ length: 18 }, () => requests())
      .flat()
      .slice(0, 70);
    const together = await make(many, 70);
    expect(together.filter(result => result.passed).length).toBeGreaterThan(0);
    expect(await make(many, 8)).toEqual(together);
    expect(await make(many.slice(3, 4), 1)).toEqual(together.slice(3, 4));
  });
});

describe('polish', () => {
  it('comes nearer to a confidence than rounding, one grey level at a time', async () => {
    // Halfway between two classes, where the network is unsure and a grey level tells.
    const image = clean[1]!.map((value, i) => (value + clean[2]![i]!) / 2);
    const before = await ask(toBytes(image));
    const target = before.indexOf(Math.max(...before));
    expect(before[target]).toBeLessThan(0.95);
    const goal = { class: target, confidence: before[target]! - 0.005 };
    const [polished] = await polish(prepared, image, [goal]);
    expect(Math.abs(polished!.probabilities[target]! - goal.confidence)).toBeLessThan(5e-5);
    const rounded = toBytes(image);
    const steps = polished!.pixels.reduce((sum, byte, i) => sum + Math.abs(byte - rounded[i]!), 0);
    expect(steps).toBeGreaterThan(0);
    expect(steps).toBeLessThanOrEqual(20);
  });
});

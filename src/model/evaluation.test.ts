import { expect, test } from 'vitest';
import { isAppError } from '../core/errors';
import { createReferenceEngine } from '../engine/reference/reference-engine';
import type { Network } from '../engine/network';
import { accuracy, countCorrect, predictClasses, shareCorrect } from './evaluation';

/** Two pixels, three classes: logits (x₀, x₁, ½), so that the brighter pixel wins unless both are dark. */
const network: Network = {
  input: { height: 1, width: 2, channels: 1 },
  layers: [{ kind: 'dense', name: 'logits', units: 3, activation: 'linear' }],
};
const parameters = Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 0.5);

async function prepare() {
  const prepared = await createReferenceEngine().prepare(network);
  prepared.putParameters(parameters);
  return prepared;
}

// Predicted: 0, 1, 2, 0 (the first of equals), 1.
const images = Uint8Array.of(255, 0, 0, 255, 10, 20, 200, 200, 100, 130);
const labels = Uint8Array.of(0, 1, 1, 0, 2);

test('classes, accuracy and confusion of five images worked by hand', async () => {
  const prepared = await prepare();
  const dataset = prepared.putDataset(images, labels);
  const predicted = await predictClasses(prepared, dataset);
  expect(Array.from(predicted)).toEqual([0, 1, 2, 0, 1]);
  expect(await accuracy(prepared, dataset, labels)).toBe(0.6);
});

test('more images than one call takes: all are seen, in order, and progress ends at the total', async () => {
  const prepared = await prepare();
  const count = 2345;
  const many = Uint8Array.from({ length: 2 * count }, (_, i) => ((i >> 1) % 3 === i % 2 ? 255 : 0));
  const dataset = prepared.putDataset(many, new Uint8Array(count));
  const seen: number[] = [];
  const predicted = await predictClasses(prepared, dataset, { onProgress: done => seen.push(done) });
  expect(predicted.every((label, n) => label === n % 3)).toBe(true);
  expect(seen.at(-1)).toBe(count);
  expect(seen.length).toBeGreaterThan(1);
});

test('a range gives what the whole gives there, counted from its own start', async () => {
  const prepared = await prepare();
  const dataset = prepared.putDataset(images, labels);
  const seen: number[] = [];
  const some = await predictClasses(prepared, dataset, {
    from: 1,
    to: 4,
    onProgress: (done, total) => seen.push(done, total),
  });
  expect(Array.from(some)).toEqual([1, 2, 0]);
  expect(seen).toEqual([3, 3]);
  expect(countCorrect(some, labels.subarray(1, 4))).toBe(2);
});

test('an abort between chunks is `cancelled`', async () => {
  const prepared = await prepare();
  const dataset = prepared.putDataset(new Uint8Array(2 * 3000), new Uint8Array(3000));
  const controller = new AbortController();
  const failure: unknown = await predictClasses(prepared, dataset, {
    signal: controller.signal,
    onProgress: () => controller.abort(),
  }).catch((error: unknown) => error);
  expect(isAppError(failure, 'cancelled')).toBe(true);
});

test('nothing to compare is refused', () => {
  expect(() => shareCorrect(new Uint8Array(0), new Uint8Array(0))).toThrow(/0 predictions/);
  expect(() => shareCorrect(new Uint8Array(2), new Uint8Array(3))).toThrow(/2 predictions .* 3 labels/);
});

/**
 * The convolution alone against the reference, beyond the grid that every backend shares: channels that fill a block of
 * eight, or several, and those that do not, odd and even sides down to one pixel, both strides, batches of more tiles than go at a time.
 */
import { expect, test } from 'vitest';
import { randomInputs } from '../agreement-cases';
import { expectAgreement, expectSlotsAgree, onBoth } from '../agreement-checks';
import { layOut } from '../network';
import { loadWasmEngineFromDisk } from './load-from-disk';

const engine = await loadWasmEngineFromDisk();

test.each([
  // [size, stride, channels, filters, height, width, batch]
  [3, 1, 1, 1, 1, 1, 3],
  [3, 1, 1, 3, 2, 5, 33],
  [3, 1, 3, 16, 9, 7, 33],
  [3, 1, 8, 8, 8, 8, 1],
  [3, 1, 13, 64, 7, 5, 3],
  [3, 1, 64, 13, 5, 6, 33],
  [3, 1, 16, 64, 11, 10, 3],
  [3, 1, 64, 64, 8, 9, 3],
  [3, 1, 3, 136, 6, 6, 3],
  [3, 1, 136, 8, 6, 3, 3],
  [3, 2, 1, 1, 1, 1, 1],
  [3, 2, 3, 8, 2, 3, 33],
  [3, 2, 8, 13, 9, 7, 3],
  [3, 2, 13, 16, 8, 12, 33],
  [3, 2, 64, 16, 7, 10, 3],
  [3, 2, 16, 64, 13, 8, 1],
  [1, 1, 1, 8, 3, 4, 33],
  [1, 1, 13, 3, 5, 5, 3],
  [1, 1, 64, 64, 7, 6, 3],
  [1, 2, 3, 13, 9, 8, 33],
  [1, 2, 64, 16, 8, 7, 3],
  [1, 2, 16, 1, 1, 6, 1],
] as const)(
  'kernel of %i, stride %i: %i to %i channels on %i × %i, batch of %i',
  async (size, stride, channels, filters, height, width, count) => {
    const layout = layOut({
      input: { height, width, channels },
      layers: [
        { kind: 'convolution', name: 'conv', size, stride, filters },
        { kind: 'dense', name: 'logits', units: 5, activation: 'linear' },
      ],
    });
    const name = [size, stride, channels, filters, height, width, count].join('/');
    const { parameters, images, labels, logitGradient } = randomInputs(layout, count, name);
    await onBoth(engine, { name, layout }, async (fast, exact) => {
      fast.putParameters(parameters);
      exact.putParameters(parameters);
      expectAgreement(await fast.predict(images), await exact.predict(images), 'logits');
      const actual = await fast.lossAndGradient(images, labels);
      const expected = await exact.lossAndGradient(images, labels);
      expect(Math.abs(actual.loss / expected.loss - 1)).toBeLessThanOrEqual(1e-5);
      expectSlotsAgree(layout, actual.gradient, expected.gradient, 'gradient');
      expectAgreement(
        await fast.inputGradient(images, logitGradient),
        await exact.inputGradient(images, logitGradient),
        'gradient by the images',
      );
    });
  },
);

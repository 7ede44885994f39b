/** The further removal attacks, on a network small enough to follow by hand. */
import { describe, expect, it } from 'vitest';
import { seeded } from '../core/random';
import { layOut } from '../engine/network';
import type { Network } from '../engine/network';
import { createReferenceEngine } from '../engine/reference/reference-engine';
import { realign } from '../method/watermark/realignment';
import { initializeParameters } from '../model/initialization';
import { rescaleRandomly, shuffleChannels } from './channel-shuffling';
import { drawSoftLabels } from './distillation';
import { drawForeignKey } from './overwriting';
import { pruneGlobally } from './pruning';
import { quantize } from './quantization';
import { resetDenseLayers } from './retraining';
import { shiftWeights } from './weight-shifting';

const NETWORK: Network = {
  input: { height: 12, width: 12, channels: 1 },
  layers: [
    { kind: 'conv-pool', name: 'conv1', size: 3, filters: 4, padding: 'same' },
    { kind: 'conv-pool', name: 'conv2', size: 3, filters: 5, padding: 'valid' },
    { kind: 'dense', name: 'dense1', units: 7, activation: 'relu' },
    { kind: 'dense', name: 'out', units: 3, activation: 'linear' },
  ],
};
const LAYOUT = layOut(NETWORK);
const CONVOLUTIONS = ['conv1', 'conv2'];
const PARAMETERS = (() => {
  const random = seeded(2, 'parameters');
  const parameters = initializeParameters(LAYOUT, random);
  // Biases as well, so that a mistake in them is seen.
  return parameters.map(w => (w === 0 ? 0.1 * random.normal() : w));
})();

async function logitsOf(parameters: Float32Array): Promise<number[]> {
  const prepared = await createReferenceEngine().prepare(NETWORK);
  prepared.putParameters(parameters);
  const random = seeded(3, 'images');
  return Array.from(await prepared.predict(Float32Array.from({ length: 3 * 144 }, () => random.uniform())));
}

describe('channels in another order, and rescaled', () => {
  const shuffled = shuffleChannels(LAYOUT, PARAMETERS, CONVOLUTIONS, seeded(5));
  const rescaled = rescaleRandomly(LAYOUT, shuffled, CONVOLUTIONS, seeded(6));

  it('compute the same, within float32', async () => {
    const before = await logitsOf(PARAMETERS);
    for (const attacked of [shuffled, rescaled]) {
      expect(attacked).not.toEqual(PARAMETERS);
      (await logitsOf(attacked)).forEach((logit, i) => expect(logit).toBeCloseTo(before[i]!, 5));
    }
  });

  it('are found again by the owner who has the model as it was', () => {
    expect(realign(LAYOUT, PARAMETERS, shuffled, CONVOLUTIONS)).toEqual(PARAMETERS);
    realign(LAYOUT, PARAMETERS, rescaled, CONVOLUTIONS).forEach((w, i) =>
      expect(w).toBeCloseTo(PARAMETERS[i]!, 5),
    );
  });

  it('stay as they are where they were not moved', () => {
    expect(realign(LAYOUT, PARAMETERS, PARAMETERS, CONVOLUTIONS)).toEqual(PARAMETERS);
  });

  it('need a convolution that one layer reads', () => {
    expect(() => shuffleChannels(LAYOUT, PARAMETERS, ['dense1'], seeded(1))).toThrow(/"dense1"/);
  });
});

describe('quantization', () => {
  it('leaves so many values in each kernel, none further than half a step', () => {
    const quantized = quantize(LAYOUT, PARAMETERS, 4);
    for (const { role, offset, length } of LAYOUT.slots) {
      const [before, after] = [PARAMETERS, quantized].map(each => each.subarray(offset, offset + length));
      if (role === 'bias') expect(after).toEqual(before);
      else {
        const step = Math.max(...before!.map(Math.abs)) / 7;
        expect(new Set(after!.map(w => Math.round(w / step))).size).toBeLessThanOrEqual(15);
        after!.forEach((w, i) => expect(Math.abs(w - before![i]!)).toBeLessThan(step / 2 + 1e-6));
      }
    }
  });

  it('refuses one bit', () => {
    expect(() => quantize(LAYOUT, PARAMETERS, 1)).toThrow(/1 bits/);
  });
});

describe('the others', () => {
  const slot = (name: string) => LAYOUT.slots.find(each => each.name === name)!;

  it('prune the smallest of all kernels together', () => {
    const pruned = pruneGlobally(LAYOUT, PARAMETERS, 0.4);
    const kernels = LAYOUT.slots.filter(({ role }) => role === 'kernel');
    const weights = (of: Float32Array) =>
      kernels.flatMap(({ offset, length }) => [...of.subarray(offset, offset + length)]);
    const kept = weights(pruned).filter(w => w !== 0);
    const gone = weights(PARAMETERS).filter((_, i) => weights(pruned)[i] === 0);
    expect(gone).toHaveLength(Math.round(0.4 * weights(PARAMETERS).length));
    expect(Math.max(...gone.map(Math.abs))).toBeLessThanOrEqual(Math.min(...kept.map(Math.abs)));
  });

  it('shift one layer by the strength asked for', () => {
    const { offset, length } = slot('conv2/kernel');
    const shifted = shiftWeights(LAYOUT, PARAMETERS, 'conv2', 0.5, seeded(9));
    const moves = Array.from({ length }, (_, i) => shifted[offset + i]! - PARAMETERS[offset + i]!);
    const spread = (values: readonly number[]) => {
      const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
      return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
    };
    const expected = 0.5 * spread([...PARAMETERS.subarray(offset, offset + length)]);
    expect(Math.abs(spread(moves) / expected - 1)).toBeLessThan(5 / Math.sqrt(2 * length));
    expect(shifted.subarray(offset + length)).toEqual(PARAMETERS.subarray(offset + length));
  });

  it('draw the dense layers anew and leave the convolutions', () => {
    const reset = resetDenseLayers(LAYOUT, PARAMETERS, seeded(4));
    const { offset } = slot('dense1/kernel');
    expect(reset.subarray(0, offset)).toEqual(PARAMETERS.subarray(0, offset));
    expect(reset.subarray(offset)).toEqual(initializeParameters(LAYOUT, seeded(4)).subarray(offset));
  });

  it('draw a foreign key, the same from the same seed', () => {
    const draw = (seed: number) =>
      drawForeignKey(LAYOUT, PARAMETERS, { layer: 'conv2', range: [0.1, 0.45], digits: 13, seed });
    expect(draw(1)).toEqual(draw(1));
    expect(draw(2).positions).not.toEqual(draw(1).positions);
    expect(draw(1).digits).toHaveLength(13);
  });

  it('draw soft labels as often as the softened teacher says', () => {
    const logits = new Float32Array(3 * 30_000).map((_, i) => [0, Math.log(9), Math.log(36)][i % 3]!);
    const labels = drawSoftLabels(logits, 3, 2, seeded(8)); // shares 1 : 3 : 6
    const counts = [0, 1, 2].map(label => labels.filter(each => each === label).length);
    [0.1, 0.3, 0.6].forEach((share, label) => {
      const deviation = Math.sqrt((share * (1 - share)) / 30_000);
      expect(Math.abs(counts[label]! / 30_000 - share)).toBeLessThan(5 * deviation);
    });
  });
});

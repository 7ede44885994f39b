/** Training steps of a whole wide residual network, a small one, on the fast backends against the reference. */
import { afterAll, describe, expect, test } from 'vitest';
import { seeded } from '../core/random';
import { openTestBackends } from '../engine/agreement-backends.node';
import type { Engine } from '../engine/engine';
import { layOut } from '../engine/network';
import { createReferenceEngine } from '../engine/reference/reference-engine';
import { initializeParameters } from './initialization';
import { wideResNet } from './wide-resnet';

/** Two groups halve the sides, both of them odd at the end. */
const network = wideResNet({
  depth: 10,
  width: 1,
  input: { height: 10, width: 6, channels: 3 },
  classes: 10,
});
const layout = layOut(network);
const [IMAGES, BATCH, STEPS] = [12, 7, 3];

async function train(engine: Engine): Promise<{ losses: Float32Array; parameters: Float32Array }> {
  const random = seeded(5, 'wide resnet');
  const prepared = await engine.prepare(network);
  prepared.putParameters(initializeParameters(layout, seeded(5, 'wide resnet weights')));
  // A second moment well above 0: where it is tiny, Adam divides rounding errors by rounding errors.
  prepared.putOptimizer({
    step: 10,
    firstMoment: new Float32Array(layout.parameterCount),
    secondMoment: new Float32Array(layout.parameterCount).fill(1e-2),
  });
  const dataset = prepared.putDataset(
    Uint8Array.from({ length: IMAGES * layout.pixels }, () => random.integer(256)),
    Uint8Array.from({ length: IMAGES }, () => random.integer(10)),
  );
  const losses = await prepared.train({
    dataset,
    order: Uint32Array.from({ length: STEPS * BATCH }, () => random.integer(IMAGES)),
    batchSize: BATCH,
    learningRates: Float32Array.of(0.01, 0.005, 0.002),
    weightDecay: 5e-4,
  });
  const parameters = await prepared.readParameters();
  prepared.dispose();
  return { losses, parameters };
}

describe.each(await openTestBackends())('$name', ({ engine, missing }) => {
  if (!engine) {
    test.skip(`cannot start here: ${missing}`, () => {});
    return;
  }
  afterAll(() => engine.dispose());

  test('three steps of WRN-10-1 move every weight and every moving statistic as the reference does; twice the same', async () => {
    const actual = await train(engine);
    const expected = await train(createReferenceEngine());
    expected.losses.forEach((loss, i) => expect(actual.losses[i]! / loss).toBeCloseTo(1, 5));
    const start = initializeParameters(layout, seeded(5, 'wide resnet weights'));
    for (const { name, offset, length } of layout.slots) {
      let [apart, moved, largest] = [0, 0, 0];
      for (let i = offset; i < offset + length; i++) {
        apart = Math.max(apart, Math.abs(actual.parameters[i]! - expected.parameters[i]!));
        moved = Math.max(moved, Math.abs(expected.parameters[i]! - start[i]!));
        largest = Math.max(largest, Math.abs(expected.parameters[i]!));
      }
      expect(moved, name).toBeGreaterThan(0);
      // Three roundings of the weight itself, each of at most half a unit in its last place.
      expect(apart, `${name}, which moved by ${moved}`).toBeLessThanOrEqual(
        1e-4 * moved + 1.5 * 2 ** -23 * largest,
      );
    }
    expect(await train(engine)).toEqual(actual);
  });
});

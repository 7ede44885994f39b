/**
 * The fast backends against the reference, number by number, over a grid of networks and batch sizes: logits, losses
 * and every gradient within 1e-5 of the largest entry of their tensor (gradients through batch normalizations within 1e-4). The
 * reference itself is tested beside its source; steps and descents in agreement-training.test.ts, what an engine promises
 * besides numbers in agreement-promises.test.ts.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { seeded } from '../core/random';
import { openTestBackends } from './agreement-backends.node';
import {
  AGREEMENT_CASES,
  BATCH_SIZES,
  RESIDUAL_CASES,
  randomInputs,
  type AgreementCase,
  type CaseInputs,
} from './agreement-cases';
import { TOLERANCE, bytesOf, expectAgreement, expectSlotsAgree, onBoth } from './agreement-checks';
import type { LossAndGradient } from './engine';
import { layOut } from './network';
import { createReferenceEngine } from './reference/reference-engine';

/** A batch normalization divides by what its batch happens to vary by, rounding errors with the rest. */
const DEEP_TOLERANCE = 1e-4;

const reference = createReferenceEngine();

function inputsOf({ name, layout }: AgreementCase, count: number): CaseInputs {
  return randomInputs(layout, count, `${name}/${count}`);
}

interface Expected extends LossAndGradient {
  readonly logits: Float32Array;
  readonly inputGradient: Float32Array;
}

/** What the reference says, once for all backends: its loops are most of the time here. */
const known = new Map<string, Promise<Expected>>();

function expectedOf(agreementCase: AgreementCase, count: number): Promise<Expected> {
  const key = `${agreementCase.name}/${count}`;
  const found = known.get(key) ?? askReference(agreementCase, count);
  known.set(key, found);
  return found;
}

async function askReference(agreementCase: AgreementCase, count: number): Promise<Expected> {
  const { parameters, images, labels, logitGradient } = inputsOf(agreementCase, count);
  const exact = await reference.prepare(agreementCase.layout.network);
  exact.putParameters(parameters);
  return {
    logits: await exact.predict(images),
    ...(await exact.lossAndGradient(images, labels)),
    inputGradient: await exact.inputGradient(images, logitGradient),
  };
}

describe.each(await openTestBackends())('$name', ({ name: backend, engine: opened, missing, cases }) => {
  if (!opened) {
    test.skip(`cannot start here: ${missing}`, () => {});
    return;
  }
  const engine = opened;
  afterAll(() => engine.dispose());

  test('is the backend it is meant to be', () => {
    expect(engine.backend).toBe(backend);
    expect(engine.adapter).not.toBe('');
  });

  test.each(cases)('logits and gradients of $name', async agreementCase => {
    const { layout, name } = agreementCase;
    const tolerance = RESIDUAL_CASES.includes(agreementCase) ? DEEP_TOLERANCE : TOLERANCE;
    const fast = await engine.prepare(layout.network);
    for (const count of BATCH_SIZES) {
      const at = `batch of ${count}`;
      const { parameters, images, labels, logitGradient } = inputsOf(agreementCase, count);
      const expected = await expectedOf(agreementCase, count);
      fast.putParameters(parameters);
      expectAgreement(await fast.predict(images), expected.logits, `${at}: logits`);
      const { loss, gradient } = await fast.lossAndGradient(images, labels);
      expect(Math.abs(loss / expected.loss - 1), `${at}: loss`).toBeLessThanOrEqual(TOLERANCE);
      expectSlotsAgree(layout, gradient, expected.gradient, `${at}: gradient`, tolerance);
      expectAgreement(
        await fast.inputGradient(images, logitGradient),
        expected.inputGradient,
        `${at}: gradient by the images of ${name}`,
        tolerance,
      );
      expect(await fast.readParameters(), `${at}: parameters untouched`).toEqual(parameters);
    }
    fast.dispose();
  });

  test('pools of equal cells send the gradient to the first; a sum of exactly 0 is dead', async () => {
    // Multiples of 1/8 and 1/2, so that every sum is exact, whatever its order.
    const layout = layOut({
      input: { height: 9, width: 8, channels: 2 },
      layers: [
        { kind: 'conv-pool', name: 'conv', size: 3, filters: 5, padding: 'same' },
        { kind: 'dense', name: 'hidden', units: 6, activation: 'relu' },
        { kind: 'dense', name: 'logits', units: 4, activation: 'linear' },
      ],
    });
    const random = seeded(7, 'agreement/ties');
    const parameters = Float32Array.from(
      { length: layout.parameterCount },
      () => (random.integer(9) - 4) / 8,
    );
    const images = Float32Array.from({ length: 5 * layout.pixels }, (_, i) =>
      i < 2 * layout.pixels ? 0.5 : random.integer(3) / 2,
    );
    await onBoth(engine, { name: 'ties', layout }, async (fast, exact) => {
      fast.putParameters(parameters);
      exact.putParameters(parameters);
      const labels = Uint8Array.of(0, 1, 2, 3, 0);
      const { logitGradient } = randomInputs(layout, 5, 'ties');
      const actual = await fast.lossAndGradient(images, labels);
      const expected = await exact.lossAndGradient(images, labels);
      expectSlotsAgree(layout, actual.gradient, expected.gradient, 'gradient');
      expectAgreement(
        await fast.inputGradient(images, logitGradient),
        await exact.inputGradient(images, logitGradient),
        'gradient by the images',
      );
      fast.putParameters(new Float32Array(layout.parameterCount));
      const { gradient } = await fast.lossAndGradient(images, labels);
      const convolution = layout.slots.filter(slot => slot.layer === 'conv').at(-1)!;
      expect(gradient.subarray(0, convolution.offset + convolution.length).every(g => g === 0)).toBe(true);
    });
  });

  const conv = AGREEMENT_CASES[5]!;

  test('300 images at once, and any range of a dataset', async () => {
    const { parameters, images, labels } = randomInputs(conv.layout, 300, 'many');
    await onBoth(engine, conv, async (fast, exact) => {
      fast.putParameters(parameters);
      exact.putParameters(parameters);
      expectAgreement(await fast.predict(images), await exact.predict(images), 'logits');
      const [dataset, same] = [fast, exact].map(each => each.putDataset(bytesOf(images), labels));
      expect(dataset!.count).toBe(300);
      for (const [from, to] of [
        [0, 300],
        [17, 18],
        [101, 300],
      ] as const) {
        expectAgreement(
          await fast.predictDataset(dataset!, from, to),
          await exact.predictDataset(same!, from, to),
          `logits of ${from} to ${to}`,
        );
      }
    });
  });
});

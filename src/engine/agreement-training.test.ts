/**
 * Training steps and descents on the input on the fast backends against the reference. Adam divides by the root of a second
 * moment: where that is tiny, rounding errors are divided by rounding errors, so that moments begin well above 0.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { seeded } from '../core/random';
import { openTestBackends } from './agreement-backends.node';
import { AGREEMENT_CASES, RESIDUAL_CASES, quadraticTerm, randomInputs } from './agreement-cases';
import { TOLERANCE, bytesOf, expectAgreement, expectSlotsAgree, onBoth } from './agreement-checks';
import type { DescentHead, DescentOptions } from './engine';
import type { Layout } from './network';

/** ½·w·Σ_k (z_k − [k = t])², kept while z_t lies within 0.4 of 1; the state is [w, t, evaluations so far]. */
const towardsOne: DescentHead = {
  stateSize: 3,
  evaluate: (logits, state, gradient) => {
    const [weight, wanted] = [state[0]!, state[1]!];
    for (let k = 0; k < logits.length; k++) gradient[k] = weight * (logits[k]! - (k === wanted ? 1 : 0));
    state[2]! += 1;
    return Math.abs(logits[wanted]! - 1) < 0.4;
  },
  wgsl: `fn head_evaluate(logits: ptr<function, array<f32, K>>, state: ptr<function, array<f32, S>>,
    gradient: ptr<function, array<f32, K>>) -> bool {
    let wanted = u32((*state)[1]);
    for (var k = 0u; k < u32(K); k++) {
      (*gradient)[k] = (*state)[0] * ((*logits)[k] - select(0.0, 1.0, k == wanted));
    }
    (*state)[2] += 1.0;
    return abs((*logits)[wanted] - 1.0) < 0.4;
  }`,
};

/** Two descents of 25 iterations: from the images themselves, black and white pixels among them, and from elsewhere. */
function descentOptions(layout: Layout, count: number): DescentOptions[] {
  const { images } = randomInputs(layout, count, 'descent');
  const stark = images.map(x => (x < 0.1 ? 0 : x > 0.9 ? 1 : x));
  const state = Float32Array.from({ length: 3 * count }, (_, i) =>
    i % 3 === 0 ? 4 : i % 3 === 1 ? Math.floor(i / 3) % layout.classes : 0,
  );
  const shared = { images: stark, head: towardsOne, state, iterations: 25, beta1: 0.9, beta2: 0.999 };
  return [
    { ...shared, learningRate: { from: 0.2, to: 0 } },
    { ...shared, learningRate: { from: 0.1, to: 0.05 }, start: images.map(x => 0.3 + 0.4 * x), beta2: 0.99 },
  ];
}

describe.each(await openTestBackends())('$name', ({ engine: opened, missing, cases }) => {
  if (!opened) {
    test.skip(`cannot start here: ${missing}`, () => {});
    return;
  }
  const engine = opened;
  afterAll(() => engine.dispose());

  const conv = AGREEMENT_CASES[5]!;

  const trained = [AGREEMENT_CASES[4]!, AGREEMENT_CASES.at(-1)!, RESIDUAL_CASES[4]!];
  test.each(trained.filter(each => cases.includes(each)))('training of $name', async agreementCase => {
    const { layout } = agreementCase;
    const { parameters, images, labels } = randomInputs(layout, 41, 'training');
    const random = seeded(7, 'agreement/moments');
    // A second moment well above 0: where it is tiny, Adam divides rounding errors by rounding errors.
    const optimizer = {
      step: 10,
      firstMoment: Float32Array.from(parameters, () => 0.01 * random.normal()),
      secondMoment: Float32Array.from(parameters, () => random.between(1e-4, 1e-3)),
    };
    const learningRates = Float32Array.of(0.01, 0.005, 0.002, 0.001);
    const order = Uint32Array.from({ length: 4 * 9 }, () => random.integer(41));
    const term = quadraticTerm(layout);
    await onBoth(engine, agreementCase, async (fast, exact) => {
      const results = [];
      for (const prepared of [fast, exact]) {
        prepared.putParameters(parameters);
        prepared.putOptimizer(optimizer);
        const dataset = prepared.putDataset(bytesOf(images), labels);
        const losses = await prepared.train({
          dataset,
          order,
          batchSize: 9,
          learningRates,
          weightDecay: 0.05,
          term,
        });
        results.push({
          losses,
          parameters: await prepared.readParameters(),
          ...(await prepared.readOptimizer()),
        });
        dataset.dispose();
      }
      const [actual, expected] = [results[0]!, results[1]!];
      expect(actual.step).toBe(14);
      expectAgreement(actual.losses, expected.losses, 'losses');
      expectSlotsAgree(layout, actual.parameters, expected.parameters, 'parameters');
      expectSlotsAgree(layout, actual.firstMoment, expected.firstMoment, 'first moment');
      expectSlotsAgree(layout, actual.secondMoment, expected.secondMoment, 'second moment', 2 * TOLERANCE);
    });
  });

  test('the first step from nothing; the moments are (1 − β₁)g and (1 − β₂)g²', async () => {
    const { parameters, images, labels } = randomInputs(conv.layout, 9, 'first step');
    await onBoth(engine, conv, async (fast, exact) => {
      fast.putParameters(parameters);
      exact.putParameters(parameters);
      const bytes = bytesOf(images);
      const dataset = fast.putDataset(bytes, labels);
      const order = Uint32Array.from({ length: 9 }, (_, i) => i);
      await fast.train({
        dataset,
        order,
        batchSize: 9,
        learningRates: Float32Array.of(0.01),
        weightDecay: 0,
      });
      const { gradient } = await exact.lossAndGradient(
        Float32Array.from(bytes, b => b / 255),
        labels,
      );
      const { step, firstMoment, secondMoment } = await fast.readOptimizer();
      expect(step).toBe(1);
      expectSlotsAgree(
        conv.layout,
        firstMoment,
        gradient.map(g => 0.1 * g),
        'first moment',
      );
      expectSlotsAgree(
        conv.layout,
        secondMoment,
        gradient.map(g => 0.001 * g * g),
        'second moment',
        2 * TOLERANCE,
      );
      const after = await fast.readParameters();
      const moved = after.map((value, i) => Math.abs(value - parameters[i]!));
      expect(Math.max(...moved)).toBeLessThan(0.0101);
      fast.putOptimizer(null);
      const forgotten = await fast.readOptimizer();
      expect(forgotten.step).toBe(0);
      expect(forgotten.firstMoment.every(m => m === 0) && forgotten.secondMoment.every(v => v === 0)).toBe(
        true,
      );
    });
  });

  test('a term adds its derivative at its own weights alone', async () => {
    const { parameters, images, labels } = randomInputs(conv.layout, 9, 'term');
    const term = quadraticTerm(conv.layout);
    await onBoth(engine, conv, async (fast, exact) => {
      fast.putParameters(parameters);
      exact.putParameters(parameters);
      const actual = await fast.lossAndGradient(images, labels, term);
      const expected = await exact.lossAndGradient(images, labels, term);
      expect(Math.abs(actual.loss / expected.loss - 1)).toBeLessThanOrEqual(TOLERANCE);
      expectSlotsAgree(conv.layout, actual.gradient, expected.gradient, 'gradient');
      const bare = await exact.lossAndGradient(images, labels);
      expectSlotsAgree(
        conv.layout,
        (await fast.lossAndGradient(images, labels)).gradient,
        bare.gradient,
        'without',
      );
    });
  });

  test.each([AGREEMENT_CASES[4]!, AGREEMENT_CASES[7]!])(
    'descent on the input of $name',
    async agreementCase => {
      const { layout } = agreementCase;
      const count = 11;
      await onBoth(engine, agreementCase, async (fast, exact) => {
        const { parameters } = randomInputs(layout, 1, 'descent network');
        fast.putParameters(parameters);
        exact.putParameters(parameters);
        for (const options of descentOptions(layout, count)) {
          const results = [];
          for (const prepared of [fast, exact]) {
            const descent = prepared.descend(options);
            await descent.run(10);
            expect(descent.iteration).toBe(10);
            const early = await descent.read();
            await descent.run(100);
            expect(descent.iteration).toBe(25);
            results.push({ early, late: await descent.read() });
            descent.dispose();
          }
          for (const when of ['early', 'late'] as const) {
            const [actual, expected] = [results[0]![when], results[1]![when]];
            expect(Array.from(actual.kept), `${when}: kept`).toEqual(Array.from(expected.kept));
            expectAgreement(actual.state, expected.state, `${when}: state`);
            // Adam turns a gradient near 0 into a whole step, rounding errors with it.
            expectAgreement(actual.images, expected.images, `${when}: images`, 1e-3);
            expectAgreement(actual.distortion, expected.distortion, `${when}: distortion`, 1e-3);
            expectAgreement(actual.logits, expected.logits, `${when}: logits`, 1e-3);
          }
          const keptSome = results[1]!.late.kept.includes(1);
          expect(keptSome).toBe(true);
        }
      });
    },
  );
});

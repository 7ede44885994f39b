/**
 * The fast backends against the reference, number by number, over a grid of networks and batch sizes: logits, losses
 * and every gradient within 1e-5 of the largest entry of their tensor. The reference itself is tested beside its source.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { seeded } from '../core/random';
import { openTestBackends } from './agreement-backends.node';
import {
  AGREEMENT_CASES,
  BATCH_SIZES,
  quadraticTerm,
  randomInputs,
  type AgreementCase,
} from './agreement-cases';
import type { DescentHead, DescentOptions, Engine, PreparedNetwork } from './engine';
import { layOut, type Layout } from './network';
import { createReferenceEngine } from './reference/reference-engine';

const TOLERANCE = 1e-5;
const reference = createReferenceEngine();

function expectAgreement(
  actual: Float32Array,
  expected: Float32Array,
  what: string,
  tolerance = TOLERANCE,
): void {
  expect(actual.length, what).toBe(expected.length);
  let difference = 0;
  let largest = 0;
  expected.forEach((value, i) => {
    // `!(≤)` rather than `>`: NaN is a difference.
    const apart = Math.abs(actual[i]! - value);
    if (!(apart <= difference)) difference = apart;
    largest = Math.max(largest, Math.abs(value));
  });
  expect(
    difference,
    `${what}: largest difference, where the largest entry is ${largest}`,
  ).toBeLessThanOrEqual(tolerance * largest);
}

/** Tensor by tensor, so that a small one is not lost beside a large one. */
function expectSlotsAgree(
  layout: Layout,
  actual: Float32Array,
  expected: Float32Array,
  what: string,
  tolerance = TOLERANCE,
): void {
  expect(actual.length, what).toBe(expected.length);
  for (const { name, offset, length } of layout.slots) {
    const part = (values: Float32Array) => values.subarray(offset, offset + length);
    expectAgreement(part(actual), part(expected), `${what}, ${name}`, tolerance);
  }
}

/** The case's network on both engines; `compare` is given both, and both are disposed of after it. */
async function onBoth(
  engine: Engine,
  { layout }: AgreementCase,
  compare: (fast: PreparedNetwork, exact: PreparedNetwork) => Promise<void>,
): Promise<void> {
  const fast = await engine.prepare(layout.network);
  const exact = await reference.prepare(layout.network);
  try {
    await compare(fast, exact);
  } finally {
    fast.dispose();
  }
}

function bytesOf(images: Float32Array): Uint8Array {
  return Uint8Array.from(images, x => Math.floor(256 * x));
}

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

describe.each(await openTestBackends())('$name', ({ name: backend, engine: opened, missing }) => {
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

  test.each(AGREEMENT_CASES)('logits and gradients of $name', async agreementCase => {
    const { layout, name } = agreementCase;
    await onBoth(engine, agreementCase, async (fast, exact) => {
      for (const count of BATCH_SIZES) {
        const at = `batch of ${count}`;
        const { parameters, images, labels, logitGradient } = randomInputs(layout, count, `${name}/${count}`);
        fast.putParameters(parameters);
        exact.putParameters(parameters);
        expectAgreement(await fast.predict(images), await exact.predict(images), `${at}: logits`);
        const actual = await fast.lossAndGradient(images, labels);
        const expected = await exact.lossAndGradient(images, labels);
        expect(Math.abs(actual.loss / expected.loss - 1), `${at}: loss`).toBeLessThanOrEqual(TOLERANCE);
        expectSlotsAgree(layout, actual.gradient, expected.gradient, `${at}: gradient`);
        expectAgreement(
          await fast.inputGradient(images, logitGradient),
          await exact.inputGradient(images, logitGradient),
          `${at}: gradient by the images`,
        );
        expect(await fast.readParameters(), `${at}: parameters untouched`).toEqual(parameters);
      }
    });
  });

  test.each([AGREEMENT_CASES[4]!, AGREEMENT_CASES.at(-1)!])('training of $name', async agreementCase => {
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

  const conv = AGREEMENT_CASES[5]!;

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

  test('the same steps twice give the same bits', async () => {
    const { parameters, images, labels } = randomInputs(conv.layout, 64, 'twice');
    const runs = [];
    for (let i = 0; i < 2; i++) {
      const prepared = await engine.prepare(conv.layout.network);
      prepared.putParameters(parameters);
      const dataset = prepared.putDataset(bytesOf(images), labels);
      const order = Uint32Array.from({ length: 5 * 32 }, (_, n) => (n * 7) % 64);
      const learningRates = new Float32Array(5).fill(0.01);
      const losses = await prepared.train({
        dataset,
        order,
        batchSize: 32,
        learningRates,
        weightDecay: 0.01,
      });
      runs.push({
        losses,
        parameters: await prepared.readParameters(),
        optimizer: await prepared.readOptimizer(),
      });
      prepared.dispose();
    }
    expect(runs[0]).toEqual(runs[1]);
  });

  test('what went in can be changed afterwards, and what came out belongs to the caller', async () => {
    const { parameters, images, labels, logitGradient } = randomInputs(conv.layout, 3, 'ownership');
    await onBoth(engine, conv, async fast => {
      const given = parameters.slice();
      fast.putParameters(given);
      given.fill(0);
      const bytes = bytesOf(images);
      const dataset = fast.putDataset(bytes, labels.slice());
      const expected = await fast.predictDataset(dataset, 0, 3);
      bytes.fill(0);
      const again = await fast.predictDataset(dataset, 0, 3);
      expect(again).toEqual(expected);
      const kept = [
        await fast.readParameters(),
        again,
        await fast.predict(images),
        (await fast.lossAndGradient(images, labels)).gradient,
        await fast.inputGradient(images, logitGradient),
      ];
      const copies = kept.map(values => values.slice());
      await fast.predict(images.map(x => 1 - x));
      await fast.lossAndGradient(
        images.map(x => 1 - x),
        labels,
      );
      await fast.inputGradient(
        images,
        logitGradient.map(g => -g),
      );
      expect(kept).toEqual(copies);
      kept[0]!.fill(9);
      expect(await fast.readParameters()).toEqual(parameters);
    });
  });

  test('a network may be prepared beside another', async () => {
    const other = AGREEMENT_CASES[2]!;
    const [one, two] = [randomInputs(conv.layout, 4, 'beside'), randomInputs(other.layout, 4, 'beside')];
    await onBoth(engine, conv, async fast => {
      fast.putParameters(one.parameters);
      const alone = await fast.predict(one.images);
      const second = await engine.prepare(other.layout.network);
      second.putParameters(two.parameters);
      await second.predict(two.images);
      expect(await fast.predict(one.images)).toEqual(alone);
      second.dispose();
      expect(await fast.predict(one.images)).toEqual(alone);
    });
  });

  test('what does not fit is refused', async () => {
    const prepared = await engine.prepare(conv.layout.network);
    expect(() => prepared.putParameters(new Float32Array(3))).toThrow(/3/);
    await expect(prepared.predict(new Float32Array(conv.layout.pixels + 1))).rejects.toThrow(/pixel/);
    prepared.dispose();
  });
});

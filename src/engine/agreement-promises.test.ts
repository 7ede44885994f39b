/** What every engine promises besides its numbers: the same bits twice, who owns which array, networks side by side, refusals. */
import { afterAll, describe, expect, test } from 'vitest';
import { openTestBackends } from './agreement-backends.node';
import { AGREEMENT_CASES, randomInputs } from './agreement-cases';
import { bytesOf, onBoth } from './agreement-checks';

describe.each(await openTestBackends())('$name', ({ engine: opened, missing }) => {
  if (!opened) {
    test.skip(`cannot start here: ${missing}`, () => {});
    return;
  }
  const engine = opened;
  afterAll(() => engine.dispose());

  const conv = AGREEMENT_CASES[5]!;

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

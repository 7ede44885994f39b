/** What-if questions put to the bundled model on wasm: against the gate's own rules, image by image, and what must hold for any seed. */
import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { syntheticDigits } from '../data/synthetic-digits';
import { loadWasmEngineFromDisk } from '../engine/wasm/load-from-disk';
import { authenticate } from '../method/control/gate';
import { userOf } from '../method/registry/allocation';
import { parseRegistry } from '../method/registry/registry';
import { readModel } from '../model/format';
import { probabilitiesOf } from './licences';
import { answerWhatIf } from './what-if';
import { countLetIn, EXAMPLES, joinWhatIf, splitWhatIf, WHAT_IF_IDS, WHAT_IFS } from './what-if-questions';
import type { WhatIfAnswer, WhatIfId } from './what-if-questions';

const bundled = (name: string) => readFile(new URL(`../../public/pretrained/${name}`, import.meta.url));
const { network, parameters } = readModel(
  (await bundled('model.json')).toString(),
  new Uint8Array(await bundled('weights.bin')),
);
const registry = parseRegistry((await bundled('registry.json')).toString());
const licences = (
  JSON.parse((await bundled('licences.json')).toString()) as {
    class: number;
    confidence: number;
    pixels: string;
  }[]
).map(licence => ({
  user: userOf(licence, registry.classes, registry.confidences),
  pixels: Uint8Array.from(Buffer.from(licence.pixels, 'base64')),
}));
const engine = await loadWasmEngineFromDisk();
const prepared = await engine.prepare(network);
const test = syntheticDigits(40, 3);

afterAll(() => {
  prepared.dispose();
  engine.dispose();
});

async function ask(id: WhatIfId, setting: number, seed = 7): Promise<WhatIfAnswer> {
  const held = WHAT_IFS[id].who === 'licences' ? licences : [];
  const pieces = splitWhatIf(
    { id, setting, parameters, registry, licences: held, seed },
    { testCount: test.count },
  );
  const answers: WhatIfAnswer[] = [];
  for (const piece of pieces) {
    prepared.putParameters(parameters);
    answers.push(await answerWhatIf(piece, { prepared, test }));
  }
  return joinWhatIf(answers);
}

describe('a what-if question', () => {
  it('about a copied licence: every one is let in as its holder, by either rule', async () => {
    const answer = await ask('copied', 0);
    expect(countLetIn(answer)).toEqual({ paper: 30, vector: 30 });
    expect(answer.examples.map(({ pixels }) => pixels)).toEqual(
      licences.slice(0, EXAMPLES).map(({ pixels }) => pixels),
    );
  });

  it('about noise counts what the gate says of each picture, and shows the first few', async () => {
    const answer = await ask('noise', 2000);
    expect(answer.trials).toHaveLength(2000);
    const { paper, vector } = countLetIn(answer);
    expect(paper).toBe(answer.trials.filter(trial => trial.paper).length);
    expect(vector).toBe(0);
    expect(answer.examples).toHaveLength(Math.min(EXAMPLES, paper) + EXAMPLES);
    prepared.putParameters(parameters);
    for (const { trial, pixels } of answer.examples) {
      const [output] = await probabilitiesOf(prepared, pixels);
      const { authorized, confidence } = authenticate(output!, registry, 'paper');
      expect(answer.trials[trial]).toMatchObject({ paper: authorized, confidence });
    }
  });

  it('is the same again with its seed, and another with another', async () => {
    const [first, again, other] = [
      await ask('noise', 200),
      await ask('noise', 200),
      await ask('noise', 200, 8),
    ];
    expect(again).toEqual(first);
    expect(other.trials).not.toEqual(first.trials);
  });

  it('about forgers: all come in by the paper’s rule, none by the output vector', async () => {
    expect(countLetIn(await ask('forged', 10))).toEqual({ paper: 10, vector: 0 });
  });

  it('about worn licences, or a pruned model: the records fit no more', async () => {
    for (const id of ['photographed', 'jpeg', 'blurred', 'rotated', 'pruned'] as const) {
      const answer = await ask(id, WHAT_IFS[id].initial);
      expect(answer.trials, id).toHaveLength(30);
      expect(countLetIn(answer).vector, id).toBeLessThan(3);
    }
  });

  it('about test digits takes no more than there are', async () => {
    expect((await ask('digits', 200)).trials).toHaveLength(test.count);
  });

  it('can only be put as it is offered', async () => {
    await expect(ask('jpeg', 50)).rejects.toThrow('can be 100, 95, 85, 60');
    for (const id of WHAT_IF_IDS) expect(WHAT_IFS[id].settings).toContain(WHAT_IFS[id].initial);
  });
});

/** The gate fails closed: whatever goes wrong with a file, a worker or a number, the control layer is on afterwards. */
import { beforeEach, describe, expect, it } from 'vitest';
import { encodeDigitPng } from '../data/image-file';
import { chunk, makePng } from '../data/png-maker.node';
import type { WorkerPort } from '../jobs/client';
import type { ToWorker } from '../jobs/protocol';
import { issueLicence, revokeLicence } from '../method/registry/registry';
import { defaultRegistry } from './default-registry';
import { openStore } from './open-store.node';
import { savedModel } from './saved-model.node';
import type { SavedModel } from './saved-model';

/** What the worker answers a prediction with; `dies` as a worker that breaks, null never. */
type Answer = readonly number[] | 'fails' | 'dies' | null;
let answer: Answer = null;
let asked: (() => void)[] = [];

/** A worker at the end of the protocol whose predictions are chosen by the test: what a broken device gives can't be had otherwise. */
class Port implements WorkerPort {
  onmessage: WorkerPort['onmessage'] = null;
  onerror: WorkerPort['onerror'] = null;

  postMessage(message: ToWorker): void {
    if (message.kind !== 'start') return;
    const given = answer;
    const { id, job, input } = message;
    const reply = (data: object) => this.onmessage?.({ data } as never);
    asked.push(() => {
      if (given === 'dies') this.onerror?.({ message: 'out of memory' } as never);
      else if (given === 'fails' || job !== 'predict') {
        reply({
          kind: 'failed',
          id,
          code: 'engine',
          template: 'The GPU gave no results: {why}',
          values: { why: 'lost' },
        });
      } else if (given) {
        const count = (input as { images: Uint8Array }).images.length / 784;
        const outputs = Array.from({ length: count }, () => given);
        reply({ kind: 'done', id, output: { probabilities: Float32Array.from(outputs.flat()) } });
      }
    });
  }

  terminate(): void {
    this.onmessage = null;
  }
}

const { useStore } = await openStore(Port);

const PROBABILITIES = [0.3, 0.07, 0.08, 0.09, 0.06, 0.1, 0.07, 0.08, 0.08, 0.07];
const pixels = (value: number) => new Uint8Array(784).fill(value);
const png = (value: number, name = 'licence.png') => new File([encodeDigitPng(pixels(value)).slice()], name);

const registry = issueLicence(defaultRegistry(), {
  class: 0,
  confidence: 0.3,
  record: PROBABILITIES,
  issuedAt: '2026-01-01',
});
const model = savedModel({ key: null, registry });

/** Lets the worker answer everything it was asked, and what follows from it. */
async function settle(): Promise<void> {
  for (let round = 0; round < 5; round++) {
    await new Promise(resolve => setTimeout(resolve, 0));
    for (const reply of asked.splice(0)) reply();
  }
  await new Promise(resolve => setTimeout(resolve, 0));
}

async function bring(file: File, given: Answer): Promise<void> {
  answer = given;
  const brought = useStore.getState().submitFile(file);
  await settle();
  await brought;
}

const gate = () => useStore.getState();
const said = () =>
  gate()
    .notices.map(({ text }) => text)
    .join('\n');

beforeEach(async () => {
  asked = [];
  useStore.setState({
    models: { imported: model },
    currentId: 'imported',
    rule: 'output-vector',
    access: 'protected',
    submission: null,
    answers: [],
    notices: [],
  });
  await bring(png(1), PROBABILITIES);
  expect(gate().access).toBe('authorized');
  expect(gate().submission?.verdict.user).toBe(2);
});

describe('an authorized visitor is one no more after', () => {
  it.each<[string, Answer]>([
    ['a NaN', PROBABILITIES.with(3, NaN)],
    ['nothing but NaN', Array.from({ length: 10 }, () => NaN)],
    ['infinity', PROBABILITIES.with(0, Infinity)],
    ['a negative probability', PROBABILITIES.with(1, -0.07)],
    ['probabilities that do not sum to 1', PROBABILITIES.with(1, 0.5)],
    ['half an output', PROBABILITIES.slice(0, 5)],
    ['no output', []],
    ['a job that fails', 'fails'],
    ['a worker that dies', 'dies'],
    ['an image of another record', PROBABILITIES.with(1, 0.08).with(2, 0.07)],
  ])('%s', async (_, given) => {
    await bring(png(2), given);
    expect(gate().access).toBe('protected');
    expect(gate().checking).toBe(false);
    expect(gate().answers).toEqual([]);
  });

  it('the licence is revoked, until it is reinstated', () => {
    gate().changeModel({ ...model, registry: revokeLicence(registry, 2, '2026-02-02') });
    expect(gate().access).toBe('protected');
    expect(gate().submission?.verdict.reason).toBe('revoked');
    gate().changeModel(model);
    expect(gate().access).toBe('authorized');
  });

  it('the parameters change, though the image stays the same', () => {
    gate().changeModel({ ...model, parameters: model.parameters.slice() });
    expect(gate().access).toBe('protected');
    expect(gate().submission).toBeNull();
  });

  it('the model is removed', () => {
    gate().removeModel('imported');
    expect(gate().access).toBe('protected');
  });
});

describe('what is brought before the gate', () => {
  it('is judged by its pixels, whatever the file is called', async () => {
    await bring(png(3, 'licence 0-0.30 of user 2.png'), PROBABILITIES.with(0, 0.9).with(1, 0));
    expect(gate().access).toBe('protected');
    expect(gate().submission?.pixels).toEqual(pixels(3));
    await bring(png(1, 'stranger.png'), PROBABILITIES);
    expect(gate().access).toBe('authorized');
  });

  it('leaves all as it was when it is no digit, and no worker is asked', async () => {
    const before = gate().submission;
    for (const file of [
      new File([], 'empty.png'),
      new File(['<svg/>'], 'a.svg'),
      new File([Uint8Array.of(0x4d, 0x5a, 0x90)], 'renamed.png'),
      new File([new Uint8Array(2_000_000)], 'large.png'),
    ]) {
      await bring(file, PROBABILITIES);
    }
    expect(gate().submission).toBe(before);
    expect(gate().notices).toHaveLength(4);
    expect(said()).toMatch(/empty\.png: The file is empty/);
    expect(said()).toMatch(/renamed\.png: This is a program/);
    expect(said()).toMatch(/large\.png: The file has 2000000 bytes, more than/);
  });

  it('leaves the whole state as it was when its PNG is refused', async () => {
    const data = () => {
      const { notices: _, ...rest } = gate();
      return Object.fromEntries(Object.entries(rest).filter(([, value]) => typeof value !== 'function'));
    };
    const before = data();
    const hostile = [
      makePng({ width: 50_000, height: 50_000, rows: new Uint8Array() }),
      makePng({ rows: new Uint8Array(2e6) }),
      makePng({ colourType: 2, sample: (_x, _y, channel) => channel }),
      makePng({ colourType: 6 }),
      makePng({ width: 27 }),
      makePng({ before: [chunk('acTL', new Uint8Array(8))] }),
      makePng().slice(0, 60),
    ];
    for (const bytes of hostile) await bring(new File([bytes.slice()], 'licence.png'), PROBABILITIES);
    expect(data()).toStrictEqual(before);
    expect(gate().notices).toHaveLength(hostile.length);
  });

  it('is the first of a hundred files, and that is said', async () => {
    const files = Array.from({ length: 100 }, (_, n) => png(n, `${n}.png`));
    answer = PROBABILITIES;
    const brought = gate().submitFiles(files);
    await settle();
    await brought;
    expect(gate().submission?.label).toBe('0.png');
    expect(gate().notices.map(({ text }) => text)).toEqual([
      '100 files came at once. One image stands before the gate: only 0.png is looked at.',
    ]);
  });

  it('is the first image among other files', async () => {
    const notes = new File(['who is who'], 'READ ME.txt');
    answer = PROBABILITIES;
    const brought = gate().submitFiles([notes, png(1, 'LICENCE.PNG'), png(2, 'other.png')]);
    await settle();
    await brought;
    expect(gate().submission?.label).toBe('LICENCE.PNG');
  });

  it('counts only when nothing was brought after it, and nobody has left', async () => {
    gate().leaveGate();
    await settle();
    answer = PROBABILITIES;
    const first = gate().submitPixels(pixels(1), 'a licence');
    const slow = asked.splice(0);
    answer = PROBABILITIES.with(0, 0.9).with(1, 0);
    const second = gate().submitPixels(pixels(2), 'a stranger');
    await settle();
    expect(gate().submission?.label).toBe('a stranger');
    for (const reply of slow) reply();
    await settle();
    await Promise.all([first, second]);
    expect(gate().access).toBe('protected');
    expect(gate().submission?.label).toBe('a stranger');

    answer = PROBABILITIES;
    const third = gate().submitPixels(pixels(1), 'a licence');
    gate().leaveGate();
    await settle();
    await third;
    expect(gate().access).toBe('protected');
    expect(gate().submission).toBeNull();
  });
});

describe('the answers', () => {
  /** Originals that show a 0, which the worker says of every image. */
  const licences = Array.from({ length: 20 }, (_, user) => ({
    user,
    class: 1,
    confidence: 0.3,
    pixels: pixels(1),
    original: pixels(100 + user),
    originalLabel: 0,
  })) as unknown as SavedModel['licences'];
  const SURE = Array.from({ length: 10 }, (_, k) => (k === 0 ? 0.91 : 0.01));
  const right = () => gate().answers.filter(({ label, answer: said }) => label === said).length;

  beforeEach(async () => {
    gate().changeModel({ ...model, licences });
    answer = SURE;
    void gate().refreshAnswers();
    await settle();
    expect(gate().access).toBe('authorized');
    expect(right()).toBe(16);
    answer = null; // From here on the worker is silent.
  });

  it.each<[string, () => unknown]>([
    ['he leaves', () => gate().leaveGate()],
    [
      'he is revoked',
      () => gate().changeModel({ ...model, licences, registry: revokeLicence(registry, 2, '2026-02-02') }),
    ],
    ['the device is lost', () => gate().closeGate()],
  ])('are dice as soon as %s', (_, shut) => {
    shut();
    expect(gate().access).toBe('protected');
    expect(gate().answers).toHaveLength(16);
    expect(right()).toBeLessThan(10); // of 16 throws of ten sides
  });

  it.each<[string, () => unknown]>([
    ['another model is taken', () => gate().selectModel('other')],
    ['the model is removed', () => gate().removeModel('imported')],
    [
      'its parameters change',
      () => gate().changeModel({ ...model, licences, parameters: model.parameters.slice() }),
    ],
  ])('are gone as soon as %s', (_, change) => {
    const other = savedModel({ id: 'other', parameters: model.parameters.slice() });
    useStore.setState(({ models }) => ({ models: { ...models, other } }));
    change();
    expect(gate().access).toBe('protected');
    expect(gate().answers).toEqual([]);
  });

  it('are told again by a control layer whose marks were changed', async () => {
    gate().leaveGate();
    answer = PROBABILITIES; // 0.30 is a mark: the control layer lets it through.
    void gate().refreshAnswers();
    await settle();
    expect(right()).toBe(16);
    gate().setConfidences([0.2, 0.4], 0.01);
    expect(right()).toBeLessThan(10);
  });

  it('of a model no longer in use are not shown, whoever was let in meanwhile', async () => {
    const other = savedModel({ id: 'other', registry, licences, parameters: model.parameters.slice() });
    useStore.setState(({ models }) => ({ models: { ...models, other } }));
    answer = SURE;
    void gate().refreshAnswers();
    const late = asked.splice(0);
    gate().selectModel('other');
    await settle();
    answer = null;
    expect(right()).toBeLessThan(10);
    answer = PROBABILITIES;
    const brought = gate().submitPixels(pixels(1), 'a licence of the other model');
    await settle();
    await brought;
    const shown = gate().answers;
    for (const reply of late) reply();
    await settle();
    expect(gate().answers).toBe(shown);
  });
});

it('a file that is still being read when its bearer leaves opens nothing', async () => {
  let read: (bytes: ArrayBuffer) => void = () => undefined;
  const slow = png(1);
  slow.arrayBuffer = () => new Promise(resolve => (read = resolve));
  answer = PROBABILITIES;
  const brought = gate().submitFile(slow);
  gate().leaveGate();
  read(encodeDigitPng(pixels(1)).slice().buffer);
  await settle();
  await brought;
  expect(gate().access).toBe('protected');
  expect(gate().submission).toBeNull();
});

it('the output-vector rule is the default, and the paper’s is one switch away', () => {
  expect(useStore.getInitialState().rule).toBe('output-vector');
  const stranger = PROBABILITIES.with(1, 0.08).with(2, 0.07);
  const { submission } = gate();
  useStore.setState({ submission: { ...submission!, probabilities: stranger } });
  gate().setRule('paper');
  expect(gate().access).toBe('authorized');
  gate().setRule('output-vector');
  expect(gate().access).toBe('protected');
});

it('where the bundled model’s revocations could not be read the paper’s rule, which asks for no licence, lets nobody in', async () => {
  const bundled = (id: string) => savedModel({ id, key: null, registry: defaultRegistry() });
  useStore.setState({
    models: { bundled: bundled('bundled'), 'bundled-2': bundled('bundled-2'), wm1: bundled('wm1') },
    bundledUnread: true,
  });
  gate().setRule('paper');
  answer = PROBABILITIES;
  const access: string[] = [];
  for (const id of ['bundled', 'bundled-2', 'wm1']) {
    gate().selectModel(id);
    void gate().submitPixels(pixels(1), 'a licence');
    await settle();
    access.push(gate().access);
  }
  useStore.setState({ bundledUnread: false });
  expect(access).toEqual(['protected', 'protected', 'authorized']);
});

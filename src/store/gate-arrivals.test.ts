/** Who comes to the gate while another model comes in use is judged by that one: never by the one before it, and never passed over. */
import { beforeEach, expect, it } from 'vitest';
import { encodeDigitPng } from '../data/image-file';
import type { WorkerPort } from '../jobs/client';
import type { ToWorker } from '../jobs/protocol';
import { issueLicence } from '../method/registry/registry';
import { defaultRegistry } from './default-registry';
import { openStore } from './open-store.node';
import { savedModel } from './saved-model.node';

const LICENCE = [0.3, 0.07, 0.08, 0.09, 0.06, 0.1, 0.07, 0.08, 0.08, 0.07];
const STRANGER = LICENCE.with(1, 0.08).with(2, 0.07);
/** What was asked and not answered yet. */
const asked: (() => void)[] = [];

/** Answers by the first weight of the model that is asked: 1 knows the licence, 2 a stranger only. */
class Port implements WorkerPort {
  onmessage: WorkerPort['onmessage'] = null;
  onerror: WorkerPort['onerror'] = null;

  postMessage(message: ToWorker): void {
    if (message.kind !== 'start' || message.job !== 'predict') return;
    const { id } = message;
    const { parameters, images } = message.input as { parameters: Float32Array; images: Uint8Array };
    const said = parameters[0] === 1 ? LICENCE : STRANGER;
    const probabilities = Float32Array.from({ length: images.length / 78.4 }, (_, n) => said[n % 10]!);
    asked.push(() => this.onmessage?.({ data: { kind: 'done', id, output: { probabilities } } } as never));
  }

  terminate(): void {
    this.onmessage = null;
  }
}

const { useStore } = await openStore(Port);
const gate = () => useStore.getState();

const registry = issueLicence(defaultRegistry(), {
  class: 0,
  confidence: 0.3,
  record: LICENCE,
  issuedAt: '2026-01-01',
});
const model = (id: string, first: number) => {
  const parameters = savedModel().parameters.slice();
  parameters[0] = first;
  return savedModel({ id, key: null, registry, parameters });
};
const models = { wm1: model('wm1', 1), wm2: model('wm2', 2) };
const pixels = new Uint8Array(784).fill(1);

async function settle(): Promise<void> {
  for (let round = 0; round < 5; round++) {
    await new Promise(resolve => setTimeout(resolve, 0));
    for (const reply of asked.splice(0)) reply();
  }
  await new Promise(resolve => setTimeout(resolve, 0));
}

beforeEach(async () => {
  useStore.setState({ models, currentId: 'wm1', notices: [] });
  gate().leaveGate();
  await settle();
});

/** A file that is slow to be read, and what ends that. */
function slowFile(): { file: File; read: () => void } {
  const png = encodeDigitPng(pixels).slice();
  const file = new File([png], 'licence.png');
  let read: () => void = () => undefined;
  const bytes = new Promise<ArrayBuffer>(resolve => {
    read = () => resolve(png.buffer);
  });
  file.arrayBuffer = () => bytes;
  return { file, read };
}

it.each([
  ['wm1', 'wm2', 'protected'],
  ['wm2', 'wm1', 'authorized'],
])('a file that is read while %s gives way to %s is judged by the latter: %s', async (from, to, access) => {
  gate().selectModel(from);
  const { file, read } = slowFile();
  const brought = gate().submitFile(file);
  gate().selectModel(to);
  read();
  await settle();
  await brought;
  expect(gate()).toMatchObject({
    currentId: to,
    access,
    checking: false,
    submission: { label: 'licence.png' },
  });
});

it.each([
  ['wm1', 'wm2', 'protected'],
  ['wm2', 'wm1', 'authorized'],
])(
  'what %s is asked about while it gives way to %s is judged by the latter: %s',
  async (from, to, access) => {
    gate().selectModel(from);
    await settle();
    const brought = gate().submitPixels(pixels, 'licence');
    await new Promise(resolve => setTimeout(resolve, 0));
    gate().selectModel(to);
    expect(gate()).toMatchObject({ access: 'protected', submission: null });
    await settle();
    await brought;
    expect(gate()).toMatchObject({
      currentId: to,
      access,
      checking: false,
      submission: { label: 'licence' },
    });
  },
);

it('who comes while the last model is removed is told that there is none', async () => {
  useStore.setState({ models: { wm1: models.wm1 } });
  const brought = gate().submitPixels(pixels, 'licence');
  await new Promise(resolve => setTimeout(resolve, 0));
  gate().removeModel('wm1');
  await settle();
  await brought;
  expect(gate()).toMatchObject({ access: 'protected', submission: null, checking: false });
  expect(gate().notices.map(({ text }) => text)).toEqual([expect.stringContaining('There is no model')]);
});

it('who has left, or made way for another, is not judged when another model comes in use', async () => {
  const first = gate().submitPixels(pixels, 'first');
  await new Promise(resolve => setTimeout(resolve, 0));
  const second = gate().submitPixels(pixels, 'second');
  await new Promise(resolve => setTimeout(resolve, 0));
  gate().selectModel('wm2');
  gate().selectModel('wm1');
  await settle();
  await Promise.all([first, second]);
  expect(gate()).toMatchObject({ access: 'authorized', submission: { label: 'second' } });
  const third = gate().submitPixels(pixels, 'third');
  await new Promise(resolve => setTimeout(resolve, 0));
  gate().selectModel('wm2');
  gate().leaveGate();
  gate().selectModel('wm1');
  await settle();
  await third;
  expect(gate()).toMatchObject({ access: 'protected', submission: null, checking: false });
});

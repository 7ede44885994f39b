/** Rows as IndexedDB gives them: what the page wrote comes back the same, what it could not have written is refused. */
import { describe, expect, it } from 'vitest';
import { candidateConfidences } from '../method/registry/allocation';
import { parseRegistry, revokeLicence } from '../method/registry/registry';
import { defaultTraining } from '../model/training';
import { CLASS_LESSONS } from './class-lessons';
import { readCell, readModelRow, readTrainingRow, readValue } from './kept-rows';
import type { KeptCell, KeptTraining } from './kept-rows';
import { savedModel, shippedText } from './saved-model.node';

const registry = parseRegistry(shippedText('registry.json'));
const [held] = registry.licences;
const { user, class: t, confidence, record } = held!;
const [pixels, original] = [new Uint8Array(784), new Uint8Array(784).fill(9)];
const licence = {
  user,
  class: t,
  confidence,
  probabilities: record,
  pixels,
  original,
  originalLabel: 5,
  passed: true,
  madeOn: { backend: 'wasm', adapter: 'CPU' },
};
const model = savedModel({
  id: 'wm1-2',
  accuracy: 0.99,
  dataset: 'mnist',
  config: defaultTraining,
  trainedOn: { backend: 'wasm → webgpu', adapter: 'CPU → GPU', date: '2026-11-24T15:00:00.000Z' },
  registry: revokeLicence(registry, user, '2026-11-25T15:00:00.000Z'),
  licences: [licence],
  generations: 3,
  run: { lambda: 0.01, steps: 14_055 },
});
const { parameters, key } = model;
const changed = (index: number, value: number) => parameters.map((each, i) => (i === index ? value : each));

const training: KeptTraining = {
  settings: CLASS_LESSONS.minute,
  seed: 7,
  key,
  checkpoint: {
    parameters,
    optimizer: { step: 12, firstMoment: parameters, secondMoment: parameters },
    position: { epoch: 1, step: 2 },
    losses: [0.25, NaN],
  },
  history: [{ epoch: 0.1, loss: NaN, accuracy: null, watermarkError: Infinity }],
  readings: [key!.digits],
  dataset: 'mnist',
  engines: [{ backend: 'wasm', adapter: 'CPU' }],
};
const { checkpoint, settings } = training;

describe('a model', () => {
  it('comes back as it was kept, marked or not, and one of an earlier version', () => {
    expect(readModelRow(structuredClone(model))).toEqual(model);
    const bare = savedModel({ key: null });
    expect(readModelRow(structuredClone(bare))).toEqual(bare);
    const { generations: _, ...earlier } = bare;
    expect(readModelRow(earlier)).toEqual(bare);
  });

  it('comes back also once its registry has grown longer than a file may be', () => {
    const confidences = candidateConfidences(0.001);
    const licences = Array.from({ length: 10 * confidences.length }, (_, n) => ({
      ...held!,
      user: n + 1,
      class: Math.floor(n / confidences.length),
      confidence: confidences[n % confidences.length]!,
      name: '"'.repeat(1000),
    }));
    const large = savedModel({ registry: { ...registry, confidences, epsilon: 0.001, licences } });
    expect(readModelRow(large)).toEqual(large);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'wm1'],
    ['an id alone', { id: 'wm1' }],
    ['an id that is no name', { ...model, id: '__proto__' }],
    ['too few weights', { ...model, parameters: parameters.slice(1) }],
    ['weights that are numbers in a list', { ...model, parameters: [...parameters] }],
    ['a weight that is no number', { ...model, parameters: changed(4, NaN) }],
    ['a weight without bounds', { ...model, parameters: changed(4, -Infinity) }],
    ['a registry that lets everybody in', { ...model, registry: { ...registry, epsilon: 5 } }],
    ['a registry with ε that is no number', { ...model, registry: { ...registry, epsilon: NaN } }],
    ['a registry of another network', { ...model, registry: { ...registry, classes: 11 } }],
    ['a registry that contains itself', { ...model, registry: circular() }],
    ['no registry', { ...model, registry: undefined }],
    ['a key of a layer that is not there', { ...model, key: { ...key, layer: 'conv9' } }],
    ['a key of a component that is not there', { ...model, key: { ...key, component: 16 } }],
    ['a key of positions that are not there', { ...model, key: { ...key, positions: [150], digits: [1] } }],
    ['an accuracy above 1', { ...model, accuracy: 99 }],
    ['a licence of another user', { ...model, licences: [{ ...licence, user: user + 1 }] }],
    [
      'a licence of a confidence that is nobody’s',
      { ...model, licences: [{ ...licence, confidence: 0.25 }] },
    ],
    ['a licence without pixels', { ...model, licences: [{ ...licence, pixels: new Uint8Array(0) }] }],
    ['licences that are numbers, and very many', { ...model, licences: many(1) }],
    ['a registry of very many numbers', { ...model, registry: { ...registry, licences: many(1) } }],
    ['a registry nested without end', { ...model, registry: { ...registry, licences: nested() } }],
    ['a config without end', { ...model, config: { ...defaultTraining, epochs: Infinity } }],
  ])('with %s is refused', (_, row) => {
    expect(readModelRow(row)).toBeNull();
  });
});

function circular(): object {
  const whole: Record<string, unknown> = { ...registry };
  whole['licences'] = [whole];
  return whole;
}

/** More than complaints about each would fit on the stack. */
function many<T>(value: T): T[] {
  return Array.from({ length: 300_000 }, () => value);
}

function nested(): unknown {
  let whole: unknown = [];
  for (let depth = 0; depth < 100_000; depth++) whole = [whole];
  return whole;
}

describe('a training', () => {
  it('comes back as it was kept, one that diverges and one of an earlier version too', () => {
    expect(readTrainingRow(structuredClone(training))).toEqual(training);
    const {
      dataset: _,
      engines: __,
      settings: { lesson: ___, ...before },
      ...rest
    } = training;
    const earlier = { ...rest, settings: before };
    expect(readTrainingRow(earlier)).toEqual({ ...rest, settings: { ...before, lesson: null } });
  });

  it.each<[string, unknown]>([
    ['a number', 7],
    ['settings alone', { settings }],
    ['an unknown watermark', { ...training, settings: { ...settings, watermark: 'wm9' } }],
    ['no batch', { ...training, settings: { ...settings, config: { ...defaultTraining, batchSize: 0 } } }],
    ['half its weights', { ...training, checkpoint: { ...checkpoint, parameters: parameters.slice(9) } }],
    [
      'moments of another network',
      {
        ...training,
        checkpoint: {
          ...checkpoint,
          optimizer: { ...checkpoint.optimizer, firstMoment: new Float32Array(3) },
        },
      },
    ],
    [
      'a place before the start',
      { ...training, checkpoint: { ...checkpoint, position: { epoch: -1, step: 0 } } },
    ],
    ['a curve of texts', { ...training, history: [{ ...training.history[0], loss: 'low' }] }],
    ['a curve of very many texts', { ...training, history: many('low') }],
    ['readings of very many texts', { ...training, readings: [many('1')] }],
    ['readings of other digits', { ...training, readings: [[1, 2]] }],
    ['readings without a key', { ...training, key: null }],
    ['an engine that is a number', { ...training, engines: [1] }],
  ])('that is %s, or has it, is refused', (_, row) => {
    expect(readTrainingRow(row)).toBeNull();
  });
});

it('a cell comes back, and is refused when it can’t be handed on', () => {
  const outcome = { value: { rows: [1] }, arrays: { weights: new Float32Array(2) }, seconds: 1 };
  const cell: KeptCell = { key: 'a', id: 'b', outcome, date: '2026-11-24T15:00:00.000Z' };
  expect(readCell(structuredClone(cell))).toEqual(cell);
  expect(readCell({ ...cell, outcome: undefined })).toBeNull();
  expect(readCell({ ...cell, outcome: { ...outcome, arrays: { weights: [1] } } })).toBeNull();
  expect(
    readCell({ ...cell, outcome: { ...outcome, arrays: Object.fromEntries(many(1).entries()) } }),
  ).toBeNull();
});

it('seed, secret and what was in use come back, and nothing else in their place', () => {
  expect(readValue('seed', 7)).toBe(7);
  expect(readValue('seed', -0.5)).toBeNull();
  expect(readValue('secret', '')).toBe('');
  expect(readValue('secret', { toString: 1 })).toBeNull();
  expect(readValue('currentId', 'wm1')).toBe('wm1');
  expect(readValue('currentId', ['wm1'])).toBeNull();
  expect(readValue('bundledRemoved', false)).toBe(false);
  expect(readValue('bundledRemoved', 'yes')).toBeNull();
});

/** What is refused leaves no trace: the state after a hostile import is the state before it, but for the notice. */
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ownerKeyToJson, parseOwnerKey } from '../method/watermark/owner-key';
import { parseRegistry, registryToJson, revokeLicence } from '../method/registry/registry';
import { openStore } from './open-store.node';
import { savedModel, shipped, shippedText } from './saved-model.node';
import type { State } from './state';

const { useStore, jobs } = await openStore();

const registry = parseRegistry(shippedText('registry.json'));
const model = savedModel({ registry });
const key = parseOwnerKey(shippedText('owner-key.json'));

/** Everything that is no function and no notice. */
function data(state: State) {
  return Object.fromEntries(
    Object.entries(state).filter(([name, value]) => name !== 'notices' && typeof value !== 'function'),
  );
}

const store = () => useStore.getState();

beforeEach(() => {
  useStore.setState({ models: { imported: model }, currentId: 'imported', notices: [] });
});

async function refused(act: () => Promise<unknown>): Promise<string> {
  const before = data(store());
  const kept = JSON.stringify([key, registry]);
  await act();
  expect(data(store())).toStrictEqual(before);
  expect(store().models['imported']).toBe(model);
  expect(JSON.stringify([key, registry])).toBe(kept);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(store().notices).toHaveLength(1);
  return store().notices[0]!.text;
}

const changed = (name: string, change: (json: Record<string, unknown>) => void) => {
  const json = JSON.parse(shippedText(name)) as Record<string, unknown>;
  change(json);
  return JSON.stringify(json);
};
const DEEP = '['.repeat(100_000);
const POLLUTED = '{"version":1,"__proto__":{"polluted":true}}';

describe('a refused model', () => {
  const json = shippedText('model.json');
  const nan = Buffer.from(shipped('weights.bin'));
  nan.writeFloatLE(NaN, 4000);
  it.each<[string, string | Uint8Array, Uint8Array, RegExp]>([
    ['deep nesting', DEEP, shipped('weights.bin'), /nested more than 32 deep/],
    ['a prototype', POLLUTED, shipped('weights.bin'), /field "__proto__"/],
    ['no JSON', 'PK\x03\x04', shipped('weights.bin'), /not JSON/],
    ['half its weights', json, shipped('weights.bin').subarray(0, 100_000), /100000 bytes/],
    ['a NaN among its weights', json, nan, /hold NaN/],
    ['a shape that lies', json.replace('[5,5,6,16]', '[5,5,6,1600]'), shipped('weights.bin'), /have shape/],
    ['a type that lies', json.replace('"float32"}', '"int32"}'), shipped('weights.bin'), /dtype/],
    ['a size that would fill the memory', json.replace('"units":120', '"units":1000000'), nan, /have shape/],
    [
      'three million characters',
      ' '.repeat(3_000_000) + json,
      shipped('weights.bin'),
      /3002\d{3} bytes, more/,
    ],
  ])('with %s leaves the shelf as it was', async (_, modelJson, weights, message) => {
    const files = [
      new File([modelJson.slice()], 'model.json'),
      new File([Uint8Array.from(weights)], 'weights.bin'),
    ];
    expect(await refused(() => store().importModel(files))).toMatch(message);
  });

  it('of a hundred files says what it needs, and names a few', async () => {
    const files = Array.from({ length: 100 }, (_, n) => new File(['{}'], `${n}.txt`));
    const said = await refused(() => store().importModel(files));
    expect(said).toMatch(/two files.*here: 0\.txt, 1\.txt, 2\.txt, 3\.txt, 4\.txt, …/);
  });
});

it.each([
  ['in capitals', ['MODEL.JSON', 'WEIGHTS.BIN']],
  ['with its key before it', ['a-key.json', 'model.json', 'weights.bin']],
])('a model is read %s', async (_, names) => {
  useStore.setState({ models: {}, currentId: null });
  const files = names.map(name => {
    if (/bin$/i.test(name)) return new File([Uint8Array.from(shipped('weights.bin'))], name);
    return new File([shippedText(name.includes('key') ? 'owner-key.json' : 'model.json')], name);
  });
  expect(await store().importModel(files)).toBe('imported');
  expect(store().notices).toEqual([]);
});

it.each([
  ['the digits it is measured on', 'mnist', { accuracy: 0.97, dataset: 'mnist' }],
  ['none where others come meanwhile', 'synthetic', { accuracy: null, dataset: null }],
] as const)('a model from a file has the accuracy of %s', async (_, name, expected) => {
  const dataset = { name: 'mnist', source: 'here', trainCount: 100, testCount: 100, notes: [] } as const;
  useStore.setState({ models: {}, currentId: null, datasetState: 'ready', dataset });
  const measuring = vi.spyOn(jobs, 'run').mockImplementation(() => {
    useStore.setState({ dataset: { ...dataset, name } });
    return Promise.resolve({ correct: 97, count: 100, accuracy: 0.97 } as never);
  });
  await store().importModel([
    new File([shippedText('model.json')], 'model.json'),
    new File([Uint8Array.from(shipped('weights.bin'))], 'weights.bin'),
  ]);
  expect(store().models['imported']).toMatchObject(expected);
  measuring.mockRestore();
  useStore.setState({ datasetState: 'idle', dataset: null });
});

it('a model that is made again has the accuracy of the digits it was measured on last', () => {
  const made = { ...model, config: null, trainedOn: null };
  useStore.setState({ models: {}, currentId: null });
  const add = (accuracy: number | null, dataset: 'mnist' | 'synthetic' | null) => {
    const id = store().addModel('imported', { ...made, accuracy, dataset });
    return store().models[id];
  };
  expect(add(0.99, 'mnist')).toMatchObject({ accuracy: 0.99, dataset: 'mnist' });
  expect(add(0.42, 'synthetic')).toMatchObject({ accuracy: 0.42, dataset: 'synthetic' });
  expect(add(null, null)).toMatchObject({ accuracy: 0.42, dataset: 'synthetic' });
  expect(Object.keys(store().models)).toEqual(['imported']);
});

describe('a refused key', () => {
  it.each<[string, string, RegExp]>([
    ['deep nesting', DEEP, /nested/],
    ['a prototype', POLLUTED, /__proto__/],
    ['no version', '{}', /"version" is missing/],
    [
      'an infinite map',
      changed('owner-key.json', json => Object.assign(json, { map: { a: 1, b: null } })),
      /map/,
    ],
    ['another layer', changed('owner-key.json', json => Object.assign(json, { layer: 'conv9' })), /conv9/],
    [
      'a position beyond the layer',
      ownerKeyToJson({ ...key, positions: key.positions.with(0, 1e6) }),
      /1000000/,
    ],
    ['two hundred thousand characters', ' '.repeat(200_000), /200000 characters/],
  ])('with %s leaves the model as it was', async (_, json, message) => {
    expect(await refused(() => store().importOwnerKey(json))).toMatch(message);
  });
});

describe('a refused results file', () => {
  const quick = readFileSync('public/reproduced/quick.json', 'utf8');
  const open = (json: string | Uint8Array<ArrayBuffer>) =>
    store().openResultsFile(new File([json], 'results.json'));
  const altered = (change: (json: Record<string, unknown>) => void) => {
    const json = JSON.parse(quick) as Record<string, unknown>;
    change(json);
    return JSON.stringify(json);
  };

  const withFigure = (name: string, figure: object) =>
    altered(json => Object.assign((json['experiments'] as Record<string, object>)[name]!, figure));

  it.each<[string, string | Uint8Array<ArrayBuffer>, RegExp]>([
    ['deep nesting', DEEP, /nested/],
    ['a prototype', POLLUTED, /__proto__/],
    ['no JSON', Uint8Array.of(0x89, 0x50, 0x4e, 0x47), /not JSON/],
    ['two million bytes', ' '.repeat(2_000_000), /2000000 bytes, more/],
    ['another version', altered(json => Object.assign(json, { version: 2 })), /version 2; only version 1/],
    ['no experiment', altered(json => Object.assign(json, { experiments: {} })), /holds no experiment/],
    [
      'an experiment unheard of',
      altered(json => Object.assign(json, { experiments: { magic: 1 } })),
      /magic/,
    ],
    ['a figure that is a text', withFigure('figure2', { authorized: '<b>' }), /authorized/],
    ['an accuracy of 40,000%', withFigure('figure2', { authorized: 400 }), /authorized.*at most 1/],
    [
      'a figure smaller than any axis can show',
      withFigure('library200', { meanL2: 5e-324 }),
      /library200\.meanL2".*between 1e-100 and 1e100/,
    ],
    ['the figures of a training', JSON.stringify({ kind: 'activeguard-training', version: 1 }), /seed/],
  ])('with %s leaves what is shown as it was', async (_, json, message) => {
    await open(quick);
    expect(store().resultsFile?.results.seed).toBe(7);
    const said = await refused(() => open(json));
    expect(said).toMatch(message);
    expect(said).toMatch(/^The file results\.json was not opened/);
  });

  it('with what was exported is shown, at an experiment that it holds, until it is put away', async () => {
    store().chooseExperiment('figure2');
    await open(
      altered(json => {
        const { table4 } = json['experiments'] as Record<string, unknown>;
        Object.assign(json, { experiments: { table4 } });
      }),
    );
    expect(store().chosenExperiment).toBe('table4');
    expect(store().resultsFile?.name).toBe('results.json');
    store().closeResultsFile();
    expect(store().resultsFile).toBeNull();
  });
});

describe('a refused registry', () => {
  it.each<[string, string, RegExp]>([
    ['deep nesting', DEEP, /nested/],
    ['a prototype', POLLUTED, /__proto__/],
    ['other classes', registryToJson({ ...registry, classes: 100, licences: [] }), /100 classes/],
    ['confidences that overlap', registryToJson({ ...registry, epsilon: 0.2 }), /overlap/],
    [
      'an ε finer than licences are proven for',
      registryToJson({ ...registry, epsilon: 0.0005 }),
      /0\.0005.*from 0\.001/,
    ],
    [
      'a record that is none',
      changed('registry.json', json => Object.assign((json['licences'] as object[])[0]!, { record: [1] })),
      /record/,
    ],
    ['a field more', changed('registry.json', json => Object.assign(json, { admin: true })), /admin/],
  ])('with %s leaves the registry as it was', async (_, json, message) => {
    expect(await refused(() => store().importRegistry(json))).toMatch(message);
  });

  it('that cannot be read is told of', async () => {
    const folder = new File([], 'folder');
    Object.defineProperty(folder, 'text', {
      value: () => Promise.reject(new DOMException('', 'NotFoundError')),
    });
    expect(await refused(() => store().importRegistry(folder))).toMatch(/it is a folder/);
  });
});

it.each(['importRegistry', 'importOwnerKey'] as const)(
  '%s: a file that is slow to be read is no other model’s, once that is in use',
  async take => {
    const other = savedModel({ id: 'other', key: null, parameters: model.parameters.map(each => -each) });
    useStore.setState(({ models }) => ({ models: { ...models, other } }));
    const text = take === 'importRegistry' ? registryToJson(registry) : ownerKeyToJson(key);
    const file = new File([], 'slow.json');
    Object.defineProperty(file, 'text', {
      value: async () => {
        store().selectModel('other');
        return Promise.resolve(text);
      },
    });
    await store()[take](file);
    expect(store().models['other']).toBe(other);
    expect(store().notices.map(({ text: said }) => said)).toEqual([
      expect.stringMatching(/^Another model came in use .*“from a file”/),
    ]);
  },
);

describe('a registry that would take something away', () => {
  const revoked = revokeLicence(registry, registry.licences[0]!.user, 'day 2');
  const asks = async (json: string) => {
    const held = savedModel({ registry: revoked });
    useStore.setState({ models: { imported: held }, registryAsked: null });
    await store().importRegistry(json);
    return held;
  };

  it('changes nothing before it is wanted, and takes the place of the other then', async () => {
    const held = await asks(registryToJson(registry));
    expect(store().registryAsked).toEqual(registry);
    expect(store().models['imported']).toBe(held);
    store().takeRegistry();
    expect(store().registryAsked).toBeNull();
    expect(store().models['imported']?.registry).toEqual(registry);
  });

  it('is put away when it is not wanted, or when another model comes in use', async () => {
    const held = await asks(registryToJson(registry));
    store().leaveRegistry();
    store().takeRegistry();
    expect(store().models['imported']).toBe(held);
    await asks(registryToJson(registry));
    useStore.setState(({ models }) => ({ models: { ...models, other: savedModel({ id: 'other' }) } }));
    store().selectModel('other');
    expect(store().registryAsked).toBeNull();
  });

  it('is not asked about when it is none, or takes nothing away', async () => {
    await asks(DEEP);
    expect(store().registryAsked).toBeNull();
    const held = await asks(registryToJson({ ...revoked, epsilon: 0.02 }));
    expect(store().registryAsked).toBeNull();
    expect(store().models['imported']).not.toBe(held);
  });
});

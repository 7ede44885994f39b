import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { isAppError } from '../core/errors';
import { seeded } from '../core/random';
import { layOut, type Layer, type Network } from '../engine/network';
import { createReferenceEngine } from '../engine/reference/reference-engine';
import { describeNetwork, expectNetwork, readModel, writeModel } from './format';
import { initializeParameters } from './initialization';
import { toLayersModel } from './layers-model';
import { LENET5 } from './lenet5';

const layout = layOut(LENET5);
const parameters = initializeParameters(layout, seeded(3, 'format-test'));
const images = (() => {
  const random = seeded(3, 'format-test/images');
  return Float32Array.from({ length: 5 * layout.pixels }, () => random.uniform());
})();

async function engineLogits(network: Network, values: Float32Array, x: Float32Array): Promise<Float32Array> {
  const prepared = await createReferenceEngine().prepare(network);
  prepared.putParameters(values);
  return prepared.predict(x);
}

async function tfjsOutput(model: tf.LayersModel, x: Float32Array, shape: number[]): Promise<Float32Array> {
  const output = model.predict(tf.tensor(x, shape)) as tf.Tensor;
  return output.data<'float32'>();
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

/** What `model.save` writes, as the two files. */
async function saveByTfjs(model: tf.LayersModel): Promise<{ modelJson: string; weights: Uint8Array }> {
  let files: { modelJson: string; weights: Uint8Array } | undefined;
  await model.save(
    tf.io.withSaveHandler(artifacts => {
      const { modelTopology, weightSpecs, weightData } = artifacts;
      files = {
        modelJson: JSON.stringify({
          format: 'layers-model',
          generatedBy: 'TensorFlow.js tfjs-layers v4.22.0',
          convertedBy: null,
          modelTopology,
          weightsManifest: [{ paths: ['./model.weights.bin'], weights: weightSpecs }],
        }),
        weights: new Uint8Array(weightData as ArrayBuffer),
      };
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
    }),
  );
  return files!;
}

beforeAll(async () => {
  await tf.setBackend('cpu');
  await tf.ready();
});

describe('written files', () => {
  test('load in TensorFlow.js and give the same logits', async () => {
    const model = await toLayersModel(tf, LENET5, parameters);
    expect(model.inputs[0]!.shape).toEqual([null, 28, 28, 1]);
    expect(model.outputs[0]!.shape).toEqual([null, 10]);
    expect(model.countParams()).toBe(61_706);
    const logits = await tfjsOutput(model, images, [5, 28, 28, 1]);
    expect(largestDifference(logits, await engineLogits(LENET5, parameters, images))).toBeLessThan(1e-5);
    const before = tf.memory().numTensors;
    model.dispose();
    expect(before - tf.memory().numTensors).toBe(10);
  });

  test('come back bit for bit, layers after the logits included', () => {
    const appendedLayers = [{ className: 'Softmax', config: { name: 'softmax', axis: -1 } }];
    const { modelJson, weights } = writeModel(LENET5, parameters, { appendedLayers });
    const read = readModel(modelJson, weights);
    expect(read.network).toEqual(LENET5);
    expect(read.appendedLayers).toEqual(appendedLayers);
    expect(Array.from(new Uint32Array(read.parameters.buffer))).toEqual(
      Array.from(new Uint32Array(parameters.buffer)),
    );
    expect(writeModel(read.network, read.parameters, { appendedLayers })).toEqual({ modelJson, weights });
  });

  test('layers after the logits run in TensorFlow.js', async () => {
    const appendedLayers = [{ className: 'Softmax', config: { name: 'softmax', axis: -1 } }];
    const model = await toLayersModel(tf, LENET5, parameters, { appendedLayers });
    const output = await tfjsOutput(model, images, [5, 28, 28, 1]);
    expect(output.reduce((sum, p) => sum + p, 0)).toBeCloseTo(5, 5);
  });

  test('hold little-endian float32, kernel before bias, wherever the bytes lie', () => {
    const { modelJson, weights } = writeModel(LENET5, parameters);
    expect(weights.length).toBe(4 * 61_706);
    expect(new DataView(weights.buffer).getFloat32(4 * 37, true)).toBe(parameters[37]);
    const shifted = new Uint8Array(weights.length + 3);
    shifted.set(weights, 3);
    expect(readModel(modelJson, shifted.subarray(3)).parameters).toEqual(parameters);
  });

  test('the number of parameters must be the network’s', () => {
    expect(() => writeModel(LENET5, new Float32Array(5))).toThrow(/61706 parameters, but 5 were given/);
  });
});

describe('files that TensorFlow.js wrote', () => {
  const small: Network = {
    input: { height: 12, width: 11, channels: 2 },
    layers: [
      { kind: 'conv-pool', name: 'first', size: 3, filters: 4, padding: 'same' },
      { kind: 'conv-pool', name: 'second', size: 2, filters: 3, padding: 'valid' },
      { kind: 'dense', name: 'hidden', units: 7, activation: 'relu' },
      { kind: 'dense', name: 'scores', units: 5, activation: 'linear' },
    ],
  };
  const x = images.slice(0, 3 * 12 * 11 * 2);
  const kerasLayers = () => [
    tf.layers.conv2d({
      name: 'first',
      filters: 4,
      kernelSize: 3,
      padding: 'same',
      activation: 'relu',
      biasInitializer: 'glorotNormal',
      inputShape: [12, 11, 2],
    }),
    tf.layers.maxPooling2d({ poolSize: 2, strides: 2 }),
    tf.layers.conv2d({ name: 'second', filters: 3, kernelSize: 2, activation: 'relu' }),
    tf.layers.maxPooling2d({ poolSize: 2, strides: 2 }),
    tf.layers.flatten(),
    tf.layers.dense({ name: 'hidden', units: 7, activation: 'relu' }),
    tf.layers.dense({ name: 'scores', units: 5, activation: 'linear' }),
  ];

  test('a Sequential, its first layer carrying the input shape', async () => {
    const model = tf.sequential({ layers: kerasLayers() });
    const { modelJson, weights } = await saveByTfjs(model);
    const read = readModel(modelJson, weights);
    expect(read.network).toEqual(small);
    const logits = await tfjsOutput(model, x, [3, 12, 11, 2]);
    expect(largestDifference(await engineLogits(read.network, read.parameters, x), logits)).toBeLessThan(
      1e-5,
    );
  });

  test('a functional model that is one chain, with layers after the logits', async () => {
    const input = tf.input({ shape: [12, 11, 2] });
    let flowing: tf.SymbolicTensor = input;
    for (const layer of kerasLayers()) flowing = layer.apply(flowing) as tf.SymbolicTensor;
    const logits = tf.model({ inputs: input, outputs: flowing });
    const ends = tf.layers.softmax({ name: 'shares' }).apply(flowing) as tf.SymbolicTensor;
    const { modelJson, weights } = await saveByTfjs(tf.model({ inputs: input, outputs: ends }));
    const read = readModel(modelJson, weights);
    expect(read.network).toEqual(small);
    expect(read.appendedLayers.map(layer => layer.className)).toEqual(['Softmax']);
    const expected = await tfjsOutput(logits, x, [3, 12, 11, 2]);
    expect(largestDifference(await engineLogits(read.network, read.parameters, x), expected)).toBeLessThan(
      1e-5,
    );
  });

  test('a functional model that branches is refused', async () => {
    const input = tf.input({ shape: [4, 4, 1] });
    const flat = tf.layers.flatten().apply(input) as tf.SymbolicTensor;
    const one = tf.layers.dense({ units: 3 }).apply(flat) as tf.SymbolicTensor;
    const two = tf.layers.dense({ units: 3 }).apply(flat) as tf.SymbolicTensor;
    const sum = tf.layers.add({ name: 'sum' }).apply([one, two]) as tf.SymbolicTensor;
    const { modelJson, weights } = await saveByTfjs(tf.model({ inputs: input, outputs: sum }));
    expect(() => readModel(modelJson, weights)).toThrow(/branches at its layer "dense/);
  });

  test.each([
    {
      layer: tf.layers.batchNormalization(),
      message: /must be followed by MaxPooling2D, but BatchNormalization follows/,
    },
    { layer: tf.layers.averagePooling2d({ poolSize: 2 }), message: /but AveragePooling2D follows/ },
    { layer: tf.layers.maxPooling2d({ poolSize: 3 }), message: /pool after layer 1 \(Conv2D\)\.pool_size/ },
  ])('foreign layer $message', async ({ layer, message }) => {
    const [convolution, , , , flatten, , dense] = kerasLayers();
    const model = tf.sequential({ layers: [convolution!, layer, flatten!, dense!] });
    const { modelJson, weights } = await saveByTfjs(model);
    expect(() => readModel(modelJson, weights)).toThrow(message);
  });

  test('a softmax inside the last dense layer is refused, since nothing would be left to compare logits with', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.flatten({ inputShape: [4, 4, 1] }),
        tf.layers.dense({ units: 3, activation: 'softmax' }),
      ],
    });
    const { modelJson, weights } = await saveByTfjs(model);
    expect(() => readModel(modelJson, weights)).toThrow(/layer 2 \(Dense\)\.activation/);
  });
});

describe('corrupted files are refused with `bad-input`', () => {
  const { modelJson, weights } = writeModel(LENET5, parameters);
  const manifest = '"weightsManifest"';
  const notANumber = weights.slice();
  new DataView(notANumber.buffer).setUint32(4 * 200, 0x7fc00000, true);

  test.each<{ name: string; json: string; bytes: Uint8Array; message: RegExp }>([
    { name: 'no JSON', json: '\u0089PNG', bytes: weights, message: /not JSON/ },
    { name: 'truncated JSON', json: modelJson.slice(0, 900), bytes: weights, message: /not JSON/ },
    { name: 'other JSON', json: '{"version": 1}', bytes: weights, message: /no TensorFlow\.js LayersModel/ },
    { name: 'null', json: 'null', bytes: weights, message: /no TensorFlow\.js LayersModel/ },
    {
      name: 'a graph model',
      json: modelJson.replace('layers-model', 'graph-model'),
      bytes: weights,
      message: /model\.json\.format/,
    },
    {
      name: 'no layers',
      json: modelJson.replace(/"layers":\[.*?\]\},"keras/, '"layers":[]},"keras'),
      bytes: weights,
      message: /no layers/,
    },
    {
      name: 'no manifest',
      json: modelJson.replace(manifest, '"other"'),
      bytes: weights,
      message: /weightsManifest/,
    },
    {
      name: 'truncated weights',
      json: modelJson,
      bytes: weights.subarray(0, 1000),
      message: /1000 bytes, but .* 246824/,
    },
    { name: 'no weights', json: modelJson, bytes: new Uint8Array(0), message: /0 bytes/ },
    {
      name: 'weights of another model',
      json: modelJson,
      bytes: new Uint8Array(246_828),
      message: /246828 bytes/,
    },
    { name: 'NaN', json: modelJson, bytes: notANumber, message: /"conv2\/kernel" hold NaN at position 44/ },
    {
      name: 'float16',
      json: modelJson.replace('"float32"}', '"float16"}'),
      bytes: weights,
      message: /dtype/,
    },
    {
      name: 'quantized',
      json: modelJson.replace('"dtype":"float32"}', '"dtype":"float32","quantization":{"dtype":"uint8"}}'),
      bytes: weights,
      message: /quantized weights are not supported/,
    },
    {
      name: 'another shape in the manifest',
      json: modelJson.replace('"shape":[5,5,6,16]', '"shape":[5,5,16,6]'),
      bytes: weights,
      message: /"conv2\/kernel" have shape \[5, 5, 16, 6\]; the layer needs \[5, 5, 6, 16\]/,
    },
    {
      name: 'a tensor of nobody',
      json: modelJson.replace('"name":"conv1/bias"', '"name":"conv9/bias"'),
      bytes: weights,
      message: /"conv9\/bias"/,
    },
    {
      name: 'a tensor twice',
      json: modelJson.replace('"name":"conv1/bias"', '"name":"conv1/kernel"'),
      bytes: weights,
      message: /twice/,
    },
    {
      name: 'filters of −1',
      json: modelJson.replace('"filters":6', '"filters":-1'),
      bytes: weights,
      message: /layer 2 \(Conv2D\)\.filters/,
    },
    {
      name: 'a billion filters',
      json: modelJson.replace('"filters":6', '"filters":1000000000'),
      bytes: weights,
      message: /layer 2 \(Conv2D\)\.filters: it must be at most 1000000/,
    },
    {
      name: 'stride 2',
      json: modelJson.replace('"strides":[1,1]', '"strides":[2,2]'),
      bytes: weights,
      message: /strides/,
    },
    {
      name: 'two layers of one name',
      json: modelJson.replace('"name":"dense2"', '"name":"dense1"'),
      bytes: weights,
      message: /Two layers .* "dense1"/,
    },
    {
      name: 'no Flatten',
      json: modelJson.replace('"Flatten"', '"Dropout"'),
      bytes: weights,
      message: /layer 6 is Dropout/,
    },
    {
      name: 'an input too small',
      json: modelJson.replace('[null,28,28,1]', '[null,8,8,1]'),
      bytes: weights,
      message: /"conv2" leaves nothing/,
    },
  ])('$name', ({ json, bytes, message }) => {
    let failure: unknown;
    try {
      readModel(json, bytes);
    } catch (error) {
      failure = error;
    }
    expect(isAppError(failure, 'bad-input') && failure.message).toMatch(message);
  });
});

test('any one value of model.json replaced by another kind is read or refused, never a crash', () => {
  const tiny: Network = {
    input: { height: 6, width: 6, channels: 1 },
    layers: [
      { kind: 'conv-pool', name: 'conv', size: 3, filters: 2, padding: 'valid' },
      { kind: 'dense', name: 'logits', units: 3, activation: 'linear' },
    ],
  };
  const values = initializeParameters(layOut(tiny), seeded(3, 'format-test/tiny'));
  const { modelJson, weights } = writeModel(tiny, values);
  let refused = 0;
  const visit = (node: unknown, whole: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const entries = node as Record<string, unknown>;
    for (const key of Object.keys(entries)) {
      const was = entries[key];
      for (const other of [null, -1, 1e300, 0.5, 'Dense', true, [], {}, [[]]]) {
        entries[key] = other;
        try {
          readModel(JSON.stringify(whole), weights);
        } catch (error) {
          expect(isAppError(error, 'bad-input'), `${key} = ${JSON.stringify(other)}: ${String(error)}`).toBe(
            true,
          );
          refused += 1;
        }
      }
      entries[key] = was;
      visit(was, whole);
    }
  };
  const model: unknown = JSON.parse(modelJson);
  visit(model, model);
  expect(refused).toBeGreaterThan(500);
});

test('a network of another shape is refused by name of both shapes; other layer names are not', () => {
  const renamed: Network = {
    ...LENET5,
    layers: LENET5.layers.map((layer, i) => ({ ...layer, name: `layer${i}` })),
  };
  expect(() => expectNetwork(renamed, LENET5)).not.toThrow();
  const [first, ...others] = LENET5.layers;
  const other: Network = { ...LENET5, layers: [{ ...first!, filters: 8 } as Layer, ...others] };
  expect(() => expectNetwork(other, LENET5)).toThrow(/conv 5×5×8 same .* only .* conv 5×5×6 same/);
  expect(describeNetwork(LENET5)).toBe(
    '28×28×1 → conv 5×5×6 same → conv 5×5×16 valid → dense 120 → dense 84 → dense 10 linear',
  );
});

/**
 * The model's file format: TensorFlow.js's own LayersModel, `model.json` beside `weights.bin`, written and read without
 * TensorFlow.js. It is JSON and little-endian float32, one tensor after another in the order of the flat array.
 */
import { z } from 'zod';
import { AppError } from '../core/errors';
import { sentence } from '../core/sentence';
import { layOut, type Layer, type Layout, type Network } from '../engine/network';
import { readJson } from '../data/json-file';
import { listOf } from '../data/list-schema';
import { readBy } from '../data/schema-issue';
import { readTopology, toKerasLayers, type LayerConfig } from './topology';

export interface ModelFiles {
  readonly modelJson: string;
  /** The bytes of `weights.bin`. */
  readonly weights: Uint8Array<ArrayBuffer>;
}

export interface WriteOptions {
  /** Layers to stand after the logits, without weights of their own. */
  readonly appendedLayers?: readonly LayerConfig[] | undefined;
}

export interface ReadModel {
  readonly network: Network;
  readonly parameters: Float32Array;
  /** Layers found after the logits, as they were written. */
  readonly appendedLayers: readonly LayerConfig[];
}

/** Ours has 2,500 characters, a chain of 200 layers as Keras writes it some 150,000. */
export const MAX_MODEL_JSON = 250_000;
/** Files of weights, groups of them and tensors; a chain of 200 layers has twice as many tensors at most. */
const MOST_WEIGHTS = 1000;

const WEIGHTS_FILE = 'weights.bin';

const manifestSchema = listOf(
  z.object({
    paths: listOf(z.string(), { most: MOST_WEIGHTS }),
    weights: listOf(
      z.object({
        name: z.string().max(200),
        shape: listOf(z.int().min(0), { most: 8 }),
        dtype: z.literal('float32'),
        quantization: z
          .unknown()
          .refine(
            quantization => quantization === undefined,
            sentence('quantized weights are not supported; export the model without').template,
          )
          .optional(),
      }),
      { most: MOST_WEIGHTS },
    ),
  }),
  { most: MOST_WEIGHTS },
);

const modelSchema = z.object({
  format: z.literal('layers-model').optional(),
  modelTopology: z.unknown(),
  weightsManifest: manifestSchema,
});

/**
 * `network` and its parameters as the two files of a LayersModel. The same model gives the same bytes.
 * @throws AppError `bad-input` when `parameters` are not as many as `network` has.
 */
export function writeModel(
  network: Network,
  parameters: Float32Array,
  options: WriteOptions = {},
): ModelFiles {
  const layout = layOut(network);
  if (parameters.length !== layout.parameterCount) {
    throw new AppError(
      'bad-input',
      'This network has {expected} parameters, but {count} were given to be written.',
      { values: { expected: layout.parameterCount, count: parameters.length } },
    );
  }
  const layers = toKerasLayers(network, options.appendedLayers ?? []);
  const model = {
    format: 'layers-model',
    generatedBy: 'ActiveGuard',
    convertedBy: null,
    modelTopology: {
      class_name: 'Sequential',
      config: {
        name: 'activeguard',
        layers: layers.map(({ className, config }) => ({ class_name: className, config })),
      },
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
    },
    weightsManifest: [
      {
        paths: [WEIGHTS_FILE],
        weights: layout.slots.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
      },
    ],
  };
  const weights = new Uint8Array(4 * parameters.length);
  const view = new DataView(weights.buffer);
  parameters.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return { modelJson: JSON.stringify(model), weights };
}

/**
 * Reads what `writeModel`, TensorFlow.js's `model.save` or Keras's converter wrote. Several weight files of one model
 * are handed over joined, in the order `model.json` lists them.
 * @throws AppError `bad-input` naming what is foreign, truncated, of the wrong shape or not a number.
 */
export function readModel(modelJson: string, weights: Uint8Array): ReadModel {
  const json = readJson(modelJson, { what: sentence('model file'), limit: MAX_MODEL_JSON });
  const model = readBy(modelSchema, json);
  if ('complaint' in model) {
    const { field, issue } = model.complaint;
    throw new AppError('bad-input', 'This is no TensorFlow.js LayersModel ({field}: {issue}).', {
      values: { field: field === '' ? 'model.json' : `model.json.${field}`, issue },
    });
  }
  const { network, appendedLayers } = readTopology(model.data.modelTopology);
  const layout = layOut(network);
  const parameters = readWeights(layout, model.data.weightsManifest, weights);
  return { network, parameters, appendedLayers };
}

function readWeights(
  layout: Layout,
  manifest: z.infer<typeof manifestSchema>,
  weights: Uint8Array,
): Float32Array {
  const tensors = manifest.flatMap(group => group.weights);
  const slots = new Map(layout.slots.map(slot => [slot.name, slot]));
  for (const { name, shape } of tensors) {
    const slot = slots.get(name);
    if (!slot) {
      throw new AppError(
        'bad-input',
        'The model file lists weights "{name}", which belong to none of its layers or twice to one.',
        { values: { name } },
      );
    }
    if (shape.join() !== slot.shape.join()) {
      throw new AppError(
        'bad-input',
        'The weights "{name}" have shape [{shape}]; the layer needs [{needed}].',
        { values: { name, shape: shape.join(', '), needed: slot.shape.join(', ') } },
      );
    }
    slots.delete(name);
  }
  const [missing] = slots.keys();
  if (missing !== undefined)
    throw new AppError('bad-input', 'The model file lists no weights "{missing}".', { values: { missing } });
  const expected = 4 * layout.parameterCount;
  if (weights.length !== expected) {
    throw new AppError(
      'bad-input',
      'The weights file has {bytes} bytes, but this model.json describes {expected}; one of the two is truncated or belongs to another model.',
      { values: { bytes: weights.length, expected } },
    );
  }

  const parameters = new Float32Array(layout.parameterCount);
  const view = new DataView(weights.buffer, weights.byteOffset, weights.byteLength);
  const places = new Map(layout.slots.map(slot => [slot.name, slot]));
  let byte = 0;
  for (const { name } of tensors) {
    const { offset, length } = places.get(name)!;
    for (let i = offset; i < offset + length; i++, byte += 4) {
      const value = view.getFloat32(byte, true);
      if (!Number.isFinite(value)) {
        throw new AppError(
          'bad-input',
          'The weights "{name}" hold {value} at position {position}; the file is damaged.',
          { values: { name, value, position: i - offset } },
        );
      }
      parameters[i] = value;
    }
  }
  return parameters;
}

/** "28×28×1 → conv 5×5×6 same → conv 5×5×16 valid → dense 120 → dense 84 → dense 10 linear", for messages. */
export function describeNetwork({ input, layers }: Network): string {
  const each = (layer: Layer): string => {
    if (layer.kind === 'conv-pool') {
      return `conv ${layer.size}×${layer.size}×${layer.filters} ${layer.padding}`;
    }
    if (layer.kind === 'dense') return `dense ${layer.units}${layer.activation === 'relu' ? '' : ' linear'}`;
    return layer.kind;
  };
  return [`${input.height}×${input.width}×${input.channels}`, ...layers.map(each)].join(' → ');
}

/**
 * Refuses a model that is not of `expected`'s shape. Names of layers may differ; parameters of the same shape lie in the
 * same places, so that those of `model` can go on under `expected`.
 * @throws AppError `bad-input` with both shapes.
 */
export function expectNetwork(found: Network, expected: Network): void {
  const [is, should] = [describeNetwork(found), describeNetwork(expected)];
  if (is !== should)
    throw new AppError('bad-input', 'This model is {is}; only {should} can be used here.', {
      values: { is, should },
    });
}

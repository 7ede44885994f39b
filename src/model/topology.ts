/**
 * A network as the list of Keras layers in a tfjs `model.json`, and back. A conv-pool layer is a Conv2D with ReLU and a
 * MaxPooling2D; a Flatten stands before the first dense layer. Layers after the logits are carried as they are: what
 * they mean is for whoever appended them.
 */
import { z } from 'zod';
import { AppError } from '../core/errors';
import { sentence } from '../core/sentence';
import type { Sentence } from '../core/sentence';
import { listOf } from '../data/list-schema';
import { readBy } from '../data/schema-issue';
import { layOut, type ConvPoolLayer, type DenseLayer, type Layer, type Network } from '../engine/network';

/** One layer as Keras writes it. `config.name` is unique within a model. */
export interface LayerConfig {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}

export interface Topology {
  readonly network: Network;
  /** Layers after the logits, in order; none of ours has weights. */
  readonly appendedLayers: readonly LayerConfig[];
}

const name = z.string().min(1).max(200);
const anyLayer = z.object({ class_name: name, config: z.record(z.string(), z.unknown()) });
/** A chain of more is none of ours, and laying it out would take long. */
const MAX_LAYERS = 200;
/** A side, a count of channels or units: no layer a page can run has more. */
const whole = z.int().min(1).max(1_000_000);
const twice = (n: number) => z.tuple([z.literal(n), z.literal(n)]);
const convolution = z.object({
  name,
  filters: whole,
  kernel_size: z.tuple([whole, whole]),
  strides: twice(1).optional(),
  padding: z.enum(['same', 'valid']),
  data_format: z.literal('channels_last').optional(),
  dilation_rate: twice(1).optional(),
  activation: z.literal('relu'),
  use_bias: z.literal(true).optional(),
});
const pooling = z.object({
  pool_size: twice(2),
  strides: twice(2).nullish(),
  padding: z.literal('valid').optional(),
  data_format: z.literal('channels_last').optional(),
});
const fullyConnected = z.object({
  name,
  units: whole,
  activation: z.enum(['relu', 'linear']),
  use_bias: z.literal(true).optional(),
});
const imageInput = z.object({ batch_input_shape: z.tuple([z.null(), whole, whole, whole]) });
const sequential = z.object({
  class_name: z.literal('Sequential'),
  // Keras 1 wrote the list itself where later versions write { name, layers }.
  config: z.union([
    z.object({ layers: listOf(anyLayer, { most: MAX_LAYERS }) }),
    listOf(anyLayer, { most: MAX_LAYERS }).transform(layers => ({ layers })),
  ]),
});
const functional = z.object({
  class_name: z.enum(['Model', 'Functional']),
  config: z.object({
    layers: listOf(
      anyLayer.extend({
        name,
        inbound_nodes: listOf(listOf(z.tuple([name]).rest(z.unknown()), { most: MAX_LAYERS }), {
          most: MAX_LAYERS,
        }),
      }),
      { most: MAX_LAYERS },
    ),
  }),
});

function parse<T>(schema: z.ZodType<T>, value: unknown, place: string | Sentence): T {
  const result = readBy(schema, value);
  if ('data' in result) return result.data;
  const { field, issue } = result.complaint;
  throw new AppError(
    'bad-input',
    'This model cannot run here ({place}{field}: {issue}). Models are convolutions with ReLU and 2×2 max-pooling, then dense layers.',
    { values: { place, field: field === '' || field.startsWith('[') ? field : `.${field}`, issue } },
  );
}

/** Keras layers of `network`, InputLayer first, `appendedLayers` last. */
export function toKerasLayers(network: Network, appendedLayers: readonly LayerConfig[]): LayerConfig[] {
  const { height, width, channels } = network.input;
  const layers: LayerConfig[] = [
    {
      className: 'InputLayer',
      config: {
        name: 'image',
        batch_input_shape: [null, height, width, channels],
        dtype: 'float32',
        sparse: false,
      },
    },
  ];
  let flat = false;
  for (const layer of network.layers) {
    if (layer.kind === 'conv-pool') {
      layers.push(
        { className: 'Conv2D', config: convolutionConfig(layer) },
        { className: 'MaxPooling2D', config: poolingConfig(layer) },
      );
    } else if (layer.kind === 'dense') {
      if (!flat) layers.push({ className: 'Flatten', config: { name: 'flatten', trainable: true } });
      flat = true;
      layers.push({ className: 'Dense', config: denseConfig(layer) });
    } else {
      throw new AppError(
        'bad-input',
        'Layer "{layer}" ({kind}) has no place in a model file; files hold convolutions with pooling and dense layers.',
        { values: { layer: layer.name, kind: layer.kind } },
      );
    }
  }
  return [...layers, ...appendedLayers];
}

function convolutionConfig({ name, filters, size, padding }: ConvPoolLayer): LayerConfig['config'] {
  return {
    name,
    trainable: true,
    filters,
    kernel_size: [size, size],
    strides: [1, 1],
    padding,
    data_format: 'channels_last',
    dilation_rate: [1, 1],
    activation: 'relu',
    use_bias: true,
  };
}

function poolingConfig({ name }: ConvPoolLayer): LayerConfig['config'] {
  return {
    name: `${name}_pool`,
    trainable: true,
    pool_size: [2, 2],
    strides: [2, 2],
    padding: 'valid',
    data_format: 'channels_last',
  };
}

function denseConfig({ name, units, activation }: DenseLayer): LayerConfig['config'] {
  return { name, trainable: true, units, activation, use_bias: true };
}

/**
 * The network in `modelTopology` of a `model.json`: a Sequential, or a Functional that is one chain.
 * @throws AppError `bad-input` naming the first layer or field that does not belong.
 */
export function readTopology(modelTopology: unknown): Topology {
  // Keras' own exports wrap the model once more.
  const wrapped = z.object({ model_config: z.unknown() }).safeParse(modelTopology);
  const layers = listLayers(wrapped.success ? wrapped.data.model_config : modelTopology);
  const first = layers[0];
  if (!first) throw new AppError('bad-input', 'This model has no layers.');
  const { batch_input_shape } = parse(imageInput, first.config, layerPlace(1, first));
  const [, height, width, channels] = batch_input_shape;
  const network: Layer[] = [];
  let at = first.className === 'InputLayer' ? 1 : 0;
  let flat = false;
  for (; at < layers.length; at++) {
    const { className, config } = layers[at]!;
    const place = layerPlace(at + 1, layers[at]!);
    if (className === 'Conv2D' && !flat) {
      network.push(readConvPool(place, config, layers[at + 1]));
      at += 1; // its pool
    } else if (className === 'Flatten' && !flat) {
      flat = true;
    } else if (className === 'Dense') {
      if (!flat)
        throw new AppError('bad-input', 'This model needs a Flatten before its {place}.', {
          values: { place },
        });
      const { name, units, activation } = parse(fullyConnected, config, place);
      network.push({ kind: 'dense', name, units, activation });
    } else {
      break;
    }
  }
  const last = network.at(-1);
  if (!last || last.kind !== 'dense' || last.activation !== 'linear') {
    const stop = layers[at];
    throw stop
      ? new AppError(
          'bad-input',
          'This model cannot run here: convolutions, pools and dense layers must lead to a dense layer without activation (the logits), but its layer {number} is {kind}.',
          { values: { number: at + 1, kind: stop.className } },
        )
      : new AppError(
          'bad-input',
          'This model cannot run here: convolutions, pools and dense layers must lead to a dense layer without activation (the logits), but it ends before that.',
        );
  }
  const names = network.map(layer => layer.name);
  const twin = names.find((name, i) => names.indexOf(name) !== i);
  if (twin !== undefined)
    throw new AppError('bad-input', 'Two layers of this model are called "{twin}".', { values: { twin } });
  const found = { input: { height, width, channels }, layers: network };
  layOut(found); // refuses what does not fit together
  return { network: found, appendedLayers: layers.slice(at) };
}

function layerPlace(number: number, { className }: LayerConfig): Sentence {
  return sentence('layer {number} ({kind})', { number, kind: className });
}

function readConvPool(place: Sentence, config: unknown, next: LayerConfig | undefined): Layer {
  const { name, filters, kernel_size, padding } = parse(convolution, config, place);
  const [size, other] = kernel_size;
  if (size !== other)
    throw new AppError('bad-input', 'The kernel of {place} is {size}×{other}; it must be square.', {
      values: { place, size, other },
    });
  if (next?.className !== 'MaxPooling2D') {
    throw next
      ? new AppError('bad-input', 'The {place} must be followed by MaxPooling2D, but {kind} follows.', {
          values: { place, kind: next.className },
        })
      : new AppError('bad-input', 'The {place} must be followed by MaxPooling2D, but nothing follows.', {
          values: { place },
        });
  }
  parse(pooling, next.config, sentence('the pool after {place}', { place }));
  return { kind: 'conv-pool', name, size, filters, padding };
}

function listLayers(model: unknown): LayerConfig[] {
  const { class_name: kind } = parse(z.object({ class_name: name }), model, 'modelTopology');
  const ofKeras = (layer: z.infer<typeof anyLayer>) => ({
    className: layer.class_name,
    config: layer.config,
  });
  if (kind === 'Sequential') return parse(sequential, model, 'modelTopology').config.layers.map(ofKeras);

  const { layers } = parse(functional, model, 'modelTopology').config;
  layers.forEach((layer, i) => {
    // [[[name, node, tensor, …]]]: called once, on one tensor.
    const inputs = layer.inbound_nodes.flat().map(([name]) => name);
    const expected = i === 0 ? [] : [layers[i - 1]!.name];
    if (JSON.stringify(inputs) !== JSON.stringify(expected)) {
      throw new AppError(
        'bad-input',
        'This model branches at its layer "{layer}"; it must be one chain of layers.',
        { values: { layer: layer.name } },
      );
    }
  });
  return layers.map(ofKeras);
}

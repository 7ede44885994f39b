/**
 * A network is a list of layers, each reading what an earlier one gives. This file says which layers there are, what shapes
 * flow between them, and where each parameter lies in the one flat array in which parameters, gradients and moments
 * travel everywhere outside a backend.
 *
 * Order and layout of the flat array are those of TensorFlow.js: layer by layer its kernel and its bias, or a batch
 * normalization's gamma, beta, moving mean and moving variance; a convolution's kernel as [height, width, input,
 * output], a dense kernel as [input, output], activations as [batch, height, width, channel].
 * A backend may lay its own memory out otherwise; it converts at its border.
 */
import { AppError } from '../core/errors';

/** What every layer has: a name of its own, and, where that is not the layer before it, the layer whose output it reads. */
interface Named {
  readonly name: string;
  readonly from?: string;
}

/** z = maxpool₂ₓ₂(relu(x ∗ kernel + bias)), stride 1; the pool drops an odd last row or column, as 'valid' does. */
export interface ConvPoolLayer extends Named {
  readonly kind: 'conv-pool';
  /** F: the kernel is F × F. */
  readonly size: number;
  readonly filters: number;
  /** 'same' pads (F − 1)/2 zeros on each side; 'valid' pads none. */
  readonly padding: 'same' | 'valid';
}

/**
 * z = x ∗ kernel, without bias: a batch normalization follows. 'same' padding as TensorFlow has it: the output is
 * ⌈side/stride⌉ wide, and of the zeros that takes the smaller half lies before the image (`samePadding`).
 */
export interface ConvolutionLayer extends Named {
  readonly kind: 'convolution';
  readonly size: 1 | 3;
  readonly stride: 1 | 2;
  readonly filters: number;
}

/**
 * z = gamma·(x − mean)/√(variance + ε) + beta, channel by channel, with relu after it or not (Ioffe & Szegedy 2015). A
 * training step takes mean and (biased) variance of its batch, and moves the moving ones: moving ← momentum·moving +
 * (1 − momentum)·batch's. Predictions, input gradients and descents take the moving ones.
 */
export interface BatchNormLayer extends Named {
  readonly kind: 'batch-norm';
  readonly momentum: number;
  readonly epsilon: number;
  readonly activation: 'relu' | 'linear';
}

/** z = x + y: the two layers named, of one shape. A residual connection. */
export interface SumLayer {
  readonly kind: 'sum';
  readonly name: string;
  readonly of: readonly [string, string];
}

/** z_c = mean of x over all rows and columns: 1 × 1 × channels. */
export interface GlobalAveragePoolLayer extends Named {
  readonly kind: 'global-average-pool';
}

/** z = x · kernel + bias over the flattened input, with relu after it or not. */
export interface DenseLayer extends Named {
  readonly kind: 'dense';
  readonly units: number;
  readonly activation: 'relu' | 'linear';
}

export type Layer =
  ConvPoolLayer | ConvolutionLayer | BatchNormLayer | SumLayer | GlobalAveragePoolLayer | DenseLayer;

export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Layers from an image to `classes` logits; softmax stays outside. The last layer is dense and linear. */
export interface Network {
  readonly input: ImageShape;
  readonly layers: readonly Layer[];
}

/** The moving mean and variance are no parameters to descend along: their gradient is 0 and no optimizer touches them. */
export type ParameterRole = 'kernel' | 'bias' | 'gamma' | 'beta' | 'moving_mean' | 'moving_variance';

/** One parameter tensor's place in the flat array. */
export interface ParameterSlot {
  /** `<layer name>/<role>`, "conv1/kernel". */
  readonly name: string;
  readonly layer: string;
  readonly role: ParameterRole;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly length: number;
}

/** Where a layer stands in its network. */
interface Placed {
  /** The layers it reads, by their places in the list; −1 is the network's input. A sum reads two, all others one. */
  readonly sources: readonly number[];
  /** Shape of what it reads. Dense layers read height · width · channels and give 1 × 1 × units. */
  readonly input: ImageShape;
  readonly output: ImageShape;
}

export interface ShapedConvPool extends Placed {
  readonly kind: 'conv-pool';
  readonly layer: ConvPoolLayer;
  readonly kernel: ParameterSlot;
  readonly bias: ParameterSlot;
}

export interface ShapedConvolution extends Placed {
  readonly kind: 'convolution';
  readonly layer: ConvolutionLayer;
  readonly kernel: ParameterSlot;
}

export interface ShapedBatchNorm extends Placed {
  readonly kind: 'batch-norm';
  readonly layer: BatchNormLayer;
  readonly gamma: ParameterSlot;
  readonly beta: ParameterSlot;
  readonly movingMean: ParameterSlot;
  readonly movingVariance: ParameterSlot;
}

export interface ShapedSum extends Placed {
  readonly kind: 'sum';
  readonly layer: SumLayer;
}

export interface ShapedGlobalAveragePool extends Placed {
  readonly kind: 'global-average-pool';
  readonly layer: GlobalAveragePoolLayer;
}

export interface ShapedDense extends Placed {
  readonly kind: 'dense';
  readonly layer: DenseLayer;
  readonly kernel: ParameterSlot;
  readonly bias: ParameterSlot;
}

/** A layer with its place, the shapes before and after it, and its parameters. */
export type ShapedLayer =
  ShapedConvPool | ShapedConvolution | ShapedBatchNorm | ShapedSum | ShapedGlobalAveragePool | ShapedDense;

export interface Layout {
  readonly network: Network;
  readonly layers: readonly ShapedLayer[];
  readonly slots: readonly ParameterSlot[];
  /** Length of the flat parameter array. */
  readonly parameterCount: number;
  /** height · width · channels of one input image. */
  readonly pixels: number;
  /** K, the number of logits. */
  readonly classes: number;
}

export function volume(shape: ImageShape): number {
  return shape.height * shape.width * shape.channels;
}

/** Rows (or columns) of zeros that 'same' puts before a side of `side` pixels. */
export function samePadding(side: number, size: number, stride: number): number {
  return Math.floor(Math.max(0, (Math.ceil(side / stride) - 1) * stride + size - side) / 2);
}

/** A layer's output, from its input. */
function outputOf(layer: Layer, { height, width, channels }: ImageShape): ImageShape {
  switch (layer.kind) {
    case 'conv-pool': {
      if (layer.padding === 'same' && layer.size % 2 === 0) {
        throw new AppError(
          'bad-input',
          `Layer "{layer}" has a kernel of {size} with 'same' padding; it must be odd.`,
          { values: { layer: layer.name, size: layer.size } },
        );
      }
      const lost = layer.padding === 'same' ? 0 : layer.size - 1;
      return {
        height: Math.floor((height - lost) / 2),
        width: Math.floor((width - lost) / 2),
        channels: layer.filters,
      };
    }
    case 'convolution':
      return {
        height: Math.ceil(height / layer.stride),
        width: Math.ceil(width / layer.stride),
        channels: layer.filters,
      };
    case 'batch-norm':
    case 'sum':
      return { height, width, channels };
    case 'global-average-pool':
      return { height: 1, width: 1, channels };
    case 'dense':
      return { height: 1, width: 1, channels: layer.units };
  }
}

function text({ height, width, channels }: ImageShape): string {
  return `${height}×${width}×${channels}`;
}

/**
 * Shapes and parameter places of `network`.
 * @throws AppError `bad-input` for a network that does not fit together (naming the layer).
 */
export function layOut(network: Network): Layout {
  const layers: ShapedLayer[] = [];
  const slots: ParameterSlot[] = [];
  let offset = 0;

  const slot = (layer: string, role: ParameterRole, shape: readonly number[]): ParameterSlot => {
    const length = shape.reduce((product, n) => product * n, 1);
    const place = { name: `${layer}/${role}`, layer, role, shape, offset, length };
    slots.push(place);
    offset += length;
    return place;
  };

  /** The place of the layer called `name`, which must come before `reader`. */
  const placeOf = (name: string, reader: Layer): number => {
    const place = layers.findIndex(({ layer }) => layer.name === name);
    if (place < 0) {
      throw new AppError(
        'bad-input',
        'Layer "{reader}" reads "{name}", which is no layer that comes before it.',
        { values: { reader: reader.name, name } },
      );
    }
    return place;
  };
  const shapeAt = (place: number): ImageShape => (place < 0 ? network.input : layers[place]!.output);

  for (const layer of network.layers) {
    const { name } = layer;
    if (layers.some(earlier => earlier.layer.name === name)) {
      throw new AppError('bad-input', 'Two layers are called "{name}"; each needs a name of its own.', {
        values: { name },
      });
    }
    const sources =
      layer.kind === 'sum'
        ? layer.of.map(source => placeOf(source, layer))
        : [layer.from === undefined ? layers.length - 1 : placeOf(layer.from, layer)];
    const [input, other] = [shapeAt(sources[0]!), shapeAt(sources.at(-1)!)];
    if (text(input) !== text(other)) {
      throw new AppError('bad-input', 'Layer "{name}" adds {input} to {other}; both must be of one shape.', {
        values: { name, input: text(input), other: text(other) },
      });
    }
    const output = outputOf(layer, input);
    if (!(volume(output) >= 1)) {
      throw new AppError('bad-input', 'Layer "{name}" leaves nothing of its {input} input.', {
        values: { name, input: text(input) },
      });
    }
    const placed = { sources, input, output };
    switch (layer.kind) {
      case 'conv-pool': {
        const kernel = slot(name, 'kernel', [layer.size, layer.size, input.channels, layer.filters]);
        layers.push({
          kind: layer.kind,
          layer,
          ...placed,
          kernel,
          bias: slot(name, 'bias', [layer.filters]),
        });
        break;
      }
      case 'convolution': {
        const kernel = slot(name, 'kernel', [layer.size, layer.size, input.channels, layer.filters]);
        layers.push({ kind: layer.kind, layer, ...placed, kernel });
        break;
      }
      case 'batch-norm': {
        const channels = [input.channels];
        const gamma = slot(name, 'gamma', channels);
        const beta = slot(name, 'beta', channels);
        const movingMean = slot(name, 'moving_mean', channels);
        const movingVariance = slot(name, 'moving_variance', channels);
        layers.push({ kind: layer.kind, layer, ...placed, gamma, beta, movingMean, movingVariance });
        break;
      }
      case 'sum':
        layers.push({ kind: layer.kind, layer, ...placed });
        break;
      case 'global-average-pool':
        layers.push({ kind: layer.kind, layer, ...placed });
        break;
      case 'dense': {
        const kernel = slot(name, 'kernel', [volume(input), layer.units]);
        layers.push({ kind: layer.kind, layer, ...placed, kernel, bias: slot(name, 'bias', [layer.units]) });
        break;
      }
    }
  }

  const last = network.layers.at(-1);
  if (!last || last.kind !== 'dense' || last.activation !== 'linear') {
    throw new AppError('bad-input', 'A network must end in a dense layer without activation (its logits).');
  }
  const unread = layers.findIndex(
    (_, place) => place < layers.length - 1 && !layers.some(({ sources }) => sources.includes(place)),
  );
  if (unread >= 0) {
    throw new AppError('bad-input', 'No layer reads what "{layer}" gives.', {
      values: { layer: layers[unread]!.layer.name },
    });
  }
  return {
    network,
    layers,
    slots,
    parameterCount: offset,
    pixels: volume(network.input),
    classes: last.units,
  };
}

/** The slot called `name` ("conv2/kernel"). @throws AppError `bad-input` naming what there is instead. */
export function findSlot(layout: Layout, name: string): ParameterSlot {
  const found = layout.slots.find(slot => slot.name === name);
  if (!found) {
    const names = layout.slots.map(slot => slot.name).join(', ');
    throw new AppError('bad-input', 'There is no parameter "{name}"; this network has {names}.', {
      values: { name, names },
    });
  }
  return found;
}

/**
 * A network is a list of layers. This file says which layers there are, what shapes flow between them, and where each
 * parameter lies in the one flat array in which parameters, gradients and moments travel everywhere outside a backend.
 *
 * Order and layout of the flat array are those of TensorFlow.js: for every layer its kernel, then its bias; a
 * convolution's kernel as [height, width, input, output], a dense kernel as [input, output], activations as
 * [batch, height, width, channel]. A backend may lay its own memory out otherwise; it converts at its border.
 */
import { AppError } from '../core/errors';

/** z = maxpool₂ₓ₂(relu(x ∗ kernel + bias)), stride 1; the pool drops an odd last row or column, as 'valid' does. */
export interface ConvPoolLayer {
  readonly kind: 'conv-pool';
  readonly name: string;
  /** F: the kernel is F × F. */
  readonly size: number;
  readonly filters: number;
  /** 'same' pads (F − 1)/2 zeros on each side; 'valid' pads none. */
  readonly padding: 'same' | 'valid';
}

/** z = x · kernel + bias over the flattened input, with relu after it or not. */
export interface DenseLayer {
  readonly kind: 'dense';
  readonly name: string;
  readonly units: number;
  readonly activation: 'relu' | 'linear';
}

export type Layer = ConvPoolLayer | DenseLayer;

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

/** One parameter tensor's place in the flat array. */
export interface ParameterSlot {
  /** `<layer name>/kernel` or `<layer name>/bias`. */
  readonly name: string;
  readonly layer: string;
  readonly role: 'kernel' | 'bias';
  readonly shape: readonly number[];
  readonly offset: number;
  readonly length: number;
}

/** A layer with the shapes before and after it. Dense layers see and give 1 × 1 × units. */
export interface ShapedLayer {
  readonly layer: Layer;
  readonly input: ImageShape;
  readonly output: ImageShape;
  readonly kernel: ParameterSlot;
  readonly bias: ParameterSlot;
}

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

/**
 * Shapes and parameter places of `network`.
 * @throws AppError `bad-input` for a network that does not fit together (naming the layer).
 */
export function layOut(network: Network): Layout {
  const layers: ShapedLayer[] = [];
  const slots: ParameterSlot[] = [];
  let offset = 0;
  let shape = network.input;

  const slot = (layer: string, role: 'kernel' | 'bias', dimensions: number[]): ParameterSlot => {
    const length = dimensions.reduce((product, n) => product * n, 1);
    const place = { name: `${layer}/${role}`, layer, role, shape: dimensions, offset, length };
    slots.push(place);
    offset += length;
    return place;
  };

  for (const layer of network.layers) {
    const input = shape;
    let output: ImageShape;
    let kernel: ParameterSlot;
    let bias: ParameterSlot;
    if (layer.kind === 'conv-pool') {
      if (layer.padding === 'same' && layer.size % 2 === 0) {
        throw new AppError(
          'bad-input',
          `Layer "${layer.name}" has a kernel of ${layer.size} with 'same' padding; it must be odd.`,
        );
      }
      const lost = layer.padding === 'same' ? 0 : layer.size - 1;
      output = {
        height: Math.floor((input.height - lost) / 2),
        width: Math.floor((input.width - lost) / 2),
        channels: layer.filters,
      };
      kernel = slot(layer.name, 'kernel', [layer.size, layer.size, input.channels, layer.filters]);
      bias = slot(layer.name, 'bias', [layer.filters]);
    } else {
      output = { height: 1, width: 1, channels: layer.units };
      kernel = slot(layer.name, 'kernel', [volume(input), layer.units]);
      bias = slot(layer.name, 'bias', [layer.units]);
    }
    if (!(volume(output) >= 1)) {
      throw new AppError(
        'bad-input',
        `Layer "${layer.name}" leaves nothing of its ${input.height}×${input.width}×${input.channels} input.`,
      );
    }
    layers.push({ layer, input, output, kernel, bias });
    shape = output;
  }

  const last = network.layers.at(-1);
  if (!last || last.kind !== 'dense' || last.activation !== 'linear') {
    throw new AppError('bad-input', 'A network must end in a dense layer without activation (its logits).');
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
    throw new AppError('bad-input', `There is no parameter "${name}"; this network has ${names}.`);
  }
  return found;
}

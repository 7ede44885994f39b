/**
 * The grid of small networks and batches on which the backends must agree, and the random numbers to run them on. Test
 * support: shared by the reference's own tests and by those of the fast backends against it.
 */
import { seeded } from '../core/random';
import type { ParameterTerm } from './engine';
import {
  layOut,
  type ConvPoolLayer,
  type DenseLayer,
  type ImageShape,
  type Layer,
  type Layout,
} from './network';

export interface AgreementCase {
  readonly name: string;
  readonly layout: Layout;
}

function convPool(size: number, filters: number, padding: ConvPoolLayer['padding']): Layer {
  return { kind: 'conv-pool', name: `conv-${size}-${filters}-${padding}`, size, filters, padding };
}

function dense(units: number, activation: DenseLayer['activation']): Layer {
  return { kind: 'dense', name: `dense-${units}-${activation}`, units, activation };
}

function networkCase(height: number, width: number, channels: number, ...layers: Layer[]): AgreementCase {
  const input: ImageShape = { height, width, channels };
  const name = [`${height}×${width}×${channels}`, ...layers.map(layer => layer.name)].join(' → ');
  return { name, layout: layOut({ input, layers }) };
}

/** Odd and even sides, one channel and several, every kernel size and padding, one layer and LeNet's five. */
export const AGREEMENT_CASES: readonly AgreementCase[] = [
  networkCase(3, 3, 1, dense(3, 'linear')),
  networkCase(5, 4, 2, dense(7, 'relu'), dense(4, 'linear')),
  networkCase(7, 5, 1, convPool(1, 3, 'same'), dense(5, 'linear')),
  networkCase(6, 7, 3, convPool(1, 4, 'valid'), dense(3, 'linear')),
  networkCase(9, 7, 1, convPool(3, 4, 'same'), dense(10, 'linear')),
  networkCase(9, 8, 3, convPool(3, 5, 'valid'), dense(4, 'linear')),
  networkCase(11, 11, 2, convPool(5, 6, 'same'), dense(3, 'linear')),
  networkCase(13, 10, 1, convPool(5, 8, 'valid'), dense(6, 'relu'), dense(2, 'linear')),
  networkCase(
    14,
    13,
    1,
    convPool(3, 6, 'same'),
    convPool(3, 5, 'valid'),
    dense(9, 'relu'),
    dense(10, 'linear'),
  ),
  networkCase(
    18,
    18,
    1,
    convPool(5, 6, 'same'),
    convPool(5, 16, 'valid'),
    dense(20, 'relu'),
    dense(13, 'relu'),
    dense(10, 'linear'),
  ),
];

function convolution(name: string, size: 1 | 3, stride: 1 | 2, filters: number, from?: string): Layer {
  return { kind: 'convolution', name, size, stride, filters, ...(from === undefined ? {} : { from }) };
}

function batchNorm(name: string, activation: 'relu' | 'linear'): Layer {
  return { kind: 'batch-norm', name, momentum: 0.9, epsilon: 1e-5, activation };
}

/** A pre-activation block of a wide residual network (Zagoruyko & Komodakis 2016), its shortcut projected by 1 × 1. */
function projectedBlock(name: string, filters: number, stride: 1 | 2): Layer[] {
  return [
    batchNorm(`${name}-norm1`, 'relu'),
    convolution(`${name}-conv1`, 3, stride, filters),
    batchNorm(`${name}-norm2`, 'relu'),
    convolution(`${name}-conv2`, 3, 1, filters),
    convolution(`${name}-shortcut`, 1, stride, filters, `${name}-norm1`),
    { kind: 'sum', name: `${name}-sum`, of: [`${name}-conv2`, `${name}-shortcut`] },
  ];
}

const average: Layer = { kind: 'global-average-pool', name: 'average' };

/** The layers of wide residual networks: strides 1 and 2 on odd and even sides, few channels and many, blocks with both shortcuts. */
export const RESIDUAL_CASES: readonly AgreementCase[] = [
  networkCase(5, 4, 1, convolution('conv', 3, 1, 3), average, dense(3, 'linear')),
  networkCase(6, 7, 3, convolution('conv', 3, 2, 5), dense(4, 'linear')),
  networkCase(8, 8, 3, convolution('conv', 3, 2, 8), average, dense(3, 'linear')),
  networkCase(5, 6, 2, convolution('conv', 1, 1, 9), average, dense(3, 'linear')),
  networkCase(7, 8, 4, convolution('conv', 1, 2, 16), batchNorm('norm', 'linear'), dense(3, 'linear')),
  networkCase(6, 5, 3, batchNorm('norm', 'relu'), convolution('conv', 3, 1, 16), dense(3, 'linear')),
  networkCase(
    9,
    8,
    3,
    convolution('stem', 3, 1, 16),
    batchNorm('norm1', 'relu'),
    convolution('conv1', 3, 1, 16),
    batchNorm('norm2', 'relu'),
    convolution('conv2', 3, 1, 16),
    { kind: 'sum', name: 'sum', of: ['conv2', 'stem'] },
    average,
    dense(10, 'linear'),
  ),
  networkCase(
    12,
    12,
    3,
    convolution('stem', 3, 1, 8),
    ...projectedBlock('block1', 16, 1),
    ...projectedBlock('block2', 24, 2),
    batchNorm('norm', 'relu'),
    average,
    dense(10, 'linear'),
  ),
  // What stands behind a ReLU is read twice.
  networkCase(
    6,
    5,
    2,
    { kind: 'conv-pool', name: 'pool', size: 3, filters: 3, padding: 'same' },
    convolution('conv', 1, 1, 3),
    { kind: 'sum', name: 'sum', of: ['conv', 'pool'] },
    { kind: 'dense', name: 'hidden', units: 5, activation: 'relu' },
    { kind: 'dense', name: 'other', units: 5, activation: 'linear' },
    { kind: 'sum', name: 'both', of: ['hidden', 'other'] },
    dense(3, 'linear'),
  ),
];

/** One image, few, an odd number, and one that no power of two divides. */
export const BATCH_SIZES = [1, 2, 7, 67] as const;

export interface CaseInputs {
  readonly parameters: Float32Array;
  /** [count × pixels] in [0, 1). */
  readonly images: Float32Array;
  readonly labels: Uint8Array;
  /** [count × classes]. */
  readonly logitGradient: Float32Array;
}

/**
 * Continuous random values, so that no two cells of a pool are equal and no ReLU stands at 0: a gradient jumps there,
 * and rounding would decide. Weights keep each layer's output near the size of its input.
 */
export function randomInputs(layout: Layout, count: number, purpose: string): CaseInputs {
  const random = seeded(7, `agreement/${purpose}`);
  const parameters = new Float32Array(layout.parameterCount);
  for (const { role, shape, offset, length } of layout.slots) {
    const inputs = role === 'kernel' ? length / shape.at(-1)! : 1;
    const scale = role === 'kernel' ? Math.sqrt(2 / inputs) : 0.1;
    const middle = role === 'gamma' || role === 'moving_variance' ? 1 : 0;
    for (let i = offset; i < offset + length; i++) parameters[i] = middle + scale * random.normal();
  }
  return {
    parameters,
    images: Float32Array.from({ length: count * layout.pixels }, () => random.uniform()),
    labels: Uint8Array.from({ length: count }, () => random.integer(layout.classes)),
    logitGradient: Float32Array.from({ length: count * layout.classes }, () => random.normal()),
  };
}

/** ½·strength·(weight − target)², with the row [target, strength] for each weight. */
export function quadraticTerm(layout: Layout): ParameterTerm {
  const indices = Uint32Array.from(seeded(7, 'agreement/term').choose(layout.parameterCount, 3));
  return {
    indices,
    constants: Float32Array.from({ length: 6 }, (_, i) => (i % 2 === 0 ? 0.3 + 0.1 * i : 2 + i)),
    constantsPerIndex: 2,
    value: (weight, constants) => 0.5 * constants[1]! * (weight - constants[0]!) ** 2,
    derivative: (weight, constants) => constants[1]! * (weight - constants[0]!),
    wgsl: `fn term_derivative(weight: f32, constants: array<f32, 2>) -> f32 {
      return constants[1] * (weight - constants[0]);
    }`,
  };
}

/**
 * The watermark that the paper compares its own with: Uchida et al. 2017, T bits in one layer. w = the kernel averaged over its
 * O filters, F·F·I numbers; y_j = σ(Σ_i X_ji·w_i) with secret X ~ N(0, 1); trained towards bit b_j by
 * E_R = −Σ_j (b_j·log y_j + (1 − b_j)·log(1 − y_j)); bit j is read as Σ_i X_ji·w_i ≥ 0.
 */
import { exp } from '../core/math';
import type { ParameterTerm } from '../engine/engine';
import { findSlot } from '../engine/network';
import type { Layout } from '../engine/network';
import { secretStream } from '../method/secret';

export interface BitKey {
  readonly layer: string;
  readonly bits: Uint8Array;
  /** X, [T × F·F·I]. */
  readonly projection: Float64Array;
}

export function drawBitKey(layout: Layout, layer: string, bits: number, secret: string): BitKey {
  const { length, shape } = findSlot(layout, `${layer}/kernel`);
  const random = secretStream(secret, `bits ${layer} ${bits}`);
  return {
    layer,
    bits: Uint8Array.from({ length: bits }, () => random.integer(2)),
    projection: Float64Array.from({ length: (bits * length) / shape.at(-1)! }, () => random.normal()),
  };
}

/** Σ_i X_ji·w_i of each bit. */
function projections(
  layout: Layout,
  parameters: Float32Array,
  { layer, bits, projection }: BitKey,
): Float64Array {
  const { offset, length, shape } = findSlot(layout, `${layer}/kernel`);
  const filters = shape.at(-1)!;
  const weights = Float64Array.from({ length: length / filters }, (_, i) => {
    let sum = 0;
    for (let o = 0; o < filters; o++) sum += parameters[offset + i * filters + o]!;
    return sum / filters;
  });
  return Float64Array.from(bits, (_, j) => {
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += projection[j * weights.length + i]! * weights[i]!;
    return sum;
  });
}

/** Share of the bits that are read wrongly. */
export function bitErrorRate(layout: Layout, parameters: Float32Array, key: BitKey): number {
  const sums = projections(layout, parameters, key);
  return key.bits.filter((bit, j) => (sums[j]! >= 0 ? 1 : 0) !== bit).length / key.bits.length;
}

export interface BitTerm {
  readonly term: ParameterTerm;
  /** Computes the gradient at `parameters`, which the term holds until it is computed anew. */
  readonly update: (parameters: Float32Array) => void;
}

/**
 * λ·E_R as a term. Its derivative by one weight depends on all of them, and an engine's term sees one: so it is computed here, at
 * the weights between two chunks of steps, and stays as it is for a chunk. ∂E_R/∂D_io = (1/O)·Σ_j (y_j − b_j)·X_ji.
 */
export function bitTerm(layout: Layout, key: BitKey, lambda: number): BitTerm {
  const { offset, length, shape } = findSlot(layout, `${key.layer}/kernel`);
  const filters = shape.at(-1)!;
  const inputs = length / filters;
  const constants = new Float32Array(length);
  return {
    term: {
      indices: Uint32Array.from({ length }, (_, i) => offset + i),
      constants,
      constantsPerIndex: 1,
      value: (weight, slope) => weight * slope[0]!,
      derivative: (_weight, slope) => slope[0]!,
      wgsl: /* wgsl */ `
fn term_derivative(weight: f32, constants: array<f32, 1>) -> f32 {
  return constants[0];
}`,
    },
    update(parameters) {
      const errors = projections(layout, parameters, key).map((sum, j) => 1 / (1 + exp(-sum)) - key.bits[j]!);
      for (let i = 0; i < inputs; i++) {
        let slope = 0;
        errors.forEach((error, j) => (slope += error * key.projection[j * inputs + i]!));
        constants.fill((lambda * slope) / filters, i * filters, (i + 1) * filters);
      }
    },
  };
}

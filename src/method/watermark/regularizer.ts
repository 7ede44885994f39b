/**
 * Eq. (4) of section 2.5: L = L₀ + λ·(1/n)·Σ_k (d_k − map(v_k))², the term that pulls n weights towards their digits while
 * the rest of the network learns. It is handed to the engine as a `ParameterTerm`.
 */
import { AppError } from '../../core/errors';
import type { ParameterTerm } from '../../engine/engine';
import type { Layout } from '../../engine/network';
import type { OwnerKey } from './owner-key';
import { componentsOf, markableKernel } from './owner-key';

/** λ of section 3.1, after Uchida et al. 2017. */
export const DEFAULT_LAMBDA = 0.01;

/**
 * Where the key's weights v lie in the flat parameter array: position p of component o of an (F, F, I, O) kernel is
 * entry p·O + o of the kernel.
 * @throws AppError `bad-input` when the key doesn't fit this network.
 */
export function markedIndices(layout: Layout, key: OwnerKey): Uint32Array {
  const kernel = markableKernel(layout, key.layer);
  const { components, positions } = componentsOf(kernel);
  if (key.component >= components) {
    throw new AppError(
      'bad-input',
      'The key speaks of component {component} of layer "{layer}", which has {components} (0 … {last}): it belongs to another network.',
      { values: { component: key.component, layer: key.layer, components, last: components - 1 } },
    );
  }
  return Uint32Array.from(key.positions, position => {
    if (position >= positions) {
      throw new AppError(
        'bad-input',
        'The key speaks of position {position} in a component of layer "{layer}", which has {positions} (0 … {last}): it belongs to another network.',
        { values: { position, layer: key.layer, positions, last: positions - 1 } },
      );
    }
    return kernel.offset + position * components + key.component;
  });
}

/**
 * The regularizer of Eq. (4): the value at one weight v is (λ/n)·(d − (a·v + b))², its derivative −2a·(λ/n)·(d − (a·v + b)).
 * Constants of a weight: d, a, b, λ/n.
 * @param lambda λ ≥ 0.
 * @throws AppError `bad-input` when the key doesn't fit this network or λ is no such number.
 */
export function watermarkTerm(layout: Layout, key: OwnerKey, lambda: number = DEFAULT_LAMBDA): ParameterTerm {
  if (!Number.isFinite(lambda) || lambda < 0) {
    throw new AppError(
      'bad-input',
      'λ is {lambda}; it must be a number that is not negative, such as 0.01.',
      { values: { lambda } },
    );
  }
  const n = key.digits.length;
  return {
    indices: markedIndices(layout, key),
    constants: Float32Array.from(key.digits.flatMap(digit => [digit, key.map.a, key.map.b, lambda / n])),
    constantsPerIndex: 4,
    value(weight, constants) {
      const error = constants[0]! - (constants[1]! * weight + constants[2]!);
      return constants[3]! * error * error;
    },
    derivative(weight, constants) {
      const error = constants[0]! - (constants[1]! * weight + constants[2]!);
      return -2 * constants[3]! * constants[1]! * error;
    },
    wgsl: /* wgsl */ `
fn term_derivative(weight: f32, constants: array<f32, 4>) -> f32 {
  let error = constants[0] - (constants[1] * weight + constants[2]);
  return -2.0 * constants[3] * constants[1] * error;
}`,
  };
}

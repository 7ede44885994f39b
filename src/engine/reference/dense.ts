/** z = x · kernel + bias, with relu after it or not, and its gradients, as the definition reads. */
import { volume, type ShapedDense } from '../network';

/**
 * [count, units] from x [count, inputs].
 * @param parameters the network's flat array; kernel [inputs, units] and bias [units] lie in it.
 */
export function denseForward(
  { layer, input, kernel, bias }: ShapedDense,
  x: Float64Array,
  count: number,
  parameters: Float64Array,
): Float64Array {
  const inputs = volume(input);
  const output = new Float64Array(count * layer.units);
  for (let n = 0; n < count; n++) {
    for (let unit = 0; unit < layer.units; unit++) {
      let sum = parameters[bias.offset + unit]!;
      for (let i = 0; i < inputs; i++) {
        sum += x[n * inputs + i]! * parameters[kernel.offset + i * layer.units + unit]!;
      }
      output[n * layer.units + unit] = layer.activation === 'relu' ? Math.max(0, sum) : sum;
    }
  }
  return output;
}

/**
 * Adds ∂L/∂kernel and ∂L/∂bias to `gradient` (laid out as the parameters) and gives ∂L/∂x; relu′(0) = 0.
 * @param output what `denseForward` gave, @param outputGradient ∂L/∂output; both [count, units].
 */
export function denseBackward(
  { layer, input, kernel, bias }: ShapedDense,
  x: Float64Array,
  count: number,
  parameters: Float64Array,
  output: Float64Array,
  outputGradient: Float64Array,
  gradient: Float64Array,
): Float64Array {
  const inputs = volume(input);
  const inputGradient = new Float64Array(x.length);
  for (let n = 0; n < count; n++) {
    for (let unit = 0; unit < layer.units; unit++) {
      if (layer.activation === 'relu' && !(output[n * layer.units + unit]! > 0)) continue;
      const g = outputGradient[n * layer.units + unit]!;
      gradient[bias.offset + unit]! += g;
      for (let i = 0; i < inputs; i++) {
        const weight = kernel.offset + i * layer.units + unit;
        gradient[weight]! += g * x[n * inputs + i]!;
        inputGradient[n * inputs + i]! += g * parameters[weight]!;
      }
    }
  }
  return inputGradient;
}

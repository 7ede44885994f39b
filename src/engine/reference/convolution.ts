/** z = x ∗ kernel with stride and 'same' padding, and its gradients, as the definition reads. */
import { samePadding, volume, type ShapedConvolution } from '../network';

/** Calls `visit` for every product that the convolution of one image sums: output place, input pixel, and kernel tap, without channels. */
function eachTap(
  { layer, input, output }: ShapedConvolution,
  visit: (place: number, pixel: number, tap: number) => void,
): void {
  const { size, stride } = layer;
  const top = samePadding(input.height, size, stride);
  const left = samePadding(input.width, size, stride);
  for (let row = 0; row < output.height; row++) {
    for (let column = 0; column < output.width; column++) {
      for (let i = 0; i < size; i++) {
        const y = row * stride + i - top;
        if (y < 0 || y >= input.height) continue;
        for (let j = 0; j < size; j++) {
          const z = column * stride + j - left;
          if (z < 0 || z >= input.width) continue;
          visit(row * output.width + column, y * input.width + z, i * size + j);
        }
      }
    }
  }
}

/**
 * [count, output height, output width, filters] from x [count, height, width, channels].
 * @param parameters the network's flat array; kernel [F, F, channels, filters] lies in it.
 */
export function convolutionForward(
  shaped: ShapedConvolution,
  x: Float64Array,
  count: number,
  parameters: Float64Array,
): Float64Array {
  const { layer, input, output: outputShape, kernel } = shaped;
  const { filters } = layer;
  const output = new Float64Array(count * volume(outputShape));
  for (let n = 0; n < count; n++) {
    eachTap(shaped, (place, pixel, tap) => {
      const to = n * volume(outputShape) + place * filters;
      for (let c = 0; c < input.channels; c++) {
        const value = x[n * volume(input) + pixel * input.channels + c]!;
        const weights = kernel.offset + (tap * input.channels + c) * filters;
        for (let f = 0; f < filters; f++) output[to + f]! += value * parameters[weights + f]!;
      }
    });
  }
  return output;
}

/** Adds ∂L/∂kernel to `gradient` (laid out as the parameters) and gives ∂L/∂x. @param outputGradient ∂L/∂z, shaped as z. */
export function convolutionBackward(
  shaped: ShapedConvolution,
  x: Float64Array,
  count: number,
  parameters: Float64Array,
  outputGradient: Float64Array,
  gradient: Float64Array,
): Float64Array {
  const { layer, input, output, kernel } = shaped;
  const { filters } = layer;
  const inputGradient = new Float64Array(x.length);
  for (let n = 0; n < count; n++) {
    eachTap(shaped, (place, pixel, tap) => {
      const from = n * volume(output) + place * filters;
      for (let c = 0; c < input.channels; c++) {
        const at = n * volume(input) + pixel * input.channels + c;
        const weights = kernel.offset + (tap * input.channels + c) * filters;
        for (let f = 0; f < filters; f++) {
          const g = outputGradient[from + f]!;
          gradient[weights + f]! += g * x[at]!;
          inputGradient[at]! += g * parameters[weights + f]!;
        }
      }
    });
  }
  return inputGradient;
}

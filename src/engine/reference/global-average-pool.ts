/** z_c = mean of x over all rows and columns, and its gradient. */
import type { ShapedGlobalAveragePool } from '../network';

/** [count, channels] from x [count, height, width, channels]. */
export function averageForward(
  { input }: ShapedGlobalAveragePool,
  x: Float64Array,
  count: number,
): Float64Array {
  const { height, width, channels } = input;
  const output = new Float64Array(count * channels);
  x.forEach((value, i) => {
    const image = Math.floor(i / (height * width * channels));
    output[image * channels + (i % channels)]! += value / (height * width);
  });
  return output;
}

/** ∂L/∂x from ∂L/∂z [count, channels]. */
export function averageBackward(
  { input }: ShapedGlobalAveragePool,
  count: number,
  outputGradient: Float64Array,
): Float64Array {
  const { height, width, channels } = input;
  return Float64Array.from({ length: count * height * width * channels }, (_, i) => {
    const image = Math.floor(i / (height * width * channels));
    return outputGradient[image * channels + (i % channels)]! / (height * width);
  });
}

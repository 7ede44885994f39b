/**
 * z = maxpool₂ₓ₂(relu(x ∗ kernel + bias)) and its gradients, written as the definition reads: one loop per index, no
 * blocking, no skipped work. What the fast backends' `conv-pool` must agree with.
 */
import { volume, type ConvPoolLayer, type ShapedConvPool } from '../network';

/** What a forward pass leaves for the backward one. */
export interface ConvPoolResult {
  /** [count, output height, output width, filters]. */
  readonly output: Float64Array;
  /** For each entry of `output`, which cell of its 2 × 2 window it came from, row-major: the first of equals. */
  readonly argmax: Uint8Array;
}

/** Zeros on each side of the input. */
function paddingOf(layer: ConvPoolLayer): number {
  return layer.padding === 'same' ? (layer.size - 1) / 2 : 0;
}

/**
 * @param x [count, height, width, channels].
 * @param parameters the network's flat array; kernel [F, F, channels, filters] and bias [filters] lie in it.
 */
export function convPoolForward(
  { layer, input, output: outputShape, kernel, bias }: ShapedConvPool,
  x: Float64Array,
  count: number,
  parameters: Float64Array,
): ConvPoolResult {
  const { size, filters } = layer;
  const pad = paddingOf(layer);
  const output = new Float64Array(count * volume(outputShape));
  const argmax = new Uint8Array(output.length);

  const convolutionAt = (n: number, row: number, column: number, filter: number): number => {
    let sum = parameters[bias.offset + filter]!;
    for (let i = 0; i < size; i++) {
      const y = row + i - pad;
      if (y < 0 || y >= input.height) continue;
      for (let j = 0; j < size; j++) {
        const z = column + j - pad;
        if (z < 0 || z >= input.width) continue;
        for (let c = 0; c < input.channels; c++) {
          const pixel = x[((n * input.height + y) * input.width + z) * input.channels + c]!;
          sum +=
            pixel * parameters[kernel.offset + ((i * size + j) * input.channels + c) * filters + filter]!;
        }
      }
    }
    return sum;
  };

  let at = 0;
  for (let n = 0; n < count; n++) {
    for (let row = 0; row < outputShape.height; row++) {
      for (let column = 0; column < outputShape.width; column++) {
        for (let filter = 0; filter < filters; filter++) {
          let best = -Infinity;
          for (let cell = 0; cell < 4; cell++) {
            const value = Math.max(
              0,
              convolutionAt(n, 2 * row + (cell >> 1), 2 * column + (cell & 1), filter),
            );
            if (value > best) {
              best = value;
              argmax[at] = cell;
            }
          }
          output[at] = best;
          at++;
        }
      }
    }
  }
  return { output, argmax };
}

/**
 * Adds ∂L/∂kernel and ∂L/∂bias to `gradient` (laid out as the parameters) and gives ∂L/∂x. The gradient of an output
 * goes to the one cell it came from, and nowhere when that is not above 0: relu′(0) = 0.
 * @param outputGradient ∂L/∂output, [count, output height, output width, filters].
 */
export function convPoolBackward(
  { layer, input, output: outputShape, kernel, bias }: ShapedConvPool,
  x: Float64Array,
  count: number,
  parameters: Float64Array,
  { output, argmax }: ConvPoolResult,
  outputGradient: Float64Array,
  gradient: Float64Array,
): Float64Array {
  const { size, filters } = layer;
  const pad = paddingOf(layer);
  const inputGradient = new Float64Array(x.length);

  let at = -1;
  for (let n = 0; n < count; n++) {
    for (let row = 0; row < outputShape.height; row++) {
      for (let column = 0; column < outputShape.width; column++) {
        for (let filter = 0; filter < filters; filter++) {
          at++;
          if (!(output[at]! > 0)) continue;
          const g = outputGradient[at]!;
          const cell = argmax[at]!;
          gradient[bias.offset + filter]! += g;
          for (let i = 0; i < size; i++) {
            const y = 2 * row + (cell >> 1) + i - pad;
            if (y < 0 || y >= input.height) continue;
            for (let j = 0; j < size; j++) {
              const z = 2 * column + (cell & 1) + j - pad;
              if (z < 0 || z >= input.width) continue;
              for (let c = 0; c < input.channels; c++) {
                const pixel = ((n * input.height + y) * input.width + z) * input.channels + c;
                const weight = kernel.offset + ((i * size + j) * input.channels + c) * filters + filter;
                gradient[weight]! += g * x[pixel]!;
                inputGradient[pixel]! += g * parameters[weight]!;
              }
            }
          }
        }
      }
    }
  }
  return inputGradient;
}

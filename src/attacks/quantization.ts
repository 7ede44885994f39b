/** Quantization: the adversary stores the stolen weights in few bits, hoping that the mark goes with what is rounded away. */
import { AppError } from '../core/errors';
import type { Layout } from '../engine/network';

/**
 * A copy in which each kernel holds at most 2^bits − 1 different values, k·s for whole |k| ≤ 2^(bits−1) − 1: symmetric and uniform, s
 * from the kernel's own largest |w|. Biases stay.
 * @param bits a whole number from 2 to 16. @throws AppError `bad-input` for another.
 */
export function quantize(layout: Layout, parameters: Float32Array, bits: number): Float32Array {
  if (!(Number.isInteger(bits) && bits >= 2 && bits <= 16)) {
    throw new AppError('bad-input', "Weights can't have {bits} bits; choose 2 to 16.", { values: { bits } });
  }
  const levels = 2 ** (bits - 1) - 1;
  const quantized = parameters.slice();
  for (const { role, offset, length } of layout.slots) {
    if (role !== 'kernel') continue;
    const kernel = quantized.subarray(offset, offset + length);
    const step = kernel.reduce((largest, w) => Math.max(largest, Math.abs(w)), 0) / levels;
    if (step === 0) continue;
    kernel.forEach((w, i) => (kernel[i] = Math.round(w / step) * step));
  }
  return quantized;
}

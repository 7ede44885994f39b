/**
 * How far apart two greyscale images are. Pixels are in [0, 1]; both arrays have the same length, row-major.
 */
import { AppError } from './errors';
import { exp, log } from './math';

type Pixels = ArrayLike<number>;

function checkLengths(x: Pixels, y: Pixels): void {
  if (x.length !== y.length || x.length === 0) {
    throw new AppError('internal', `Images of ${x.length} and ${y.length} pixels cannot be compared.`);
  }
}

/** ‖y − x‖₂. */
export function l2(x: Pixels, y: Pixels): number {
  checkLengths(x, y);
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (y[i]! - x[i]!) ** 2;
  return Math.sqrt(sum);
}

/** max_i |y_i − x_i|. */
export function lInfinity(x: Pixels, y: Pixels): number {
  checkLengths(x, y);
  let largest = 0;
  for (let i = 0; i < x.length; i++) largest = Math.max(largest, Math.abs(y[i]! - x[i]!));
  return largest;
}

/** Peak signal-to-noise ratio in decibels, −10·log₁₀(mean squared error) for a peak of 1; ∞ for equal images. */
export function psnr(x: Pixels, y: Pixels): number {
  const meanSquaredError = l2(x, y) ** 2 / x.length;
  return (-10 * log(meanSquaredError)) / Math.LN10;
}

const WINDOW = 11;
const SIGMA = 1.5;
const C1 = 0.01 ** 2;
const C2 = 0.03 ** 2;

const WEIGHTS = (() => {
  const half = (WINDOW - 1) / 2;
  const line = Array.from({ length: WINDOW }, (_, i) => exp(-((i - half) ** 2) / (2 * SIGMA * SIGMA)));
  const total = line.reduce((sum, w) => sum + w, 0);
  return line.map(w => w / total);
})();

/**
 * Structural similarity (Wang, Bovik, Sheikh & Simoncelli 2004): the mean over all whole 11 × 11 windows, Gaussian-weighted
 * with σ = 1.5, K₁ = 0.01, K₂ = 0.03, for a dynamic range of 1. In [−1, 1], 1 for equal images.
 */
export function ssim(x: Pixels, y: Pixels, width: number, height: number): number {
  checkLengths(x, y);
  if (width < WINDOW || height < WINDOW || width * height !== x.length) {
    throw new AppError(
      'internal',
      `SSIM needs images of at least ${WINDOW}×${WINDOW} pixels; these have ${width}×${height}.`,
    );
  }
  let sum = 0;
  for (let top = 0; top + WINDOW <= height; top++) {
    for (let left = 0; left + WINDOW <= width; left++) sum += ssimOfWindow(x, y, width, top, left);
  }
  return sum / ((height - WINDOW + 1) * (width - WINDOW + 1));
}

function ssimOfWindow(x: Pixels, y: Pixels, width: number, top: number, left: number): number {
  let meanX = 0;
  let meanY = 0;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let row = 0; row < WINDOW; row++) {
    for (let column = 0; column < WINDOW; column++) {
      const weight = WEIGHTS[row]! * WEIGHTS[column]!;
      const i = (top + row) * width + left + column;
      meanX += weight * x[i]!;
      meanY += weight * y[i]!;
      xx += weight * x[i]! * x[i]!;
      yy += weight * y[i]! * y[i]!;
      xy += weight * x[i]! * y[i]!;
    }
  }
  const varianceX = xx - meanX * meanX;
  const varianceY = yy - meanY * meanY;
  const covariance = xy - meanX * meanY;
  return (
    ((2 * meanX * meanY + C1) * (2 * covariance + C2)) /
    ((meanX * meanX + meanY * meanY + C1) * (varianceX + varianceY + C2))
  );
}

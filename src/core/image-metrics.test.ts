import { describe, expect, it } from 'vitest';
import { l2, lInfinity, psnr, ssim } from './image-metrics';
import { seeded } from './random';

describe('image metrics', () => {
  it('L2 and L∞ of a 3-4-5 difference', () => {
    expect(l2([0, 0.1, 0.5], [0.3, 0.5, 0.5])).toBeCloseTo(0.5, 12);
    expect(lInfinity([0, 0.1, 0.5], [0.3, 0.5, 0.5])).toBeCloseTo(0.4, 12);
  });

  it('PSNR of a constant shift of 0.1 is 20 dB, of equal images ∞', () => {
    const x = new Float64Array(100).fill(0.5);
    expect(
      psnr(
        x,
        x.map(v => v + 0.1),
      ),
    ).toBeCloseTo(20, 10);
    expect(psnr(x, x)).toBe(Infinity);
  });

  it('SSIM of two constant images is the luminance term (2ab + C₁)/(a² + b² + C₁)', () => {
    const a = 0.3;
    const b = 0.6;
    const constant = (value: number) => new Float64Array(28 * 28).fill(value);
    const expected = (2 * a * b + 1e-4) / (a * a + b * b + 1e-4);
    expect(ssim(constant(a), constant(b), 28, 28)).toBeCloseTo(expected, 9);
  });

  it('SSIM of two antisymmetric patterns is its contrast and structure term', () => {
    // One window. x = ½ + p·s and y = ½ − q·s, s = −1 left of the middle column, 0 on it, 1 right of it: both means are ½,
    // Σ w·s² = 1 − w₀ with w₀ = 1/Σ_k exp(−k²/2σ²), the middle column's share of the Gaussian window, σ = 1.5.
    const [p, q] = [0.3, 0.2];
    const pattern = (scale: number) =>
      Float64Array.from({ length: 121 }, (_, i) => 0.5 + scale * Math.sign((i % 11) - 5));
    let total = 0;
    for (let k = -5; k <= 5; k++) total += Math.exp(-(k * k) / 4.5);
    const rest = 1 - 1 / total;
    const expected = (-2 * p * q * rest + 9e-4) / ((p * p + q * q) * rest + 9e-4);
    expect(ssim(pattern(p), pattern(-q), 11, 11)).toBeCloseTo(expected, 12);
  });

  it('SSIM is 1 for an image with itself and falls as noise grows', () => {
    const random = seeded(3);
    const x = Float64Array.from({ length: 784 }, () => random.uniform());
    const noise = Float64Array.from(x, () => random.normal());
    const noisy = (sigma: number) => x.map((v, i) => v + sigma * noise[i]!);
    const values = [0, 0.05, 0.2, 0.5].map(sigma => ssim(x, noisy(sigma), 28, 28));
    expect(values[0]).toBeCloseTo(1, 12);
    expect(values).toEqual(values.toSorted((p, q) => q - p));
  });

  it('refuses images of different sizes', () => {
    expect(() => l2([1], [1, 2])).toThrow(/1 and 2 pixels/);
  });
});

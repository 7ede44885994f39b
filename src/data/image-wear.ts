/**
 * What happens to a greyscale image on its way: noise, JPEG, fewer grey levels, blur, a shift, a resize there and back. Every
 * function takes and gives height × width bytes, row-major, and leaves what it was given alone. Bits are the same everywhere.
 */
import { cos, exp, sin } from '../core/math';
import type { Random } from '../core/random';
import type { ImageShape } from '../engine/network';
import { DIGIT_SHAPE } from './dataset';

type Size = Pick<ImageShape, 'height' | 'width'>;

function toByte(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}

/** Adds normal noise of standard deviation `sigma`, in units of the whole range: 0.1 is 25.5 grey levels. */
export function addNoise(pixels: Uint8Array, sigma: number, random: Random): Uint8Array {
  return pixels.map(pixel => toByte(pixel + 255 * sigma * random.normal()));
}

/** Rounds to the nearest of `levels` equally spaced greys, black and white among them. */
export function reduceGreys(pixels: Uint8Array, levels: number): Uint8Array {
  const step = 255 / (levels - 1);
  return pixels.map(pixel => toByte(Math.round(pixel / step) * step));
}

/** Moves the image `right` and `down` by whole pixels; black comes in. */
export function shift(
  pixels: Uint8Array,
  right: number,
  down: number,
  { height, width }: Size = DIGIT_SHAPE,
): Uint8Array {
  return pixels.map((_, i) => {
    const [y, x] = [Math.floor(i / width) - down, (i % width) - right];
    return y >= 0 && y < height && x >= 0 && x < width ? pixels[y * width + x]! : 0;
  });
}

/** Gaussian blur of standard deviation `sigma` pixels, out to 3σ; beyond the border it is black. */
export function blur(pixels: Uint8Array, sigma: number, { height, width }: Size = DIGIT_SHAPE): Uint8Array {
  const radius = Math.ceil(3 * sigma);
  const weights = Array.from({ length: 2 * radius + 1 }, (_, i) =>
    exp(-((i - radius) ** 2) / (2 * sigma * sigma)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const along = (values: ArrayLike<number>, dy: number, dx: number) =>
    Float64Array.from({ length: values.length }, (_, i) => {
      let sum = 0;
      weights.forEach((weight, k) => {
        const [y, x] = [Math.floor(i / width) + dy * (k - radius), (i % width) + dx * (k - radius)];
        if (y >= 0 && y < height && x >= 0 && x < width) sum += weight * values[y * width + x]!;
      });
      return sum / total;
    });
  return Uint8Array.from(along(along(pixels, 0, 1), 1, 0), toByte);
}

/** Turned clockwise about its centre by `degrees`, bilinear; beyond the border it is black. */
export function rotate(
  pixels: Uint8Array,
  degrees: number,
  { height, width }: Size = DIGIT_SHAPE,
): Uint8Array {
  const angle = (degrees * Math.PI) / 180;
  const [c, s] = [cos(angle), sin(angle)];
  const at = (y: number, x: number) =>
    y >= 0 && y < height && x >= 0 && x < width ? pixels[y * width + x]! : 0;
  return pixels.map((_, i) => {
    // Where the pixel came from: the same turn backwards, about the middle of the image.
    const [down, right] = [Math.floor(i / width) - (height - 1) / 2, (i % width) - (width - 1) / 2];
    const y = (height - 1) / 2 - s * right + c * down;
    const x = (width - 1) / 2 + c * right + s * down;
    const [top, left] = [Math.floor(y), Math.floor(x)];
    const [v, u] = [y - top, x - left];
    return toByte(
      (1 - v) * ((1 - u) * at(top, left) + u * at(top, left + 1)) +
        v * ((1 - u) * at(top + 1, left) + u * at(top + 1, left + 1)),
    );
  });
}

/** Bilinear, pixel centres at (i + ½)/side, repeated beyond the border. */
function resize(pixels: Uint8Array, from: Size, to: Size): Uint8Array {
  const place = (i: number, target: number, source: number) => {
    const at = Math.min(source - 1, Math.max(0, ((i + 0.5) * source) / target - 0.5));
    const low = Math.floor(at);
    return { low, high: Math.min(source - 1, low + 1), weight: at - low };
  };
  return Uint8Array.from({ length: to.height * to.width }, (_, i) => {
    const y = place(Math.floor(i / to.width), to.height, from.height);
    const x = place(i % to.width, to.width, from.width);
    const row = (at: number) =>
      (1 - x.weight) * pixels[at * from.width + x.low]! + x.weight * pixels[at * from.width + x.high]!;
    return toByte((1 - y.weight) * row(y.low) + y.weight * row(y.high));
  });
}

/** Resized to `factor` times its sides and back, in 8 bits at both ends. */
export function resizeAndBack(pixels: Uint8Array, factor: number, size: Size = DIGIT_SHAPE): Uint8Array {
  const between = { height: Math.round(size.height * factor), width: Math.round(size.width * factor) };
  return resize(resize(pixels, size, between), between, size);
}

/** Luminance quantization of ITU-T T.81, Annex K.1, row by row. */
const JPEG_LUMINANCE: readonly number[] = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];

/** COSINES[u][x] = ½·c_u·cos((2x + 1)·u·π/16), c₀ = 1/√2, else 1: rows of the orthogonal 8-point DCT. */
const COSINES = Array.from({ length: 8 }, (_, u) =>
  Array.from(
    { length: 8 },
    (__, x) => 0.5 * (u === 0 ? Math.SQRT1_2 : 1) * cos(((2 * x + 1) * u * Math.PI) / 16),
  ),
);

/** The 8 × 8 block through the DCT in both directions, or back. */
function transform(block: Float64Array, direction: 'forward' | 'back'): Float64Array {
  const factor = (k: number, i: number) => (direction === 'forward' ? COSINES[k]![i]! : COSINES[i]![k]!);
  const rows = Float64Array.from({ length: 64 }, (_, at) => {
    let sum = 0;
    for (let x = 0; x < 8; x++) sum += factor(at % 8, x) * block[at - (at % 8) + x]!;
    return sum;
  });
  return Float64Array.from({ length: 64 }, (_, at) => {
    let sum = 0;
    for (let y = 0; y < 8; y++) sum += factor(Math.floor(at / 8), y) * rows[8 * y + (at % 8)]!;
    return sum;
  });
}

/**
 * What baseline JPEG of `quality` 1 … 100 (the scale of the Independent JPEG Group) leaves of the image: its blocks' cosine
 * coefficients rounded to the quantization table's multiples. The entropy coding loses nothing and is left out.
 */
export function throughJpeg(
  pixels: Uint8Array,
  quality: number,
  { height, width }: Size = DIGIT_SHAPE,
): Uint8Array {
  const scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  const table = JPEG_LUMINANCE.map(q => Math.min(255, Math.max(1, Math.floor((q * scale + 50) / 100))));
  const result = new Uint8Array(pixels.length);
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      // Blocks over the border go on with its pixels.
      const place = (at: number) =>
        Math.min(height - 1, top + Math.floor(at / 8)) * width + Math.min(width - 1, left + (at % 8));
      const block = Float64Array.from({ length: 64 }, (_, at) => pixels[place(at)]! - 128);
      const coefficients = transform(block, 'forward').map(
        (value, at) => Math.round(value / table[at]!) * table[at]!,
      );
      const back = transform(coefficients, 'back');
      for (let at = 0; at < 64; at++) {
        if (top + Math.floor(at / 8) < height && left + (at % 8) < width) {
          result[place(at)] = toByte(back[at]! + 128);
        }
      }
    }
  }
  return result;
}

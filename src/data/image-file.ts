/**
 * Digits as PNG files, in and out, from bytes and never through a canvas: browsers alter a canvas's pixels (colour
 * management, premultiplied alpha, privacy noise), and a licence one grey level off is another image.
 *
 * Every file is untrusted. Its chunks are looked through before anything is decompressed, so that a file claiming to be
 * enormous, or growing to be, costs nothing; nothing is ever resampled, and metadata is not read.
 */
import { encode } from 'fast-png';
import { AppError } from '../core/errors';
import { volume } from '../engine/network';
import type { ImageShape } from '../engine/network';
import { DIGIT_SHAPE } from './dataset';
import { describeFile } from './file-kind';
import { PNG_SIGNATURE, readPngChunks } from './png-chunks';
import { unpackGrey } from './png-grey';

/** A 28 × 28 PNG has about a kilobyte; a file larger than this, metadata and all, is no digit. */
export const MAX_DIGIT_BYTES = 1_000_000;
/**
 * The largest enlargement that is read: 224 × 224 pixels, 401,408 bytes of 16-bit colour with alpha. With it no file takes 50 ms of an
 * ordinary computer's, whatever it holds.
 */
const MAX_ENLARGEMENT = 8;

/** A digit out of a file. */
export interface DigitFile {
  /** height × width bytes, row-major. */
  readonly pixels: Uint8Array;
  /** How many pixels of the file, across and down, are one of the digit: 1, or more where the file holds it enlarged. */
  readonly enlargement: number;
}

/** 8-bit greyscale PNG of one image. @param pixels height × width bytes, row-major. */
export function encodeDigitPng(pixels: Uint8Array, shape: ImageShape = DIGIT_SHAPE): Uint8Array {
  const { height, width, channels } = shape;
  if (channels !== 1 || pixels.length !== volume(shape)) {
    throw new AppError(
      'internal',
      `${pixels.length} pixels do not make a greyscale image of ${width}×${height}.`,
    );
  }
  return encode({ width, height, data: pixels, channels: 1, depth: 8 });
}

/** The pixels of a digit's PNG file, as `readDigitPng` gives them. */
export function decodeDigitPng(bytes: Uint8Array, shape: ImageShape = DIGIT_SHAPE): Uint8Array {
  return readDigitPng(bytes, shape).pixels;
}

/**
 * The digit in a PNG file, exactly. It may be stored in any of PNG's ways, and enlarged by a whole number up to 8, each pixel a block
 * of equal ones: all that loses nothing.
 * @throws AppError `bad-input` saying what is wrong for anything that is not exactly an image of `shape` in 256 greys.
 */
export function readDigitPng(bytes: Uint8Array, shape: ImageShape = DIGIT_SHAPE): DigitFile {
  const { height, width } = shape;
  if (bytes.length === 0) throw new AppError('bad-input', 'The file is empty.');
  if (!PNG_SIGNATURE.every((byte, i) => bytes[i] === byte)) {
    throw new AppError(
      'bad-input',
      'This is {kind}; a digit is a PNG file of {width}×{height} grey pixels.',
      {
        values: { kind: describeFile(bytes), width, height },
      },
    );
  }
  if (bytes.length > MAX_DIGIT_BYTES) {
    throw new AppError('bad-input', "The file has {bytes} bytes; a digit's PNG has at most {limit}.", {
      values: { bytes: bytes.length, limit: MAX_DIGIT_BYTES },
    });
  }
  const chunks = readPngChunks(bytes);
  const { header } = chunks;
  const enlargement = header.width / width;
  if (!Number.isInteger(enlargement) || enlargement < 1 || header.height !== enlargement * height) {
    throw new AppError(
      'bad-input',
      'This image is {foundWidth}×{foundHeight}; a digit is {width}×{height}. It is not resized, since that would change its pixels.',
      { values: { foundWidth: header.width, foundHeight: header.height, width, height } },
    );
  }
  if (enlargement > MAX_ENLARGEMENT) {
    throw new AppError(
      'bad-input',
      'This image is {foundWidth}×{foundHeight}; a digit of {width}×{height} is read up to {limit} times enlarged, so that none keeps the page waiting.',
      {
        values: {
          foundWidth: header.width,
          foundHeight: header.height,
          width,
          height,
          limit: MAX_ENLARGEMENT,
        },
      },
    );
  }
  if (chunks.animated) throw new AppError('bad-input', 'This PNG is animated; a digit is one still image.');
  return { pixels: reduced(unpackGrey(chunks), shape, enlargement), enlargement };
}

/** One pixel of each block of `enlargement` × `enlargement` equal ones. */
function reduced(large: Uint8Array, { height, width }: ImageShape, enlargement: number): Uint8Array {
  if (enlargement === 1) return large;
  const pixels = new Uint8Array(height * width);
  for (let y = 0; y < height * enlargement; y++) {
    for (let x = 0; x < width * enlargement; x++) {
      const at = Math.floor(y / enlargement) * width + Math.floor(x / enlargement);
      const value = large[y * width * enlargement + x]!;
      if (y % enlargement === 0 && x % enlargement === 0) pixels[at] = value;
      else if (pixels[at] !== value) {
        throw new AppError(
          'bad-input',
          'This image is {foundWidth}×{foundHeight} and no exact enlargement of a digit of {width}×{height}: the pixels of its blocks differ. It is not resized, since that would change its pixels.',
          { values: { foundWidth: width * enlargement, foundHeight: height * enlargement, width, height } },
        );
      }
    }
  }
  return pixels;
}

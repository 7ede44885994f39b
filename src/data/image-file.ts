/**
 * Digits as PNG files, in and out, from bytes and never through a canvas: browsers alter a canvas's pixels (colour
 * management, premultiplied alpha, privacy noise), and a licence one grey level off is another image.
 *
 * Every file is untrusted. Its chunks are looked through before anything is decompressed, so that a file claiming to be
 * enormous, or growing to be, costs nothing; nothing is ever resampled, and metadata is not read.
 */
import { decode, encode } from 'fast-png';
import { AppError } from '../core/errors';
import { volume } from '../engine/network';
import type { ImageShape } from '../engine/network';
import { DIGIT_SHAPE } from './dataset';
import { describeFile } from './file-kind';
import { PNG_SIGNATURE, readPngChunks } from './png-chunks';

/** A 28 × 28 PNG has about a kilobyte; a licence larger than this, metadata and all, is no licence. */
const MAX_BYTES = 1_000_000;
const COLOUR_TYPES: Record<number, string> = {
  2: 'colour',
  3: 'a colour palette',
  4: 'greyscale with transparency',
  6: 'colour with transparency',
};

/**
 * Deflate leaves h·(w + 1) bytes about as long even where it gains nothing; four times that leaves room for any
 * encoder, and unpacks to 1,032 times as much at worst: a few megabytes.
 */
function largestPixelData({ height, width }: ImageShape): number {
  return 1024 + 4 * height * (width + 1);
}

function refuse(reason: string): AppError {
  return new AppError('bad-input', reason);
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

/**
 * The pixels of a digit's PNG file, exactly: height × width bytes, row-major.
 * @throws AppError `bad-input` saying what is wrong for anything but an 8-bit greyscale PNG of `shape`.
 */
export function decodeDigitPng(bytes: Uint8Array, shape: ImageShape = DIGIT_SHAPE): Uint8Array {
  const { height, width } = shape;
  if (bytes.length === 0) throw refuse('The file is empty.');
  if (!PNG_SIGNATURE.every((byte, i) => bytes[i] === byte)) {
    throw refuse(`This is ${describeFile(bytes)}; a digit is a PNG file of ${width}×${height} grey pixels.`);
  }
  if (bytes.length > MAX_BYTES) {
    throw refuse(`The file has ${bytes.length} bytes; a digit's PNG has at most ${MAX_BYTES}.`);
  }
  const chunks = readPngChunks(bytes);
  const { header, types } = chunks;
  if (header.width !== width || header.height !== height) {
    throw refuse(
      `This image is ${header.width}×${header.height}; a digit is ${width}×${height}. It is not resized, since that would change its pixels.`,
    );
  }
  if (header.colourType !== 0) {
    throw refuse(
      `This PNG is in ${COLOUR_TYPES[header.colourType] ?? `the unknown colour type ${header.colourType}`}; a digit is in 8-bit greyscale.`,
    );
  }
  if (header.depth !== 8) throw refuse(`This PNG has ${header.depth} bits a pixel; a digit has 8.`);
  if (types.includes('tRNS')) throw refuse('This PNG has transparent pixels; a digit has none.');
  if (types.includes('acTL')) throw refuse('This PNG is animated; a digit is one still image.');
  if (chunks.pixelDataLength > largestPixelData(shape)) {
    throw refuse(
      `This PNG packs ${chunks.pixelDataLength} bytes of pixels, far more than ${width}×${height} can take; it is not unpacked.`,
    );
  }
  let data: ArrayLike<number>;
  try {
    data = decode(chunks.bare(), { checkCrc: true }).data;
  } catch (cause) {
    throw new AppError('bad-input', 'This PNG is cut off or damaged: its pixels cannot be read.', { cause });
  }
  if (data.length !== height * width) throw refuse('This PNG is cut off or damaged: pixels are missing.');
  return Uint8Array.from(data);
}

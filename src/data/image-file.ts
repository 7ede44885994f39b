/**
 * Digits as PNG files, in and out, from bytes and never through a canvas: browsers alter a canvas's pixels (colour
 * management, premultiplied alpha, privacy noise), and a licence one grey level off is another image.
 *
 * Every file is untrusted. Its header is read before anything is decoded, so that a file claiming to be enormous costs
 * nothing; nothing is ever resampled.
 */
import { decode, encode } from 'fast-png';
import { AppError } from '../core/errors';
import type { ImageShape } from '../engine/network';
import { DIGIT_SHAPE } from './dataset';

/** A 28 × 28 PNG has about a kilobyte; a licence larger than this is no licence. */
const MAX_BYTES = 1_000_000;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const COLOUR_TYPES: Record<number, string> = {
  0: 'greyscale',
  2: 'colour',
  3: 'a colour palette',
  4: 'greyscale with transparency',
  6: 'colour with transparency',
};

/** First bytes of what people drop instead. */
const KNOWN: readonly { name: string; starts: string }[] = [
  { name: 'a JPEG image', starts: '\xff\xd8\xff' },
  { name: 'a GIF image', starts: 'GIF8' },
  { name: 'a WebP image', starts: 'RIFF' },
  { name: 'a BMP image', starts: 'BM' },
  { name: 'a TIFF image', starts: 'II*\0' },
  { name: 'a PDF', starts: '%PDF' },
  { name: 'a ZIP archive', starts: 'PK\x03\x04' },
  { name: 'a gzip file', starts: '\x1f\x8b' },
  { name: 'an SVG or another XML file', starts: '<' },
  { name: 'a JSON file', starts: '{' },
];

function refuse(reason: string, cause?: unknown): AppError {
  return new AppError('bad-input', reason, cause === undefined ? undefined : { cause });
}

function describe(bytes: Uint8Array): string {
  const head = String.fromCharCode(...bytes.subarray(0, 8));
  return KNOWN.find(known => head.startsWith(known.starts))?.name ?? 'something else';
}

/** 8-bit greyscale PNG of one image. @param pixels height × width bytes, row-major. */
export function encodeDigitPng(pixels: Uint8Array, shape: ImageShape = DIGIT_SHAPE): Uint8Array {
  const { height, width, channels } = shape;
  if (channels !== 1 || pixels.length !== height * width) {
    throw new AppError(
      'internal',
      `${pixels.length} pixels do not make a greyscale image of ${width}×${height}.`,
    );
  }
  return encode({ width, height, data: pixels, channels: 1, depth: 8 });
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colourType: number;
}

/** The IHDR chunk and whether one of the chunks before the pixels speaks of transparency or animation. */
function readHeader(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const typeAt = (offset: number) => String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
  if (bytes.length < 33 || typeAt(8) !== 'IHDR' || view.getUint32(8) !== 13) {
    throw refuse('This PNG is cut off or damaged: its header is missing.');
  }
  for (let at = 8; at + 12 <= bytes.length;) {
    const type = typeAt(at);
    if (type === 'tRNS') throw refuse('This PNG has transparent pixels; a digit has none.');
    if (type === 'acTL') throw refuse('This PNG is animated; a digit is one still image.');
    if (type === 'IDAT') break;
    at += 12 + view.getUint32(at);
  }
  return { width: view.getUint32(16), height: view.getUint32(20), depth: bytes[24]!, colourType: bytes[25]! };
}

/**
 * The pixels of a digit's PNG file, exactly: height × width bytes, row-major.
 * @throws AppError `bad-input` saying what is wrong for anything but an 8-bit greyscale PNG of `shape`.
 */
export function decodeDigitPng(bytes: Uint8Array, shape: ImageShape = DIGIT_SHAPE): Uint8Array {
  const { height, width } = shape;
  if (bytes.length === 0) throw refuse('The file is empty.');
  if (bytes.length > MAX_BYTES) {
    throw refuse(`The file has ${bytes.length} bytes; a digit's PNG has at most ${MAX_BYTES}.`);
  }
  if (!SIGNATURE.every((byte, i) => bytes[i] === byte)) {
    throw refuse(`This is ${describe(bytes)}; a digit is a PNG file of ${width}×${height} grey pixels.`);
  }
  const header = readHeader(bytes);
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
  if (header.depth !== 8) {
    throw refuse(`This PNG has ${header.depth} bits a pixel; a digit has 8.`);
  }
  let data: ArrayLike<number>;
  try {
    data = decode(bytes, { checkCrc: true }).data;
  } catch (cause) {
    throw refuse('This PNG is cut off or damaged: its pixels cannot be read.', cause);
  }
  if (data.length !== height * width) throw refuse('This PNG is cut off or damaged: pixels are missing.');
  return Uint8Array.from(data);
}

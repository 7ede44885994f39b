/**
 * The chunks of an untrusted PNG file (PNG specification, third edition, section 5), looked through before anything is decompressed.
 * What is handed on is what the pixels are made of: header, palette, transparency and pixel data, each with its checksum checked.
 * Everything else (gamma, colour profiles, texts, times) says how to show a picture or what it is called, and is not read.
 */
import { AppError } from '../core/errors';
import { sentence } from '../core/sentence';
import type { Sentence } from '../core/sentence';

export const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Length, type and CRC around a chunk's data. */
const FRAME = 12;
const HEADER_LENGTH = 13;
const MOST_CHUNKS = 2000;

/** Bits a channel that each colour type may have (Table 12): grey, colour, palette, grey and colour with transparency. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits a channel. */
  readonly depth: number;
  readonly colourType: 0 | 2 | 3 | 4 | 6;
  /** Adam7. */
  readonly interlaced: boolean;
}

export interface PngChunks {
  readonly header: PngHeader;
  /** R, G, B of each entry; null without a palette. */
  readonly palette: Uint8Array | null;
  /** The bytes of tRNS: alpha of palette entries, or the one colour that is transparent. */
  readonly transparency: Uint8Array | null;
  /** An APNG. */
  readonly animated: boolean;
  /** The zlib stream, in pieces; views of the file. */
  readonly pixelData: readonly Uint8Array[];
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
  /** From the type to the end of the data, which is what the CRC is of. */
  readonly covered: Uint8Array;
  readonly crc: number;
}

export function damaged(why: Sentence, cause?: unknown): AppError {
  return new AppError('bad-input', 'This PNG is cut off or damaged: {why}.', { values: { why }, cause });
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = CRC_TABLE[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function split(bytes: Uint8Array): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  let at = PNG_SIGNATURE.length;
  while (at + FRAME <= bytes.length) {
    const end = at + FRAME + view.getUint32(at);
    if (end > bytes.length) break;
    if (chunks.length === MOST_CHUNKS) throw damaged(sentence('it has more parts than any digit needs'));
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const data = bytes.subarray(at + 8, end - 4);
    chunks.push({ type, data, covered: bytes.subarray(at + 4, end - 4), crc: view.getUint32(end - 4) });
    // What follows the end is no part of the image.
    if (type === 'IEND') return chunks;
    at = end;
  }
  throw damaged(sentence('it stops before its end'));
}

function readHeader(data: Uint8Array): PngHeader {
  const view = new DataView(data.buffer, data.byteOffset, HEADER_LENGTH);
  const [depth, colourType, compression, filter, interlace] = [8, 9, 10, 11, 12].map(at => view.getUint8(at));
  if (!DEPTHS[colourType!]?.includes(depth!)) {
    throw damaged(
      sentence('its header speaks of colour type {colourType} with {depth} bits, which no PNG has', {
        colourType: colourType!,
        depth: depth!,
      }),
    );
  }
  if (compression !== 0 || filter !== 0 || interlace! > 1) {
    throw damaged(sentence('its header speaks of a way of packing that no PNG has'));
  }
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    depth: depth!,
    colourType: colourType as PngHeader['colourType'],
    interlaced: interlace === 1,
  };
}

/**
 * Looks through a file that begins with PNG's signature.
 * @throws AppError `bad-input` for a file that is cut off, has not exactly one valid header at its start, no pixels or pixels in two
 *   places, a chunk that must be understood and is not known, or a wrong checksum on what is read.
 */
export function readPngChunks(bytes: Uint8Array): PngChunks {
  const chunks = split(bytes);
  const types = chunks.map(({ type }) => type);
  const first = chunks[0]!;
  if (first.type !== 'IHDR' || first.data.length !== HEADER_LENGTH) {
    throw damaged(sentence('its header is missing'));
  }
  if (types.lastIndexOf('IHDR') !== 0) throw damaged(sentence('it has two headers'));
  // A capital first letter marks what a reader must understand (section 5.4).
  if (types.some(type => /^[^a-z]/.test(type) && !['IHDR', 'PLTE', 'IDAT', 'IEND'].includes(type))) {
    throw damaged(sentence('it holds a part that no PNG has'));
  }
  for (const { type, covered, crc } of chunks) {
    if (['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'].includes(type) && crc32(covered) !== crc) {
      throw damaged(sentence('the checksum of its part {type} is wrong', { type }));
    }
  }
  const header = readHeader(first.data);
  const only = (type: string): Uint8Array | null => {
    if (types.indexOf(type) !== types.lastIndexOf(type)) {
      throw damaged(sentence('it has its part {type} twice', { type }));
    }
    return chunks.find(chunk => chunk.type === type)?.data ?? null;
  };
  const begin = types.indexOf('IDAT');
  if (begin < 0) throw damaged(sentence('it has no pixels'));
  const end = types.lastIndexOf('IDAT') + 1;
  if (types.slice(begin, end).some(type => type !== 'IDAT')) {
    throw damaged(sentence('its pixels lie in two places'));
  }
  return {
    header,
    palette: only('PLTE'),
    transparency: only('tRNS'),
    animated: types.includes('acTL'),
    pixelData: chunks.slice(begin, end).map(({ data }) => data),
  };
}

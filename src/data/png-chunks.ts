/**
 * The chunks of an untrusted PNG file (PNG specification, third edition, section 5.3), looked through before anything is
 * decompressed. A decoder unpacks what it meets: pixel data that grows a thousandfold, a colour profile that does. What
 * is handed on to it is therefore the header, the pixel data, whose size is bounded, and the end, and nothing else.
 */
import { AppError } from '../core/errors';

export const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Length, type and CRC around a chunk's data. */
const FRAME = 12;
const HEADER_LENGTH = 13;

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits a channel. */
  readonly depth: number;
  readonly colourType: number;
}

interface Chunk {
  readonly type: string;
  /** The whole chunk, frame included, a view of the file. */
  readonly bytes: Uint8Array;
}

export interface PngChunks {
  readonly header: PngHeader;
  /** Types of all chunks, in order. */
  readonly types: readonly string[];
  /** Bytes of compressed pixel data. */
  readonly pixelDataLength: number;
  /** The same image as a PNG of IHDR, IDAT and IEND alone. A copy. */
  bare(): Uint8Array;
}

function damaged(why: string): AppError {
  return new AppError('bad-input', 'This PNG is cut off or damaged: {why}.', { values: { why } });
}

function split(bytes: Uint8Array): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  let at = PNG_SIGNATURE.length;
  while (at + FRAME <= bytes.length) {
    const end = at + FRAME + view.getUint32(at);
    if (end > bytes.length) break;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    chunks.push({ type, bytes: bytes.subarray(at, end) });
    // What follows the end is no part of the image.
    if (type === 'IEND') return chunks;
    at = end;
  }
  throw damaged('it stops before its end');
}

/**
 * Looks through the chunks of a file that begins with PNG's signature. CRCs are left to the decoder.
 * @throws AppError `bad-input` for a file that is cut off, has not exactly one header at its start, no pixels, or a
 *   chunk that must be understood and is not known.
 */
export function readPngChunks(bytes: Uint8Array): PngChunks {
  const chunks = split(bytes);
  const types = chunks.map(chunk => chunk.type);
  const first = chunks[0]!;
  if (first.type !== 'IHDR' || first.bytes.length !== FRAME + HEADER_LENGTH) {
    throw damaged('its header is missing');
  }
  if (types.lastIndexOf('IHDR') !== 0) throw damaged('it has two headers');
  // A capital first letter marks what a reader must understand (section 5.4).
  const unknown = types.find(
    type => /^[^a-z]/.test(type) && !['IHDR', 'PLTE', 'IDAT', 'IEND'].includes(type),
  );
  if (unknown !== undefined) throw damaged('it holds a part that no PNG has');
  const pixelData = chunks.filter(chunk => chunk.type === 'IDAT');
  if (pixelData.length === 0) throw damaged('it has no pixels');

  const data = new DataView(first.bytes.buffer, first.bytes.byteOffset + 8, HEADER_LENGTH);
  return {
    header: {
      width: data.getUint32(0),
      height: data.getUint32(4),
      depth: data.getUint8(8),
      colourType: data.getUint8(9),
    },
    types,
    pixelDataLength: pixelData.reduce((sum, chunk) => sum + chunk.bytes.length - FRAME, 0),
    bare: () => {
      const parts = [
        PNG_SIGNATURE,
        first.bytes,
        ...pixelData.map(chunk => chunk.bytes),
        chunks.at(-1)!.bytes,
      ];
      const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
      let at = 0;
      for (const part of parts) {
        out.set(part, at);
        at += part.length;
      }
      return out;
    },
  };
}

/**
 * PNG files made by hand from the specification (third edition), of every kind and with any fault, for tests: the decoder is tried on
 * files that no encoder of ours has made, with pixels known beforehand.
 */
import { deflateSync } from 'node:zlib';

export const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** CRC-32 (ISO 3309) by half-bytes, from a table made by its definition. */
const NIBBLES = Array.from({ length: 16 }, (_, nibble) => {
  let crc = nibble;
  for (let bit = 0; bit < 4; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) {
    crc ^= bytes[i]!;
    crc = (crc >>> 4) ^ NIBBLES[crc & 15]!;
    crc = (crc >>> 4) ^ NIBBLES[crc & 15]!;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A chunk with its right checksum. */
export function chunk(type: string, data: Uint8Array = new Uint8Array()): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

export interface MadePng {
  readonly width?: number;
  readonly height?: number;
  readonly depth?: number;
  readonly colourType?: number;
  readonly interlace?: number;
  /** Of every row, 0 … 4. */
  readonly filter?: number;
  /** The sample of channel `channel` at (x, y); 0 everywhere when absent. */
  readonly sample?: (x: number, y: number, channel: number) => number;
  /** Instead of rows of samples. */
  readonly rows?: Uint8Array;
  /** Chunks before and after the pixel data. */
  readonly before?: readonly Buffer[];
  readonly after?: readonly Buffer[];
  /** Bytes of each IDAT; all in one when absent. */
  readonly piece?: number;
}

/** First row and column of each pass, then the steps between them (section 8.1). */
const ADAM7 = [
  [0, 0, 8, 8],
  [0, 4, 8, 8],
  [4, 0, 8, 4],
  [0, 2, 4, 4],
  [2, 0, 4, 2],
  [0, 1, 2, 2],
  [1, 0, 2, 1],
] as const;

export function channelsOf(colourType: number): number {
  return { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colourType] ?? 1;
}

/** Samples as bytes, most significant bit first; the last byte filled with zeros. */
function packed(samples: readonly number[], depth: number): number[] {
  const bits = samples.map(sample => sample.toString(2).padStart(depth, '0')).join('');
  return (bits.match(/.{1,8}/g) ?? []).map(byte => Number.parseInt(byte.padEnd(8, '0'), 2));
}

/** One row by its filter's definition (section 9.2). */
function filtered(row: readonly number[], above: readonly number[], filter: number, step: number): number[] {
  return row.map((byte, i) => {
    const left = row[i - step] ?? 0;
    const up = above[i] ?? 0;
    const corner = above[i - step] ?? 0;
    const estimate = left + up - corner;
    const nearest = [left, up, corner].reduce((best, x) =>
      Math.abs(estimate - x) < Math.abs(estimate - best) ? x : best,
    );
    return (byte - [0, left, up, (left + up) >> 1, nearest][filter]!) & 0xff;
  });
}

function rowsOf(
  made: Required<Pick<MadePng, 'width' | 'height' | 'depth' | 'colourType'>> & MadePng,
): Uint8Array {
  const { width, height, depth, colourType, filter = 0, sample = () => 0 } = made;
  const channels = channelsOf(colourType);
  const out: number[] = [];
  for (const [top, left, down, across] of made.interlace === 1 ? ADAM7 : ([[0, 0, 1, 1]] as const)) {
    if (left >= width) continue;
    let above: number[] = [];
    for (let y = top; y < height; y += down) {
      const samples: number[] = [];
      for (let x = left; x < width; x += across) {
        for (let channel = 0; channel < channels; channel++) samples.push(sample(x, y, channel));
      }
      const row = packed(samples, depth);
      out.push(filter, ...filtered(row, above, filter, Math.max(1, (depth * channels) / 8)));
      above = row;
    }
  }
  return Uint8Array.from(out);
}

export function makePng(made: MadePng = {}): Uint8Array {
  const { width = 28, height = 28, depth = 8, colourType = 0, interlace = 0, before = [], after = [] } = made;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = depth;
  header[9] = colourType;
  header[12] = interlace;
  const data = deflateSync(made.rows ?? rowsOf({ ...made, width, height, depth, colourType }));
  const { piece = data.length } = made;
  const pieces = Array.from({ length: Math.ceil(data.length / piece) }, (_, i) =>
    chunk('IDAT', data.subarray(i * piece, (i + 1) * piece)),
  );
  return new Uint8Array(
    Buffer.concat([SIGNATURE, chunk('IHDR', header), ...before, ...pieces, ...after, chunk('IEND')]),
  );
}

/** The chunks of a whole file: type and data. */
export function chunksOf(file: Uint8Array): { type: string; data: Buffer }[] {
  const bytes = Buffer.from(file);
  const found: { type: string; data: Buffer }[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    found.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      data: bytes.subarray(at + 8, at + 8 + length),
    });
    at += 12 + length;
  }
  return found;
}

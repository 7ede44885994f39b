/**
 * The samples of a PNG's pixels: its zlib stream unpacked (never by more than the header needs), the rows' filters undone and
 * Adam7's passes put together (PNG specification, third edition, sections 8 to 10).
 */
import { sentence } from '../core/sentence';
import { damaged } from './png-chunks';
import type { PngChunks, PngHeader } from './png-chunks';
import { inflateInto } from './png-inflate';

export const CHANNELS = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;

interface Pass {
  readonly left: number;
  readonly top: number;
  readonly across: number;
  readonly down: number;
}

/** Section 8.1: first column and row, then the steps between them. */
const ADAM7: readonly Pass[] = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
].map(([left, top, across, down]) => ({ left: left!, top: top!, across: across!, down: down! }));
const WHOLE: readonly Pass[] = [{ left: 0, top: 0, across: 1, down: 1 }];

interface Rows extends Pass {
  readonly columns: number;
  readonly rows: number;
  /** Bytes a row, without its filter's. */
  readonly stride: number;
}

function passesOf({ width, height, depth, colourType, interlaced }: PngHeader): Rows[] {
  const bits = depth * CHANNELS[colourType];
  return (interlaced ? ADAM7 : WHOLE)
    .map(pass => {
      const columns = Math.ceil((width - pass.left) / pass.across);
      const rows = Math.ceil((height - pass.top) / pass.down);
      return { ...pass, columns, rows, stride: Math.ceil((columns * bits) / 8) };
    })
    .filter(({ columns, rows }) => columns > 0 && rows > 0);
}

/**
 * height × width × channels samples of 0 … 2^depth − 1, row-major; palette indices where there is a palette. The caller has bounded
 * width and height.
 * @throws AppError `bad-input` unless the pixel data is whole, undamaged, and just as long as the header says.
 */
export function unpackSamples({ header, pixelData }: PngChunks): Uint16Array {
  const { width, height, depth, colourType } = header;
  const channels = CHANNELS[colourType];
  const passes = passesOf(header);
  const raw = inflate(
    pixelData,
    passes.reduce((sum, { rows, stride }) => sum + rows * (1 + stride), 0),
  );
  const samples = new Uint16Array(width * height * channels);
  let at = 0;
  for (const { left, top, across, down, columns, rows, stride } of passes) {
    const bytes = raw.subarray(at, at + rows * (1 + stride));
    at += bytes.length;
    undoFilters(bytes, rows, stride, Math.max(1, (depth * channels) / 8));
    for (let row = 0; row < rows; row++) {
      const start = row * (1 + stride) + 1;
      let to = ((top + row * down) * width + left) * channels;
      for (let i = 0; i < columns * channels; to += (across - 1) * channels) {
        for (let channel = 0; channel < channels; channel++) {
          samples[to++] = sampleAt(bytes, start, i++, depth);
        }
      }
    }
  }
  return samples;
}

function sampleAt(bytes: Uint8Array, start: number, i: number, depth: number): number {
  if (depth === 8) return bytes[start + i]!;
  if (depth === 16) return (bytes[start + 2 * i]! << 8) | bytes[start + 2 * i + 1]!;
  const bit = i * depth;
  return (bytes[start + (bit >> 3)]! >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}

function inflate(pieces: readonly Uint8Array[], expected: number): Uint8Array {
  const packed = pieces.length === 1 ? pieces[0]! : joined(pieces);
  // One byte more than there should be, to see that there is more.
  const out = new Uint8Array(expected + 1);
  const length = inflateInto(out, packed);
  if (length > expected) throw damaged(sentence('it unpacks to more pixels than it has'));
  if (length < expected) throw damaged(sentence('pixels are missing'));
  const raw = out.subarray(0, expected);
  const check = packed.subarray(-4).reduce((sum, byte) => sum * 256 + byte, 0);
  if (adler32(raw) !== check) throw damaged(sentence('the checksum of its pixels is wrong'));
  return raw;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

/** RFC 1950. Blocks of 3,800 bytes keep both sums below 2³¹. */
function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let start = 0; start < bytes.length; start += 3800) {
    const end = Math.min(start + 3800, bytes.length);
    for (let i = start; i < end; i++) b += a += bytes[i]!;
    a %= 65521;
    b %= 65521;
  }
  return b * 65536 + a;
}

/** Section 9, in place. @param step bytes from a byte to the one of the same channel in the pixel before. */
function undoFilters(bytes: Uint8Array, rows: number, stride: number, step: number): void {
  for (let row = 0; row < rows; row++) {
    const start = row * (1 + stride) + 1;
    const filter = bytes[start - 1]!;
    if (filter > 4) throw damaged(sentence('a row of its pixels has a filter that no PNG has'));
    if (filter === 0) continue;
    for (let i = 0; i < stride; i++) {
      const at = start + i;
      const left = i >= step ? bytes[at - step]! : 0;
      const up = row > 0 ? bytes[at - stride - 1]! : 0;
      const corner = row > 0 && i >= step ? bytes[at - stride - 1 - step]! : 0;
      bytes[at] = bytes[at]! + prediction(filter, left, up, corner);
    }
  }
}

function prediction(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

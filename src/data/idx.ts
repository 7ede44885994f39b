/**
 * The IDX format of MNIST (LeCun, Cortes & Burges): a magic number (two zero bytes, the type, the number of dimensions),
 * each dimension as a big-endian 32-bit integer, then the bytes. Gzipped or not: a server may have unpacked it.
 */
import { AppError } from '../core/errors';
import type { Sentence } from '../core/sentence';

const UNSIGNED_BYTE = 0x08;

export interface IdxArray {
  readonly dimensions: readonly number[];
  readonly values: Uint8Array;
}

/** Whether these bytes begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Whether these bytes begin as an IDX file of unsigned bytes does. */
export function isIdx(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && bytes[1] === 0 && bytes[2] === UNSIGNED_BYTE;
}

/**
 * Unpacks gzip; other bytes are given back as they are.
 * @param limit more bytes than this are refused.
 * @throws AppError `dataset` for a broken gzip stream or one that grows past `limit`.
 */
export async function gunzip(
  bytes: Uint8Array<ArrayBuffer>,
  name: string | Sentence,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!isGzip(bytes)) return bytes;
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      length += part.value.length;
      if (length > limit) {
        await reader.cancel();
        throw new AppError('dataset', '{name} unpacks to more than the {limit} bytes it should have.', {
          values: { name, limit },
        });
      }
      chunks.push(part.value);
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('dataset', '{name} is a broken gzip file: it cannot be unpacked.', {
      values: { name },
      cause,
    });
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

/**
 * @throws AppError `dataset` when the bytes are no IDX file of unsigned bytes with `rank` dimensions, or their number
 *   is not what the header says.
 */
export function parseIdx(bytes: Uint8Array, rank: number, name: string): IdxArray {
  const header = 4 + 4 * rank;
  if (bytes.length < header) {
    throw new AppError('dataset', '{name} has {bytes} bytes, too few for the header of an IDX file.', {
      values: { name, bytes: bytes.length },
    });
  }
  if (!isIdx(bytes) || bytes[3] !== rank) {
    const magic = Array.from(bytes.subarray(0, 4), byte => byte.toString(16).padStart(2, '0')).join(' ');
    throw new AppError(
      'dataset',
      '{name} begins with {magic}; an IDX file of bytes with {rank} dimensions begins with 00 00 08 0{rank}.',
      { values: { name, magic, rank } },
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, header);
  const dimensions = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const expected = dimensions.reduce((product, n) => product * n, 1);
  const found = bytes.length - header;
  if (found !== expected) {
    throw new AppError(
      'dataset',
      '{name} says it holds {dimensions} = {expected} bytes, and holds {found}.',
      { values: { name, dimensions: dimensions.join(' × '), expected, found } },
    );
  }
  return { dimensions, values: bytes.subarray(header) };
}

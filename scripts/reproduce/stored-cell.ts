/** A finished cell as JSON, on its way between the page and the file that keeps it. */
import type { Outcome } from '../../src/experiments/experiment';

export interface StoredCell {
  readonly id: string;
  /** `runKey`: under another key a cell must not be used again. */
  readonly key: string;
  readonly value: unknown;
  readonly seconds: number;
  /** Little-endian bytes, base64. */
  readonly arrays: Readonly<Record<string, { readonly type: 'f32' | 'u8'; readonly base64: string }>>;
}

/** Bytes to a string at once; more arguments than this a call cannot take. */
const PART = 0x8000;

function toBase64(array: Float32Array | Uint8Array): string {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  const parts: string[] = [];
  for (let from = 0; from < bytes.length; from += PART) {
    parts.push(String.fromCharCode(...bytes.subarray(from, from + PART)));
  }
  return btoa(parts.join(''));
}

function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), character => character.charCodeAt(0));
}

export function storeCell(id: string, key: string, { value, seconds, arrays }: Outcome): StoredCell {
  return {
    id,
    key,
    value,
    seconds,
    arrays: Object.fromEntries(
      Object.entries(arrays).map(([name, array]) => [
        name,
        { type: array instanceof Float32Array ? 'f32' : 'u8', base64: toBase64(array) },
      ]),
    ),
  };
}

export function outcomeOf({ value, seconds, arrays }: StoredCell): Outcome {
  return {
    value,
    seconds,
    arrays: Object.fromEntries(
      Object.entries(arrays).map(([name, { type, base64 }]) => {
        const bytes = fromBase64(base64);
        return [name, type === 'f32' ? new Float32Array(bytes.buffer) : bytes];
      }),
    ),
  };
}

/** SHA-256 of files too large to hash in JavaScript without being noticed. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/**
 * SHA-256 in hexadecimal, by the browser's own code (47 MB in 0.1 s, off this thread), or where a page has none, as on
 * an address without https, in JavaScript (0.5 s).
 */
export async function sha256Hex(
  bytes: Uint8Array<ArrayBuffer>,
  subtle: SubtleCrypto | null = globalThis.crypto?.subtle ?? null,
): Promise<string> {
  const hash = subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : sha256(bytes);
  return bytesToHex(hash);
}

/**
 * Random numbers that only the owner can repeat: the watermark's positions (section 2.5) and the shares of a licence's
 * other classes (section 2.3) are drawn from these.
 *
 * The i-th block of eight words is HMAC-SHA-256(secret, purpose ‖ 0 ‖ i), i as eight bytes, big-endian: HMAC in counter
 * mode (NIST SP 800-108). Who sees any part of one stream learns nothing of the rest or of the secret.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { AppError } from '../core/errors';
import { Random } from '../core/random';

/**
 * The stream of `secret` for one `purpose`; different purposes give unrelated streams.
 * @throws AppError `bad-input` for an empty secret.
 */
export function secretStream(secret: string, purpose: string): Random {
  if (secret === '') {
    throw new AppError(
      'bad-input',
      "The owner's secret is empty; enter one, any text that others can't guess.",
    );
  }
  const encoder = new TextEncoder();
  const key = encoder.encode(secret);
  const name = encoder.encode(purpose);
  const message = new Uint8Array(name.length + 9);
  message.set(name);
  const counter = new DataView(message.buffer, name.length + 1);
  let block = 0;
  let word = 8;
  let words = new DataView(new ArrayBuffer(32));
  return new Random(() => {
    if (word === 8) {
      counter.setBigUint64(0, BigInt(block++));
      const digest = hmac(sha256, key, message);
      words = new DataView(digest.buffer, digest.byteOffset, digest.byteLength);
      word = 0;
    }
    return words.getUint32(4 * word++);
  });
}

import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { secretStream } from './secret';

describe('secretStream', () => {
  it("gives the words of Node's own HMAC-SHA-256 over purpose, zero byte and counter", () => {
    const random = secretStream('clé', 'positions');
    for (let block = 0; block < 3; block++) {
      const message = Buffer.alloc(9 + 9);
      message.write('positions');
      message.writeBigUInt64BE(BigInt(block), 10);
      const digest = createHmac('sha256', Buffer.from('clé')).update(message).digest();
      for (let word = 0; word < 8; word++) expect(random.word()).toBe(digest.readUInt32BE(4 * word));
    }
  });

  it('is uniform: the mean of 20,000 draws lies within five standard errors of one half', () => {
    const random = secretStream('secret', 'uniform');
    let sum = 0;
    for (let i = 0; i < 20_000; i++) sum += random.uniform();
    expect(Math.abs(sum / 20_000 - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 20_000));
  });

  it('has another stream for another purpose or another secret', () => {
    const first = secretStream('a', 'b').word();
    expect(secretStream('a', 'c').word()).not.toBe(first);
    expect(secretStream('b', 'b').word()).not.toBe(first);
  });

  it('refuses an empty secret', () => {
    expect(() => secretStream('', 'x')).toThrow(/secret is empty/);
  });
});

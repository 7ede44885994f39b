import { expect, it } from 'vitest';
import { sha256Hex } from './sha256';

it.each([
  ['the browser', globalThis.crypto.subtle],
  ['JavaScript', null],
])('SHA-256 of "abc" by %s is that of FIPS 180-4', async (_, subtle) => {
  expect(await sha256Hex(Uint8Array.of(97, 98, 99), subtle)).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

import { readFile } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { hasWasmSimd } from './simd';

const { WebAssembly: whole } = globalThis;
afterEach(() => {
  globalThis.WebAssembly = whole;
});

test('a browser that has the kernels’ SIMD is told from one that has not', async () => {
  const kernels = await readFile(new URL('build/kernels.wasm', import.meta.url));
  expect(hasWasmSimd()).toBe(WebAssembly.validate(kernels));
});

test('no WebAssembly at all is an answer, not an error', () => {
  Reflect.deleteProperty(globalThis, 'WebAssembly');
  expect(hasWasmSimd()).toBe(false);
});

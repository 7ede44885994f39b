/** The engine where there is no page: tests and command-line scripts. */
import { readFile } from 'node:fs/promises';
import { AppError } from '../../core/errors';
import type { Engine } from '../engine';
import { createWasmEngine } from './wasm-engine';

/** @throws AppError `engine` when the kernels have not been built. */
export async function loadWasmEngineFromDisk(): Promise<Engine> {
  const place = new URL('./build/kernels.wasm', import.meta.url);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = Uint8Array.from(await readFile(place));
  } catch (cause) {
    throw new AppError('engine', 'There is no {path}; run "node scripts/build-kernels.mjs" first.', {
      values: { path: place.pathname },
      cause,
    });
  }
  return createWasmEngine(bytes);
}

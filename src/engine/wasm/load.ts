/** The engine in a page or a worker: the module's bytes come from where the page does. */
import { AppError } from '../../core/errors';
import type { Engine } from '../engine';
import kernelsUrl from './build/kernels.wasm?url';
import { createWasmEngine } from './wasm-engine';

/** @throws AppError `engine` when the kernels cannot be fetched or started. */
export async function loadWasmEngine(): Promise<Engine> {
  let bytes: ArrayBuffer;
  try {
    const response = await fetch(kernelsUrl);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    bytes = await response.arrayBuffer();
  } catch (cause) {
    throw new AppError(
      'engine',
      'The kernels could not be fetched from {url}. Reload the page to try again.',
      { values: { url: kernelsUrl }, cause },
    );
  }
  return createWasmEngine(bytes);
}

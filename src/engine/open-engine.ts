/**
 * Which backend runs: WebGPU on a hardware adapter, else WebAssembly. A software adapter is taken only when WebGPU is
 * asked for by name: it is slower there than our own WebAssembly.
 */
import { AppError } from '../core/errors';
import type { Engine } from './engine';
import { loadWasmEngine } from './wasm/load';
import { openWebGpuEngine } from './webgpu/device';

export interface OpenedEngine {
  readonly engine: Engine;
  /** Why this is not the backend that was asked for; null when it is. */
  readonly reason: string | null;
}

export async function openEngine(choice: 'auto' | 'webgpu' | 'wasm'): Promise<OpenedEngine> {
  if (choice === 'wasm') return { engine: await loadWasmEngine(), reason: null };
  try {
    return { engine: await openWebGpuEngine({ software: choice === 'webgpu' }), reason: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const reason =
      choice === 'webgpu'
        ? `WebGPU was asked for, and is not to be had: ${error.message} WebAssembly runs instead.`
        : null;
    return { engine: await loadWasmEngine(), reason };
  }
}

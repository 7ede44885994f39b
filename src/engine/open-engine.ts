/**
 * Which backend runs: WebGPU on a hardware adapter, else WebAssembly. A software adapter is taken only when WebGPU is
 * asked for by name: it is slower there than our own WebAssembly.
 */
import { AppError } from '../core/errors';
import type { Engine } from './engine';
import { loadWasmEngine } from './wasm/load';
import { openWebGpuEngine } from './webgpu/device';
import type { TuningName } from './webgpu/tuning';
import type { WebGpuOptions } from './webgpu/webgpu-engine';

export interface OpenedEngine {
  readonly engine: Engine;
  /** Why this is not the backend that was asked for; null when it is. */
  readonly reason: string | null;
  /** How the kernels are cut for the adapter, on WebGPU. */
  readonly tuning: TuningName | null;
}

/** @param options of WebGPU: a tuning, and who hears of its compiling. */
export async function openEngine(
  choice: 'auto' | 'webgpu' | 'wasm',
  options: WebGpuOptions = {},
): Promise<OpenedEngine> {
  if (choice === 'wasm') return { engine: await loadWasmEngine(), reason: null, tuning: null };
  try {
    const engine = await openWebGpuEngine({ ...options, software: choice === 'webgpu' });
    return { engine, reason: null, tuning: engine.tuning };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const reason =
      choice === 'webgpu'
        ? `WebGPU was asked for, and is not to be had: ${error.message} WebAssembly runs instead.`
        : null;
    return { engine: await loadWasmEngine(), reason, tuning: null };
  }
}

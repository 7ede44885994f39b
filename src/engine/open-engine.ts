/**
 * Which backend runs: WebGPU on a hardware adapter, else WebAssembly. A software adapter is taken only when WebGPU is
 * asked for by name: it is slower there than our own WebAssembly. A browser without SIMD gets plain JavaScript, and is told.
 */
import { isAppError } from '../core/errors';
import { sentence } from '../core/sentence';
import type { Sentence } from '../core/sentence';
import type { Engine } from './engine';
import type { Network } from './network';
import { loadWasmEngine } from './wasm/load';
import { hasWasmSimd } from './wasm/simd';
import type { CompileProgress } from './webgpu/network-kernels';
import type { TuningName } from './webgpu/tuning';

export interface OpenOptions {
  /** Compiled ahead for, and measured on, where WebGPU runs. */
  readonly network: Network;
  /** The tuning to take, whatever was measured. */
  readonly tuning?: TuningName | undefined;
  /** What was the fastest on adapters met before, by their description. On others it is measured. */
  readonly measured?: Readonly<Record<string, TuningName>> | undefined;
  /** Called while kernels compile. */
  readonly onProgress?: ((progress: CompileProgress) => void) | undefined;
}

export interface OpenedEngine {
  readonly engine: Engine;
  /** Why this is not the backend that was asked for; null when it is. */
  readonly reason: Sentence | null;
  /** How the kernels are cut for the adapter; null on WebAssembly. */
  readonly tuning: ChosenTuning | null;
}

export interface ChosenTuning {
  readonly name: TuningName;
  /** Milliseconds a training step with each that was measured just now; null where none was. */
  readonly milliseconds: Readonly<Partial<Record<TuningName, number>>> | null;
}

async function openWebGpu(
  { network, tuning, measured, onProgress }: OpenOptions,
  software: boolean,
): Promise<{ engine: Engine; tuning: ChosenTuning }> {
  const { openWebGpuEngine } = await import('./webgpu/device');
  const engine = await openWebGpuEngine({ software, tuning, onProgress });
  try {
    const known = tuning ?? measured?.[engine.adapter];
    if (known) engine.use(known);
    const milliseconds = known ? {} : (await engine.tune(network)).milliseconds;
    (await engine.prepare(network)).dispose();
    const anything = Object.keys(milliseconds).length > 0;
    return { engine, tuning: { name: engine.tuning, milliseconds: anything ? milliseconds : null } };
  } catch (error) {
    engine.dispose();
    throw error;
  }
}

/**
 * What a browser without SIMD gets: the reference engine answers the gate within a blink (3 ms an image), and trains about 70 times
 * as long as the kernels do (`scripts/measure-reference.ts`).
 */
const NO_SIMD = sentence(
  'This browser has no WebAssembly with SIMD, so plain JavaScript computes. The gate answers as always; training, licences and test runs take far longer, a step of training about 70 times as long. Chrome and Edge from 91, Firefox from 89 and Safari from 16.4 on have it, unless a lockdown or strict security mode takes it away.',
);

/** @param reason why it isn't WebGPU, where that was asked for. */
async function openOnProcessor(reason: Sentence | null): Promise<OpenedEngine> {
  if (hasWasmSimd()) return { engine: await loadWasmEngine(), reason, tuning: null };
  const { createReferenceEngine } = await import('./reference/reference-engine');
  return { engine: createReferenceEngine(), reason: NO_SIMD, tuning: null };
}

export async function openEngine(
  choice: 'auto' | 'webgpu' | 'wasm',
  options: OpenOptions,
): Promise<OpenedEngine> {
  // The code for WebGPU is not fetched where there is none.
  const gpu = navigator.gpu as GPU | undefined;
  if (choice === 'wasm' || (choice === 'auto' && !gpu)) return openOnProcessor(null);
  try {
    return { ...(await openWebGpu(options, choice === 'webgpu')), reason: null };
  } catch (error) {
    const why = isAppError(error) ? sentence(error.template, error.values) : String(error);
    const reason =
      choice === 'webgpu'
        ? sentence('WebGPU was asked for, and is not to be had: {why} WebAssembly runs instead.', { why })
        : null;
    return openOnProcessor(reason);
  }
}

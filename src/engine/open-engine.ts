/**
 * Which backend runs: WebGPU on a hardware adapter, else WebAssembly. A software adapter is taken only when WebGPU is
 * asked for by name: it is slower there than our own WebAssembly.
 */
import { isAppError } from '../core/errors';
import { sentence } from '../core/sentence';
import type { Sentence } from '../core/sentence';
import type { Engine } from './engine';
import type { Network } from './network';
import { loadWasmEngine } from './wasm/load';
import { openWebGpuEngine } from './webgpu/device';
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

export async function openEngine(
  choice: 'auto' | 'webgpu' | 'wasm',
  options: OpenOptions,
): Promise<OpenedEngine> {
  if (choice === 'wasm') return { engine: await loadWasmEngine(), reason: null, tuning: null };
  try {
    return { ...(await openWebGpu(options, choice === 'webgpu')), reason: null };
  } catch (error) {
    const why = isAppError(error) ? sentence(error.template, error.values) : String(error);
    const reason =
      choice === 'webgpu'
        ? sentence('WebGPU was asked for, and is not to be had: {why} WebAssembly runs instead.', { why })
        : null;
    return { engine: await loadWasmEngine(), reason, tuning: null };
  }
}

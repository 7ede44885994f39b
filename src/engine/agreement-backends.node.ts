/** The fast backends as far as they start where tests run. */
import { AGREEMENT_CASES, RESIDUAL_CASES, type AgreementCase } from './agreement-cases';
import type { BackendName, Engine } from './engine';
import { loadWasmEngineFromDisk } from './wasm/load-from-disk';
import { startDawn } from './webgpu/dawn.node';
import { createWebGpuEngine } from './webgpu/webgpu-engine';

export interface TestBackend {
  readonly name: BackendName;
  /** null where the backend cannot start; `missing` says why. */
  readonly engine: Engine | null;
  readonly missing: string;
  /** What it runs of the grid. */
  readonly cases: readonly AgreementCase[];
}

/** Opens all of them. wasm starts everywhere, or its kernels were not built: that is an error, not a skipped test. */
export async function openTestBackends(): Promise<TestBackend[]> {
  const device = await startDawn();
  const everything = [...AGREEMENT_CASES, ...RESIDUAL_CASES];
  return [
    { name: 'wasm', engine: await loadWasmEngineFromDisk(), missing: '', cases: everything },
    {
      name: 'webgpu',
      engine: device && createWebGpuEngine(device, 'Dawn on SwiftShader'),
      missing: 'Dawn found no Vulkan driver; it needs the SwiftShader that lies beside a Chromium.',
      cases: everything,
    },
  ];
}

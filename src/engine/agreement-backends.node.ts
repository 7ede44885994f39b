/** The fast backends as far as they start where tests run. */
import type { BackendName, Engine } from './engine';
import { loadWasmEngineFromDisk } from './wasm/load-from-disk';
import { startDawn } from './webgpu/dawn.node';
import { createWebGpuEngine } from './webgpu/webgpu-engine';

export interface TestBackend {
  readonly name: BackendName;
  /** null where the backend cannot start; `missing` says why. */
  readonly engine: Engine | null;
  readonly missing: string;
}

/** Opens all of them. wasm starts everywhere, or its kernels were not built: that is an error, not a skipped test. */
export async function openTestBackends(): Promise<TestBackend[]> {
  const device = await startDawn();
  return [
    { name: 'wasm', engine: await loadWasmEngineFromDisk(), missing: '' },
    {
      name: 'webgpu',
      engine: device && createWebGpuEngine(device, 'Dawn on SwiftShader'),
      missing: 'Dawn found no Vulkan driver; it needs the SwiftShader that lies beside a Chromium.',
    },
  ];
}

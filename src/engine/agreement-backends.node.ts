/** The fast backends as far as they start where tests run. */
import type { BackendName, Engine } from './engine';
import { loadWasmEngineFromDisk } from './wasm/load-from-disk';

export interface TestBackend {
  readonly name: BackendName;
  /** null where the backend cannot start; `missing` says why. */
  readonly engine: Engine | null;
  readonly missing: string;
}

/** Opens all of them. wasm starts everywhere, or its kernels were not built: that is an error, not a skipped test. */
export async function openTestBackends(): Promise<TestBackend[]> {
  return [{ name: 'wasm', engine: await loadWasmEngineFromDisk(), missing: '' }];
}

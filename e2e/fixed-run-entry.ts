/** What `same-bits.spec.ts` carries into the browser. */
import { fixedRun } from '../src/engine/wasm/fixed-run';
import { createWasmEngine } from '../src/engine/wasm/wasm-engine';

export async function run(kernels: Uint8Array<ArrayBuffer>): Promise<string> {
  const engine = await createWasmEngine(kernels);
  const { sha256 } = await fixedRun(engine);
  engine.dispose();
  return sha256;
}

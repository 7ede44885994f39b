/** What `same-bits.spec.ts` carries into the browser. */
import { fixedRun, LENET_RUN, RESIDUAL_RUN } from '../src/engine/wasm/fixed-run';
import { createWasmEngine } from '../src/engine/wasm/wasm-engine';

export async function run(kernels: Uint8Array<ArrayBuffer>): Promise<string[]> {
  const engine = await createWasmEngine(kernels);
  const runs = [await fixedRun(engine, LENET_RUN), await fixedRun(engine, RESIDUAL_RUN)];
  engine.dispose();
  return runs.map(({ sha256 }) => sha256);
}

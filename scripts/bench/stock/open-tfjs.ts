/** TensorFlow.js on one of its backends, in the form in which it trains fastest there. */
import type * as TensorFlow from '@tensorflow/tfjs';
import { registerMissingKernel, replaceSlowKernels } from './wasm-kernels';

export type Tf = typeof TensorFlow;

/**
 * `best`: what is slow beside what is missing is composed anew as well. `plain`: only what is missing, as tfjs would train if
 * that kernel were added to it. No difference on webgpu, where nothing is missing.
 */
export type Composition = 'best' | 'plain';

/** @throws Error when tfjs cannot start that backend: it must never fall back to another in silence. */
export async function openTfjs(backend: 'webgpu' | 'wasm', composition: Composition): Promise<Tf> {
  const tf = await import('@tensorflow/tfjs');
  if (backend === 'wasm') {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    const { default: simd } =
      await import('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url');
    wasm.setThreadsCount(1);
    // One file for all three: a browser that picked another than the SIMD build would say so when it starts.
    wasm.setWasmPaths({
      'tfjs-backend-wasm.wasm': simd,
      'tfjs-backend-wasm-simd.wasm': simd,
      'tfjs-backend-wasm-threaded-simd.wasm': simd,
    });
  } else {
    await import('@tensorflow/tfjs-backend-webgpu');
  }
  if (!(await tf.setBackend(backend)) || tf.getBackend() !== backend) {
    throw new Error(`TensorFlow.js could not start its backend "${backend}".`);
  }
  await tf.ready();
  if (backend === 'wasm') {
    if (!(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) {
      throw new Error('TensorFlow.js found no SIMD.');
    }
    registerMissingKernel(tf);
    if (composition === 'best') replaceSlowKernels(tf);
  }
  return tf;
}

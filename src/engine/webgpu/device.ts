/** Finds the GPU, in a page or in a worker. */
import { AppError } from '../../core/errors';
import { candidatesFor } from './tuning';
import { createWebGpuEngine, type WebGpuEngine, type WebGpuOptions } from './webgpu-engine';

/** Some tunings use them. */
export const OPTIONAL_FEATURES: readonly GPUFeatureName[] = ['subgroups'];

export interface WebGpuRequest extends WebGpuOptions {
  /** Whether an adapter that computes on the CPU will do: our WebAssembly is faster than one. */
  readonly software: boolean;
}

/** What an adapter says of itself, for people: its description, or maker and architecture. */
export function describeAdapter(info: GPUAdapterInfo): string {
  const said = info.description || info.device || [info.vendor, info.architecture].filter(Boolean).join(' ');
  const name = said || 'GPU without a name';
  return isSoftware(info) ? `${name} (software)` : name;
}

/** An adapter computes on the CPU when it says so, or is called like the software rasterizers that browsers carry. */
function isSoftware(info: GPUAdapterInfo): boolean {
  return (
    info.isFallbackAdapter ||
    /swiftshader|llvmpipe|lavapipe|basic render/i.test(
      `${info.description} ${info.device} ${info.architecture}`,
    )
  );
}

/**
 * @returns an engine with the tuning asked for, or the one that adapters of this kind have unmeasured; `tune` measures.
 * @throws AppError `engine` when there is no WebGPU here, no adapter, or none but a software one and `software` is false.
 */
export async function openWebGpuEngine({
  software,
  tuning,
  onProgress,
}: WebGpuRequest): Promise<WebGpuEngine> {
  // Not in the type: browsers without WebGPU, and pages that are not secure contexts, have none.
  const gpu = navigator.gpu as GPU | undefined;
  if (!gpu) throw new AppError('engine', 'This browser has no WebGPU, or the page is not served over HTTPS.');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new AppError('engine', 'The browser found no adapter for WebGPU.');
  if (!software && isSoftware(adapter.info)) {
    throw new AppError(
      'engine',
      'The only WebGPU adapter, {adapter}, computes on the CPU; WebAssembly is faster.',
      { values: { adapter: describeAdapter(adapter.info) } },
    );
  }
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  let device: GPUDevice;
  try {
    device = await adapter.requestDevice({
      requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
      requiredFeatures: OPTIONAL_FEATURES.filter(feature => adapter.features.has(feature)),
    });
  } catch (cause) {
    throw new AppError('engine', 'The adapter {adapter} gave no device: {why}', {
      values: { adapter: describeAdapter(adapter.info), why: String(cause) },
      cause,
    });
  }
  const candidates = candidatesFor(isSoftware(adapter.info));
  return createWebGpuEngine(device, describeAdapter(adapter.info), {
    tuning: tuning ?? candidates[0],
    candidates,
    onProgress,
  });
}

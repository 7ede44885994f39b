/** The GPU device: asked for from the browser itself, not through TensorFlow.js, which dereferences a missing adapter. */
import { AppError } from '../../core/errors';
import type { Engine } from '../engine';
import { createWebGpuEngine } from './webgpu-engine';

export interface WebGpuDevice {
  readonly device: GPUDevice;
  readonly info: GPUAdapterInfo;
}

export interface DeviceOptions {
  /** Takes a software adapter (`isFallbackAdapter`) as well. */
  readonly software: boolean;
}

/** Names the adapter for people: "google SwiftShader (software)". */
export function describeAdapter(info: GPUAdapterInfo): string {
  const words = [info.vendor, info.description || info.device || info.architecture].filter(
    word => word !== '',
  );
  const name = words.length > 0 ? words.join(' ') : 'an adapter without a name';
  return info.isFallbackAdapter ? `${name} (software)` : name;
}

/**
 * A device with the adapter's own limits for the size of buffers (a dataset may be larger than the default 128 MiB).
 * @throws AppError `engine` when there is none: no WebGPU here, no adapter, or a software adapter not asked for.
 */
export async function requestWebGpuDevice({ software }: DeviceOptions): Promise<WebGpuDevice> {
  // Absent in browsers without WebGPU and on pages not served securely, whatever the types say.
  const gpu: GPU | undefined = globalThis.navigator?.gpu;
  if (!gpu) throw new AppError('engine', 'This browser has no WebGPU.');
  let adapter: GPUAdapter | null;
  try {
    adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  } catch (cause) {
    throw new AppError('engine', 'The browser failed to look for a GPU.', { cause });
  }
  if (!adapter) throw new AppError('engine', 'The browser has WebGPU, but no GPU adapter to run it on.');
  if (adapter.info.isFallbackAdapter && !software) {
    throw new AppError('engine', `The only adapter is software: ${describeAdapter(adapter.info)}.`);
  }
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  try {
    const device = await adapter.requestDevice({
      requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
    });
    return { device, info: adapter.info };
  } catch (cause) {
    throw new AppError('engine', `${describeAdapter(adapter.info)} gives no device.`, { cause });
  }
}

/** The WebGPU engine on the browser's own adapter. @throws AppError `engine` as `requestWebGpuDevice`. */
export async function openWebGpuEngine(options: DeviceOptions): Promise<Engine> {
  const { device, info } = await requestWebGpuDevice(options);
  return createWebGpuEngine(device, info);
}

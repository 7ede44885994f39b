/** The WebGPU backend: WGSL written for the shapes of one network, over buffers that stay on the device. */
import { AppError } from '../../core/errors';
import type { Engine } from '../engine';

/**
 * The engine on `device`, which it owns from here on: `dispose` destroys it.
 * @param adapter what the adapter says of itself, for people.
 */
export function createWebGpuEngine(device: GPUDevice, adapter: string): Engine {
  let disposed = false;
  return {
    backend: 'webgpu',
    adapter,
    lost: new Promise<string>(resolve => {
      void device.lost.then(({ message, reason }) => {
        if (!disposed) resolve(message || `The GPU device was lost (${reason}).`);
      });
    }),
    prepare: network =>
      Promise.reject(new AppError('engine', `No kernels yet for ${network.layers.length} layers.`)),
    dispose() {
      disposed = true;
      device.destroy();
    },
  };
}

/**
 * The WebGPU backend: WGSL written for the shapes of one network, over buffers that stay on the device. Parameters and
 * moments lie in the border's own layout, so that nothing is converted there.
 */
import { AppError } from '../../core/errors';
import type { Engine, PreparedNetwork } from '../engine';
import { layOut, type Network } from '../network';
import { DeviceMemory } from './buffers';
import { NetworkKernels } from './network-kernels';
import { WebGpuNetwork } from './webgpu-network';

export class WebGpuEngine implements Engine {
  readonly backend = 'webgpu';
  readonly lost: Promise<string>;
  readonly memory: DeviceMemory;
  /** By network: compiling takes seconds on some adapters, and the same network is prepared again and again. */
  private readonly compiled = new Map<string, Promise<NetworkKernels>>();
  private disposed = false;

  constructor(
    private readonly device: GPUDevice,
    readonly adapter: string,
  ) {
    this.memory = new DeviceMemory(device);
    this.lost = new Promise(resolve => {
      void device.lost.then(({ message, reason }) => {
        if (!this.disposed) resolve(message || `The GPU device was lost (${reason}).`);
      });
    });
  }

  async prepare(network: Network): Promise<PreparedNetwork> {
    if (this.disposed) throw new AppError('internal', 'The engine was disposed of.');
    const layout = layOut(network);
    const key = JSON.stringify(network);
    let kernels = this.compiled.get(key);
    if (!kernels) {
      kernels = NetworkKernels.compile(this.device, layout);
      this.compiled.set(key, kernels);
      // Whoever asked hears of a failure; the next to ask tries again.
      kernels.catch(() => this.compiled.delete(key));
    }
    return new WebGpuNetwork(this.memory, await kernels);
  }

  dispose(): void {
    this.disposed = true;
    this.device.destroy();
  }
}

/**
 * The engine on `device`, which it owns from here on: `dispose` destroys it.
 * @param adapter what the adapter says of itself, for people.
 */
export function createWebGpuEngine(device: GPUDevice, adapter: string): WebGpuEngine {
  return new WebGpuEngine(device, adapter);
}

/**
 * The WebGPU backend: WGSL written for the shapes of one network, over buffers that stay on the device. Parameters and
 * moments lie in the border's own layout, so that nothing is converted there.
 */
import { AppError } from '../../core/errors';
import type { Engine, PreparedNetwork } from '../engine';
import { layOut, type Network } from '../network';
import { DeviceMemory } from './buffers';
import { measureTunings, type MeasuredTunings } from './measure-tunings';
import { NetworkKernels, type CompileProgress } from './network-kernels';
import { TUNINGS, tuningFor, type TuningName } from './tuning';
import { WebGpuNetwork } from './webgpu-network';

export interface WebGpuOptions {
  /** How much one thread takes (`tuning.ts`); 'gpu' when absent, which runs everywhere. */
  readonly tuning?: TuningName | undefined;
  /** What `tune` measures unless told otherwise. */
  readonly candidates?: readonly TuningName[] | undefined;
  /** Called while a network's kernels compile, which takes seconds on some adapters. */
  readonly onProgress?: ((progress: CompileProgress) => void) | undefined;
}

export class WebGpuEngine implements Engine {
  readonly backend = 'webgpu';
  readonly lost: Promise<string>;
  readonly memory: DeviceMemory;
  private chosen: TuningName;
  /** By network and tuning: the same network is prepared again and again. */
  private readonly compiled = new Map<string, Promise<NetworkKernels>>();
  private disposed = false;

  constructor(
    private readonly device: GPUDevice,
    readonly adapter: string,
    private readonly options: WebGpuOptions,
  ) {
    this.chosen = tuningFor(device, options.tuning ?? 'gpu');
    this.memory = new DeviceMemory(device);
    this.lost = new Promise(resolve => {
      void device.lost.then(({ message, reason }) => {
        if (!this.disposed) resolve(message || `The GPU device was lost (${reason}).`);
      });
    });
  }

  /** In use: by networks prepared from now on. 'gpu' where the device lacks what the tuning asked for needs. */
  get tuning(): TuningName {
    return this.chosen;
  }

  async prepare(network: Network): Promise<PreparedNetwork> {
    this.expectAlive();
    return new WebGpuNetwork(this.memory, await this.kernelsOf(network, this.chosen));
  }

  /** Takes `name` for networks prepared from now on, or 'gpu' where the device lacks what that needs. */
  use(name: TuningName): void {
    this.chosen = tuningFor(this.device, name);
  }

  /**
   * Times a few training steps of `network` with each tuning that is worth it on adapters of this kind, or with each of `names`, and goes on with the fastest. Takes some 0.3 s a name beyond
   * compiling it. Where nothing can be measured, the tuning stays as it is.
   */
  async tune(
    network: Network,
    names: readonly TuningName[] = this.options.candidates ?? [this.chosen],
    batchSize = 64,
  ): Promise<MeasuredTunings> {
    this.expectAlive();
    const measured = await measureTunings(
      names.filter(name => tuningFor(this.device, name) === name),
      batchSize,
      async name => new WebGpuNetwork(this.memory, await this.kernelsOf(network, name)),
    );
    if (measured.fastest !== null) this.chosen = measured.fastest;
    return measured;
  }

  private kernelsOf(network: Network, name: TuningName): Promise<NetworkKernels> {
    const key = `${name} ${JSON.stringify(network)}`;
    let kernels = this.compiled.get(key);
    if (!kernels) {
      kernels = NetworkKernels.compile(this.device, layOut(network), TUNINGS[name], this.options.onProgress);
      this.compiled.set(key, kernels);
      // Whoever asked hears of a failure; the next to ask tries again.
      kernels.catch(() => this.compiled.delete(key));
    }
    return kernels;
  }

  private expectAlive(): void {
    if (this.disposed) throw new AppError('internal', 'The engine was disposed of.');
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
export function createWebGpuEngine(
  device: GPUDevice,
  adapter: string,
  options: WebGpuOptions = {},
): WebGpuEngine {
  return new WebGpuEngine(device, adapter, options);
}

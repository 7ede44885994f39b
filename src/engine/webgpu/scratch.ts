/** Buffers that live no longer than one call. */
import type { DeviceMemory } from './buffers';

export class Scratch {
  private readonly buffers: GPUBuffer[] = [];

  constructor(private readonly memory: DeviceMemory) {}

  keep(buffer: GPUBuffer): GPUBuffer {
    this.buffers.push(buffer);
    return buffer;
  }

  upload(values: Float32Array | Uint32Array, label: string): GPUBuffer {
    return this.keep(this.memory.upload(values, label));
  }

  release(): void {
    this.memory.release(...this.buffers);
  }
}

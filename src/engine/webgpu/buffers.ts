/** The device's memory: every buffer of the engine is made and freed here, so that tests can count them. */
import { AppError } from '../../core/errors';

export class DeviceMemory {
  private readonly live = new Set<GPUBuffer>();

  /** The first thing the device refused since the last read. Commands that failed leave old numbers behind, which must not pass for results. */
  private refused: string | null = null;

  constructor(readonly device: GPUDevice) {
    device.addEventListener('uncapturederror', event => {
      this.refused ??= event.error.message;
    });
  }

  get bufferCount(): number {
    return this.live.size;
  }

  get bytesInUse(): number {
    let bytes = 0;
    for (const buffer of this.live) bytes += buffer.size;
    return bytes;
  }

  /** A zeroed storage buffer of `words` 32-bit numbers. @throws AppError `engine` when one binding cannot hold it. */
  allocate(words: number, label: string): GPUBuffer {
    const size = Math.max(16, 4 * words);
    const limit = this.device.limits.maxStorageBufferBindingSize;
    if (size > limit) {
      throw new AppError(
        'engine',
        'The {label} needs {size} bytes at once; this GPU gives {limit}. Use a smaller batch.',
        { values: { label, size, limit } },
      );
    }
    return this.create(
      size,
      GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
      label,
    );
  }

  /** A storage buffer holding a copy of `values`. */
  upload(values: Float32Array | Uint32Array, label: string): GPUBuffer {
    const buffer = this.allocate(values.length, label);
    this.write(buffer, values);
    return buffer;
  }

  /** A uniform buffer holding a copy of `bytes`. */
  uniform(bytes: ArrayBuffer, label: string): GPUBuffer {
    const buffer = this.create(bytes.byteLength, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST, label);
    this.device.queue.writeBuffer(buffer, 0, bytes);
    return buffer;
  }

  write(buffer: GPUBuffer, values: Float32Array | Uint32Array): void {
    this.device.queue.writeBuffer(buffer, 0, values.buffer, values.byteOffset, values.byteLength);
  }

  /**
   * The first `words` words of each buffer, as they are once all that was submitted before has run.
   * @throws AppError `engine` when the device is lost meanwhile.
   */
  async read(...wanted: readonly (readonly [GPUBuffer, number])[]): Promise<ArrayBuffer[]> {
    const total = wanted.reduce((sum, [, words]) => sum + 4 * words, 0);
    if (total === 0) return wanted.map(() => new ArrayBuffer(0));
    const staging = this.create(total, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST, 'read-back');
    try {
      const encoder = this.device.createCommandEncoder();
      let at = 0;
      for (const [buffer, words] of wanted) {
        if (words > 0) encoder.copyBufferToBuffer(buffer, 0, staging, at, 4 * words);
        at += 4 * words;
      }
      this.device.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ);
      if (this.refused !== null) {
        const reason = this.refused;
        this.refused = null;
        throw new Error(reason);
      }
      const bytes = staging.getMappedRange();
      at = 0;
      return wanted.map(([, words]) => {
        at += 4 * words;
        return bytes.slice(at - 4 * words, at);
      });
    } catch (cause) {
      throw new AppError('engine', 'The GPU gave no results: {why}', {
        values: { why: String(cause) },
        cause,
      });
    } finally {
      this.release(staging);
    }
  }

  release(...buffers: readonly GPUBuffer[]): void {
    for (const buffer of buffers) if (this.live.delete(buffer)) buffer.destroy();
  }

  private create(size: number, usage: GPUBufferUsageFlags, label: string): GPUBuffer {
    const buffer = this.device.createBuffer({ label, size, usage });
    this.live.add(buffer);
    return buffer;
  }
}

/**
 * The engine's one linear memory, handed out in blocks. First fit over a list of free blocks kept in order of address,
 * neighbours merged: the few large blocks that networks and datasets are come and go without the memory growing.
 */
import { AppError } from '../../core/errors';

/** A byte address in the module's memory; 0 is none. */
export type Pointer = number;

const PAGE = 65536;
const ALIGNMENT = 64;

/**
 * Kernels work in vectors of four and pairs of them, and may touch this many bytes beyond an array's end (never
 * another's data: they write back what was there). Every block is followed by as many.
 */
const SLACK = 128;

interface Block {
  readonly start: number;
  readonly size: number;
}

export class LinearMemory {
  private free: Block[] = [];
  private readonly used = new Map<Pointer, number>();

  /** @param base the first byte that the module itself does not use. */
  constructor(
    private readonly memory: WebAssembly.Memory,
    base: number,
  ) {
    const start = Math.ceil(base / ALIGNMENT) * ALIGNMENT;
    this.free.push({ start, size: memory.buffer.byteLength - start });
  }

  /** Bytes handed out now. */
  get inUse(): number {
    let sum = 0;
    for (const size of this.used.values()) sum += size;
    return sum;
  }

  /** Bytes of the whole memory; it never shrinks. */
  get size(): number {
    return this.memory.buffer.byteLength;
  }

  /**
   * A block of `bytes` zeros at a multiple of 64. Growing the memory detaches every view made before.
   * @throws AppError `engine` when the browser gives no more memory.
   */
  allocate(bytes: number): Pointer {
    const size = Math.ceil((bytes + SLACK) / ALIGNMENT) * ALIGNMENT;
    let at = this.free.findIndex(block => block.size >= size);
    if (at < 0) {
      this.grow(size);
      at = this.free.length - 1;
    }
    const { start, size: available } = this.free[at]!;
    this.free.splice(at, 1, ...(available > size ? [{ start: start + size, size: available - size }] : []));
    this.used.set(start, size);
    new Uint8Array(this.memory.buffer, start, size).fill(0);
    return start;
  }

  release(pointer: Pointer): void {
    const size = this.used.get(pointer);
    if (size === undefined)
      throw new AppError('internal', `No block begins at ${pointer}; it was released before.`);
    this.used.delete(pointer);
    this.addFree({ start: pointer, size });
  }

  /** A view, good until the next `allocate`. */
  floats(pointer: Pointer, length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.memory.buffer as ArrayBuffer, pointer, length);
  }

  /** A view, good until the next `allocate`. */
  doubles(pointer: Pointer, length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.memory.buffer as ArrayBuffer, pointer, length);
  }

  /** A view, good until the next `allocate`. */
  bytes(pointer: Pointer, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.memory.buffer as ArrayBuffer, pointer, length);
  }

  /** A view, good until the next `allocate`. */
  words(pointer: Pointer, length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.memory.buffer as ArrayBuffer, pointer, length);
  }

  private grow(size: number): void {
    const end = this.memory.buffer.byteLength;
    const last = this.free.at(-1);
    const atEnd = last && last.start + last.size === end ? last.size : 0;
    const pages = Math.ceil((size - atEnd) / PAGE);
    try {
      this.memory.grow(pages);
    } catch (cause) {
      const megabytes = Math.round(size / 1048576);
      throw new AppError(
        'engine',
        'The browser gives no memory for another {megabytes} MB ({used} MB are in use). Close other tabs, or use a smaller dataset.',
        { values: { megabytes, used: Math.round(end / 1048576) }, cause },
      );
    }
    this.addFree({ start: end, size: pages * PAGE });
  }

  private addFree(block: Block): void {
    const at = this.free.findIndex(other => other.start > block.start);
    this.free.splice(at < 0 ? this.free.length : at, 0, block);
    const merged: Block[] = [];
    for (const next of this.free) {
      const before = merged.at(-1);
      if (before && before.start + before.size === next.start) {
        merged[merged.length - 1] = { start: before.start, size: before.size + next.size };
      } else {
        merged.push(next);
      }
    }
    this.free = merged;
  }
}

/**
 * What a worker keeps between cells: an engine, the digits, and LeNet-5 prepared once, since preparing compiles shaders. A
 * cell finds nothing of the one before it: whoever uses the network puts parameters into it first.
 */
import type { Dataset } from '../data/dataset';
import type { DatasetHandle, Engine, PreparedNetwork } from '../engine/engine';
import { LENET5 } from '../model/lenet5';

/** The first images of a split, on the engine and off it. */
export interface Digits {
  readonly handle: DatasetHandle;
  /** [count × pixels] bytes. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly count: number;
}

export class Bench {
  private network: Promise<PreparedNetwork> | null = null;
  private readonly splits = new Map<string, Digits>();

  constructor(
    readonly engine: Engine,
    readonly dataset: Dataset,
  ) {}

  /** LeNet-5 with `parameters` in it and Adam at its start. The bench owns it. */
  async with(parameters: Float32Array): Promise<PreparedNetwork> {
    const network = await this.prepared();
    network.putParameters(parameters);
    network.putOptimizer(null);
    return network;
  }

  /** The first `count` digits of a split, or all there are. The bench owns them. */
  async split(name: 'train' | 'test', count: number): Promise<Digits> {
    const network = await this.prepared();
    const all = this.dataset[name];
    const used = Math.min(count, all.count);
    const key = `${name}/${used}`;
    let digits = this.splits.get(key);
    if (!digits) {
      const images = all.images.subarray(0, used * network.layout.pixels);
      const labels = all.labels.subarray(0, used);
      digits = { handle: network.putDataset(images, labels), images, labels, count: used };
      this.splits.set(key, digits);
    }
    return digits;
  }

  /** Frees the network and the digits on it; the engine stays the caller's. */
  async dispose(): Promise<void> {
    for (const { handle } of this.splits.values()) handle.dispose();
    this.splits.clear();
    (await this.network)?.dispose();
    this.network = null;
  }

  private prepared(): Promise<PreparedNetwork> {
    if (!this.network) {
      const preparing = this.engine.prepare(LENET5);
      this.network = preparing;
      // Whoever asked hears of a failure; the next to ask tries again.
      preparing.catch(() => (this.network = null));
    }
    return this.network;
  }
}

/**
 * What the worker holds between jobs: the engine, the dataset, and for each kind of work a network prepared on the
 * engine, so that the gate can be asked while a training runs. Work of one kind waits its turn.
 */
import { AppError } from '../core/errors';
import type { Split } from '../data/dataset';
import { loadDataset } from '../data/load-dataset';
import type { DatasetHandle, Engine, PreparedNetwork } from '../engine/engine';
import { openEngine } from '../engine/open-engine';
import { loadWasmEngine } from '../engine/wasm/load';
import { hasWasmSimd } from '../engine/wasm/simd';
import type { CompileProgress } from '../engine/webgpu/network-kernels';
import { Bench } from '../experiments/bench';
import { LENET5 } from '../model/lenet5';
import type {
  Bytes,
  DatasetInfo,
  Digits,
  EngineInfo,
  JobMap,
  LentDataset,
  OpenEngineInput,
} from './protocol';

export type Purpose = 'training' | 'inference' | 'evaluation' | 'fingerprints' | 'attack';

/** A network ready for one kind of work, with the splits it has asked for. */
export class Workplace {
  private readonly splits = new Map<'train' | 'test', DatasetHandle>();

  constructor(
    readonly prepared: PreparedNetwork,
    private readonly data: (name: 'train' | 'test') => Split,
  ) {}

  /** The split, put on the engine when first asked for. */
  split(name: 'train' | 'test'): DatasetHandle {
    let handle = this.splits.get(name);
    if (!handle) {
      const { images, labels } = this.data(name);
      handle = this.prepared.putDataset(images, labels);
      this.splits.set(name, handle);
    }
    return handle;
  }

  forgetDataset(): void {
    for (const handle of this.splits.values()) handle.dispose();
    this.splits.clear();
  }

  dispose(): void {
    this.forgetDataset();
    this.prepared.dispose();
  }
}

export class Lab {
  private engine: Engine | null = null;
  /** Answers the gate while the first engine is being opened: WebAssembly is there in no time. */
  private early: { engine: Engine; answers: Workplace } | null = null;
  private openedOnce = false;
  private loaded: LentDataset | null = null;
  private readonly benches = new Map<Purpose, Workplace>();
  private experiments: Bench | null = null;
  private readonly turns = new Map<Purpose | 'experiments', Promise<unknown>>();

  constructor(private readonly onLost: (reason: string) => void) {}

  async openEngine(
    { choice, tuning, measured }: OpenEngineInput,
    report: (progress: CompileProgress) => void,
  ): Promise<EngineInfo> {
    this.closeEngine();
    const opened = await openEngine(choice, {
      network: LENET5,
      tuning,
      measured,
      onProgress: report,
    });
    const { engine, reason } = opened;
    this.engine = engine;
    this.openedOnce = true;
    this.forgetEarly();
    void engine.lost.then(why => {
      if (this.engine !== engine) return;
      this.benches.clear();
      this.experiments = null;
      this.engine = null;
      this.onLost(why);
    });
    return { backend: engine.backend, adapter: engine.adapter, reason, tuning: opened.tuning };
  }

  /** Makes the early answers ready, so that the first question waits for nothing. */
  prepareAnswers(): Promise<void> {
    return this.afterOthers('inference', async () => {
      if (this.answersComeEarly) await this.answersEarly();
    });
  }

  private closeEngine(): void {
    for (const bench of this.benches.values()) bench.dispose();
    this.benches.clear();
    this.forgetExperiments();
    this.engine?.dispose();
    this.engine = null;
  }

  async loadDataset(
    input: JobMap['load-dataset']['input'],
    signal: AbortSignal,
    report: (bytes: Bytes) => void,
  ): Promise<DatasetInfo> {
    const { dataset, notes } = await loadDataset({
      preference: input.preference,
      baseUrl: input.baseUrl,
      signal,
      onProgress: (received, total) => report({ received, total }),
    });
    this.takeDataset(dataset);
    return {
      name: dataset.name,
      source: dataset.source,
      trainCount: dataset.train.count,
      testCount: dataset.test.count,
      notes,
    };
  }

  takeDataset(dataset: LentDataset): void {
    for (const bench of this.benches.values()) bench.forgetDataset();
    this.forgetExperiments();
    this.loaded = dataset;
  }

  /** @throws AppError `dataset` before one was loaded. */
  get dataset(): LentDataset {
    if (!this.loaded) {
      throw new AppError('dataset', 'No digits are loaded yet; wait for them, or load the built-in ones.');
    }
    return this.loaded;
  }

  /** @throws AppError `dataset` before one was loaded; `internal` for training digits that this worker was not given. */
  split(name: 'train' | 'test'): Split {
    const split = this.dataset[name];
    if (!split) throw new AppError('internal', 'This worker was given no training digits.');
    return split;
  }

  digits(split: 'train' | 'test', indices: readonly number[]): Digits {
    const { images, labels, count } = this.split(split);
    const { pixels } = this;
    const out: Digits = {
      images: new Uint8Array(indices.length * pixels),
      labels: new Uint8Array(indices.length),
    };
    indices.forEach((index, i) => {
      if (!(index >= 0 && index < count)) {
        throw new AppError(
          'bad-input',
          'There is no {split} image {index}; there are {count}, counted from 0.',
          { values: { split, index, count } },
        );
      }
      out.images.set(images.subarray(index * pixels, (index + 1) * pixels), i * pixels);
      out.labels[i] = labels[index]!;
    });
    return out;
  }

  get pixels(): number {
    const { height, width, channels } = LENET5.input;
    return height * width * channels;
  }

  /** Runs `work` on the network of `purpose` with these parameters, after what else was asked of it. */
  use<T>(purpose: Purpose, parameters: Float32Array, work: (bench: Workplace) => Promise<T>): Promise<T> {
    return this.afterOthers(purpose, async () => {
      const bench = await this.bench(purpose);
      bench.prepared.putParameters(parameters);
      return work(bench);
    });
  }

  /** Runs `work` on what cells of experiments run on, after the cell before it. */
  useForExperiments<T>(work: (bench: Bench) => Promise<T>): Promise<T> {
    return this.afterOthers('experiments', () => {
      this.experiments ??= new Bench(this.opened, {
        ...this.dataset,
        train: this.split('train'),
      });
      return work(this.experiments);
    });
  }

  private async afterOthers<T>(of: Purpose | 'experiments', work: () => Promise<T>): Promise<T> {
    const turn = (this.turns.get(of) ?? Promise.resolve()).then(work);
    this.turns.set(
      of,
      turn.catch(() => undefined),
    );
    return turn;
  }

  private forgetExperiments(): void {
    void this.experiments?.dispose();
    this.experiments = null;
  }

  /** @throws AppError `engine` while there is none. */
  private get opened(): Engine {
    if (!this.engine) throw new AppError('engine', 'The computing engine is not open; reload the page.');
    return this.engine;
  }

  private get answersComeEarly(): boolean {
    return !this.openedOnce && hasWasmSimd();
  }

  private async answersEarly(): Promise<Workplace> {
    if (!this.early) {
      const engine = await loadWasmEngine();
      this.early = { engine, answers: new Workplace(await engine.prepare(LENET5), name => this.split(name)) };
    }
    return this.early.answers;
  }

  private forgetEarly(): void {
    // What it is asked now it still answers: its turn comes first.
    const { early } = this;
    this.early = null;
    void this.afterOthers('inference', async () => {
      early?.answers.dispose();
      early?.engine.dispose();
    });
  }

  private async bench(purpose: Purpose): Promise<Workplace> {
    if (purpose === 'inference' && this.answersComeEarly) return this.answersEarly();
    let bench = this.benches.get(purpose);
    if (!bench) {
      bench = new Workplace(await this.opened.prepare(LENET5), name => this.split(name));
      this.benches.set(purpose, bench);
    }
    return bench;
  }
}

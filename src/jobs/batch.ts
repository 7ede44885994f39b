/** One divided job on its way through the pool: which pieces wait, what came of the others, and how far the whole is. */
import type { DatasetInfo, EngineInfo, JobName } from './protocol';
import type { Overall } from './splitting';
import { secondsLeft, stopwatch } from './time-left';

/** Work goes on after a worker or a device was lost. */
export interface Again {
  /** What it goes on on. */
  readonly engine: EngineInfo;
  /** Nothing of it was finished before: all that comes is this engine's. */
  readonly afresh: boolean;
}

/** So often a piece may be begun: one that ends every worker it meets ends its job. */
export const MOST_TRIES = 3;

export interface BatchSettings {
  readonly job: JobName;
  readonly inputs: readonly unknown[];
  readonly weights: readonly number[];
  readonly training: boolean;
  readonly startsWorkers: boolean;
  /** The digits it speaks of. */
  readonly dataset: DatasetInfo | null;
  onProgress(piece: number, progress: unknown, overall: Overall): void;
  onResult(piece: number, output: unknown, overall: Overall): void;
  onAgain(again: Again): void;
  resolve(outputs: readonly unknown[]): void;
  reject(error: unknown): void;
}

export class Batch {
  readonly job: JobName;
  readonly inputs: readonly unknown[];
  readonly training: boolean;
  readonly startsWorkers: boolean;
  readonly dataset: DatasetInfo | null;
  /** Pieces under way. */
  running = 0;
  settled = false;
  private readonly queue: number[];
  private readonly outputs: unknown[];
  private readonly tries: number[];
  private finished = 0;
  private readonly fractions: number[];
  private readonly totalWeight: number;
  private readonly controller = new AbortController();
  private readonly elapsed = stopwatch();

  constructor(private readonly settings: BatchSettings) {
    ({
      job: this.job,
      inputs: this.inputs,
      training: this.training,
      startsWorkers: this.startsWorkers,
      dataset: this.dataset,
    } = settings);
    this.queue = [...this.inputs.keys()];
    this.outputs = this.inputs.map(() => undefined);
    this.tries = this.inputs.map(() => 0);
    this.fractions = this.inputs.map(() => 0);
    this.totalWeight = settings.weights.reduce((sum, weight) => sum + weight, 0);
  }

  /** Stops the pieces under way once the batch has failed. */
  get stop(): AbortSignal {
    return this.controller.signal;
  }

  /** Whether a piece waits for a worker. */
  get waiting(): boolean {
    return this.queue.length > 0;
  }

  /** Settles at once where there is nothing to do. */
  begin(): void {
    this.finishIfDone();
  }

  take(): number {
    const piece = this.queue.shift()!;
    this.running += 1;
    this.tries[piece]! += 1;
    return piece;
  }

  /** The piece was not begun and waits again, before the others. */
  putBack(piece: number): void {
    this.tries[piece]! -= 1;
    this.requeue(piece);
  }

  /** What did the piece is gone: it waits again, before the others. false: it was begun often enough. */
  retry(piece: number): boolean {
    if (this.settled || this.tries[piece]! >= MOST_TRIES) return false;
    this.requeue(piece);
    return true;
  }

  /** Tells that pieces which were put back are done on `engine`. */
  again(engine: EngineInfo): void {
    if (!this.settled) this.settings.onAgain({ engine, afresh: this.finished === 0 });
  }

  progress(piece: number, progress: unknown): void {
    if (this.settled) return;
    this.fractions[piece] = Math.max(this.fractions[piece]!, fractionOf(progress));
    this.settings.onProgress(piece, progress, this.overall());
  }

  done(piece: number, output: unknown): void {
    this.running -= 1;
    if (this.settled) return;
    this.fractions[piece] = 1;
    this.outputs[piece] = output;
    this.finished += 1;
    this.settings.onResult(piece, output, this.overall());
    this.finishIfDone();
  }

  /** The first failure is the batch's; pieces that have begun are asked to stop, the others never begin. */
  fail(error: unknown): void {
    if (this.settled) return;
    this.settled = true;
    this.queue.length = 0;
    this.controller.abort();
    this.settings.reject(error);
  }

  private requeue(piece: number): void {
    this.running -= 1;
    if (!this.settled) this.queue.unshift(piece);
  }

  private finishIfDone(): void {
    if (this.finished < this.inputs.length) return;
    this.settled = true;
    this.settings.resolve(this.outputs);
  }

  private overall(): Overall {
    const { weights } = this.settings;
    const sum = this.fractions.reduce((total, fraction, piece) => total + fraction * weights[piece]!, 0);
    const fraction = this.finished === this.inputs.length ? 1 : sum / this.totalWeight;
    return { fraction, secondsLeft: secondsLeft(this.elapsed(), fraction) };
  }
}

/** How far a piece says it is, 0 … 1; 0 where its reports don't say. */
function fractionOf(progress: unknown): number {
  if (typeof progress !== 'object' || progress === null || !('fraction' in progress)) return 0;
  return typeof progress.fraction === 'number' ? Math.min(1, Math.max(0, progress.fraction)) : 0;
}

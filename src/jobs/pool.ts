/**
 * The page's workers. The first one always runs, and does what can't be divided; work that falls apart is done by as many as
 * there are cores (wasm) or by the first alone (one GPU). Further workers start when divided work waits, get their engine
 * and the digits from the first, and are let go after half a minute without work.
 *
 * Which worker does a piece, and in what order pieces end, changes no bit of a result (`splitting.ts`). A piece whose worker dies or
 * hangs, or whose device is lost, is done again, by another worker or, where it was the first, on the engine that
 * `engineAfter` opens; what was finished stays finished. A job that can't be divided goes on from its latest checkpoint in the same
 * way. Any other failure of a piece fails its job and stops the rest of it; what `onResult` was told before is the caller's to keep.
 */
import { AppError, isAppError, unlessAborted } from '../core/errors';
import type { Checkpoint } from '../model/training';
import { Batch, MOST_TRIES } from './batch';
import { HEARTBEAT, JobClient } from './client';
import type { JobOptions, Loss, WorkerPort } from './client';
import { isLoss, otherDigits } from './losses';
import type { MapOptions, PoolSettings, RunOptions } from './pool-options';
import type { DatasetInfo, EngineInfo, JobMap, JobName, LentDataset, Resumable } from './protocol';
import { SPLITTINGS } from './splitting';
import type { Splitting } from './splitting';

const IDLE = 30_000;
const NOT_OPEN = 'The computing engine is not open; reload the page.';

interface Member {
  readonly client: JobClient;
  /** A piece is under way here. */
  busy: boolean;
  engine: Promise<EngineInfo> | null;
  /** Which dataset it was given, and whether the training digits came along. */
  dataset: DatasetInfo | null;
  training: boolean;
  release: ReturnType<typeof setTimeout> | undefined;
}

/** Whether part of the run was computed before: by an earlier visit, say. */
function hasBegun(input: { readonly checkpoint?: Checkpoint } | object): boolean {
  const position = 'checkpoint' in input ? input.checkpoint?.position : undefined;
  return position !== undefined && (position.epoch > 0 || position.step > 0);
}

export class WorkerPool {
  private readonly first: Member;
  private others: readonly Member[] = [];
  private batches: readonly Batch[] = [];
  private engine: EngineInfo | null = null;
  private dataset: DatasetInfo | null = null;
  /** Engine and dataset are being opened after a loss; nothing is handed out meanwhile. */
  private recovering: Promise<boolean> | null = null;
  /** The most workers that are wanted, and that the browser gives. */
  private wanted: number;
  private limit: number;

  constructor(
    private readonly spawn: () => WorkerPort,
    private readonly settings: PoolSettings,
  ) {
    this.wanted = this.limit = settings.limit;
    this.first = this.member(loss => {
      const { engine } = this;
      this.engine = null;
      settings.onLost(loss);
      if (engine) void this.recover(engine, new AppError('engine', NOT_OPEN));
    });
  }

  /** Asks for so many workers at most, from the next piece on. */
  setLimit(workers: number): void {
    this.wanted = this.limit = workers;
  }

  /** Workers that divided work may have on the backend in use. */
  get size(): number {
    return this.engine?.backend === 'wasm' ? this.limit : 1;
  }

  /** Runs a job: divided where it falls apart by itself, else in the first worker. */
  async run<J extends JobName>(
    job: J,
    input: JobMap[J]['input'],
    options: RunOptions<J> = {},
  ): Promise<JobMap[J]['output']> {
    const splitting = SPLITTINGS[job] as Splitting<J> | undefined;
    if (splitting && this.dataset && (this.engine || this.recovering)) {
      return this.divide(job, input, splitting, options);
    }
    const output = await this.runInFirst(job, input, options);
    options.onPiece?.(output);
    return output;
  }

  /** Runs a job in the first worker to its end: when its engine is lost, on the next one, from the latest checkpoint. */
  async runOn<J extends Resumable>(
    job: J,
    input: JobMap[J]['input'],
    { onAgain, ...options }: RunOptions<J>,
  ): Promise<JobMap[J]['output']> {
    const { dataset } = this;
    let from = input;
    let tries = 0;
    let afresh = !hasBegun(input);
    const onCheckpoint = (checkpoint: Checkpoint) => {
      from = { ...from, checkpoint };
      tries = 0;
      afresh = false;
      options.onCheckpoint?.(checkpoint);
    };
    for (;;) {
      const { engine } = this;
      try {
        return await this.runInFirst(job, from, { ...options, onCheckpoint });
      } catch (error) {
        tries += 1;
        if (!isLoss(error) || !engine || tries >= MOST_TRIES) throw error;
        if (!(await unlessAborted(this.recover(engine, error), options.signal)) || !this.engine) throw error;
        if (this.dataset !== dataset) throw otherDigits();
        onAgain?.({ engine: this.engine, afresh });
      }
    }
  }

  /**
   * Runs the job once for each input, in whatever worker is free; the outputs in the order of the inputs. On a GPU one after
   * the other.
   * @throws AppError of the first piece that fails; `cancelled` when the signal aborts; `dataset` when the digits change meanwhile.
   */
  map<J extends JobName>(
    job: J,
    inputs: readonly JobMap[J]['input'][],
    { signal, training = false, startsWorkers = true, weight, ...told }: MapOptions<J> = {},
  ): Promise<JobMap[J]['output'][]> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(new AppError('cancelled', 'The job was cancelled.'));
        return;
      }
      const abort = () => batch.fail(new AppError('cancelled', 'The job was cancelled.'));
      const settle = () => {
        signal?.removeEventListener('abort', abort);
        this.batches = this.batches.filter(other => other !== batch);
      };
      const batch = new Batch({
        job,
        inputs,
        weights: inputs.map(input => weight?.(input) ?? 1),
        training,
        startsWorkers,
        dataset: this.dataset,
        onProgress: (piece, progress, overall) => told.onProgress?.(piece, progress as never, overall),
        onResult: (piece, output, overall) => told.onResult?.(piece, output as JobMap[J]['output'], overall),
        onAgain: again => told.onAgain?.(again),
        resolve: outputs => {
          settle();
          resolve(outputs as JobMap[J]['output'][]);
        },
        reject: error => {
          settle();
          reject(error);
        },
      });
      signal?.addEventListener('abort', abort);
      this.batches = [...this.batches, batch];
      batch.begin();
      this.dispatch();
    });
  }

  /** Ends every worker; what is under way is rejected as cancelled. */
  close(): void {
    for (const batch of this.batches) batch.fail(new AppError('cancelled', 'The job was cancelled.'));
    for (const member of this.others) this.dismiss(member);
    this.first.client.close();
  }

  private async divide<J extends JobName>(
    job: J,
    input: JobMap[J]['input'],
    splitting: Splitting<J>,
    { signal, onProgress, onPiece, onAgain }: RunOptions<J>,
  ): Promise<JobMap[J]['output']> {
    const { backend = 'wasm' } = this.engine ?? {};
    const { testCount = 0 } = this.dataset ?? {};
    const pieces = splitting.pieces(input, { backend, testCount });
    const outputs = await this.map(job, pieces, {
      signal,
      startsWorkers: splitting.startsWorkers,
      weight: piece => splitting.weight(piece),
      onProgress: splitting.follow(pieces, progress => onProgress?.(progress)),
      onResult: (_piece, output) => onPiece?.(output),
      onAgain,
    });
    return splitting.join(outputs);
  }

  private async runInFirst<J extends JobName>(
    job: J,
    input: JobMap[J]['input'],
    options: JobOptions<J>,
  ): Promise<JobMap[J]['output']> {
    if (job === 'open-engine') this.engine = null;
    try {
      const output = await this.first.client.run(job, input, options);
      if (job === 'open-engine') this.opened(output as EngineInfo);
      if (job === 'load-dataset') this.loaded(output as DatasetInfo);
      return output;
    } finally {
      this.dispatch(); // the first is free again
    }
  }

  private opened(engine: EngineInfo): void {
    this.engine = engine;
    this.limit = this.wanted;
    if (engine.backend !== 'wasm') for (const member of this.others) this.dismiss(member);
    this.tell();
  }

  private loaded(dataset: DatasetInfo): void {
    const { dataset: before } = this;
    // Name and source tell datasets apart: MNIST is checked by its hash, the built-in digits are always the same.
    if (before?.name === dataset.name && before.source === dataset.source) return;
    this.dataset = dataset;
    for (const batch of this.batches) if (batch.dataset !== null) batch.fail(otherDigits());
  }

  private member(onLost: (loss: Loss) => void): Member {
    const client = new JobClient(this.spawn, onLost, this.settings.heartbeat ?? HEARTBEAT);
    return { client, busy: false, engine: null, dataset: null, training: false, release: undefined };
  }

  /** Hands pieces to workers as long as there are both, evenly to the jobs under way. */
  private dispatch(): void {
    while (!this.recovering) {
      const waiting = this.batches.filter(batch => batch.waiting);
      const batch = waiting.toSorted((a, b) => a.running - b.running)[0];
      const member = batch && this.free(batch);
      if (!batch || !member) return;
      member.busy = true;
      void this.perform(member, batch, batch.take());
    }
  }

  private free({ startsWorkers }: Batch): Member | undefined {
    const { first } = this;
    const others = this.others.slice(0, this.size - 1);
    const grows = startsWorkers && 1 + others.length < this.size;
    // A training under way keeps the first worker, unless there is no other.
    const alone = others.length === 0 && !grows;
    if (!first.busy && (alone || first.client.load === 0)) return first;
    const idle = others.find(member => !member.busy);
    if (idle || !grows) return idle;
    const member = this.member(() => this.dismiss(member));
    this.others = [...this.others, member];
    this.tell();
    return member;
  }

  private async perform(member: Member, batch: Batch, piece: number): Promise<void> {
    clearTimeout(member.release);
    const { engine } = this;
    try {
      if (member !== this.first && !(await this.provide(member, batch, piece))) return;
      if (batch.settled) return;
      const output = await member.client.run(batch.job, batch.inputs[piece] as never, {
        signal: batch.stop,
        onProgress: progress => batch.progress(piece, progress),
      });
      batch.done(piece, output);
    } catch (error) {
      if (!isLoss(error) || !batch.retry(piece)) batch.fail(error);
      else await this.replace(member, batch, engine, error);
    } finally {
      member.busy = false;
      if (member !== this.first && this.others.includes(member)) {
        member.release = setTimeout(() => this.dismiss(member), this.settings.idle ?? IDLE);
      }
      this.dispatch();
    }
  }

  /** Sees to it that what `member` had under way can be done again. */
  private async replace(
    member: Member,
    batch: Batch,
    engine: EngineInfo | null,
    error: AppError,
  ): Promise<void> {
    if (member !== this.first) this.dismiss(member);
    else if (!engine || !(await this.recover(engine, error))) batch.fail(error);
    if (this.engine) batch.again(this.engine);
  }

  /** Whether there is an engine again after `failed`. Where there is none, all that waits for one fails. */
  private recover(failed: EngineInfo, error: AppError): Promise<boolean> {
    const { engineAfter } = this.settings;
    if (!engineAfter) return Promise.resolve(false);
    if (this.recovering) return this.recovering;
    if (this.engine && this.engine !== failed) return Promise.resolve(true);
    this.recovering = engineAfter(failed, error).then(opened => {
      this.recovering = null;
      if (!opened) for (const batch of this.batches) batch.fail(error);
      this.dispatch();
      return opened;
    });
    return this.recovering;
  }

  /** Engine and digits for a further worker. Where it can't have them, the work goes on with those that are there. */
  private async provide(member: Member, batch: Batch, piece: number): Promise<boolean> {
    try {
      member.engine ??= member.client.run('open-engine', { choice: 'wasm' });
      await member.engine;
      const { dataset } = this;
      const training = batch.training || (member.training && member.dataset === dataset);
      if (dataset && (member.dataset !== dataset || member.training !== training)) {
        const lent = await this.first.client.run('lend-dataset', { train: training });
        await member.client.run('take-dataset', lent, { transfer: buffersOf(lent) });
        Object.assign(member, { dataset, training });
      }
      return true;
    } catch (error) {
      if (!isAppError(error)) throw error;
      this.limit = Math.max(1, this.others.length);
      batch.putBack(piece);
      this.dismiss(member);
      return false;
    }
  }

  private dismiss(member: Member): void {
    if (!this.others.includes(member)) return;
    this.others = this.others.filter(other => other !== member);
    clearTimeout(member.release);
    member.client.close();
    this.tell();
  }

  private tell(): void {
    this.settings.onCount?.(1 + this.others.length);
  }
}

function buffersOf({ train, test }: LentDataset): ArrayBuffer[] {
  const arrays = [train, test].flatMap(split => (split ? [split.images, split.labels] : []));
  return [...new Set(arrays.map(array => array.buffer as ArrayBuffer))];
}

/**
 * One worker, as the page holds it. A job is a promise with progress and an AbortSignal; an abort asks the job to stop at
 * its next step, and the promise then settles as the job decides (training resolves with its checkpoint, the others
 * reject with `cancelled`). Errors arrive as `AppError` with their code.
 *
 * A worker that dies, or gives no sign of life for a minute while it has work, is ended; everything under way is rejected
 * with an `engine` error, and the next job starts a new one.
 */
import { AppError } from '../core/errors';
import type { Checkpoint } from '../model/training';
import type { FromWorker, JobMap, JobName, ToWorker } from './protocol';

export interface JobOptions<J extends JobName> {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: JobMap[J]['progress']) => void) | undefined;
  onCheckpoint?: ((checkpoint: Checkpoint) => void) | undefined;
  /** Buffers of the input that are handed over instead of copied. */
  transfer?: Transferable[] | undefined;
}

/** What is gone: the worker with all that it held, or the device of its engine alone. */
export interface Loss {
  readonly what: 'worker' | 'device';
  readonly reason: string;
}

/** What is needed of a `Worker`. */
export interface WorkerPort {
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: ToWorker, transfer: Transferable[]): void;
  terminate(): void;
}

/** Whether a worker is alive is asked `every` so many milliseconds; after so many unanswered questions it counts as hung. */
export interface Heartbeat {
  readonly every: number;
  readonly unanswered: number;
}

/** Counted in questions, not in time: a laptop that slept, or a tab whose timers are throttled, is no hung worker. */
export const HEARTBEAT: Heartbeat = { every: 10_000, unanswered: 6 };

interface Pending {
  resolve(output: unknown): void;
  reject(error: AppError): void;
  onProgress: ((progress: never) => void) | undefined;
  onCheckpoint: ((checkpoint: Checkpoint) => void) | undefined;
}

export class JobClient {
  private worker: WorkerPort | null = null;
  private nextId = 1;
  private readonly pending = new Map<number, Pending>();
  private timer: ReturnType<typeof setInterval> | null = null;
  private unanswered = 0;

  /** @param onLost told when the worker or its device is gone; what it held must be loaded again. */
  constructor(
    private readonly spawn: () => WorkerPort,
    private readonly onLost: (loss: Loss) => void,
    private readonly heartbeat: Heartbeat = HEARTBEAT,
  ) {}

  /** Jobs under way. */
  get load(): number {
    return this.pending.size;
  }

  run<J extends JobName>(
    job: J,
    input: JobMap[J]['input'],
    options: JobOptions<J> = {},
  ): Promise<JobMap[J]['output']> {
    const { signal } = options;
    if (signal?.aborted) return Promise.reject(new AppError('cancelled', 'The job was cancelled.'));
    const worker = (this.worker ??= this.start());
    const id = this.nextId++;
    return new Promise<JobMap[J]['output']>((resolve, reject) => {
      const abort = () => worker.postMessage({ kind: 'abort', id }, []);
      signal?.addEventListener('abort', abort);
      this.pending.set(id, {
        resolve: output => {
          signal?.removeEventListener('abort', abort);
          resolve(output as JobMap[J]['output']);
        },
        reject: error => {
          signal?.removeEventListener('abort', abort);
          reject(error);
        },
        onProgress: options.onProgress as Pending['onProgress'],
        onCheckpoint: options.onCheckpoint,
      });
      this.watch();
      worker.postMessage({ kind: 'start', id, job, input }, options.transfer ?? []);
    });
  }

  /** Ends the worker; what is under way is rejected as cancelled. */
  close(): void {
    this.end(new AppError('cancelled', 'The job was cancelled.'));
  }

  private start(): WorkerPort {
    const worker = this.spawn();
    worker.onmessage = event => this.receive(event.data);
    worker.onerror = event => {
      if (this.worker === worker) this.lose(event.message || 'The computing worker could not be started.');
    };
    return worker;
  }

  /** Asks for signs of life as long as there is work. */
  private watch(): void {
    if (this.timer !== null) return;
    this.unanswered = 0;
    this.timer = setInterval(() => {
      if (this.unanswered >= this.heartbeat.unanswered) {
        this.lose('It gave no sign of life for a minute and was ended.');
        return;
      }
      this.unanswered += 1;
      this.worker?.postMessage({ kind: 'ping' }, []);
    }, this.heartbeat.every);
  }

  private lose(reason: string): void {
    this.end(new AppError('engine', 'The computing worker stopped: {reason}', { values: { reason } }));
    this.onLost({ what: 'worker', reason });
  }

  private end(error: AppError): void {
    this.worker?.terminate();
    this.worker = null;
    const jobs = [...this.pending.values()];
    this.pending.clear();
    this.rest();
    for (const job of jobs) job.reject(error);
  }

  private receive(message: FromWorker): void {
    this.unanswered = 0;
    if (message.kind === 'pong') return;
    if (message.kind === 'engine-lost') {
      this.onLost({ what: 'device', reason: message.reason });
      return;
    }
    const job = this.pending.get(message.id);
    if (!job) return;
    switch (message.kind) {
      case 'progress':
        job.onProgress?.(message.progress as never);
        break;
      case 'checkpoint':
        job.onCheckpoint?.(message.checkpoint);
        break;
      case 'done':
        this.pending.delete(message.id);
        this.rest();
        job.resolve(message.output);
        break;
      case 'failed':
        this.pending.delete(message.id);
        this.rest();
        job.reject(new AppError(message.code, message.template, { values: message.values }));
        break;
    }
  }

  /** No questions to a worker without work. */
  private rest(): void {
    if (this.pending.size > 0 || this.timer === null) return;
    clearInterval(this.timer);
    this.timer = null;
  }
}

/**
 * The page's end of the worker. A job is a promise with progress and an AbortSignal; an abort asks the job to stop at
 * its next step, and the promise then settles as the job decides (training resolves with its checkpoint, the others
 * reject with `cancelled`). Errors arrive as `AppError` with their code.
 *
 * A worker that dies rejects everything under way with an `engine` error, and the next job starts a new one.
 */
import { AppError } from '../core/errors';
import type { Checkpoint } from '../model/training';
import type { FromWorker, JobMap, JobName, ToWorker } from './protocol';

export interface JobOptions<J extends JobName> {
  signal?: AbortSignal;
  onProgress?: (progress: JobMap[J]['progress']) => void;
  onCheckpoint?: (checkpoint: Checkpoint) => void;
}

interface Pending {
  resolve(output: unknown): void;
  reject(error: AppError): void;
  onProgress: ((progress: never) => void) | undefined;
  onCheckpoint: ((checkpoint: Checkpoint) => void) | undefined;
}

export class JobClient {
  private worker: Worker | null = null;
  private nextId = 1;
  private readonly pending = new Map<number, Pending>();

  /** @param onLost told when the worker or its device is gone, with the reason; everything it held must be loaded again. */
  constructor(
    private readonly spawn: () => Worker,
    private readonly onLost: (reason: string) => void,
  ) {}

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
      const abort = () => this.post(worker, { kind: 'abort', id });
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
      this.post(worker, { kind: 'start', id, job, input });
    });
  }

  /** Ends the worker; what is under way is rejected as cancelled. */
  close(): void {
    this.worker?.terminate();
    this.worker = null;
    this.rejectAll(new AppError('cancelled', 'The job was cancelled.'));
  }

  private post(worker: Worker, message: ToWorker): void {
    worker.postMessage(message);
  }

  private start(): Worker {
    const worker = this.spawn();
    worker.onmessage = (event: MessageEvent<FromWorker>) => this.receive(event.data);
    worker.onerror = event => {
      worker.terminate();
      if (this.worker === worker) this.worker = null;
      const reason = event.message || 'The computing worker could not be started.';
      this.rejectAll(new AppError('engine', `The computing worker stopped: ${reason}`));
      this.onLost(reason);
    };
    return worker;
  }

  private receive(message: FromWorker): void {
    if (message.kind === 'engine-lost') {
      this.onLost(message.reason);
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
        job.resolve(message.output);
        break;
      case 'failed':
        this.pending.delete(message.id);
        job.reject(new AppError(message.code, message.message));
        break;
    }
  }

  private rejectAll(error: AppError): void {
    for (const job of this.pending.values()) job.reject(error);
    this.pending.clear();
  }
}

/**
 * The one error type of the compute layers. It carries a `code`, so that it can cross from a worker to the page and
 * still be told apart there, and a message written for the person in front of the page: which value was wrong, what
 * was expected, what to do.
 */
import { fillTemplate } from './sentence';
import type { Sentence, SentenceValues } from './sentence';

export type ErrorCode =
  /** A file or a value that came from outside is not what it must be. */
  | 'bad-input'
  /** A dataset could not be found, fetched or trusted. */
  | 'dataset'
  /** A compute backend is missing, was lost, or failed. */
  | 'engine'
  /** A part of the page's own code did not arrive; a reload asks for it again. */
  | 'not-loaded'
  /** A job was stopped on request. */
  | 'cancelled'
  /** A contract between two parts of the program was broken: our fault, never the visitor's. */
  | 'internal';

export interface AppErrorOptions extends ErrorOptions {
  /** What stands in for the template's `{names}`. */
  readonly values?: SentenceValues | undefined;
}

export class AppError extends Error implements Sentence {
  override readonly name = 'AppError';
  readonly values: SentenceValues;

  /** @param template English; `message` is it with `options.values` filled in. */
  constructor(
    readonly code: ErrorCode,
    readonly template: string,
    { values = {}, ...options }: AppErrorOptions = {},
  ) {
    super(fillTemplate(template, values), options);
    this.values = values;
  }
}

export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}

/** Throws the `cancelled` error when `signal` has been aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AppError('cancelled', 'The job was cancelled.');
}

/** What `promise` gives, or the `cancelled` error as soon as `signal` is aborted: what is awaited goes on, for others that wait. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const stop = () => reject(new AppError('cancelled', 'The job was cancelled.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

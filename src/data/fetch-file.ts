/** One file over the network: bounded in size and in patience, each way of failing told apart. */
import { AppError, throwIfAborted } from '../core/errors';
import type { Sentence } from '../core/sentence';

export interface FetchFileOptions {
  /** What it is called, and where it is looked for, for the messages. */
  readonly name: string;
  readonly source: string | Sentence;
  /** More bytes than this are not read. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without a byte after which it is given up; 15 seconds when absent. */
  readonly patience?: number | undefined;
  /**
   * Bytes so far, as the browser hands them on: unpacked, where the server packed them for the way.
   * @param start the first of them, which tell what they are.
   */
  readonly onProgress?: ((received: number, start: Uint8Array) => void) | undefined;
}

const PATIENCE = 15_000;

/**
 * @throws AppError `cancelled` on abort; `dataset`, naming file and source, when it cannot be reached, is not there, is
 *   too large, or breaks off.
 */
export async function fetchFile(url: string, options: FetchFileOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { name, source, limit, signal, patience = PATIENCE, onProgress } = options;
  throwIfAborted(signal);
  const controller = new AbortController();
  const stop = () => controller.abort();
  signal?.addEventListener('abort', stop);
  let timer = setTimeout(stop, patience);
  const chunks: Uint8Array[] = [];
  let length = 0;
  let answered = false;
  try {
    const response = await fetch(url, { signal: controller.signal });
    if (!response.ok || !response.body) {
      throw new AppError('dataset', '{source} has no {name} (HTTP {status}).', {
        values: { source, name, status: response.status },
      });
    }
    answered = true;
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(stop, patience);
      chunks.push(part.value);
      length += part.value.length;
      if (length > limit) {
        throw new AppError('dataset', '{source} sent more than the {limit} bytes {name} can have.', {
          values: { source, limit, name },
        });
      }
      onProgress?.(length, chunks[0]!);
    }
  } catch (cause) {
    throwIfAborted(signal);
    // Ends the connection of an answer that is not read on.
    stop();
    if (cause instanceof AppError) throw cause;
    if (answered) {
      throw new AppError('dataset', '{source} broke off after {length} bytes of {name}.', {
        values: { source, length, name },
        cause,
      });
    }
    throw new AppError('dataset', '{source} could not be reached for {name}.', {
      values: { source, name },
      cause,
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

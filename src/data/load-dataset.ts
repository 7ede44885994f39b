/**
 * Finds the digits for the page: MNIST beside the page itself, else from a mirror that allows it, else the built-in
 * synthetic digits, so that everything works with no network at all. It always says what it found and what it tried.
 */
import { AppError, isAppError, throwIfAborted } from '../core/errors';
import type { Dataset } from './dataset';
import { isGzip, isIdx } from './idx';
import { assembleMnist, checkMnistFile, MNIST_FILES, MNIST_PARTS } from './mnist';
import type { MnistPart } from './mnist';
import { syntheticDataset } from './synthetic-digits';

/** Answers with CORS headers, so that a page of any origin may read it. */
export const MNIST_MIRROR = 'https://cdn.jsdelivr.net/gh/fgnt/mnist/';

export interface LoadOptions {
  readonly preference: 'auto' | 'synthetic';
  /** The page's own address, ending in a slash; `data/mnist/` lies below it. */
  readonly baseUrl: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((received: number, total: number) => void) | undefined;
}

export interface LoadedDataset {
  readonly dataset: Dataset;
  /** What was tried before it was found, in order. */
  readonly notes: readonly string[];
}

/** @throws AppError `cancelled` on abort; nothing else: there are always digits. */
export async function loadDataset(options: LoadOptions): Promise<LoadedDataset> {
  if (options.preference === 'synthetic') {
    return { dataset: syntheticDataset(), notes: [] };
  }
  const notes: string[] = [];
  const places = [
    { source: 'this page', url: `${options.baseUrl}data/mnist/` },
    { source: new URL(MNIST_MIRROR).host, url: MNIST_MIRROR },
  ];
  for (const { source, url } of places) {
    try {
      return { dataset: await fetchMnist(url, source, options), notes };
    } catch (error) {
      throwIfAborted(options.signal);
      if (!isAppError(error)) throw error;
      notes.push(error.message);
    }
  }
  notes.push('The built-in synthetic digits stand in; no figure of theirs is shown beside the paper.');
  return { dataset: syntheticDataset(), notes };
}

async function fetchMnist(
  url: string,
  source: string,
  { signal, onProgress }: LoadOptions,
): Promise<Dataset> {
  const received = new Map<MnistPart, number>();
  const totals = new Map<MnistPart, number>(MNIST_PARTS.map(part => [part, MNIST_FILES[part].packedSize]));
  const sum = (counts: Map<MnistPart, number>) => [...counts.values()].reduce((all, n) => all + n, 0);

  const files: Partial<Record<MnistPart, Uint8Array>> = {};
  // The small files first: a source that has none is found out for little.
  for (const part of MNIST_PARTS.toSorted((x, y) => MNIST_FILES[x].size - MNIST_FILES[y].size)) {
    const bytes = await fetchBytes(`${url}${MNIST_FILES[part].name}.gz`, source, signal, (count, total) => {
      received.set(part, count);
      if (total > 0) totals.set(part, total);
      onProgress?.(sum(received), sum(totals));
    });
    files[part] = await checkMnistFile(part, bytes, source);
  }
  return assembleMnist(files as Record<MnistPart, Uint8Array>, source);
}

/** No file of MNIST is larger, packed or not. */
const LARGEST = MNIST_FILES.trainImages.size;

async function fetchBytes(
  url: string,
  source: string,
  signal: AbortSignal | undefined,
  onProgress: (received: number, total: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  let response: Response;
  try {
    response = await fetch(url, signal ? { signal } : {});
  } catch (cause) {
    throw new AppError('dataset', `${source} could not be reached for MNIST.`, { cause });
  }
  if (!response.ok || !response.body) {
    throw new AppError('dataset', `${source} has no MNIST (HTTP ${response.status}).`);
  }
  const total = Number(response.headers.get('content-length') ?? 0);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      chunks.push(part.value);
      length += part.value.length;
      if (length > LARGEST) {
        await reader.cancel();
        throw new AppError(
          'dataset',
          `${source} sent more than a file of MNIST can have; it was not read on.`,
        );
      }
      onProgress(length, total);
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('dataset', `${source} broke off after ${length} bytes of MNIST.`, { cause });
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  // A single-page host answers a missing file with its page, and says 200.
  if (!isGzip(bytes) && !isIdx(bytes)) {
    throw new AppError('dataset', `${source} has no MNIST: it answers with something else.`);
  }
  return bytes;
}

/**
 * Finds the digits for the page: MNIST beside the page itself, else from a mirror that allows it, else the built-in
 * synthetic digits, so that everything works with no network at all. It always says what it found and what it tried.
 */
import { AppError, isAppError, throwIfAborted } from '../core/errors';
import { sentence } from '../core/sentence';
import type { Sentence } from '../core/sentence';
import type { Dataset } from './dataset';
import { fetchFile } from './fetch-file';
import { isGzip, isIdx } from './idx';
import { keep, readKept } from './kept-files';
import { assembleMnist, checkMnistFile, MNIST_FILES, MNIST_PARTS, packedBytes } from './mnist';
import type { MnistPart } from './mnist';
import { MNIST_MIRROR } from './mnist-mirror';
import { syntheticDataset } from './synthetic-digits';

export interface LoadOptions {
  readonly preference: 'auto' | 'synthetic';
  /** The page's own address, ending in a slash; `data/mnist/` lies below it. */
  readonly baseUrl: string;
  /** Where to look after that; ends in a slash. */
  readonly mirror?: string;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds after which a source that sends nothing is given up. */
  readonly patience?: number;
  readonly onProgress?: ((received: number, total: number) => void) | undefined;
}

export interface LoadedDataset {
  readonly dataset: Dataset;
  /** What was tried before it was found, in order. */
  readonly notes: readonly Sentence[];
}

/** @throws AppError `cancelled` on abort; nothing else: there are always digits. */
export async function loadDataset(options: LoadOptions): Promise<LoadedDataset> {
  if (options.preference === 'synthetic') {
    return { dataset: await syntheticDataset(options.signal), notes: [] };
  }
  const notes: Sentence[] = [];
  const mirror = options.mirror ?? MNIST_MIRROR;
  const places = [
    { source: 'this page', said: sentence('this page'), url: `${options.baseUrl}data/mnist/` },
    { source: new URL(mirror).host, said: new URL(mirror).host, url: mirror },
  ];
  for (const { source, said, url } of places) {
    try {
      return { dataset: await fetchMnist(url, source, said, options), notes };
    } catch (error) {
      throwIfAborted(options.signal);
      if (!isAppError(error)) throw error;
      notes.push(sentence(error.template, error.values));
    }
  }
  notes.push(
    sentence(
      'The built-in synthetic digits stand in; no figure of theirs is shown beside the paper. A reload tries again, and loses nothing.',
    ),
  );
  return { dataset: await syntheticDataset(options.signal), notes };
}

async function fetchMnist(
  folder: string,
  source: string,
  /** The source, for messages. */
  said: string | Sentence,
  { signal, patience, onProgress }: LoadOptions,
): Promise<Dataset> {
  const received = new Map<MnistPart, number>();
  const total = MNIST_PARTS.reduce((sum, part) => sum + MNIST_FILES[part].packedSize, 0);
  const report = (part: MnistPart, bytes: number) => {
    received.set(part, bytes);
    onProgress?.(
      [...received.values()].reduce((sum, n) => sum + n, 0),
      total,
    );
  };

  const files: Partial<Record<MnistPart, Uint8Array>> = {};
  // The small files first: a source that has none is found out for little.
  for (const part of MNIST_PARTS.toSorted((x, y) => MNIST_FILES[x].size - MNIST_FILES[y].size)) {
    const { name, size, packedSize } = MNIST_FILES[part];
    const url = `${folder}${name}.gz`;
    const kept = await keptPart(part, url, said);
    if (kept) {
      received.set(part, packedSize);
      files[part] = kept;
      continue;
    }
    const bytes = await fetchFile(url, {
      name: `${name}.gz`,
      source: said,
      limit: size,
      signal,
      patience,
      onProgress: (count, start) => report(part, packedBytes(MNIST_FILES[part], count, start)),
    });
    // A single-page host answers a missing file with its page, and says 200.
    if (!isGzip(bytes) && !isIdx(bytes)) {
      throw new AppError('dataset', '{source} has no {name}.gz: it answers with something else.', {
        values: { source: said, name },
      });
    }
    report(part, packedSize);
    files[part] = await checkMnistFile(part, bytes, said);
    await keep(url, bytes);
  }
  return assembleMnist(files as Record<MnistPart, Uint8Array>, source);
}

/** A file kept on an earlier visit, checked as any other; a damaged one is forgotten. */
async function keptPart(part: MnistPart, url: string, said: string | Sentence): Promise<Uint8Array | null> {
  const bytes = await readKept(url);
  if (!bytes) return null;
  try {
    return await checkMnistFile(part, bytes, said);
  } catch (error) {
    if (!isAppError(error)) throw error;
    await keep(url, null);
    return null;
  }
}

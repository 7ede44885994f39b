/** MNIST from this computer's disk, for tests and command-line scripts. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Dataset } from './dataset';
import { assembleMnist, checkMnistFile, MNIST_FILES, MNIST_PARTS } from './mnist';
import type { MnistPart } from './mnist';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Where the four files lie: MNIST_DIR, where `npm run data` puts them, or a folder shared beside the project; else null. */
export function findMnistFolder(): string | null {
  const places = [process.env['MNIST_DIR'], join(ROOT, 'public/data/mnist'), join(ROOT, '../shared/mnist')];
  return (
    places.find(
      place => place && MNIST_PARTS.every(part => existsSync(join(place, `${MNIST_FILES[part].name}.gz`))),
    ) ?? null
  );
}

/** @returns null where there is no MNIST on this computer. @throws AppError `dataset` for damaged files. */
export async function readMnistFromDisk(folder = findMnistFolder()): Promise<Dataset | null> {
  if (!folder) return null;
  const files: Partial<Record<MnistPart, Uint8Array>> = {};
  for (const part of MNIST_PARTS) {
    const bytes = Uint8Array.from(await readFile(join(folder, `${MNIST_FILES[part].name}.gz`)));
    files[part] = await checkMnistFile(part, bytes, folder);
  }
  return assembleMnist(files as Record<MnistPart, Uint8Array>, folder);
}

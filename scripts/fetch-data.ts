/**
 * `npm run data`: puts MNIST's four files where the page is served from (public/data/mnist), from MNIST_DIR if that is
 * set, else from a mirror, each checked by its SHA-256. What is there already and right stays.
 *
 *   npm run data [-- --required]    exit 1, not 0, when MNIST cannot be had
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkMnistFile, MNIST_FILES, MNIST_PARTS } from '../src/data/mnist';
import type { MnistPart } from '../src/data/mnist';

const TARGET = fileURLToPath(new URL('../public/data/mnist/', import.meta.url));
const MIRRORS = [
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
  'https://cdn.jsdelivr.net/gh/fgnt/mnist/',
];
const TIMEOUT = 60_000;

const { values } = parseArgs({ options: { required: { type: 'boolean', default: false } } });

type Source = { name: string; read(file: string): Promise<Uint8Array<ArrayBuffer>> };

const folder = process.env['MNIST_DIR'];
const sources: Source[] = folder
  ? [{ name: folder, read: async file => Uint8Array.from(await readFile(join(folder, file))) }]
  : MIRRORS.map(mirror => ({
      name: mirror,
      read: async file => {
        const response = await fetch(mirror + file, { signal: AbortSignal.timeout(TIMEOUT) });
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        return new Uint8Array(await response.arrayBuffer());
      },
    }));

/** Whether the file is in place and right. */
async function isThere(part: MnistPart, path: string): Promise<boolean> {
  if (!existsSync(path)) return false;
  try {
    await checkMnistFile(part, Uint8Array.from(await readFile(path)), path);
    return true;
  } catch {
    return false;
  }
}

/** Writes beside the target and renames, so that a cut-off run leaves no half file. */
async function bring(part: MnistPart, path: string, troubles: string[]): Promise<boolean> {
  for (const source of sources) {
    try {
      const bytes = await source.read(`${MNIST_FILES[part].name}.gz`);
      await checkMnistFile(part, bytes, source.name);
      await writeFile(`${path}.part`, bytes);
      await rename(`${path}.part`, path);
      return true;
    } catch (error) {
      troubles.push(`${source.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return false;
}

await mkdir(TARGET, { recursive: true });
for (const part of MNIST_PARTS) {
  const path = join(TARGET, `${MNIST_FILES[part].name}.gz`);
  if (await isThere(part, path)) continue;
  const troubles: string[] = [];
  if (await bring(part, path, troubles)) {
    console.log(`MNIST: ${MNIST_FILES[part].name}.gz is in place`);
    continue;
  }
  console.error(`MNIST could not be had:\n  ${troubles.join('\n  ')}`);
  console.error('Set MNIST_DIR to a folder with its four .gz files to use those.');
  if (values.required) process.exit(1);
  console.error('The page will look for a mirror of its own, and else use its built-in synthetic digits.');
  break;
}

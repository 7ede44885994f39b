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
import { fetchFile } from '../src/data/fetch-file';
import { checkMnistFile, MNIST_FILES, MNIST_PARTS, packedBytes } from '../src/data/mnist';
import type { MnistFile, MnistPart } from '../src/data/mnist';

const TARGET = fileURLToPath(new URL('../public/data/mnist/', import.meta.url));
const MIRRORS = [
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
  'https://cdn.jsdelivr.net/gh/fgnt/mnist/',
];

const { values } = parseArgs({ options: { required: { type: 'boolean', default: false } } });

interface Source {
  readonly name: string;
  read(file: MnistFile): Promise<Uint8Array<ArrayBuffer>>;
}

const folder = process.env['MNIST_DIR'];
const sources: Source[] = folder
  ? [{ name: folder, read: async ({ name }) => Uint8Array.from(await readFile(join(folder, `${name}.gz`))) }]
  : MIRRORS.map(mirror => {
      const source = new URL(mirror).host;
      return { name: source, read: file => download(file, mirror, source) };
    });

function download(file: MnistFile, mirror: string, source: string): Promise<Uint8Array<ArrayBuffer>> {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  let shown = performance.now();
  return fetchFile(`${mirror}${file.name}.gz`, {
    name: `${file.name}.gz`,
    source,
    limit: file.size,
    onProgress: (received, start) => {
      const now = performance.now();
      if (now - shown < 1000) return;
      shown = now;
      console.log(
        `MNIST: ${file.name}.gz from ${source}, ${megabytes(packedBytes(file, received, start))} of ${megabytes(file.packedSize)} MB`,
      );
    },
  });
}

/** What went wrong, and beneath it why: "fetch failed" alone helps nobody. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const causes: string[] = [];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) causes.push(cause.message);
  return causes.length > 0 ? `${error.message} (${causes.join(': ')})` : error.message;
}

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
      const bytes = await source.read(MNIST_FILES[part]);
      await checkMnistFile(part, bytes, source.name);
      await writeFile(`${path}.part`, bytes);
      await rename(`${path}.part`, path);
      return true;
    } catch (error) {
      troubles.push(describe(error));
    }
  }
  return false;
}

await mkdir(TARGET, { recursive: true });
let complete = true;
for (const part of MNIST_PARTS) {
  const path = join(TARGET, `${MNIST_FILES[part].name}.gz`);
  if (await isThere(part, path)) continue;
  const troubles: string[] = [];
  if (await bring(part, path, troubles)) {
    console.log(`MNIST: ${MNIST_FILES[part].name}.gz is in place`);
    continue;
  }
  complete = false;
  console.error(`MNIST could not be had:\n  ${troubles.join('\n  ')}`);
  console.error('Set MNIST_DIR to a folder with its four .gz files to use those.');
  console.error('The page will look for a mirror of its own, and else use its built-in synthetic digits.');
  break;
}
if (complete) console.log('MNIST is in public/data/mnist, checked.');
else if (values.required) process.exitCode = 1;

/**
 * Compiles src/engine/wasm/*.c into src/engine/wasm/build/kernels.wasm with clang, itself WebAssembly from npm, so that no
 * toolchain but npm's is needed. Cheap to call each time: it does nothing when neither sources nor compiler have changed.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../src/engine/wasm/', import.meta.url);
const BUILD = new URL('build/', FOLDER);
const MODULE = new URL('kernels.wasm', BUILD);
const STAMP = new URL('kernels.sha256', BUILD);
const COMPILER = new URL('../node_modules/@yowasp/clang/package.json', import.meta.url);

const FLAGS = [
  '--target=wasm32',
  '-std=c17',
  '-O3',
  '-msimd128',
  '-ffreestanding',
  '-ffp-contract=off', // no fused multiply-add: the same bits everywhere
  '-fno-unroll-loops', // V8 spills what an unrolled loop keeps alive
  '-Wall',
  '-Wextra',
  '-Werror',
  '-fno-strict-aliasing',
  '-nostdlib',
  '-Wl,--no-entry',
  '-Wl,--strip-all',
  '-Wl,--export=__heap_base',
];

async function readSources() {
  const names = (await readdir(FOLDER)).filter(name => /\.[ch]$/.test(name)).sort();
  const texts = await Promise.all(names.map(name => readFile(new URL(name, FOLDER), 'utf8')));
  return Object.fromEntries(names.map((name, i) => [name, texts[i]]));
}

async function readStamp() {
  try {
    await readFile(MODULE);
    return await readFile(STAMP, 'utf8');
  } catch {
    return null;
  }
}

const sources = await readSources();
const { version } = JSON.parse(await readFile(COMPILER, 'utf8'));
const stamp = createHash('sha256')
  .update(JSON.stringify([version, FLAGS, sources]))
  .digest('hex');

if ((await readStamp()) !== stamp) {
  const { runClang, Exit } = await import('@yowasp/clang');
  const units = Object.keys(sources).filter(name => name.endsWith('.c'));
  let files;
  try {
    files = await runClang(['clang', ...FLAGS, ...units, '-o', 'kernels.wasm'], sources);
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    console.error('The kernels do not compile; clang says why above.');
    process.exit(1);
  }
  await mkdir(BUILD, { recursive: true });
  // Renamed into place, so that a test or a server running meanwhile never reads half a module.
  const unfinished = new URL(`kernels.${process.pid}.tmp`, BUILD);
  await writeFile(unfinished, files['kernels.wasm']);
  await rename(unfinished, MODULE);
  await writeFile(STAMP, stamp);
  console.log(`${fileURLToPath(MODULE)}: ${files['kernels.wasm'].length} bytes`);
}

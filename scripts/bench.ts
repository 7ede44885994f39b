/**
 * `npm run bench`: builds the bench's page, opens it in a headless Chromium, measures figure after figure, ours and
 * its peers in alternation, and prints a table. How it measures is written in bench/README.md.
 */
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build, preview, type Plugin } from 'vite';
import { findMnistFolder } from '../src/data/mnist-from-disk';
import { parseBenchArguments } from './bench/arguments';
import { reportSchema, rowSchema, type BenchReport, type Row } from './bench/rows';
import { table } from './bench/table';
import { bringChromium, CHROMIUM_FLAGS } from './chromium.mjs';

const ROOT = fileURLToPath(new URL('bench/', import.meta.url));
const PROJECT = fileURLToPath(new URL('../', import.meta.url));
const PORT = 4187;
const VERSIONED = [
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-backend-webgpu',
  '@jax-js/jax',
];

/** Serves the bundled model and, from wherever this computer keeps it, MNIST. */
function files(mnist: string | null): Plugin {
  const folders = { '/pretrained/': join(PROJECT, 'public/pretrained'), '/data/mnist/': mnist };
  return {
    name: 'bench-files',
    configurePreviewServer: ({ middlewares }) => {
      for (const [path, folder] of Object.entries(folders)) {
        if (folder === null) continue;
        middlewares.use(path, (request, response, next) => {
          readFile(join(folder, basename(request.url ?? ''))).then(
            bytes => response.end(bytes),
            () => next(),
          );
        });
      }
    },
  };
}

function versionOf(name: string): string {
  const manifest: unknown = JSON.parse(
    readFileSync(join(PROJECT, 'node_modules', name, 'package.json'), 'utf8'),
  );
  return String((manifest as { version: unknown }).version);
}

async function main(): Promise<void> {
  const options = parseBenchArguments(process.argv.slice(2));
  const load = loadavg()[0]!;
  const mnist = findMnistFolder();
  const config = {
    configFile: false,
    root: ROOT,
    base: './',
    publicDir: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: 'build', emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 4000 },
    preview: { port: PORT, strictPort: true },
    plugins: [files(mnist)],
  } as const;
  await build({ ...config, plugins: [...config.plugins] });
  const server = await preview({ ...config, plugins: [...config.plugins] });
  const browser = await chromium.launch({
    executablePath: await bringChromium(),
    args: [...CHROMIUM_FLAGS],
  });

  const rows: Row[] = [];
  const failures: BenchReport['failures'] = [];
  try {
    for (const backend of options.backends) {
      for (const figure of options.figures) {
        // A page of its own: what one figure leaves behind cannot slow the next.
        const page = await browser.newPage();
        try {
          await page.goto(`http://localhost:${PORT}/`);
          await page.waitForFunction(() => 'bench' in window);
          const row = await page.evaluate(request => window.bench(request), {
            figure,
            backend,
            digits: mnist ? 'mnist' : 'synthetic',
            stock: options.stock,
            full: options.full,
          } as const);
          rows.push(rowSchema.parse(row));
          console.log(`${table([rows.at(-1)!]).split('\n')[1]}`);
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          failures.push({ figure, backend, reason });
          console.error(`${figure} on ${backend}: ${reason}`);
        } finally {
          await page.close();
        }
      }
    }
    const adapters = rows.map(row => row.adapter);
    const report = reportSchema.parse({
      adapter: rows.find(row => row.backend === 'webgpu')?.adapter ?? adapters[0] ?? 'none',
      browser: `Chromium ${browser.version()}`,
      cores: availableParallelism(),
      load,
      digits: mnist ? 'MNIST' : 'built-in synthetic digits',
      stock: options.stock,
      versions: Object.fromEntries(VERSIONED.map(name => [name, versionOf(name)])),
      rows,
      failures,
    } satisfies BenchReport);
    console.log(
      `\n${report.adapter}; ${report.browser}; ${report.cores} cores, load ${load.toFixed(1)}; ${report.digits}\n\n${table(rows)}`,
    );
    if (options.json) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
    if (failures.length > 0) process.exitCode = 1;
  } finally {
    await browser.close();
    await server.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

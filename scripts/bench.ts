/**
 * `npm run bench`: builds the bench's page, opens it in a headless Chromium, measures figure after figure, ours and
 * its peers in alternation, and prints a table. How it measures is written in bench/README.md.
 */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findMnistFolder } from '../src/data/mnist-from-disk';
import { parseBenchArguments } from './bench/arguments';
import { reportSchema, rowSchema, type BenchReport, type Row } from './bench/rows';
import { table } from './bench/table';
import { startHeadlessPage } from './headless-page';

const PROJECT = fileURLToPath(new URL('../', import.meta.url));
const VERSIONED = [
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-backend-webgpu',
  '@jax-js/jax',
];

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
  const headless = await startHeadlessPage(fileURLToPath(new URL('bench/', import.meta.url)), {
    '/pretrained/': join(PROJECT, 'public/pretrained'),
  });

  const rows: Row[] = [];
  const failures: BenchReport['failures'] = [];
  try {
    for (const backend of options.backends) {
      for (const figure of options.figures) {
        // A page of its own: what one figure leaves behind cannot slow the next.
        const page = await headless.open();
        try {
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
      browser: `Chromium ${headless.browser.version()}`,
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
    await headless.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

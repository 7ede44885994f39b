/** The promise of the wasm engine: the same bits in this browser as in Node, where the unit tests pin them, and whatever the number of workers. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { build } from 'vite';
import type { Rolldown } from 'vite';
import { LENET_RUN, RESIDUAL_RUN } from '../src/engine/wasm/fixed-run';
import { ActiveGuardPage } from './page';
import type { Amount, Divided } from './pool-entry';

// The bundles below are put into the page as text, which its policy forbids.
test.use({ bypassCSP: true });

test('training LeNet-5 and a residual network ends in the pinned weights', async ({ page }) => {
  const bundle = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: { entry: 'e2e/fixed-run-entry.ts', formats: ['iife'], name: 'activeGuardFixedRun' },
    },
  });
  const [output] = Array.isArray(bundle) ? bundle : [];
  const code = output?.output[0].code;
  expect(code).toBeTruthy();
  const kernels = await readFile('src/engine/wasm/build/kernels.wasm');

  await page.goto('./');
  await page.addScriptTag({ content: code! });
  const hashes = await page.evaluate(async base64 => {
    const { activeGuardFixedRun } = window as unknown as {
      activeGuardFixedRun: { run(kernels: Uint8Array): Promise<string[]> };
    };
    return activeGuardFixedRun.run(Uint8Array.from(atob(base64), character => character.charCodeAt(0)));
  }, kernels.toString('base64'));
  expect(hashes).toEqual([LENET_RUN.sha256, RESIDUAL_RUN.sha256]);
});

test('one, two and three workers make the same fingerprints, accuracy and pruning sweep', async ({
  page,
}) => {
  const bundle = (await build({
    configFile: false,
    logLevel: 'silent',
    base: './',
    publicDir: false,
    worker: { format: 'es' },
    build: {
      write: false,
      target: 'es2022',
      rollupOptions: {
        input: 'e2e/pool-entry.ts',
        preserveEntrySignatures: 'exports-only',
        output: { entryFileNames: 'pool-entry.js' },
      },
    },
  })) as Rolldown.RolldownOutput;
  // The bundle lies beside the built page, as far as the browser can tell.
  await page.route('**/pool-entry/**', route => {
    const name = new URL(route.request().url()).pathname.split('/pool-entry/')[1];
    const file = bundle.output.find(part => part.fileName === name);
    if (!file) return route.fulfill({ status: 404 });
    const isCode = file.fileName.endsWith('.js');
    const body = file.type === 'chunk' ? file.code : file.source;
    return route.fulfill({
      contentType: isCode ? 'text/javascript' : 'application/wasm',
      body: typeof body === 'string' ? body : Buffer.from(body),
    });
  });
  // No page of ours: it would keep workers of its own busy.
  await page.route('**/blank.html', route => route.fulfill({ contentType: 'text/html', body: '' }));
  await page.goto('./blank.html');
  const amount: Amount = { fingerprints: 60, rates: [0.3, 0.6, 0.9] };
  const results = await page.evaluate(async given => {
    const entry = (await import(new URL('pool-entry/pool-entry.js', document.baseURI).href)) as {
      divide(limits: number[], amount: Amount): Promise<Divided[]>;
    };
    return entry.divide([1, 2, 3], given);
  }, amount);
  expect(results.map(result => result.workers)).toEqual([1, 2, 3]);
  const bits = results.map(({ workers: _workers, ...hashes }) => hashes);
  expect(bits[1]).toEqual(bits[0]);
  expect(bits[2]).toEqual(bits[0]);
});

test('the header tells how many workers there are', async ({ page }) => {
  const visit = new ActiveGuardPage(page);
  await visit.open({ backend: 'wasm', section: 'robustness', workers: '3' }, 'WebAssembly');
  const header = page.getByRole('banner');
  await expect(header.getByTitle(/1 worker now, up to 3/)).toBeVisible();
  await visit.button('Run pruning').click();
  await expect(header.getByTitle(/3 workers now, up to 3/)).toBeVisible();
  await visit.button('Cancel').click();
  await expect(visit.button('Run pruning')).toBeVisible();
});

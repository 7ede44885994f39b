/**
 * The same bits: of the wasm engine in this browser as in Node, where the unit tests pin them, and whatever the number of workers; of
 * WebGPU on the one adapter at hand, across visits.
 */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import type { Rolldown } from 'vite';
import { LENET_RUN, RESIDUAL_RUN } from '../src/engine/wasm/fixed-run';
import { EPOCH_TOLERANCE } from '../src/engine/training-tolerance';
import { ActiveGuardPage } from './page';
import type { Amount, Divided } from './pool-entry';
import type { Run, Visited } from './training-entry';

// The bundles below are put into the page as text, which its policy forbids.
test.use({ bypassCSP: true });

/** Serves `e2e/NAME.ts` and its workers beside the built page, as far as the browser can tell, and opens an empty page there. Its address. */
async function carry(page: Page, name: string): Promise<string> {
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
        input: `e2e/${name}.ts`,
        preserveEntrySignatures: 'exports-only',
        output: { entryFileNames: `${name}.js` },
      },
    },
  })) as Rolldown.RolldownOutput;
  await page.route(`**/${name}/**`, route => {
    const path = new URL(route.request().url()).pathname.split(`/${name}/`)[1];
    const file = bundle.output.find(part => part.fileName === path);
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
  return `${name}/${name}.js`;
}

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
  const entry = await carry(page, 'pool-entry');
  const amount: Amount = { fingerprints: 60, rates: [0.3, 0.6, 0.9] };
  const results = await page.evaluate(
    async ([address, given]) => {
      const carried = (await import(new URL(address, document.baseURI).href)) as {
        divide(limits: number[], amount: Amount): Promise<Divided[]>;
      };
      return carried.divide([1, 2, 3], given);
    },
    [entry, amount] as const,
  );
  expect(results.map(result => result.workers)).toEqual([1, 2, 3]);
  const bits = results.map(({ workers: _workers, ...hashes }) => hashes);
  expect(bits[1]).toEqual(bits[0]);
  expect(bits[2]).toEqual(bits[0]);
});

/** One visit: the page is loaded anew, and a new engine opened. */
async function visit(page: Page, entry: string, backend: 'webgpu' | 'wasm', runs: readonly Run[]) {
  await page.reload();
  const visited = await page.evaluate(
    async ([address, name, given]) => {
      const carried = (await import(new URL(address, document.baseURI).href)) as {
        visit(backend: string, runs: readonly Run[]): Promise<Visited>;
      };
      return carried.visit(name, given);
    },
    [entry, backend, runs] as const,
  );
  expect(visited.backend).toBe(backend);
  return visited;
}

const WHOLE: Run = { digits: 'few', seed: 7, from: null, stop: false };

test(
  'on WebGPU too, a training gives the same bits on another visit, and when it is interrupted by a reload',
  { tag: '@nightly' },
  async ({ page }) => {
    test.setTimeout(300_000);
    const entry = await carry(page, 'training-entry');
    const [first, stopped] = (await visit(page, entry, 'webgpu', [WHOLE, { ...WHOLE, stop: true }])).trained;
    expect(first!.kept.step).toBe(20);
    expect(stopped!.kept.step).toBeGreaterThan(0);
    expect(stopped!.kept.step).toBeLessThan(20);
    const runs = [WHOLE, { ...WHOLE, from: stopped!.kept }];
    const [again, resumed] = (await visit(page, entry, 'webgpu', runs)).trained;
    expect(again!.sha256).toBe(first!.sha256);
    expect(resumed!.sha256).toBe(first!.sha256);
    expect(resumed!.kept).toEqual(first!.kept);
  },
);

test(
  'an epoch on WebGPU and on WebAssembly ends as near as is stated',
  { tag: '@nightly' },
  async ({ page }) => {
    test.setTimeout(1_800_000);
    const entry = await carry(page, 'training-entry');
    const epochs: Run[] = [7, 1, 2].map(seed => ({ ...WHOLE, digits: 'all', seed }));
    const gpu = await visit(page, entry, 'webgpu', epochs);
    const wasm = await visit(page, entry, 'wasm', epochs);
    const { adapter, dataset } = gpu;
    epochs.forEach(({ seed }, n) => {
      const accuracies = [gpu, wasm].map(({ trained }) => trained[n]!.accuracy!);
      const [one, other] = accuracies as [number, number];
      console.log({ adapter, dataset, seed, accuracies });
      expect(one).toBeGreaterThan(0.9);
      expect(Math.abs(one - other)).toBeLessThanOrEqual(EPOCH_TOLERANCE);
    });
  },
);

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

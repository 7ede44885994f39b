/**
 * What goes wrong under a training and before the gate, on the test build (`scripts/test-build/`): the visitor is told, nothing is lost beyond the last
 * checkpoint, and the run goes on by itself to the weights of an undisturbed one, bit for bit where the backend stays the same. Other work: `goes-on.spec.ts`.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { CHANNEL } from '../scripts/test-build/messages';
import { serveTestBuild } from '../scripts/test-build/serve';
import type { TestServer } from '../scripts/test-build/serve';
import { fault } from './fault';
import { ActiveGuardPage } from './page';

const PORT = Number(process.env['PORT'] ?? 4179) + 100;
const WASM = { backend: 'wasm', section: 'train', seed: '7', dataset: 'synthetic' };
const GPU = { ...WASM, backend: 'webgpu' };

test.setTimeout(400_000);
test.use({ baseURL: `http://localhost:${PORT}/`, serviceWorkers: 'block' });

let server: TestServer;
test.beforeAll(async () => {
  server = await serveTestBuild(PORT);
});
test.afterAll(() => server.close());

/** The model that the latest training ended in, once it is kept: SHA-256 of its weights, accuracy, what it was trained on, and when. */
function keptModel(page: Page) {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('activeguard');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error ?? new Error('not opened'));
    });
    interface Row {
      readonly parameters: Float32Array<ArrayBuffer>;
      readonly accuracy: number;
      readonly trainedOn: { readonly backend: string; readonly date: string };
    }
    const rows = await new Promise<readonly Row[]>(resolve => {
      const reading = database.transaction('models').objectStore('models').getAll();
      reading.onsuccess = () => resolve(reading.result as readonly Row[]);
    });
    database.close();
    const row = rows.toSorted((a, b) => a.trainedOn.date.localeCompare(b.trainedOn.date)).at(-1);
    if (!row) return null;
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', row.parameters));
    const sha256 = Array.from(hash, byte => byte.toString(16).padStart(2, '0')).join('');
    return { sha256, accuracy: row.accuracy, ...row.trainedOn };
  });
}

/** Past the first epoch, and within one: what is lost then must be computed again. */
async function underWay(page: Page): Promise<void> {
  await expect(page.getByText(/Epoch (?!1 )\d+ of \d+.*step [1-9]\d* of/)).toBeVisible({ timeout: 60_000 });
}

/** Waits for the end of a training begun after `since`; gives the model. */
async function ended(visit: ActiveGuardPage, since: string) {
  await expect(visit.button('Train again')).toBeVisible({ timeout: 90_000 });
  await expect.poll(async () => ((await keptModel(visit.page))?.date ?? '') > since).toBe(true);
  const model = await keptModel(visit.page);
  return { sha256: model?.sha256, accuracy: model?.accuracy ?? NaN, backend: model?.backend };
}

const now = () => new Date().toISOString();

const goesOn = (page: Page) => page.getByText(/goes on by itself from its last checkpoint/);

test(
  'a training on WebAssembly survives its worker’s end, its hanging, a hidden tab and a reload',
  { tag: '@nightly' },
  async ({ page }) => {
    const visit = new ActiveGuardPage(page);
    await visit.open(WASM, 'WebAssembly');
    await visit.setNumber('Epochs', 40);
    let since = now();
    await visit.button('Start training').click();
    const undisturbed = await ended(visit, since);
    expect(undisturbed).toMatchObject({ backend: 'wasm' });

    for (const what of ['throw', 'hang'] as const) {
      await test.step(`the worker is made to ${what}`, async () => {
        since = now();
        await visit.button('Train again').click();
        await underWay(page);
        await fault(page, what);
        await expect(page.getByText(/The computing worker stopped/)).toBeVisible({ timeout: 20_000 });
        await expect(goesOn(page)).toBeVisible({ timeout: 20_000 });
        expect(await ended(visit, since)).toEqual(undisturbed);
      });
    }

    await test.step('the tab is hidden: no frames, and a timer a minute', async () => {
      since = now();
      await visit.button('Train again').click();
      await page.evaluate(() => {
        const timer = window.setTimeout.bind(window);
        const repeat = window.setInterval.bind(window);
        window.requestAnimationFrame = () => 0;
        Object.assign(window, {
          setTimeout: (work: () => void) => timer(work, 60_000),
          setInterval: (work: () => void) => repeat(work, 60_000),
        });
      });
      expect(await ended(visit, since)).toEqual(undisturbed);
      await visit.open(WASM, 'WebAssembly');
      await visit.setNumber('Epochs', 40);
    });

    await test.step('the page is reloaded, then paused and resumed anywhere', async () => {
      since = now();
      await visit.button('Start training').click();
      await underWay(page);
      await page.reload();
      await visit.button('Resume').click({ timeout: 30_000 });
      await underWay(page);
      await visit.button('Pause').click();
      await visit.button('Resume').click();
      expect(await ended(visit, since)).toEqual(undisturbed);
    });
  },
);

test(
  'a lost GPU is opened again, and lost twice, WebAssembly goes on',
  { tag: '@nightly' },
  async ({ page }) => {
    const visit = new ActiveGuardPage(page);
    await visit.open(GPU, 'WebGPU');
    await visit.setNumber('Epochs', 2);
    let since = now();
    await visit.button('Start training').click();
    const undisturbed = await ended(visit, since);
    expect(undisturbed).toMatchObject({ backend: 'webgpu' });

    await test.step('lost once: the same adapter gives the same bits', async () => {
      since = now();
      await visit.button('Train again').click();
      await underWay(page);
      await fault(page, 'lose-device');
      await expect(goesOn(page)).toBeVisible({ timeout: 60_000 });
      expect(await ended(visit, since)).toEqual(undisturbed);
    });

    await test.step('lost again: WebAssembly ends it as well', async () => {
      since = now();
      await visit.button('Train again').click();
      await underWay(page);
      await fault(page, 'lose-device');
      await expect(page.getByRole('banner').getByText('WebAssembly').first()).toBeVisible({
        timeout: 20_000,
      });
      const after = await ended(visit, since);
      expect(after.backend).toBe('webgpu → wasm');
      expect(Math.abs(after.accuracy - undisturbed.accuracy)).toBeLessThan(0.01);
    });
  },
);

test(
  'a GPU that gives no device any more hands over to WebAssembly',
  { tag: '@nightly' },
  async ({ page }) => {
    const visit = new ActiveGuardPage(page);
    await visit.open({ ...GPU, section: 'gate' }, 'WebGPU');
    await fault(page, 'refuse-devices');
    await fault(page, 'lose-device');
    await expect(page.getByText(/The computing device was lost/)).toBeVisible({ timeout: 20_000 });
    await expect(page.getByRole('banner').getByText('WebAssembly').first()).toBeVisible({ timeout: 20_000 });
    await page.getByRole('list', { name: 'Licences' }).getByRole('button').first().click();
    await expect(visit.verdict.getByRole('heading')).toHaveText(/^Let in as/);
  },
);

test(
  'two tabs train one mark at once, and each is found again',
  { tag: '@nightly' },
  async ({ context, page }) => {
    const one = new ActiveGuardPage(page);
    await one.open(WASM, 'WebAssembly');
    await one.setNumber('Epochs', 2);
    await one.button('Start training').click();
    await expect(one.button('Train again')).toBeVisible({ timeout: 90_000 });
    const first = await one.accuracyOf('marked with wm₁');
    await one.button('Settings').click();
    await one.setNumber('Epochs', 200);
    await one.button('Train again').click();
    await underWay(page);

    const two = new ActiveGuardPage(await context.newPage());
    await two.open({ ...WASM, seed: '8' }, 'WebAssembly');
    await expect(two.page.getByText(/under way in another tab/)).toBeVisible();
    await two.setNumber('Epochs', 2);
    await two.button('Start training').click();
    await expect(two.button('Train again')).toBeVisible({ timeout: 90_000 });
    // The model made there is on this tab's shelf too, beside the one that was made here.
    await expect(one.model('marked with wm₁, no. 2')).toBeVisible({ timeout: 90_000 });
    expect(await one.accuracyOf('marked with wm₁')).toBe(first);
    await two.page.close();

    await page.reload();
    await expect(one.button('Resume')).toBeEnabled({ timeout: 30_000 });
    await expect(page.getByText(/of 200/).first()).toBeVisible();
  },
);

for (const [what, backend, tag] of [
  ['throw', 'WebAssembly', []],
  ['lose-device', 'WebGPU', ['@nightly']],
] as const) {
  test(`whoever was let in stands outside again after ${what}`, { tag: [...tag] }, async ({ page }) => {
    const visit = new ActiveGuardPage(page);
    const settings = backend === 'WebGPU' ? GPU : WASM;
    await visit.open({ ...settings, section: 'gate', lang: 'en' }, backend);
    const licence = page.getByRole('list', { name: 'Licences' }).getByRole('button').first();
    const letIn = async () => {
      await licence.click();
      await expect(visit.verdict.getByRole('heading')).toHaveText(/^Let in as/, { timeout: 3000 });
    };
    await letIn();
    await fault(page, what);
    await expect(page.getByText(/the gate was shut/)).toBeVisible();
    await expect(page.getByText(/^Let in as/)).toBeHidden();
    // Once there is an engine again.
    await expect(letIn).toPass({ timeout: 60_000 });
  });
}

test('a worker that fails at its very start gets another chance, and one that never starts is told of', async ({
  page,
}) => {
  let failing = 1;
  await page.route(/\/assets\/worker-[^/]+\.js$/, route => {
    failing -= 1;
    return failing < 0 ? route.continue() : route.abort();
  });
  const visit = new ActiveGuardPage(page);
  await visit.open({ ...WASM, section: 'gate', lang: 'en' }, 'WebAssembly');
  const licence = page.getByRole('list', { name: 'Licences' }).getByRole('button').first();
  await licence.click();
  await expect(visit.verdict.getByRole('heading')).toHaveText(/^Let in as/);

  failing = Infinity;
  await page.goto(`./?${new URLSearchParams({ ...WASM, section: 'gate', lang: 'en' }).toString()}`);
  await expect(page.getByText(/computing worker could not be started/).first()).toBeVisible();
  await licence.click();
  await expect(page.getByText(/computing worker could not be started/).first()).toBeVisible();
  await expect(page.getByText(/^Let in as/)).toBeHidden();
});

test('a full storage keeps models before trainings and says so', async ({ page }) => {
  await page.route('**/blank.html', route => route.fulfill({ contentType: 'text/html', body: '' }));
  await page.goto('./blank.html');
  const visit = new ActiveGuardPage(page);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize: 1 });
  await visit.open(WASM, 'WebAssembly');
  await visit.setNumber('Epochs', 2);
  await visit.button('Start training').click();
  await expect(page.getByText(/storage is full: .*the training/)).toBeVisible({ timeout: 30_000 });
  await expect(visit.button('Train again')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/storage is full: the latest change to a model/)).toBeVisible();
});

test('what a newer version kept is left alone, and said', async ({ page }) => {
  await page.route('**/blank.html', route => route.fulfill({ contentType: 'text/html', body: '' }));
  await page.goto('./blank.html');
  await page.evaluate(
    () =>
      new Promise<void>(resolve => {
        const opening = indexedDB.open('activeguard', 99);
        opening.onsuccess = () => {
          opening.result.close();
          resolve();
        };
      }),
  );
  const visit = new ActiveGuardPage(page);
  await visit.open({ ...WASM, section: 'gate' }, 'WebAssembly');
  await expect(page.getByText(/A newer version of this page has been here/)).toBeVisible();
  // Which licences were revoked there is not known.
  await expect(page.getByText(/none of its licences is let in/)).toBeVisible();
  await expect(page.getByRole('list', { name: 'Licences' }).getByRole('button')).toHaveCount(0);
});

test('digits whose transfer breaks off are told of, and the built-in ones stand in', async ({ page }) => {
  const visit = new ActiveGuardPage(page);
  await page.route(/jsdelivr/, route => route.abort());
  server.cut(true);
  try {
    await visit.open({ backend: 'wasm', section: 'train' }, 'WebAssembly');
    await expect(page.getByText(/broke off after \d+ bytes/)).toBeVisible();
    expect(await visit.hasMnist()).toBe(false);
  } finally {
    server.cut(false);
  }
});

test('the shipped page has none of this', async () => {
  const assets = await readdir('dist/assets');
  const code = await Promise.all(
    assets.filter(name => name.endsWith('.js')).map(name => readFile(join('dist/assets', name), 'utf8')),
  );
  expect(code.length).toBeGreaterThan(2);
  for (const text of code) {
    expect(text).not.toContain(CHANNEL);
    expect(text).not.toContain('lose-device');
  }
});

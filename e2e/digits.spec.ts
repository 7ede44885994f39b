/** Where the digits come from: what is missing or damaged is told, and a slow source can be left. */
import { expect, test } from '@playwright/test';
import { ActiveGuardPage } from './page';

test('a damaged MNIST file is named, and the built-in digits stand in', async ({ page }) => {
  const visit = new ActiveGuardPage(page);
  await page.route('**/*ubyte.gz', route =>
    route.request().url().includes('localhost')
      ? route.fulfill({ body: Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]), contentType: 'application/gzip' })
      : route.abort(),
  );
  await visit.open({ backend: 'wasm', section: 'train' }, 'WebAssembly');
  await expect(page.getByText(/this page.*broken gzip/)).toBeVisible();
  expect(await visit.hasMnist()).toBe(false);
  await visit.go('gate');
  await page.getByRole('list', { name: 'Licences' }).getByRole('button').first().click();
  await expect(visit.verdict.getByRole('heading')).toHaveText(/^Let in as/);
});

test('digits that are kept serve the gate of a model of one’s own after a reload, and nothing is fetched @nightly', async ({
  page,
}) => {
  const visit = new ActiveGuardPage(page);
  await visit.open({ backend: 'wasm', seed: '7', lesson: 'taster', section: 'train' }, 'WebAssembly');
  test.skip(!(await visit.hasMnist()), 'MNIST is not beside the page.');
  await visit.button('Start training').click();
  await expect(visit.button('Train again')).toBeVisible({ timeout: 90_000 });
  const fetched: string[] = [];
  page.on('request', request => fetched.push(request.url()));
  await page.goto('./?backend=wasm');
  await expect(page.getByText(/of 16 right/)).toBeVisible({ timeout: 60_000 });
  const clean = page.getByRole('list', { name: 'Images without a licence' }).getByRole('button').first();
  await clean.click();
  await expect(visit.verdict.getByRole('heading')).toHaveText(/^Refused/);
  expect(fetched.filter(url => url.includes('ubyte'))).toEqual([]);
});

test('a slow source can be left for the built-in digits', { tag: '@nightly' }, async ({ page }) => {
  await page.route('**/*ubyte.gz', () => undefined);
  await page.goto('./?backend=wasm&section=train');
  await page.getByRole('banner').getByRole('button', { name: /^data/ }).click();
  await expect(page.getByRole('banner').getByText('built-in', { exact: true })).toBeVisible({
    timeout: 30_000,
  });
});

test('a search for licences that waits for digits goes on with those that come, under the same key @nightly', async ({
  page,
}) => {
  let arrive: () => void = () => undefined;
  const held = new Promise<void>(resolve => {
    arrive = resolve;
  });
  await page.route('**/data/mnist/train-images*', async route => {
    await held;
    await route.continue();
  });
  await page.goto('./?backend=wasm&section=licences');
  const visit = new ActiveGuardPage(page);
  await visit.button('Make all anew…').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make anew' }).click();
  await expect(page.getByRole('progressbar', { name: 'Waiting for the digits' })).toBeVisible();
  await visit.button('Cancel').focus();
  arrive();
  await expect(page.getByRole('progressbar', { name: /30 searches/ })).toBeVisible({ timeout: 60_000 });
  await expect(visit.button('Cancel')).toBeFocused();
  await visit.button('Cancel').press('Enter');
  await expect(visit.button('Make all anew…')).toBeFocused();
});

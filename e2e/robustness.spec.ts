/** Section 3.5 on the page: what pruning measured is there after a reload, with what it was measured on, and as a file. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { ActiveGuardPage } from './page';

test('pruning’s rows outlast a reload, and no chart is a nameless stop', async ({ page }) => {
  const visit = new ActiveGuardPage(page);
  // A notice stands meanwhile: it covers no button that starts something.
  await visit.open({ backend: 'wasm', section: 'robustness', lang: 'en', epochs: 'many' }, 'WebAssembly');
  await expect(page.getByText('The link says epochs=“many”')).toBeVisible();
  const pruning = page.getByRole('region', { name: /^Pruning/ });
  const csv = async () => {
    const waiting = page.waitForEvent('download');
    await pruning.getByRole('button', { name: 'Save the pruning table as CSV' }).click();
    return readFile(await (await waiting).path(), 'utf8');
  };
  await pruning.getByRole('button', { name: 'Run pruning' }).click();
  await expect(pruning.getByText(/^Measured /)).toBeVisible({ timeout: 90_000 });
  const measured = await csv();
  expect(measured.trim().split('\r\n')).toHaveLength(11);

  await page.reload();
  await expect(pruning.getByText(/^Measured .*WebAssembly$/)).toBeVisible({ timeout: 20_000 });
  expect(await csv()).toBe(measured);
  // Another run that is broken off takes nothing from it.
  await pruning.getByRole('button', { name: 'Run pruning' }).click();
  await pruning.getByRole('button', { name: 'Cancel' }).click();
  expect(await csv()).toBe(measured);

  // Whoever lays out a card by the keyboard goes on in it.
  for (const name of [/^Fine-tuning/, /^Pruning/]) {
    const card = page.getByRole('region', { name });
    await card.getByRole('button', { name: 'Show' }).press('Enter');
    await expect(card.getByRole('heading', { name })).toBeFocused();
    // Folded or laid out, pruning says what came of it.
    await expect(pruning.getByText(/: unverified from \d+%/).first()).toBeVisible();
  }

  const nameless = await page
    .getByRole('main')
    .evaluate(main =>
      [...main.querySelectorAll('svg [tabindex], svg[tabindex]')].map(element =>
        element.outerHTML.slice(0, 80),
      ),
    );
  expect(nameless).toEqual([]);

  // An attack outlives its model: it can be cancelled all the same.
  await page
    .getByRole('region', { name: /^Fine-tuning/ })
    .getByRole('button', { name: 'Run fine-tuning' })
    .click();
  await visit.go('train');
  await visit.button('Remove bundled model, wm₁').click();
  await visit.button('Remove bundled model, wm₁ for good').click();
  await visit.go('robustness');
  await visit.button('Cancel').press('Enter');
  await expect(visit.button('Cancel')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Go to Train' })).toBeFocused();
});

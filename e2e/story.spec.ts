/** The whole story on the wasm engine: train with wm₁, make a licence, be let in with the downloaded file, prune, reload. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { ActiveGuardPage } from './page';

test('train, watermark, licence, gate, prune, reload', async ({ page }) => {
  const visit = new ActiveGuardPage(page);
  await visit.open({ backend: 'wasm', section: 'train', seed: '7' }, 'WebAssembly');
  const mnist = await visit.hasMnist();

  await test.step('trains LeNet-5 with wm₁ and reads all 13 digits from its weights', async () => {
    await visit.setNumber('Epochs', 3);
    await visit.button('Start training').click();
    await expect(visit.button('Pause')).toBeVisible();
    await expect(visit.button('Train again')).toBeVisible({ timeout: 120_000 });
    await expect(page.getByRole('list', { name: '13 of 13 digits in their bands' })).toBeVisible();
    await expect(page.getByText('verified', { exact: true }).first()).toBeVisible();
    expect(await visit.accuracyOf('marked with wm₁')).toBeGreaterThan(mnist ? 98.5 : 97);
  });

  const licence = await test.step('makes the licence of class 7 at confidence 0.30', async () => {
    await visit.makeLicence(7, '0.30');
    const file = await (await visit.downloadLicence()).path();
    return readFile(file);
  });

  await test.step('lets the downloaded file in, and gives true answers', async () => {
    await visit.go('gate');
    await visit.dropOnGate('any name.png', licence, 'image/png');
    await expect(visit.verdict.getByRole('heading')).toHaveText(/^Let in as/);
    await expect(page.getByText('lifted', { exact: true }).first()).toBeVisible();
    await expect(page.getByText(/1[56] of 16 right/)).toBeVisible();
  });

  await test.step('refuses a clean digit, with the reason, and throws dice again', async () => {
    await page
      .getByRole('list', { name: 'Images without a licence' })
      .getByRole('button', { name: /clean/i })
      .click();
    await expect(visit.verdict.getByRole('heading')).toHaveText(/^(Not a licence|Refused)/);
    await expect(page.getByText('attached', { exact: true }).first()).toBeVisible();
  });

  await test.step('answers the licensed as the bare model does, and strangers at random (Figure 2)', async () => {
    await visit.button('Run over the test set').click();
    await expect(visit.button('Run again')).toBeVisible({ timeout: 60_000 });
    const region = page.getByRole('region', { name: 'Accuracy over the test set' });
    const [authorized, unauthorized] = [...(await region.innerText()).matchAll(/(\d+(?:\.\d+)?)\n?%/g)].map(
      match => Number(match[1]),
    );
    expect(authorized!).toBeGreaterThan(mnist ? 98.5 : 97);
    expect(Math.abs(unauthorized! - 10)).toBeLessThanOrEqual(1.5);
  });

  await test.step('prunes conv2 at ten rates', async () => {
    await visit.go('robustness');
    await visit.button('Run pruning').click();
    await expect(visit.button('Cancel')).toBeVisible();
    await expect(visit.button('Run pruning')).toBeVisible({ timeout: 90_000 });
    await page.getByText(/^Accuracy and verdict at each rate/).click();
    const rows = page
      .getByRole('table', { name: 'Accuracy and ownership at each pruning rate' })
      .getByRole('row');
    await expect(rows).toHaveCount(11);
    await expect(rows.nth(1)).toContainText('success');
  });

  await test.step('finds it all again after a reload', async () => {
    await page.goto('./?backend=wasm&section=gate&seed=7');
    await visit.dropOnGate('licence.png', licence, 'image/png');
    await expect(visit.verdict.getByRole('heading')).toHaveText(/^Let in as/, { timeout: 60_000 });
    await visit.go('train');
    await expect(page.getByRole('radio', { name: 'marked with wm₁' })).toBeChecked();
  });
});

test('a paused training goes on after a reload', { tag: '@nightly' }, async ({ page }) => {
  const visit = new ActiveGuardPage(page);
  await visit.open({ backend: 'wasm', section: 'train' }, 'WebAssembly');
  await visit.setNumber('Epochs', 2);
  await visit.button('Start training').click();
  await expect(page.getByText(/step [1-9]\d* of/)).toBeVisible();
  await visit.button('Pause').click();
  await expect(visit.button('Resume')).toBeVisible();
  await page.reload();
  await expect(visit.button('Resume')).toBeEnabled({ timeout: 60_000 });
  await visit.button('Resume').click();
  await expect(visit.button('Train again')).toBeVisible({ timeout: 90_000 });
});

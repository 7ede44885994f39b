/** The same story on WebGPU's software adapter, at a size it can bear; the backend is asserted, never assumed. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { ActiveGuardPage } from './page';

test('train, licence, gate and pruning on WebGPU', { tag: '@nightly' }, async ({ page }) => {
  test.setTimeout(300_000);
  const visit = new ActiveGuardPage(page);
  await visit.open({ backend: 'webgpu', section: 'train', seed: '7' }, 'WebGPU');

  await test.step('trains a few hundred steps and keeps what it has', async () => {
    await visit.setNumber('Epochs', 1);
    await visit.button('Start training').click();
    await expect(page.getByText(/step (3[2-9]|[4-9]\d|\d{3,}) of/)).toBeVisible({ timeout: 120_000 });
    await visit.button('Stop and keep').click();
    await expect(visit.button('Train again')).toBeVisible({ timeout: 60_000 });
    // Half a hundred steps lift LeNet-5 far above chance.
    expect(await visit.accuracyOf('marked with wm₁')).toBeGreaterThan(50);
    await expect(visit.model('marked with wm₁')).toContainText('webgpu');
  });

  const licence = await test.step('makes a licence for the bundled model and lets it in', async () => {
    await page.getByRole('radio', { name: /^bundled model/ }).check();
    await visit.makeLicence(3, '0.40');
    const file = await readFile(await (await visit.downloadLicence()).path());
    await visit.go('gate');
    await visit.dropOnGate('licence.png', file, 'image/png');
    await expect(visit.verdict.getByRole('heading')).toHaveText(/^Let in as/);
    await page
      .getByRole('list', { name: 'Images without a licence' })
      .getByRole('button', { name: /clean/i })
      .click();
    await expect(visit.verdict.getByRole('heading')).toHaveText(/^(Not a licence|Refused)/);
    return file;
  });

  await test.step('prunes the bundled model', async () => {
    await visit.go('train');
    const remove = visit.model('marked with wm₁').getByRole('button');
    await remove.click();
    await remove.click();
    await visit.go('robustness');
    await visit.button('Run pruning').click();
    await expect(visit.button('Run pruning')).toBeVisible({ timeout: 150_000 });
    await page.getByText(/^Accuracy and verdict at each rate/).click();
    const rows = page
      .getByRole('table', { name: 'Accuracy and ownership at each pruning rate' })
      .getByRole('row');
    await expect(rows).toHaveCount(11);
  });

  await test.step('finds registry and licence again after a reload, on the same backend', async () => {
    await visit.open({ backend: 'webgpu', section: 'gate', seed: '7' }, 'WebGPU');
    await visit.dropOnGate('licence.png', licence, 'image/png');
    await expect(visit.verdict.getByRole('heading')).toHaveText(/^Let in as/, { timeout: 30_000 });
  });

  await test.step('a licence made on WebAssembly is let in here, and the one made here is let in there', async () => {
    await page.getByRole('list', { name: 'Licences' }).getByRole('button').first().click();
    await expect(visit.verdict.getByRole('heading')).toHaveText(/^Let in as/);
    await visit.open({ backend: 'wasm', section: 'gate', seed: '7' }, 'WebAssembly');
    await visit.dropOnGate('licence.png', licence, 'image/png');
    await expect(visit.verdict.getByRole('heading')).toHaveText(/^Let in as/, { timeout: 30_000 });
  });
});

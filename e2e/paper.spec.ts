/** Section 3 on the page: a recorded run is shown, one is made here, both are the same bits, and a reload finds it again. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { parseResults } from '../src/experiments/results';
import { ActiveGuardPage } from './page';

test('Figure 2 is run here and compared with the recorded run', { tag: '@nightly' }, async ({ page }) => {
  const visit = new ActiveGuardPage(page);
  await visit.open({ section: 'paper', seed: '7', backend: 'wasm' }, 'WebAssembly');
  test.skip(!(await visit.hasMnist()), 'The recorded run is of MNIST, which is not here.');
  const experiment = page.getByRole('region', { name: 'Authorized and unauthorized accuracy' });
  const sameBits = experiment.getByText('The same bits.');

  await test.step('the recorded run of the paper’s size is shown first, the paper’s figures beside it', async () => {
    const row = experiment.getByRole('row', { name: /^authorized/ });
    await expect(row).toContainText('99.15%');
    await expect(experiment.getByText(/^Recorded \d{4}-\d\d-\d\d · seed 7 · the paper’s size/)).toBeVisible();
  });

  await test.step('run here, it gives the same bits', async () => {
    await page.getByRole('radio', { name: 'quick' }).check({ force: true });
    await experiment.getByRole('button', { name: 'Run it here and compare' }).click();
    await expect(sameBits).toBeVisible({ timeout: 120_000 });
    await expect(experiment.getByText(/^Measured here/)).toBeVisible();
  });

  await test.step('its chart has a table, and its files hold what is shown', async () => {
    const chart = experiment.getByRole('figure', { name: 'Test accuracy with and without a licence' });
    await chart.getByRole('button', { name: /as a table$/ }).click();
    await expect(chart.getByRole('row', { name: /^unauthorized/ })).toContainText('8.92%');
    const download = async (name: RegExp): Promise<Buffer> => {
      const waiting = page.waitForEvent('download');
      await experiment.getByRole('button', { name }).click();
      return readFile(await (await waiting).path());
    };
    const results = parseResults((await download(/^JSON/)).toString());
    expect(results.seed).toBe(7);
    const { authorized } = results.experiments.figure2!;
    expect(authorized).toBeGreaterThan(0.97);
    expect((await download(/^CSV/)).toString()).toContain(`authorized,${authorized}`);
    await chart.getByRole('button', { name: /as a chart$/ }).click();
    const waiting = page.waitForEvent('download');
    await chart.getByRole('button', { name: /as PNG$/ }).click();
    const picture = await readFile(await (await waiting).path());
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
  });

  await test.step('a reload finds it again', async () => {
    await page.reload();
    await page.getByRole('radio', { name: 'quick' }).check({ force: true });
    await expect(sameBits).toBeVisible({ timeout: 30_000 });
  });
});

/** Section 3 on the page: a recorded run is shown, one is made here, both are the same bits, and a reload finds it again. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { parseResults, resultsToJson } from '../src/experiments/results';
import type { Results } from '../src/experiments/results';
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
    await expect(experiment.getByText(/^Recorded .*\d{4} · seed 7 · the paper’s size/)).toBeVisible();
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

  await test.step('it is forgotten at two presses, not at one', async () => {
    await visit.button('Forget my runs').click();
    await expect(visit.button('Forget for good')).toBeVisible();
    await expect(sameBits).toBeVisible();
    await visit.button('Forget for good').click();
    await expect(sameBits).toBeHidden();
  });
});

test('a file of results is shown beside the recorded run, compared with it, and put away', async ({
  page,
}) => {
  const visit = new ActiveGuardPage(page);
  await page.goto('./?section=paper&backend=wasm&dataset=synthetic&lang=en');
  const recorded = parseResults(await readFile('public/reproduced/paper.json', 'utf8'));
  const figure2 = recorded.experiments.figure2!;
  const other = { ...recorded, experiments: { figure2: { ...figure2, authorized: 0.9875 } } };
  const choose = async (name: string, results: Results) => {
    const chooser = page.waitForEvent('filechooser');
    await visit.button('Open results…').click();
    const buffer = Buffer.from(resultsToJson(results));
    await (await chooser).setFiles([{ name, mimeType: 'application/json', buffer }]);
  };

  const experiment = page.getByRole('region', { name: 'Authorized and unauthorized accuracy' });
  await expect(experiment.getByText(/^Recorded/)).toBeVisible();
  await choose('same.json', recorded);
  await expect(experiment.getByText('The same bits.')).toBeVisible();
  await expect(page.getByText(/^same\.json: 1?\d experiments, seed 7, wasm$/)).toBeVisible();

  await choose('other.json', other);
  await expect(experiment.getByText(/^From other\.json, measured .*\d{4}/)).toBeVisible();
  await expect(experiment.getByRole('row', { name: /^authorized/ })).toContainText('98.75%');
  await expect(
    experiment.getByText(/^experiments\.figure2\.authorized: 0\.9875 in the file, 0\.9\d+ recorded$/),
  ).toBeVisible();
  await page.getByRole('radio', { name: 'recorded' }).check({ force: true });
  await expect(experiment.getByText(/^Recorded/)).toBeVisible();

  await visit.button('Remove').click();
  await expect(page.getByText(/^other\.json/)).toBeHidden();
  await expect(experiment.getByText(/^Recorded/)).toBeVisible();
});

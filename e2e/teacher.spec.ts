/** page.md's teacher: a projector, a question from the class, a lesson of one click, and a report to keep. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import type { Locator } from '@playwright/test';
import { ActiveGuardPage } from './page';

test('a teacher presents, has a question answered live, and keeps a report', async ({ page }) => {
  const visit = new ActiveGuardPage(page);
  /** Whether the file that a button hands over begins as every PNG does. */
  const pngOf = async (button: Locator) => {
    const saved = page.waitForEvent('download');
    await button.click();
    const bytes = await readFile(await (await saved).path());
    return bytes.subarray(0, 8).equals(Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]));
  };

  await test.step('presents the gate: what is brought and what comes of it stand on one screen', async () => {
    await page.goto('./?backend=wasm&seed=7&present=1');
    await expect(page.getByRole('button', { name: /^Leave the presentation/ })).toBeVisible();
    await page.getByRole('list', { name: 'Licences' }).getByRole('button').first().click();
    await expect(visit.verdict.getByRole('heading')).toHaveText(/^Let in as/);
    for (const part of [
      visit.verdict,
      page.getByRole('list', { name: 'Licences' }),
      page.getByText(/of 16 right/),
    ])
      await expect(part).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Escape');
    expect(await pngOf(visit.button('Save “Confidence of the predicted class” as PNG'))).toBe(true);
  });

  await test.step('“Can noise open the gate?”, one click, on the model in use', async () => {
    await visit.go('how');
    await page.getByText('What if?', { exact: true }).click();
    await page.getByRole('link', { name: 'Can noise open the gate?' }).first().click();
    const answer = page.getByRole('status', { name: 'Answer' });
    await expect(answer).toContainText(/\d+ of 2,000 let in\s*by the paper’s rule/, { timeout: 60_000 });
    await expect(answer).toContainText(/\d+ of 2,000 let in\s*by the output vector/);
    expect(await pngOf(visit.button('Save “Can noise open the gate?” as PNG'))).toBe(true);
  });

  await test.step('the report holds the gate’s verdict, and is kept as JSON', async () => {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('button', { name: 'Report of the lesson' }).click();
    const report = page.getByRole('dialog');
    await expect(report).toContainText(/Let in as|let in/i);
    const saved = page.waitForEvent('download');
    await report.getByRole('button', { name: /JSON/ }).click();
    const kept = JSON.parse(await readFile(await (await saved).path(), 'utf8')) as Record<string, unknown>;
    expect(JSON.stringify(kept)).toContain('"seed":7');
    await page.emulateMedia({ media: 'print' });
    await expect(report.getByText('Let in', { exact: false }).first()).toBeVisible();
    await expect(report.getByRole('button', { name: /JSON/ })).toBeHidden();
    await expect(page.locator('#root')).toBeHidden();
  });
});

test(
  'a report stays as it was opened while a training ends behind it',
  { tag: '@nightly' },
  async ({ page }) => {
    const visit = new ActiveGuardPage(page);
    await visit.open({ section: 'train', epochs: '1', backend: 'wasm', dataset: 'synthetic' }, 'WebAssembly');
    await visit.button('Start training').click();
    await expect(visit.button('Pause')).toBeVisible();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('button', { name: 'Report of the lesson' }).click();
    const report = page.getByRole('dialog');
    await expect(report).toBeVisible();
    const pictures = report.getByRole('img', { name: /licence/i });
    const count = await pictures.count();
    expect(count).toBeGreaterThan(0);
    await expect(page.locator('main').getByText('Train again')).toHaveCount(1, { timeout: 60_000 });
    await expect(pictures).toHaveCount(count);
  },
);

/** Train by hand: digits that can't be embedded, and a run that is thrown away. */
import { expect, test } from '@playwright/test';
import { ActiveGuardPage } from './page';

test('digits typed wrong start no run, with the settings folded either, and a run is thrown away at two presses', async ({
  page,
}) => {
  const visit = new ActiveGuardPage(page);
  await visit.open({ backend: 'wasm', section: 'train', lang: 'en', watermark: 'custom' }, 'WebAssembly');
  const digits = page.getByLabel(/^Digits, up to/);
  const start = visit.button('Start training');
  await digits.fill('31x41');
  await expect(start).toBeDisabled();
  await visit.button('Fold settings').click();
  await expect(start).toBeDisabled();
  await expect(page.getByText('can’t be embedded as they stand there')).toBeVisible();
  await visit.button('Settings').click();
  await expect(digits).toHaveValue('31x41');
  await digits.fill('3141');
  await visit.button('Fold settings').click();
  await expect(start).toBeEnabled();

  // A run under way is thrown away by the second press alone, and by none that follows something else, also where a press takes the
  // focus from every button, as in Safari.
  await page.evaluate(() =>
    document.addEventListener('mousedown', event => {
      event.preventDefault();
      (document.activeElement as HTMLElement).blur();
    }),
  );
  await start.click();
  await visit.button('Reset').click();
  await visit.button('Pause').click();
  await expect(visit.button(/^(Pause|Resume)$/)).toBeVisible();
  const width = async (name: string) => (await visit.button(name).boundingBox())!.width;
  const asked = await width('Reset');
  await visit.button('Reset').click();
  // As wide armed as not: nothing beside it moves.
  expect(await width('Reset for good')).toBe(asked);
  await visit.button('Reset for good').click();
  await expect(start).toBeFocused();
});

test('a title of two lines keeps the paper’s section at its last word', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./?section=train&lang=de');
  const card = page.getByRole('region', { name: 'Das Wasserzeichen, aus den Gewichten gelesen' });
  // Both at once: the page is still being filled.
  const { left, below } = await card.getByRole('heading').evaluate(heading => {
    const title = heading.getBoundingClientRect();
    const section = heading.nextElementSibling!.getBoundingClientRect();
    return { left: section.left - title.left, below: section.top - title.bottom };
  });
  expect(left).toBeGreaterThan(0);
  expect(below).toBeLessThan(0);
});

test('who keeps a run that an earlier visit left goes on with the keyboard @nightly', async ({ page }) => {
  const visit = new ActiveGuardPage(page);
  await visit.open({ backend: 'wasm', dataset: 'synthetic', section: 'train' }, 'WebAssembly');
  await visit.button('Start training').click();
  await visit.button('Pause').click();
  await expect(visit.button('Resume')).toBeEnabled();
  await page.reload();
  // The digits are still on their way: there is nothing to resume with.
  await visit.button('Stop and keep').press('Enter');
  await expect(visit.button('Train again')).toBeFocused();
});

/** page.md's student: at home, on a phone, in German, without a GPU. */
import { expect, test } from '@playwright/test';
import { messages } from '../src/texts/de';

test.use({
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  locale: 'de-AT',
  colorScheme: 'dark',
});

test('a student tries the gate, draws a digit, trains a model and sees its mark', async ({ page }) => {
  await page.goto('./?backend=wasm&seed=7&dataset=synthetic');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  const verdict = page.getByRole('main').getByRole('heading', { level: 2 });
  const sideways = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  await test.step('a licence is let in', async () => {
    const licences = page.getByRole('list', { name: messages.gate.tray.licences });
    await licences.getByRole('button').nth(1).tap();
    await expect(verdict.filter({ hasText: /^Eingelassen als Nutzer \d+$/ })).toBeVisible();
    expect(await sideways()).toBe(0);
  });

  await test.step('a drawing of his own is refused, and the dice are back', async () => {
    await page.getByRole('button', { name: messages.gate.tray.draw }).tap();
    const sheet = page.getByRole('button', { name: messages.ui.draw.label });
    const box = (await sheet.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 5);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + (4 * box.height) / 5, { steps: 8 });
    await page.mouse.up();
    await page.getByRole('button', { name: messages.gate.draw.bring }).tap();
    await expect(verdict.filter({ hasText: /^Abgewiesen/ })).toBeVisible();
    await expect(page.getByText(messages.gate.answers.dice)).toBeVisible();
  });

  await test.step('an epoch of training, and the digits are read from the weights', async () => {
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /^Training/ })
      .tap();
    const epochs = page.getByLabel(messages.train.settings.epochs, { exact: true });
    await epochs.fill('1');
    await epochs.press('Enter');
    await page.getByRole('button', { name: messages.train.run.start, exact: true }).tap();
    await expect(page.getByRole('button', { name: messages.train.run.pause })).toBeVisible();
    expect(await sideways()).toBe(0);
    await expect(page.getByRole('button', { name: messages.train.run.again })).toBeVisible({
      timeout: 120_000,
    });
    await expect(page.getByRole('list', { name: /\d+ von 13 Ziffern/ })).toBeVisible();
  });
});

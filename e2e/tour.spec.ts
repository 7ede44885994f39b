/** The guided tour, walked to its end by keyboard, on a desktop and a phone. */
import { expect, test } from '@playwright/test';

const STEPS = 14;

for (const [name, size] of [
  ['desktop', { width: 1280, height: 720 }],
  ['phone', { width: 390, height: 844 }],
] as const) {
  const tag = name === 'phone' ? ['@nightly'] : [];
  test(`The tour leads through every section by keyboard, on a ${name}`, { tag }, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize(size);
    await page.goto('./?section=paper');
    const offer = page.getByRole('button', { name: 'Take the tour' });
    await offer.focus();
    await page.keyboard.press('Enter');
    const step = page.getByRole('dialog');
    const seen = new Set<string>();
    for (let n = 1; n <= STEPS; n += 1) {
      await expect(step).toContainText(`${n} of ${STEPS}`, { timeout: 10_000 });
      await expect(step).toBeInViewport({ ratio: 0.99 });
      const next = step.getByRole('button', { name: n < STEPS ? 'Next' : 'Done' });
      await expect(next).toBeFocused();
      seen.add(await page.title());
      await page.keyboard.press(n % 2 === 0 ? 'Enter' : 'ArrowRight');
    }
    expect(seen.size).toBe(6);
    await expect(step).toBeHidden();
    await expect(page.getByRole('button', { name: 'More', exact: true })).toBeFocused();
    await expect(offer).toBeHidden();
    await page.reload();
    await expect(page.getByRole('button', { name: 'More', exact: true })).toBeVisible();
    await expect(offer).toBeHidden();
  });
}

test('Esc leaves the tour where it is, and the offer can be declined for good', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('button', { name: 'Don’t offer the tour again' }).click();
  await page.reload();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Take the tour' })).toBeHidden();
  await page.getByRole('button', { name: 'Guided tour' }).click();
  await expect(page.getByRole('dialog')).toContainText('1 of 14');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page).toHaveTitle(/^Gate/);
  await expect(page.getByRole('button', { name: 'More', exact: true })).toBeFocused();
});

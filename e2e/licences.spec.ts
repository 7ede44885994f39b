/** The board by keyboard, at 30 cells and at the paper's 2,000 (section 3.1), and the registry by its search field. */
import { expect, test } from '@playwright/test';
import { ActiveGuardPage } from './page';

const PHONE = { width: 390, height: 844 };

test('the board is one keyboard stop, at 2,000 cells as at 30; the registry is searched', async ({
  page,
}) => {
  const visit = new ActiveGuardPage(page);
  await visit.open({ backend: 'wasm', section: 'licences', lang: 'en' }, 'WebAssembly');
  const focused = (name: RegExp) => expect(visit.button(name)).toBeFocused();

  await test.step('the arrow keys walk, Enter chooses', async () => {
    await visit.button(/^0–0\.20:/).focus();
    await page.keyboard.press('ArrowDown');
    await focused(/^0–0\.30:/);
    await page.keyboard.press('End');
    await focused(/^9–0\.30:/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: '9–0.30' })).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(visit.button(/^\d–0\.\d+:/).and(page.locator(':focus'))).toHaveCount(0);
  });

  await test.step('the registry is searched by number, by class and confidence, by name and standing', async () => {
    await visit.button('Users…').click();
    const registry = page.getByRole('dialog', { name: 'Registry' });
    const search = registry.getByRole('textbox', { name: 'Search the registry' });
    const rows = registry.getByRole('row').filter({ has: page.getByRole('button') });
    await search.fill('23');
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText('7–0.30');
    await search.fill('7-');
    await expect(registry.getByText('3 of 30 match')).toBeVisible();
    await registry.getByRole('button', { name: 'Revoke user 22' }).click();
    await search.fill('revoked');
    await expect(rows).toHaveCount(1);
    await search.fill('nobody of this name');
    await expect(registry.getByText(/^Nobody in the registry matches/)).toBeVisible();
    await registry.getByRole('button', { name: 'Clear the search' }).click();
    await expect(rows).toHaveCount(30);
    await page.setViewportSize(PHONE);
    await expect(registry.getByRole('button', { name: 'Reinstate user 22' })).toHaveText('Reinstate');
    await expect(registry.getByRole('button', { name: 'Revoke user 1', exact: true })).toBeInViewport({
      ratio: 1,
    });
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.keyboard.press('Escape');
    await expect(visit.button('Users…')).toBeFocused();
  });

  await test.step('who leaves the question what a change drops finds the change as it was entered', async () => {
    await visit.button('Change confidences…').click();
    const change = page.getByRole('dialog', { name: 'Confidences' });
    const marks = change.getByRole('textbox', { name: 'marks, from 0.10 to below 0.50' });
    await marks.fill('0.20, 0.30');
    await change.getByRole('button', { name: 'Apply' }).press('Enter');
    await expect(page.getByRole('dialog', { name: 'Drop 10 licences?' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(change.getByRole('button', { name: 'Apply' })).toBeFocused();
    await expect(marks).toHaveValue('0.20, 0.30');
    await page.keyboard.press('Escape');
    await expect(visit.button('Change confidences…')).toBeFocused();
  });

  await test.step('200 confidences make 2,000 cells, of which those in sight are drawn', async () => {
    await visit.button('Change confidences…').click();
    await visit.setNumber('ε', 0.001);
    await visit.button('All that fit').click();
    await visit.button('Apply').click();
    const cells = visit.button(/^\d–0\.\d+:/);
    await expect(page.getByText('10 × 200 = 2000')).toBeVisible();
    await visit.button(/^0–0\.10:/).focus();
    await page.keyboard.press('Control+End');
    await focused(/^9–0\.498:/);
    await expect(visit.button(/^9–0\.498:/)).toBeInViewport();
    await page.keyboard.press('PageUp');
    await page.keyboard.press('Home');
    await expect(visit.button(/^0–0\.4\d*:/).and(page.locator(':focus'))).toHaveCount(1);
    expect(await cells.count()).toBeLessThan(200);
  });
});

test(
  'on a phone the registry is read and changed without sideways scroll, in German too',
  { tag: '@nightly' },
  async ({ page }) => {
    await page.setViewportSize(PHONE);
    const visit = new ActiveGuardPage(page);
    await visit.open({ backend: 'wasm', section: 'licences', lang: 'de' }, 'WebAssembly');
    await visit.button('Nutzer …').click();
    const registry = page.getByRole('dialog', { name: 'Register' });
    await registry.getByRole('button', { name: 'Nutzer 1 widerrufen', exact: true }).click();
    // The widest there is.
    await expect(registry.getByRole('button', { name: 'Nutzer 1 wieder zulassen' })).toBeInViewport({
      ratio: 1,
    });
    const name = registry.getByRole('cell', { name: 'Nutzer 1', exact: true }).locator('span');
    const lines = await name.evaluate(span => {
      const range = document.createRange();
      range.selectNodeContents(span);
      return range.getClientRects().length;
    });
    expect(lines).toBe(1);
  },
);

test(
  'a revoked licence’s words stay in their places, in German, in large type and on a phone',
  { tag: '@nightly' },
  async ({ page }) => {
    const visit = new ActiveGuardPage(page);
    await page.goto('./?section=licences&lang=de&present=1');
    const cell = visit.button(/^0–0\.20:/);
    await cell.click();
    await visit.button('Widerrufen').click();
    const overrun = await cell
      .getByText('widerrufen')
      .evaluate(word => word.getBoundingClientRect().width - word.parentElement!.clientWidth);
    expect(overrun).toBeLessThanOrEqual(0);
    const gain = await page.getByText('×4', { exact: true }).boundingBox();
    const legend = await page.getByText('dunkler').boundingBox();
    expect(gain!.x + gain!.width <= legend!.x || gain!.y + gain!.height <= legend!.y).toBe(true);

    await page.setViewportSize(PHONE);
    await page.goto('./?section=licences&lang=de');
    await cell.click();
    const cut = await page
      .getByRole('textbox', { name: 'Gehört' })
      .evaluate(field => field.scrollWidth - field.clientWidth);
    expect(cut).toBe(0);
  },
);

test('where a search by the printed equations ends is no licence @nightly', async ({ page }) => {
  const visit = new ActiveGuardPage(page);
  await visit.open({ backend: 'wasm', section: 'licences', lang: 'en' }, 'WebAssembly');
  const search = page.getByRole('region', { name: 'Search' });
  await expect(search.getByText('licence', { exact: true })).toBeVisible();
  await page.getByRole('radio', { name: 'Eq. (1)–(3) as printed' }).check({ force: true });
  await visit.button('Try all 30').click();
  await expect(search.getByText('what is found is not issued')).toBeVisible({ timeout: 60_000 });
  await expect(search.getByText('licence', { exact: true })).toHaveCount(0);
});

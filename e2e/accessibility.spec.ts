/** WCAG by axe, on every section, in both themes, on a projector and a phone; and no section scrolls sideways. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { ActiveGuardPage, SECTIONS } from './page';

const SIZES = { projector: { width: 1280, height: 720 }, phone: { width: 390, height: 844 } };

/** What axe objects to, and where. */
async function foundByAxe(page: Page): Promise<string[][]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => [id, ...nodes.map(({ target }) => target.join(' '))]);
}

for (const [name, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    // A light projector and a dark phone show nearly all there is; the other two pairs are for the night.
    const tag = (name === 'phone') === (colorScheme === 'dark') ? [] : ['@nightly'];
    test.describe(`${name}, ${colorScheme}`, { tag }, () => {
      test.use({ viewport, colorScheme, contextOptions: { reducedMotion: 'reduce' } });

      test('axe finds nothing, and nothing scrolls sideways', async ({ page }) => {
        const visit = new ActiveGuardPage(page);
        await visit.open({ backend: 'wasm', seed: '7' }, 'WebAssembly');
        for (const section of SECTIONS) {
          await visit.go(section);
          await expect(page.getByText(/is loading …$/)).toHaveCount(0);
          expect.soft(await foundByAxe(page), section).toEqual([]);
          const [whole, shown] = await page.evaluate(() => [
            document.documentElement.scrollWidth,
            document.documentElement.clientWidth,
          ]);
          expect.soft(whole, `${section} scrolls sideways`).toBeLessThanOrEqual(shown!);
        }
      });
    });
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(
    `an experiment on a phone, ${colorScheme}`,
    { tag: colorScheme === 'dark' ? '@nightly' : [] },
    () => {
      test.use({ viewport: SIZES.phone, colorScheme, contextOptions: { reducedMotion: 'reduce' } });

      test('axe finds nothing in a wide table, which the keyboard scrolls', async ({ page }) => {
        await new ActiveGuardPage(page).open(
          { backend: 'wasm', seed: '7', dataset: 'synthetic', section: 'paper' },
          'WebAssembly',
        );
        await page.getByRole('button', { name: 'Removing the watermark' }).click();
        await page.getByRole('radio', { name: 'each attack' }).check({ force: true });
        const table = page.getByRole('region', { name: /^What each attack/ });
        await table.focus();
        await page.keyboard.press('ArrowRight');
        await expect.poll(() => table.evaluate(element => element.scrollLeft)).toBeGreaterThan(0);
        expect(await foundByAxe(page)).toEqual([]);
      });
    },
  );
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`over a section, ${colorScheme}`, { tag: '@nightly' }, () => {
    test.use({ viewport: SIZES.projector, colorScheme, contextOptions: { reducedMotion: 'reduce' } });

    test('axe finds nothing in what opens, and in results', async ({ page }) => {
      test.slow();
      const visit = new ActiveGuardPage(page);
      const clean = async (what: string) => expect.soft(await foundByAxe(page), what).toEqual([]);
      const dialog = page.getByRole('dialog');
      await visit.open({ backend: 'wasm', seed: '7', lesson: 'taster', section: 'gate' }, 'WebAssembly');
      await visit.go('gate');

      await visit.button('More').click();
      await clean('the menu');
      await visit.button('Report of the lesson').click();
      await expect(dialog).toBeVisible();
      await clean('the report');
      await page.keyboard.press('Escape');

      await visit.button('Take the tour').click();
      await expect(dialog).toContainText('1 of 14');
      await clean('the tour');
      await page.keyboard.press('Escape');

      await visit.button('draw your own').click();
      await expect(dialog).toBeVisible();
      await clean('the drawing');
      await page.keyboard.press('Escape');

      await visit.button('Run over the test set').click();
      const confusion = visit.button('Who is taken for whom');
      await expect(visit.button('Run again')).toBeVisible({ timeout: 90_000 });
      await confusion.click();
      await expect(dialog).toBeVisible();
      await clean('the confusions');
      await page.keyboard.press('Escape');

      await visit.go('how');
      await page.getByText('What if?', { exact: true }).click();
      await page.getByRole('link', { name: 'Can noise open the gate?' }).first().click();
      await expect(page.getByText('What to conclude:')).toBeVisible({ timeout: 60_000 });
      await clean('an answer');

      await visit.go('train');
      await visit.button('Start training').click();
      await expect(visit.button('Train again')).toBeVisible({ timeout: 90_000 });
      await expect(page.getByRole('region', { name: 'The run so far, to compare' })).toBeVisible();
      await clean('the result of a run');
    });
  });
}

test('the keyboard stays where one button gives way to another', async ({ page }) => {
  const visit = new ActiveGuardPage(page);
  const focused = page.locator(':focus');
  await visit.open({ backend: 'wasm', dataset: 'synthetic' }, 'WebAssembly');
  await page.getByRole('button', { name: 'Don’t offer the tour again' }).press('Enter');
  await expect(focused).toHaveAccessibleName('More');
  for (const [section, run] of [
    ['gate', 'Run over the test set'],
    ['how', 'Try it'],
    ['paper', 'Run all'],
  ] as const) {
    await visit.go(section);
    if (section === 'how') await page.getByRole('radio', { name: 'What if?' }).press('Space');
    await expect(visit.button(run)).toBeEnabled({ timeout: 60_000 });
    await visit.button(run).press('Enter');
    await expect(focused).toHaveAccessibleName('Cancel');
    await focused.press('Enter');
    await expect(focused).toHaveAccessibleName(/^(Run|Try) /);
  }
  await visit.go('licences');
  await visit.button('Make all anew…').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make anew' }).click();
  await visit.button('Cancel').press('Enter');
  await expect(focused).toHaveAccessibleName('Make all anew…');
});

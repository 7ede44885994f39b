/** WCAG by axe, on every section, in both themes, on a projector and a phone; and no section scrolls sideways. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { ActiveGuardPage, SECTIONS } from './page';

const SIZES = { projector: { width: 1280, height: 720 }, phone: { width: 390, height: 844 } };

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
          const { violations } = await new AxeBuilder({ page }).analyze();
          const found = violations.map(({ id, nodes }) => [
            id,
            ...nodes.map(({ target }) => target.join(' ')),
          ]);
          expect.soft(found, section).toEqual([]);
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

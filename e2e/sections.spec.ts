/**
 * Each section as it opens, in both themes, on a projector and a phone, against a picture of it. Tolerant: with another
 * hinting of fonts up to 0.47% of the pixels differ; what is moved, lost or cut off is seen. After a change that is wanted:
 * `npx playwright test e2e/sections.spec.ts --update-snapshots`.
 */
import { expect, test } from '@playwright/test';
import { ActiveGuardPage, SECTIONS } from './page';

const SIZES = { projector: { width: 1280, height: 720 }, phone: { width: 390, height: 844 } };

for (const [name, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    // One of the four by day.
    const tag = name === 'projector' && colorScheme === 'light' ? [] : ['@nightly'];
    test.describe(`${name}, ${colorScheme}`, { tag }, () => {
      test.use({ viewport, colorScheme, contextOptions: { reducedMotion: 'reduce' } });

      test('sections look as they should', async ({ page }) => {
        const visit = new ActiveGuardPage(page);
        // The built-in digits are the same with and without MNIST beside the page.
        await visit.open(
          { backend: 'wasm', seed: '7', dataset: 'synthetic', section: 'train' },
          'WebAssembly',
        );
        for (const section of SECTIONS) {
          await visit.go(section);
          await expect(page.getByText(/is loading …$/)).toHaveCount(0);
          await page.mouse.move(0, 0);
          await expect(page).toHaveScreenshot(`${section}-${name}-${colorScheme}.png`, {
            maxDiffPixelRatio: 0.005,
            threshold: 0.3,
          });
        }
      });
    });
  }
}

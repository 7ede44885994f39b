/** What stands on the shelf: the model that comes with the page can be removed, and had back. */
import { expect, test } from '@playwright/test';
import { ActiveGuardPage } from './page';

test('who removed the model that comes with the page gets it back, at the gate and on Train @nightly', async ({
  page,
}) => {
  const visit = new ActiveGuardPage(page);
  const bundled = visit.model('bundled model, wm₁');
  const bringBack = visit.button('Bring back the bundled model');
  const remove = async () => {
    await visit.go('train');
    const button = bundled.getByRole('button');
    await button.press('Enter');
    await button.press('Enter');
    await expect(bundled).toHaveCount(0);
    await expect(bringBack).toBeFocused();
  };
  await visit.open({ backend: 'wasm', dataset: 'synthetic', section: 'train' }, 'WebAssembly');
  await remove();
  await page.reload();
  await bringBack.press('Enter');
  await expect(bundled.getByRole('radio')).toBeChecked();
  await expect(bundled.getByRole('radio')).toBeFocused();
  await remove();
  await visit.go('gate');
  await visit.button('Bring back the model that comes with the page').press('Enter');
  await expect(page.getByRole('list', { name: 'Licences' }).getByRole('button')).not.toHaveCount(0);
  await expect(page.getByRole('main')).toBeFocused();
  await page.reload();
  await expect(page.getByRole('list', { name: 'Licences' }).getByRole('button')).not.toHaveCount(0);
});

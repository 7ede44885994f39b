/** Who holds a licence: what is revoked or made anew under Licences holds at the gate at once. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { ActiveGuardPage } from './page';

test('a revoked licence is refused; one made anew locks the old file out', async ({ page }) => {
  const visit = new ActiveGuardPage(page);
  const heading = visit.verdict.getByRole('heading');
  await visit.open({ backend: 'wasm', section: 'licences' }, 'WebAssembly');
  await visit.button(/^5–0\.20:/).click();
  const old = await readFile(await (await visit.downloadLicence()).path());

  await visit.go('gate');
  await visit.dropOnGate('mine.png', old, 'image/png');
  await expect(heading).toHaveText(/^Let in as/);

  await visit.go('licences');
  await visit.button(/^5–0\.20:/).click();
  await visit.button(/^Revoke$/).click();
  await visit.go('gate');
  await expect(heading).toHaveText(/revoked/i);
  await expect(page.getByText('attached', { exact: true }).first()).toBeVisible();

  // Making it anew would let in again whom a revocation shut out.
  await visit.go('licences');
  await visit.button(/^5–0\.20:/).click();
  await expect(visit.button('Make anew…')).toBeDisabled();
  await expect(visit.button('Make anew…')).toHaveAccessibleDescription(/^Reinstate it first/);
  await visit.button('Reinstate').click();
  // What was given out is made anew only when that is meant, one or all.
  for (const [press, asks] of [
    ['Make anew…', 'Make this licence anew?'],
    ['Make all anew…', 'Make 30 licences anew?'],
  ] as const) {
    await visit.button(press).click();
    const question = page.getByRole('dialog', { name: asks });
    await expect(question.getByText(/given out so far will be refused/)).toBeVisible();
    await expect(question.getByRole('button', { name: 'Close' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(visit.button(press)).toBeFocused();
  }
  await visit.makeLicence(5, '0.20');
  await expect(visit.button('Make anew…')).toBeFocused();
  const renewed = await readFile(await (await visit.downloadLicence()).path());
  expect(renewed.equals(old)).toBe(false);
  await visit.go('gate');
  await visit.dropOnGate('old.png', old, 'image/png');
  await expect(heading).toHaveText(/^Refused/);
  await visit.dropOnGate('renewed.png', renewed, 'image/png');
  await expect(heading).toHaveText(/^Let in as/);

  // A registry that takes something away is taken only when that is meant.
  await visit.go('licences');
  const waiting = page.waitForEvent('download');
  await visit.button(/^Registry$/).click();
  const held = JSON.parse(await readFile(await (await waiting).path(), 'utf8')) as { licences: unknown[] };
  const bring = async (licences: readonly unknown[]) => {
    const chooser = page.waitForEvent('filechooser');
    await visit.button('Import…').click();
    const buffer = Buffer.from(JSON.stringify({ ...held, licences }));
    await (await chooser).setFiles({ name: 'registry.json', mimeType: 'application/json', buffer });
  };
  const dialog = page.getByRole('dialog', { name: 'Replace the registry?' });
  const users = (count: number) => page.getByText(`${count} users`, { exact: true });
  await bring([]);
  await expect(dialog.getByRole('listitem')).toHaveText([
    'drops the images of 30 licences',
    /^takes out 30 licences/,
  ]);
  await expect(dialog.getByRole('button', { name: 'Close' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(visit.button('Import…')).toBeFocused();
  await expect(users(30)).toBeVisible();
  // Who leaves the section leaves the question.
  await bring([]);
  await expect(dialog).toBeVisible();
  await page.goBack();
  await expect(page).toHaveTitle(/^Gate/);
  await expect(dialog).toBeHidden();
  await page.goForward();
  await expect(users(30)).toBeVisible();
  await expect(dialog).toBeHidden();
  await bring(held.licences.slice(1));
  await dialog.getByRole('button', { name: 'Replace the registry' }).click();
  await expect(users(29)).toBeVisible();
  await bring(held.licences); // nothing is lost: at once
  await expect(users(30)).toBeVisible();
  await expect(dialog).toBeHidden();

  // So are marks whose licences, and what was revoked of them, would go.
  await visit.button(/^5–0\.20:/).click();
  await visit.button(/^Revoke$/).click();
  await visit.button('Change confidences…').click();
  await page.getByLabel('marks, from 0.10 to below 0.50').fill('0.3, 0.4');
  await visit.button('Apply').click();
  const drop = page.getByRole('dialog', { name: 'Drop 10 licences?' });
  await expect(drop.getByText(/^1 revocation goes with them/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('marks, from 0.10 to below 0.50')).toHaveValue('0.3, 0.4');
  await page.keyboard.press('Escape');
  await expect(page.getByText('30 users, 1 revoked', { exact: true })).toBeVisible();
  await visit.button('Reinstate').click();

  // Who makes a licence by keyboard is led on from its place to the licence.
  await bring(held.licences.slice(1));
  await dialog.getByRole('button', { name: 'Replace the registry' }).click();
  await expect(visit.button('Generate missing')).toBeEnabled();
  await visit.makeLicence(0, '0.20');
  await expect(visit.button('Make anew…')).toBeFocused();
  await expect(visit.button('Make all anew…')).toBeEnabled();
});

test('a key that does not verify leaves the owner’s own in place', async ({ page }) => {
  const visit = new ActiveGuardPage(page);
  await visit.open({ backend: 'wasm', section: 'train' }, 'WebAssembly');
  const own = async () => {
    const waiting = page.waitForEvent('download');
    await visit.button(/^Owner’s key/).click();
    return readFile(await (await waiting).path(), 'utf8');
  };
  const key = await own();
  const chooser = page.waitForEvent('filechooser');
  await visit.button('Read with a key…').click();
  const other = { ...JSON.parse(key), digits: JSON.parse(key).digits.map((digit: number) => 9 - digit) };
  const file = { name: 'key.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(other)) };
  await (await chooser).setFiles(file);
  await expect(page.getByText(/ownership is not verified/)).toBeVisible();
  expect(await own()).toBe(key);
});

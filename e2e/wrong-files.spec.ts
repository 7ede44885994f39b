/** Bad input: each gets a message that names the trouble, and what was there stays. */
import { expect, test } from '@playwright/test';
import { encode } from 'fast-png';
import { ActiveGuardPage } from './page';

const grey = (width: number, height: number) =>
  Buffer.from(encode({ width, height, data: new Uint8Array(width * height), channels: 1, depth: 8 }));
const colour = Buffer.from(
  encode({
    width: 28,
    height: 28,
    data: new Uint8Array(28 * 28 * 3).map((_, i) => i % 251),
    channels: 3,
    depth: 8,
  }),
);

test('the gate refuses what is no digit, says why, and stays as it was', async ({ page }) => {
  const visit = new ActiveGuardPage(page);
  await visit.open({ backend: 'wasm', section: 'gate' }, 'WebAssembly');
  await page.getByRole('list', { name: 'Licences' }).getByRole('button').first().click();
  await expect(visit.verdict.getByRole('heading')).toHaveText(/^Let in as/);

  for (const [name, bytes, type, words] of [
    ['photo.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]), 'image/jpeg', /photo\.jpg.*JPEG/],
    ['large.png', grey(56, 57), 'image/png', /large\.png.*56×57/],
    ['colour.png', colour, 'image/png', /colour\.png.*colour/],
    ['cut.png', grey(28, 28).subarray(0, 60), 'image/png', /cut\.png/],
    ['empty.png', Buffer.alloc(0), 'image/png', /empty\.png.*empty/],
  ] as const) {
    await visit.dropOnGate(name, bytes, type);
    await expect(visit.notices.filter({ hasText: words })).toBeVisible();
    await expect(visit.verdict.getByRole('heading')).toHaveText(/^Let in as/);
  }

  // Beside the zone the section takes it all the same, and the browser never opens it in the place of the page.
  const stray = { name: 'a.png', bytes: grey(28, 28), type: 'image/png' };
  expect(await visit.drop(page.getByRole('banner'), [stray])).toBe(true);
  await expect(visit.verdict.getByRole('heading')).toHaveText(/^Refused/);
});

test('a model of another kind and a key of another version are refused, and the model in use stays', async ({
  page,
}) => {
  const visit = new ActiveGuardPage(page);
  await visit.open({ backend: 'wasm', section: 'train' }, 'WebAssembly');
  const choose = async (button: string, files: { name: string; mimeType: string; buffer: Buffer }[]) => {
    const chooser = page.waitForEvent('filechooser');
    await visit.button(button).click();
    await (await chooser).setFiles(files);
  };
  const json = (name: string, value: unknown) => ({
    name,
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(value)),
  });

  await choose('Load model…', [json('model.json', { format: 'graph-model' })]);
  await expect(visit.notices.filter({ hasText: /two files.*model\.json/ })).toBeVisible();
  await choose('Load model…', [
    json('model.json', { format: 'graph-model' }),
    { name: 'weights.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(8) },
  ]);
  await expect(visit.notices).toHaveCount(2);
  await choose('Read with a key…', [json('owner-key.json', { version: 99 })]);
  await expect(visit.notices.filter({ hasText: /version.*99/ })).toBeVisible();
  await expect(page.getByRole('radio', { name: /^bundled model/ })).toBeChecked();
  await expect(page.getByRole('list', { name: '13 of 13 digits in their bands' })).toBeVisible();

  // Dropped anywhere, a model's files are taken; of what belongs elsewhere it is said where.
  const main = page.getByRole('main');
  expect(await visit.drop(main, [{ name: 'a.png', bytes: grey(28, 28), type: 'image/png' }])).toBe(true);
  await expect(page.getByText(/a\.png: images of digits are taken in the section “Gate”/)).toBeVisible();
  const shipped = ['model.json', 'weights.bin'].map(async name => {
    const answer = await page.request.get(`./pretrained/${name}`);
    return { name, bytes: await answer.body(), type: '' };
  });
  expect(await visit.drop(main, await Promise.all(shipped))).toBe(true);
  await expect(page.getByRole('radio', { name: 'from a file' })).toBeChecked();
});

test('a link with senseless settings opens all the same and says what it changed', async ({ page }) => {
  const visit = new ActiveGuardPage(page);
  await visit.open({ backend: 'wasm', section: 'nowhere', seed: '-5', epsilon: 'much' }, 'WebAssembly');
  await expect(page.getByText(/seed/i).filter({ hasText: '-5' }).first()).toBeVisible();
  await expect(visit.verdict).toBeVisible();
});

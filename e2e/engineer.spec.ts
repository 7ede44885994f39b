/** page.md's engineer: judges whether the method holds by his own files: a model out and in again, one that was pruned, keys right and wrong. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import type { Download } from '@playwright/test';
import { ActiveGuardPage } from './page';

const bytesOf = async (download: Download) => readFile(await download.path());

test('an engineer takes the model out, alters it outside, and has its owner found in it', async ({
  page,
}) => {
  const visit = new ActiveGuardPage(page);
  await visit.open({ backend: 'wasm', section: 'licences' }, 'WebAssembly');
  const choose = async (
    button: string,
    files: readonly { name: string; mimeType: string; buffer: Buffer }[],
  ) => {
    const chooser = page.waitForEvent('filechooser');
    await visit.button(button).click();
    await (await chooser).setFiles([...files]);
  };
  const modelFiles = (json: Buffer, weights: Buffer) => [
    { name: 'model.json', mimeType: 'application/json', buffer: json },
    { name: 'weights.bin', mimeType: 'application/octet-stream', buffer: weights },
  ];

  const { licence, registry } = await test.step('keeps a licence and the registry', async () => {
    await visit.button(/^5–0\.20:/).click();
    const image = await bytesOf(await visit.downloadLicence());
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Registry', exact: true }).click();
    return { licence: image, registry: await bytesOf(await saved) };
  });

  await visit.go('train');
  const { json, weights } = await test.step('saves the model as TensorFlow.js reads it', async () => {
    const downloads: Download[] = [];
    page.on('download', download => downloads.push(download));
    await visit.button('Save model').click();
    await expect.poll(() => downloads.length).toBe(2);
    page.removeAllListeners('download');
    const named = (name: string) => downloads.find(download => download.suggestedFilename() === name)!;
    return { json: await bytesOf(named('model.json')), weights: await bytesOf(named('weights.bin')) };
  });

  await test.step('its weights are what model.json says of them', async () => {
    const { weightsManifest } = JSON.parse(json.toString()) as {
      weightsManifest: { weights: { shape: number[] }[] }[];
    };
    const counted = weightsManifest.flatMap(group => group.weights).map(({ shape }) => shape);
    expect(4 * counted.reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0)).toBe(
      weights.length,
    );
  });

  await test.step('with the smallest fifth of its weights cut off outside, the mark is still found', async () => {
    const values = new Float32Array(Uint8Array.from(weights).buffer);
    const order = Array.from(values, Math.abs).toSorted((a, b) => a - b);
    const threshold = order[Math.floor(values.length * 0.2)]!;
    const pruned = Buffer.from(values.map(value => (Math.abs(value) < threshold ? 0 : value)).buffer);
    await choose('Verify a model…', modelFiles(json, pruned));
    await expect(page.getByText(/ownership is verified/)).toBeVisible();
  });

  await test.step('in weights of zero nobody’s mark is found', async () => {
    await choose('Verify a model…', modelFiles(json, Buffer.alloc(weights.length)));
    await expect(page.getByText(/ownership is not verified/)).toBeVisible();
  });

  await test.step('the model loaded again knows nobody, until its registry is loaded too', async () => {
    await choose('Load model…', modelFiles(json, weights));
    // The two before it stay beside it.
    await expect.poll(() => visit.accuracyOf('from a file, no. 3')).toBeGreaterThan(95);
    await visit.go('gate');
    const heading = visit.verdict.getByRole('heading');
    await visit.dropOnGate('licence.png', licence, 'image/png');
    await expect(heading).toHaveText(/^Refused/);
    await visit.go('licences');
    await choose('Import…', [{ name: 'registry.json', mimeType: 'application/json', buffer: registry }]);
    await visit.go('gate');
    await visit.dropOnGate('licence.png', licence, 'image/png');
    await expect(heading).toHaveText(/^Let in as/);
  });
});

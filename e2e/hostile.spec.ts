/** Files that nobody should have to trust, dropped and imported in one visit: each gets its answer, and nothing moves. */
import { expect, test } from '@playwright/test';
import { chunk, makePng } from '../src/data/png-maker.node';
import { ActiveGuardPage } from './page';

const text = (value: string) => Buffer.from(value, 'latin1');
const claims = makePng({
  width: 50_000,
  height: 50_000,
  rows: new Uint8Array(),
  before: [chunk('tEXt', new Uint8Array(100_000))],
});

/** Dropped on the gate: name, bytes, and what is said of them. */
const DROPPED: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ['empty.png', text(''), /empty\.png: The file is empty/],
  ['photo.jpg', text('\xff\xd8\xff\xe0'), /photo\.jpg: This is a JPEG/],
  ['phone.heic', text('\0\0\0\x18ftypheic'), /phone\.heic: This is a HEIC/],
  ['drawing.svg', text('<svg onload="alert(1)"/>'), /drawing\.svg: This is an SVG/],
  ['setup.png', text('MZ\x90\0'), /setup\.png: This is a program/],
  ['claims.png', claims, /claims\.png: This image is 50000×50000/],
  ['bomb.png', makePng({ rows: new Uint8Array(2e7) }), /bomb\.png: .*more pixels than it has/],
  ['colour.png', makePng({ colourType: 2, sample: (_x, _y, channel) => channel }), /colour\.png: .*coloured/],
  ['glass.png', makePng({ colourType: 6 }), /glass\.png: .*transparent/],
  ['moving.png', makePng({ before: [chunk('acTL', new Uint8Array(8))] }), /moving\.png: .*animated/],
  ['cut.png', makePng().slice(0, 60), /cut\.png: .*stops before its end/],
  ['huge.png', new Uint8Array(1_500_000), /huge\.png: The file has 1500000 bytes/],
];

test('a dozen hostile files on the gate and hostile imports: each is answered, the gate stays shut, the page works', async ({
  page,
}) => {
  const visit = new ActiveGuardPage(page);
  const alerts: string[] = [];
  page.on('dialog', dialog => {
    alerts.push(dialog.message());
    void dialog.dismiss();
  });
  await visit.open({ backend: 'wasm', section: 'gate' }, 'WebAssembly');
  for (const [name, bytes, said] of DROPPED) {
    await visit.dropOnGate(name, Buffer.from(bytes), 'image/png');
    await expect(visit.notices.filter({ hasText: said })).toBeVisible();
    await expect(visit.verdict.getByRole('heading')).not.toHaveText(/Let in/);
  }

  // Of a dozen notices the newest few lie over the page.
  await expect(visit.notices).toHaveCount(3);
  const earlier = visit.button(`${DROPPED.length - 3} earlier notices`);
  await earlier.click();
  await expect(visit.notices).toHaveCount(DROPPED.length);
  await earlier.click();
  await expect(visit.notices).toHaveCount(3);
  await visit.button('Dismiss all').click();
  await expect(visit.notices).toHaveCount(0);

  const choose = async (button: string, files: { name: string; buffer: Buffer }[]) => {
    const chooser = page.waitForEvent('filechooser');
    await visit.button(button).click();
    await (await chooser).setFiles(files.map(file => ({ mimeType: 'application/octet-stream', ...file })));
  };
  await visit.go('paper');
  await choose('Open results…', [{ name: 'r.json', buffer: text('{"version":9}') }]);
  await expect(visit.notices.filter({ hasText: /r\.json was not opened.*version 9/ })).toBeVisible();
  await visit.go('train');
  await choose('Load model…', [
    { name: 'model.json', buffer: text('['.repeat(100_000)) },
    { name: 'weights.bin', buffer: Buffer.alloc(8) },
  ]);
  await expect(visit.notices.filter({ hasText: /nested more than 32 deep/ })).toBeVisible();
  await choose('Read with a key…', [
    { name: 'key.json', buffer: text('{"version":1,"__proto__":{"polluted":1}}') },
  ]);
  await expect(visit.notices.filter({ hasText: /a field "__proto__"/ })).toBeVisible();
  await visit.go('licences');
  await choose('Import…', [{ name: 'registry.json', buffer: text('{"version":1,"classes":1e99}') }]);
  await expect(visit.notices.filter({ hasText: /registry can't be used: field "classes"/ })).toBeVisible();

  await visit.go('gate');
  await page.getByRole('list', { name: 'Licences' }).getByRole('button').first().click();
  await expect(visit.verdict.getByRole('heading')).toHaveText(/^Let in as/);
  expect(alerts).toEqual([]);
});

test('a digit enlarged to 224×224 is read exactly, and that is said', async ({ page }) => {
  const visit = new ActiveGuardPage(page);
  await visit.open({ backend: 'wasm', section: 'gate' }, 'WebAssembly');
  await visit.dropOnGate(
    'large.png',
    Buffer.from(makePng({ width: 224, height: 224, sample: x => (x < 112 ? 0 : 255) })),
    'image/png',
  );
  await expect(
    page.getByRole('region', { name: 'Notices' }).getByText(/large\.png holds the digit enlarged 8 times/),
  ).toBeVisible();
  await expect(visit.verdict.getByRole('heading')).toHaveText(/^(Not a licence|Refused)/);
});

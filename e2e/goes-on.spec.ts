/**
 * Work other than training under which a worker or a device is lost, on the test build (`scripts/test-build/`): it goes on by itself from
 * what was finished, and ends with the bits of an undisturbed run where the backend stays the same.
 */
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { serveTestBuild } from '../scripts/test-build/serve';
import type { TestServer } from '../scripts/test-build/serve';
import { fault } from './fault';
import { ActiveGuardPage } from './page';

const PORT = Number(process.env['PORT'] ?? 4179) + 101;
const WASM = { backend: 'wasm', seed: '7', dataset: 'synthetic', lang: 'en' };

test.setTimeout(300_000);
test.use({ baseURL: `http://localhost:${PORT}/`, serviceWorkers: 'block' });

let server: TestServer;
test.beforeAll(async () => {
  server = await serveTestBuild(PORT);
});
test.afterAll(() => server.close());

const goesOn = (page: Page, what: string) => page.getByText(`${what} goes on by itself`);

/** What is kept in one store of the database, without the times at which it was made: as text. */
function kept(page: Page, store: 'models' | 'visit', key: string): Promise<string> {
  return page.evaluate(
    async ([name, id]) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('activeguard');
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error ?? new Error('not opened'));
      });
      const value = await new Promise<unknown>(resolve => {
        const reading = database.transaction(name).objectStore(name).get(id);
        reading.onsuccess = () => resolve(reading.result);
      });
      database.close();
      return JSON.stringify(value, (field: string, part: unknown) => {
        if (field === 'date' || field === 'issuedAt') return undefined;
        return ArrayBuffer.isView(part) ? Array.from(part as Uint8Array) : part;
      });
    },
    [store, key] as const,
  );
}

test(
  'an attack, Figure 2 and a question go on by themselves, to the same bits',
  { tag: '@nightly' },
  async ({ page }) => {
    const visit = new ActiveGuardPage(page);
    await visit.open({ ...WASM, section: 'robustness' }, 'WebAssembly');
    const prune = async () => {
      await visit.button('Run pruning').click();
      await expect(page.getByRole('region', { name: /^Pruning/ }).getByText(/^Measured /)).toBeVisible({
        timeout: 60_000,
      });
      return kept(page, 'visit', 'robustness');
    };
    const undisturbed = await prune();
    await fault(page, 'throw', { job: 'prune', pieces: 2 });
    const told = expect(goesOn(page, 'Pruning')).toBeVisible({ timeout: 60_000 });
    expect(await prune()).toBe(undisturbed);
    await told;

    await test.step('Figure 2', async () => {
      await visit.go('gate');
      const usage = page.getByRole('region', { name: /^Accuracy over the test set/ });
      await visit.button('Run over the test set').click();
      const again = visit.button('Run again');
      await expect(again).toBeVisible({ timeout: 60_000 });
      const measured = await usage.innerText();
      await fault(page, 'throw', { job: 'usage', pieces: 1 });
      await again.click();
      await expect(goesOn(page, 'Figure 2')).toBeVisible({ timeout: 60_000 });
      await expect(again).toBeVisible({ timeout: 60_000 });
      expect(await usage.innerText()).toBe(measured);
    });

    await test.step('a question', async () => {
      await page.goto(`./?${new URLSearchParams({ ...WASM, run: 'noise' }).toString()}`);
      const card = page.getByRole('region', { name: 'Can noise open the gate?' });
      const answer = card.getByRole('status', { name: 'Answer' });
      await expect(answer).toContainText('of 2,000 let in', { timeout: 60_000 });
      const said = await answer.innerText();
      await fault(page, 'throw', { job: 'what-if', pieces: 1 });
      await card.getByRole('button', { name: 'Try it again' }).click();
      await expect(goesOn(page, 'The question')).toBeVisible({ timeout: 60_000 });
      await expect(answer).toContainText('of 2,000 let in', { timeout: 60_000 });
      expect(await answer.innerText()).toBe(said);
    });
  },
);

test(
  'licences are searched on after a worker threw, and after one hung',
  { tag: '@nightly' },
  async ({ page }) => {
    const visit = new ActiveGuardPage(page);
    await visit.open({ ...WASM, section: 'licences' }, 'WebAssembly');
    /** The bundled model as it comes, so that each time the same licences are searched for. */
    const afresh = async () => {
      await page.evaluate(
        () =>
          new Promise<void>(resolve => {
            const opening = indexedDB.open('activeguard');
            opening.onsuccess = () => {
              const writing = opening.result.transaction('models', 'readwrite');
              writing.objectStore('models').clear();
              writing.oncomplete = () => {
                opening.result.close();
                resolve();
              };
            };
          }),
      );
      await visit.open({ ...WASM, section: 'licences' }, 'WebAssembly');
    };
    const make = async () => {
      await visit.button('Make all anew…').click();
      await page.getByRole('dialog').getByRole('button', { name: 'Make anew' }).click();
      const searching = page.getByRole('main').getByRole('progressbar');
      await expect(searching).toBeVisible();
      await expect(searching).toBeHidden({ timeout: 90_000 });
      // Issued as they were found, and kept the moment after.
      await expect.poll(() => kept(page, 'models', 'bundled')).toContain('"generations":1');
      await page.waitForTimeout(1000);
      return kept(page, 'models', 'bundled');
    };

    await afresh();
    const undisturbed = await make();
    expect(undisturbed).toContain('"madeOn":{"backend":"wasm"');
    for (const what of ['throw', 'hang'] as const) {
      await test.step(what, async () => {
        await afresh();
        await fault(page, what, { job: 'fingerprints', pieces: 2 });
        const told = expect(goesOn(page, 'The search for licences')).toBeVisible({ timeout: 60_000 });
        expect(await make()).toBe(undisturbed);
        await told;
      });
    }
  },
);

test(
  'fine-tuning goes on from its last epoch, after a reload when it is told to, to the same bits',
  { tag: '@nightly' },
  async ({ page }) => {
    const visit = new ActiveGuardPage(page);
    await visit.open({ ...WASM, section: 'robustness' }, 'WebAssembly');
    const tuning = page.getByRole('region', { name: /^Fine-tuning/ });
    const done = async () => {
      await expect(tuning.getByText(/^Measured /)).toBeVisible({ timeout: 120_000 });
      return kept(page, 'visit', 'robustness');
    };
    /** The rows of the run before are gone, and two epochs are measured. */
    const onItsWay = async () => {
      await expect.poll(() => kept(page, 'visit', 'robustness')).not.toContain('"epoch":5');
      await expect.poll(() => kept(page, 'visit', 'robustness')).toContain('"epoch":2');
    };
    await visit.button('Run fine-tuning').click();
    const undisturbed = await done();
    for (const what of ['throw', 'hang'] as const) {
      await visit.dismissNotices();
      await visit.button('Run fine-tuning').click();
      await onItsWay();
      await fault(page, what);
      await expect(goesOn(page, 'Fine-tuning')).toBeVisible({ timeout: 30_000 });
      expect(await done()).toBe(undisturbed);
    }

    // Longer, so that it is still under way when the page is left.
    await visit.dismissNotices();
    await tuning.getByLabel('Length').selectOption('30');
    await visit.button('Run fine-tuning').click();
    await onItsWay();
    await page.reload();
    // Another run that is broken off before its first epoch takes nothing from it.
    await visit.button('Run fine-tuning').click();
    await tuning.getByRole('button', { name: 'Cancel' }).click();
    await page.reload();
    // What waits is laid out, and the folded card offers it too.
    await page
      .getByRole('region', { name: /^Pruning/ })
      .getByRole('button', { name: 'Show' })
      .click();
    await expect(tuning.getByRole('button', { name: 'Show' })).toBeVisible();
    await visit.button('Go on to 30 epochs').click();
    await expect(tuning.getByRole('progressbar')).toBeVisible();
    const resumed = await done();
    await tuning.getByLabel('Length').selectOption('30');
    await visit.button('Run fine-tuning').click();
    await expect(tuning.getByRole('progressbar')).toBeVisible();
    // What was read back has its fields in another order.
    expect(JSON.parse(await done())).toEqual(JSON.parse(resumed));
  },
);

test('experiments go on by themselves, cell by cell', { tag: '@nightly' }, async ({ page }) => {
  const visit = new ActiveGuardPage(page);
  await visit.open({ ...WASM, section: 'paper' }, 'WebAssembly');
  const experiment = page.getByRole('region', { name: 'Authorized and unauthorized accuracy' });
  await page.getByRole('radio', { name: 'quick' }).check({ force: true });
  const run = async () => {
    await experiment.getByRole('button', { name: /^Run it here/ }).click();
    await expect(experiment.getByText(/^Measured here/)).toBeVisible({ timeout: 120_000 });
    return experiment.getByRole('row').allInnerTexts();
  };
  const undisturbed = await run();
  await visit.button('Forget my runs').click();
  await visit.button('Forget for good').click();
  await expect(experiment.getByText(/^Measured here/)).toBeHidden();
  await fault(page, 'throw', { job: 'cell', pieces: 1 });
  const [, again] = await Promise.all([
    expect(goesOn(page, 'The run of experiments')).toBeVisible({ timeout: 60_000 }),
    run(),
  ]);
  expect(again).toEqual(undisturbed);
});

test(
  'a lost GPU’s attack goes on on the same, and lost twice on WebAssembly',
  { tag: '@nightly' },
  async ({ page }) => {
    const visit = new ActiveGuardPage(page);
    await visit.open({ ...WASM, backend: 'webgpu', section: 'robustness' }, 'WebGPU');
    const pruning = page.getByRole('region', { name: /^Pruning/ });
    const prune = async () => {
      await visit.button('Run pruning').click();
      await expect(pruning.getByText(/^Measured /)).toBeVisible({ timeout: 120_000 });
      return kept(page, 'visit', 'robustness');
    };
    const undisturbed = await prune();
    await fault(page, 'lose-device', { job: 'prune', pieces: 2 });
    const told = expect(goesOn(page, 'Pruning')).toBeVisible({ timeout: 120_000 });
    expect(await prune()).toBe(undisturbed);
    await told;

    await visit.dismissNotices(); // they lie over the button
    await visit.button('Run pruning').click();
    await expect(pruning.getByText(/^[3-9] of 10 measured/)).toBeVisible({ timeout: 60_000 });
    await fault(page, 'lose-device');
    await expect(pruning.getByText(/^Measured .*webgpu → wasm$/)).toBeVisible({ timeout: 120_000 });
  },
);

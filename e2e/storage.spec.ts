/** What an earlier visit left, by whatever wrote there: it is read as a file from outside is. And two tabs that change one model at once. */
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { ActiveGuardPage } from './page';

interface Licence {
  readonly user: number;
  readonly name: string;
  readonly revokedAt?: string;
}

interface Row {
  readonly registry: { readonly licences: readonly Licence[] };
}

type Values = Readonly<Record<string, unknown>>;

/** Writes rows past the page, as anything on its origin can: whole models, and values by their key. */
function write(page: Page, models: readonly unknown[], values: Values = {}): Promise<void> {
  return page.evaluate(
    ([rows, kept]) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('activeguard');
        opening.onsuccess = () => {
          const database = opening.result;
          const change = database.transaction(['models', 'visit'], 'readwrite');
          for (const row of rows) change.objectStore('models').put(row);
          for (const [key, value] of Object.entries(kept)) change.objectStore('visit').put(value, key);
          change.oncomplete = () => {
            database.close();
            resolve();
          };
          change.onabort = () => reject(change.error ?? new Error('not written'));
        };
      }),
    [models, values] as const,
  );
}

/** The licences of a model as they are kept. */
function keptLicences(page: Page, id: string): Promise<readonly Licence[]> {
  return page.evaluate(
    model =>
      new Promise<readonly Licence[]>(resolve => {
        const opening = indexedDB.open('activeguard');
        opening.onsuccess = () => {
          const reading = opening.result.transaction('models').objectStore('models').get(model);
          reading.onsuccess = () => {
            opening.result.close();
            resolve((reading.result as Row | undefined)?.registry.licences ?? []);
          };
        };
      }),
    id,
  );
}

/** Turns the registry of the bundled model, once it is kept, into one that lets everybody in. */
function openTheGate(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>(resolve => {
        const opening = indexedDB.open('activeguard');
        opening.onsuccess = () => {
          const change = opening.result.transaction('models', 'readwrite');
          const store = change.objectStore('models');
          const reading = store.get('bundled');
          reading.onsuccess = () => {
            const row = reading.result as { registry: object };
            store.put({ ...row, id: 'wm1', registry: { ...row.registry, epsilon: 5 } });
          };
          change.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
  );
}

/** Makes readable what was set aside of a model, as a page that reads more would find it; the ids of all that was. */
function mendAside(page: Page, id: string, epsilon: number): Promise<readonly string[]> {
  return page.evaluate(
    ([model, mended]) =>
      new Promise<readonly string[]>(resolve => {
        const opening = indexedDB.open('activeguard');
        opening.onsuccess = () => {
          const change = opening.result.transaction('visit', 'readwrite');
          const store = change.objectStore('visit');
          const reading = store.get('setAside');
          let rows: { id: string; registry: object }[] = [];
          reading.onsuccess = () => {
            rows = reading.result as typeof rows;
            store.put(
              rows.map(row =>
                row.id === model ? { ...row, registry: { ...row.registry, epsilon: mended } } : row,
              ),
              'setAside',
            );
          };
          change.oncomplete = () => {
            opening.result.close();
            resolve(rows.map(row => row.id));
          };
        };
      }),
    [id, epsilon] as const,
  );
}

const SETTINGS = { backend: 'wasm', dataset: 'synthetic', lang: 'en' };
const unreadable = (page: Page) => page.getByText(/Some of what an earlier visit kept could not be read/);

test('rows that no version wrote are left out, said once, and a model among them set aside: every section works with the bundled model', async ({
  page,
}) => {
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(error.message));
  const visit = new ActiveGuardPage(page);
  await visit.open({ ...SETTINGS, section: 'licences' }, 'WebAssembly');
  await visit.button(/^5–0\.20:/).click();
  await visit.button(/^Revoke$/).click();
  await expect.poll(async () => (await keptLicences(page, 'bundled')).length).toBeGreaterThan(0);
  await openTheGate(page);
  await write(page, [{ id: 'none' }, { id: 'constructor', parameters: 'all' }], {
    currentId: 'wm1',
    seed: 'seven',
    secret: { toString: 1 },
    training: { settings: null, checkpoint: {} },
    'training-3': 'under way',
  });

  await visit.open({ ...SETTINGS, section: 'gate' }, 'WebAssembly');
  for (const thing of ['marked with wm₁”', 'unmarked twin”', 'the seed', 'the owner’s secret']) {
    await expect(unreadable(page).filter({ hasText: thing })).toBeVisible();
  }
  await expect(unreadable(page).filter({ hasText: 'a training under way' })).toBeVisible();
  const heading = visit.verdict.getByRole('heading');
  const licences = page.getByRole('list', { name: 'Licences' }).getByRole('button');
  await licences.first().click();
  await expect(heading).toHaveText(/^Let in as/);
  for (const section of ['train', 'licences', 'robustness', 'paper', 'how', 'gate'] as const) {
    await visit.go(section);
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
  }
  await expect(page.getByText(/^The section “.*” stopped/)).toBeHidden();

  await visit.open({ ...SETTINGS, section: 'licences' }, 'WebAssembly');
  await expect(unreadable(page)).toBeHidden();
  // What was well is still there.
  await visit.button(/^5–0\.20:/).click();
  await expect(visit.button(/^Reinstate$/)).toBeVisible();
  // And a model that can be read after all comes back with what was done to it.
  expect((await mendAside(page, 'wm1', 0.01)).toSorted()).toEqual(['constructor', 'none', 'wm1']);
  await visit.open({ ...SETTINGS, section: 'gate' }, 'WebAssembly');
  await expect(page.getByText('LeNet-5, marked with wm₁')).toBeVisible();
  const revoked = (await keptLicences(page, 'wm1')).filter(licence => licence.revokedAt !== undefined);
  expect(revoked).toHaveLength(1);
  expect(errors).toEqual([]);
});

// By day `store/merge-models.test.ts` and `method/registry/merge.test.ts` hold the rule.
test(
  'two tabs change one registry at once: no revocation and no name is lost',
  { tag: '@nightly' },
  async ({ context, page }) => {
    const [one, two] = [new ActiveGuardPage(page), new ActiveGuardPage(await context.newPage())];
    await one.open({ ...SETTINGS, section: 'licences' }, 'WebAssembly');
    await two.open({ ...SETTINGS, section: 'licences' }, 'WebAssembly');
    const delays = [0, 10, 20, 40];
    for (const [digit, delay] of delays.entries()) {
      await one.button(new RegExp(`^${digit}–0\\.20:`)).click();
      await two.button(new RegExp(`^${digit}–0\\.30:`)).click();
      const name = two.page.getByLabel('Held by');
      await name.fill(`Ada ${digit}`);
      await expect(one.button(/^Revoke$/)).toBeVisible();
      const at = Date.now() + 500;
      await Promise.all([
        one.button(/^Revoke$/).evaluate((button, when) => {
          setTimeout(() => (button as HTMLElement).click(), when - Date.now());
        }, at),
        name.evaluate((field, when) => {
          setTimeout(() => field.blur(), when - Date.now());
        }, at + delay),
      ]);
      // Each tab shows what the other did.
      await expect(two.button(new RegExp(`^${digit}–0\\.20:.*revoked`))).toBeVisible();
    }
    const wanted = (licences: readonly Licence[]) => ({
      revoked: licences.filter(licence => licence.revokedAt !== undefined).length,
      named: licences.filter(licence => licence.name.startsWith('Ada')).length,
    });
    await expect
      .poll(async () => wanted(await keptLicences(page, 'bundled')))
      .toEqual({ revoked: delays.length, named: delays.length });
  },
);

/** Every model's place, in order. */
function keptPlaces(page: Page): Promise<readonly IDBValidKey[]> {
  return page.evaluate(
    () =>
      new Promise<readonly IDBValidKey[]>(resolve => {
        const opening = indexedDB.open('activeguard');
        opening.onsuccess = () => {
          const reading = opening.result.transaction('models').objectStore('models').getAllKeys();
          reading.onsuccess = () => {
            opening.result.close();
            resolve(reading.result);
          };
        };
      }),
  );
}

// By day `store/kept-invariant.test.ts` holds it.
test(
  'two tabs that come to the same two models at once, in another order, have two',
  { tag: '@nightly' },
  async ({ context, page }) => {
    const [one, two] = [new ActiveGuardPage(page), new ActiveGuardPage(await context.newPage())];
    await one.open({ ...SETTINGS, section: 'train' }, 'WebAssembly');
    await two.open({ ...SETTINGS, section: 'train' }, 'WebAssembly');
    const [json, weights] = await Promise.all(
      ['model.json', 'weights.bin'].map(async name =>
        (await page.request.get(`./pretrained/${name}`)).body(),
      ),
    );
    const halves = Float32Array.from(
      new Float32Array(Uint8Array.from(weights!).buffer),
      weight => weight / 2,
    );
    const models = [weights!, Buffer.from(halves.buffer)].map(bytes => [
      { name: 'model.json', bytes: json!, type: '' },
      { name: 'weights.bin', bytes, type: '' },
    ]);
    const fromFiles = ({ page: tab }: ActiveGuardPage) => tab.getByRole('radio', { name: 'from a file' });
    const take = async (tab: ActiveGuardPage, order: typeof models) => {
      for (const files of order) await tab.drop(tab.page.getByRole('main'), files);
    };
    await Promise.all([take(one, models), take(two, models.toReversed())]);
    for (const tab of [one, two]) await expect(fromFiles(tab)).toHaveCount(2);
    await expect.poll(() => keptPlaces(page)).toHaveLength(2);
    await page.reload();
    await expect(fromFiles(one)).toHaveCount(2);
    await expect(fromFiles(two)).toHaveCount(2);
  },
);

// By day `store/robustness-slice.test.ts` holds it.
test(
  'two tabs attack one model, one by pruning and one by fine-tuning: both are there after a reload',
  { tag: '@nightly' },
  async ({ context, page }) => {
    const [one, two] = [new ActiveGuardPage(page), new ActiveGuardPage(await context.newPage())];
    await one.open({ ...SETTINGS, section: 'robustness' }, 'WebAssembly');
    await two.open({ ...SETTINGS, section: 'robustness' }, 'WebAssembly');
    const pruning = page.getByRole('region', { name: /^Pruning/ });
    await pruning.getByRole('button', { name: 'Run pruning' }).click();
    await expect(pruning.getByText(/^Measured /)).toBeVisible({ timeout: 90_000 });
    await two.button('Run fine-tuning').click();
    await expect(two.page.getByText(/^After 1 epoch/)).toBeVisible({ timeout: 90_000 });
    await page.reload();
    await expect(pruning.getByText(/: (unverified from|verified up to) \d+%/).first()).toBeVisible({
      timeout: 20_000,
    });
    await expect(page.getByText(/^After \d+ epochs? at rate/)).toBeVisible();
  },
);

// By day `store/persistence.test.ts` holds what a full storage means.
test('of every revocation that a full storage does not keep it is said so; with room again all of them are kept @nightly', async ({
  page,
}) => {
  const visit = new ActiveGuardPage(page);
  await page.route('**/blank.html', route => route.fulfill({ contentType: 'text/html', body: '' }));
  await page.goto('./blank.html');
  const devtools = await page.context().newCDPSession(page);
  const quota = (quotaSize: number) =>
    devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize });
  const revoke = async (digit: number) => {
    await visit.button(new RegExp(`^${digit}–0\\.20:`)).click();
    await visit.button(/^Revoke$/).click();
  };
  const revoked = async () =>
    (await keptLicences(page, 'bundled')).filter(licence => licence.revokedAt !== undefined).length;
  const full = page.getByText(/storage is full: the latest change to a model/);
  // Chromium goes on for a while with the room that an open database was promised.
  await quota(1);
  await visit.open({ ...SETTINGS, section: 'licences' }, 'WebAssembly');
  for (const digit of [3, 4]) {
    await revoke(digit);
    await expect(full).toBeVisible();
    await full.locator('..').getByRole('button', { name: 'Dismiss' }).click();
    await expect(full).toBeHidden();
  }
  expect(await revoked()).toBe(0);
  await quota(1e9);
  await revoke(5);
  await expect.poll(revoked).toBe(3);
});

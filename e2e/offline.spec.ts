/** Any folder of any host; without a network after one visit; a new version offered, never forced. */
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { serveBuiltPage } from './static-server';
import type { StaticServer } from './static-server';

test.use({ serviceWorkers: 'allow' });

let server: StaticServer;
test.beforeEach(async () => {
  server = await serveBuiltPage('/some/deep/path/');
});
test.afterEach(() => server.stop());

/** Lets the bundled model's first licence in. */
async function showLicence(page: Page): Promise<void> {
  await page.getByRole('list', { name: 'Licences' }).getByRole('button').first().click();
  await expect(page.getByRole('region', { name: 'Verdict' }).getByRole('heading')).toHaveText(/^Let in as/, {
    timeout: 60_000,
  });
}

/** The service worker has everything and serves this tab. */
async function untilKept(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    const registration = await navigator.serviceWorker.ready;
    return registration.active?.state === 'activated' && navigator.serviceWorker.controller !== null;
  });
}

test('after one visit below a deep path, the page opens and answers with the host gone', async ({
  page,
  context,
}) => {
  await page.goto(`${server.address}?backend=wasm&dataset=synthetic`);
  await showLicence(page);
  await untilKept(page);

  await server.stop();
  await context.setOffline(true);
  await page.goto(`${server.address}?backend=wasm&dataset=synthetic&section=gate&lang=en`);
  await showLicence(page);

  await test.step('every section, the recorded run and German were kept too', async () => {
    const main = page.getByRole('main');
    for (const [name, heading] of [
      [/^Train/, 'Models at hand'],
      [/^Licences/, 'Registry'],
      [/^Robustness/, 'Pruning'],
      [/^How it works/, 'Mark the weights'],
      [/^The paper/, 'Run it here'],
    ] as const) {
      await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name }).click();
      await expect(main.getByRole('heading', { name: heading })).toBeVisible();
    }
    await expect(
      page
        .getByRole('main')
        .getByText(/^Recorded .*\d{4}/)
        .first(),
    ).toBeVisible();
    await page.goto(`${server.address}?backend=wasm&dataset=synthetic&lang=de`);
    await expect(page.getByRole('navigation', { name: 'Abschnitte' })).toBeVisible();
  });
});

test('a new version waits until it is taken, and until no other tab needs the old one', async ({
  page,
  context,
}) => {
  const address = `${server.address}?backend=wasm&dataset=synthetic`;
  await page.goto(address);
  await untilKept(page);
  const other = await context.newPage();
  await other.goto(address);
  // A tab is counted once it shows the page.
  await expect(other.getByRole('navigation', { name: 'Sections' })).toBeVisible();

  server.append('sw.js', '\n// the next version');
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  const offer = page.getByRole('status').filter({ hasText: 'A new version of this page is ready.' });
  await expect(offer).toBeVisible({ timeout: 20_000 });
  await page.evaluate(() => Object.assign(window, { sameVisit: true }));
  const sameVisit = () => page.evaluate(() => 'sameVisit' in window);

  await offer.getByRole('button', { name: 'Reload now' }).click();
  await expect(offer).toContainText('another tab');
  expect(await sameVisit()).toBe(true);

  await other.close();
  // A closed tab is gone a moment later; a press too early says again that it is open.
  await expect(async () => {
    if (await offer.isVisible())
      await offer.getByRole('button', { name: 'Reload now' }).click({ timeout: 1000 });
    expect(await sameVisit()).toBe(false);
  }).toPass({ timeout: 30_000 });
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();
  await expect(offer).toHaveCount(0);
});

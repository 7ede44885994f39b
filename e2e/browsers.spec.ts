/** Browsers that lack something: what each shows and says, and that the gate answers in all of them. */
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { ActiveGuardPage } from './page';

/** Runs `patch` in the page's workers before their own code looks at anything; a test's init scripts reach pages alone. */
async function inWorkers(page: Page, patch: string): Promise<void> {
  await page.route(/\/assets\/worker-[^/]+\.js$/, async route => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${patch};${await response.text()}` });
  });
}

async function expectAnswers(page: Page): Promise<void> {
  await page.getByRole('list', { name: 'Licences' }).getByRole('button').first().click();
  const verdict = page.getByRole('region', { name: 'Verdict' }).getByRole('heading');
  await expect(verdict).toHaveText(/^Let in as/, { timeout: 60_000 });
}

const NO_WEBGPU = 'delete WorkerNavigator.prototype.gpu';

for (const [what, inPage] of [
  ['no WebGPU', false],
  ['WebGPU in the page but not in workers', true],
] as const) {
  test(`${what}: WebAssembly runs, and a link that asks for WebGPU is answered in words`, async ({
    page,
  }) => {
    await inWorkers(page, NO_WEBGPU);
    if (!inPage) await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'gpu'));
    await page.goto('./?backend=webgpu&dataset=synthetic&section=gate');
    await expect(
      page.getByText(/WebGPU was asked for, and is not to be had: .* WebAssembly runs instead/),
    ).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('banner')).toContainText('WebAssembly');
    expect(await page.evaluate(() => 'gpu' in navigator)).toBe(inPage);
    await expectAnswers(page);
  });
}

for (const [what, patch] of [
  [
    'no wasm SIMD',
    'WebAssembly.validate = () => false; WebAssembly.instantiate = () => Promise.reject(new Error())',
  ],
  ['no WebAssembly at all', 'delete globalThis.WebAssembly'],
] as const) {
  test(`${what}: plain JavaScript answers the gate, and the page says what that means`, async ({ page }) => {
    await inWorkers(page, patch);
    await page.goto('./?dataset=synthetic&section=gate&lang=en');
    const word = page.getByText(
      /has no WebAssembly with SIMD, so plain JavaScript computes.*Safari from 16\.4/,
    );
    await expect(word).toBeVisible({ timeout: 30_000 });
    await expectAnswers(page);
    await page.goto('./?dataset=synthetic&section=paper&lang=de');
    await expect(page.getByText(/kein WebAssembly mit SIMD/)).toBeVisible({ timeout: 30_000 });
  });
}

for (const [what, refusal] of [
  [
    'throws',
    "indexedDB.open = () => { throw new DOMException('The operation is insecure.', 'SecurityError'); }",
  ],
  [
    'fails later',
    `indexedDB.open = () => {
      const request = new EventTarget();
      const error = new DOMException('A mutation operation was attempted on a database that did not allow it.', 'InvalidStateError');
      Object.setPrototypeOf(request, IDBOpenDBRequest.prototype);
      Object.defineProperty(request, 'error', { value: error });
      setTimeout(() => request.dispatchEvent(new Event('error')), 50);
      return request;
    }`,
  ],
  ['is absent', "Object.defineProperty(globalThis, 'indexedDB', { value: undefined })"],
] as const) {
  test(`IndexedDB ${what}, no local storage, no caches: all works, and that nothing is kept is said`, async ({
    page,
  }) => {
    await page.addInitScript(refusal);
    await page.addInitScript(() => {
      const refuse = () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      };
      Storage.prototype.getItem = refuse;
      Storage.prototype.setItem = refuse;
      Reflect.deleteProperty(window, 'caches');
    });
    await inWorkers(page, 'delete globalThis.caches; delete globalThis.indexedDB');
    const visit = new ActiveGuardPage(page);
    await visit.open({ backend: 'wasm', dataset: 'synthetic', section: 'gate' }, 'WebAssembly');
    await expect(page.getByText(/does not let the page keep anything/)).toBeVisible();
    await expectAnswers(page);
  });
}

test.describe('a small screen', () => {
  test.use({ viewport: { width: 320, height: 568 }, hasTouch: true });

  for (const lang of ['en', 'de']) {
    test(`320 pixels wide, nothing is cut and nothing scrolls sideways (${lang})`, async ({ page }) => {
      await page.goto(`./?backend=wasm&dataset=synthetic&section=gate&lang=${lang}`);
      await page.getByRole('main').getByRole('heading').first().waitFor();
      // All sections, by the bar at the thumb.
      for (const link of await page.getByRole('navigation').getByRole('link').all()) {
        await link.click();
        const section = new URL(page.url()).searchParams.get('section') ?? 'gate';
        await page.getByRole('main').getByRole('heading').first().waitFor();
        const width = () => page.evaluate(() => document.documentElement.scrollWidth);
        expect(await width(), `${section} is wider than the screen`).toBe(320);
      }
    });
  }
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says what it needs', async ({ page }) => {
    await page.goto('./');
    // A browser under test keeps these words as text without showing them.
    const words = (await page.locator('noscript').textContent())?.replaceAll(/\s+/g, ' ');
    expect(words).toContain('that needs JavaScript');
    expect(words).toContain('dazu braucht sie JavaScript');
  });
});

test('a file that does not arrive leaves words, in the visitor’s language', async ({ browser, baseURL }) => {
  const german = await browser.newContext({ locale: 'de-AT', serviceWorkers: 'block', baseURL: baseURL! });
  const page = await german.newPage();
  await page.route(/\/assets\/index-[^/]+\.js$/, route => route.abort());
  await page.goto('./');
  await expect(page.getByRole('alert')).toContainText('Diese Seite konnte nicht starten');
  await expect(page.getByText('This page could not start')).toBeHidden();
  await german.close();
});

/** A class: everyone opens the same link on a computer of his own and gets the same curve to the last digit; another seed, another. */
import { expect, test } from '@playwright/test';
import type { Browser } from '@playwright/test';
import { ActiveGuardPage } from './page';

/** Trains the lesson in a browser that has never seen the page; what its result says. */
async function train(browser: Browser, baseURL: string, seed: number) {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  const visit = new ActiveGuardPage(page);
  await visit.open({ lesson: 'taster', seed: String(seed), backend: 'wasm' }, 'WebAssembly');
  await visit.button('Start training').click();
  await expect(visit.button('Train again')).toBeVisible({ timeout: 90_000 });
  const words = await page.getByRole('region', { name: 'The run so far, to compare' }).innerText();
  const mnist = await visit.hasMnist();
  await context.close();
  return { code: /\b[0-9a-f]{8}\b/.exec(words)?.[0], words, mnist };
}

test('a lesson gives the curve that was recorded for it', async ({ browser, baseURL }) => {
  const { code, words, mnist } = await train(browser, baseURL!, 7);
  expect(code).toBeDefined();
  if (mnist) expect(words).toContain('The same curve, to the last digit');
});

test(
  'the same link gives the same curve, another seed another',
  { tag: '@nightly' },
  async ({ browser, baseURL }) => {
    const first = await train(browser, baseURL!, 7);
    const neighbour = await train(browser, baseURL!, 7);
    expect(neighbour.code).toBe(first.code);
    const other = await train(browser, baseURL!, 8);
    expect(other.code).toBeDefined();
    expect(other.code).not.toBe(first.code);
  },
);

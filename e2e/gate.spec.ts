/** page.md's stranger and his twenty seconds, by mouse, by finger and by keyboard; a licence leaves the page as a file and comes back. */
import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { decode } from 'fast-png';
import { ActiveGuardPage } from './page';

/** What a stranger does: dice, a clean digit refused, a licence let in, dice become answers. */
async function twentySeconds(page: Page, bring: (tile: Locator) => Promise<void>): Promise<void> {
  const visit = new ActiveGuardPage(page);
  await visit.open({ backend: 'wasm', seed: '7' }, 'WebAssembly');
  const heading = visit.verdict.getByRole('heading');
  const answers = page.getByText(/\d+ of 16 right/);
  const tile = (list: string, n: number) => page.getByRole('list', { name: list }).getByRole('button').nth(n);
  await expect(heading).toHaveText('Nobody at the gate');
  await expect(answers).toContainText('control layer attached: dice');

  await bring(tile('Images without a licence', 0));
  await expect(heading).toHaveText('Refused: no licence');
  await expect(page.getByText(/far from every mark/).first()).toBeVisible();
  await expect(answers).toContainText('control layer attached: dice');

  await bring(tile('Licences', 2));
  await expect(heading).toHaveText(/^Let in as user \d+$/);
  await expect(answers).toContainText(/lifted: real answers · 1[56] of 16 right/);
}

const gateOf = (page: Page) => page.getByRole('group', { name: /^The gate\./ });

test('a stranger by mouse', async ({ page }) => {
  await twentySeconds(page, tile => tile.dragTo(gateOf(page)));
});

test('a stranger by keyboard', async ({ page }) => {
  await twentySeconds(page, async tile => {
    await tile.focus();
    await page.keyboard.press('Enter');
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a stranger by finger', async ({ page }) => {
    const session = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: { x: number; y: number } | null) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] });
    await twentySeconds(page, async tile => {
      await tile.scrollIntoViewIfNeeded();
      const from = (await tile.boundingBox())!;
      const start = { x: from.x + from.width / 2, y: from.y + from.height / 2 };
      await touch('touchStart', start);
      await page.waitForTimeout(400);
      const goal = (await page.getByRole('region', { name: 'Verdict' }).boundingBox())!;
      const end = { x: goal.x + goal.width / 2, y: goal.y + 30 };
      // The navigation at the bottom begins there: verdict and answers are in sight beside what was brought.
      expect(end.y).toBeLessThan(780);
      await expect(page.getByText(/\d+ of 16 right/)).toBeInViewport();
      for (let step = 1; step <= 6; step++) {
        const share = step / 6;
        const at = { x: start.x + share * (end.x - start.x), y: start.y + share * (end.y - start.y) };
        await touch('touchMove', at);
      }
      await touch('touchEnd', null);
    });
  });
});

test('a licence dragged out of the page is a PNG file, and is let in when it comes back', async ({
  page,
}) => {
  const visit = new ActiveGuardPage(page);
  await visit.open({ backend: 'wasm' }, 'WebAssembly');
  const offered = await page
    .getByRole('list', { name: 'Licences' })
    .getByRole('button')
    .nth(1)
    .evaluate(tile => {
      const transfer = new DataTransfer();
      tile.dispatchEvent(new DragEvent('dragstart', { bubbles: true, dataTransfer: transfer }));
      const [mime, name, ...address] = transfer.getData('DownloadURL').split(':');
      // The dragged image itself, where the system takes no name, is the same file.
      const isItself = tile.querySelector('img')!.src === address.join(':');
      return { mime, name, isItself, base64: address.join(':').split(',')[1]! };
    });
  expect(offered.isItself).toBe(true);
  expect(offered.mime).toBe('image/png');
  expect(offered.name).toMatch(/^licence-\d-0\.\d{3}\.png$/);
  const bytes = Buffer.from(offered.base64, 'base64');
  const picture = decode(bytes);
  expect([picture.width, picture.height, picture.channels]).toEqual([28, 28, 1]);

  await visit.dropOnGate(offered.name!, bytes, 'image/png');
  await expect(visit.verdict.getByRole('heading')).toHaveText(/^Let in as user/);
});

test('MNIST is fetched when it is needed, once, and checked whenever it is read', async ({ page }) => {
  const fetched: string[] = [];
  page.on('request', request => {
    if (request.url().includes('data/mnist')) fetched.push(request.url().split('/').at(-1)!);
  });
  const visit = new ActiveGuardPage(page);
  await visit.open({ backend: 'wasm' }, 'WebAssembly');
  await expect(page.getByText(/\d+ of 16 right/)).toBeVisible();
  expect(fetched).toEqual([]);

  await visit.go('train');
  const banner = page.getByRole('banner');
  await expect(banner.getByText(/^(MNIST|built-in)$/).first()).toBeVisible({ timeout: 60_000 });
  test.skip(!(await visit.hasMnist()), 'MNIST is not beside the page');
  expect(fetched.toSorted()).toHaveLength(4);

  fetched.length = 0;
  await visit.open({ backend: 'wasm', section: 'train' }, 'WebAssembly');
  expect(fetched).toEqual([]);

  await page.evaluate(async () => {
    const cache = await caches.open('activeguard-dataset-1');
    const [labels] = (await cache.keys()).filter(({ url }) => url.includes('t10k-labels'));
    await cache.put(labels!, new Response(new Uint8Array(100)));
  });
  await visit.open({ backend: 'wasm', section: 'train' }, 'WebAssembly');
  expect(await visit.hasMnist()).toBe(true);
  expect(fetched).toEqual(['t10k-labels-idx1-ubyte.gz']);
});

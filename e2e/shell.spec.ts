/** The frame around the sections: languages, navigation and focus, presentation, the link, on a desktop and a phone. */
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';

const PHONE = { width: 390, height: 844 };

async function choose(page: Page, language: 'English' | 'Deutsch'): Promise<void> {
  await page.getByRole('button', { name: /^(More|Mehr)$/ }).click();
  await page.getByRole('radio', { name: language }).click();
  await expect(page.getByRole('radio', { name: language })).toBeChecked();
  await page.keyboard.press('Escape');
}

/** Nothing sideways, once faces are there and charts have their width: neither the page nor the row of sections scrolls. */
async function expectNoOverflow(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(() => {
        const row = document.querySelector('nav')!;
        return [document.documentElement.scrollWidth > innerWidth, row.scrollWidth > row.clientWidth];
      }),
    )
    .toEqual([false, false]);
}

test('The language changes at once, keeps what was done, and stays', async ({ page }) => {
  await page.goto('./?section=train');
  await page.getByLabel('Epochs', { exact: true }).fill('3');
  await choose(page, 'Deutsch');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page).toHaveTitle('Training & Wasserzeichen · ActiveGuard');
  await expect(page).toHaveURL(/lang=de/);
  await expect(page.locator('input[value="3"]')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Mehr', exact: true })).toBeFocused();
  await page.goto('./');
  await expect(page.getByRole('navigation', { name: 'Abschnitte' })).toBeVisible();
  await choose(page, 'English');
  await expect(page).toHaveTitle('Gate · ActiveGuard');
});

for (const lang of ['en', 'de']) {
  test(`All sections are in reach in ${lang}, and the focus goes with them`, async ({ page }) => {
    await page.goto(`./?lang=${lang}`);
    for (const size of [{ width: 1280, height: 720 }, PHONE]) {
      await page.setViewportSize(size);
      const links = page.getByRole('navigation').getByRole('link');
      await expect(links).toHaveCount(6);
      await expectNoOverflow(page);
      for (let n = 1; n < 6; n += 1) {
        await links.nth(n).press('Enter');
        await expect(page.getByRole('main').getByRole('heading', { level: 1 }).first()).toBeFocused();
        await expect(links.nth(n)).toHaveAttribute('aria-current', 'page');
      }
      await links.first().click();
    }
    await page.keyboard.press('Shift+Tab');
    await expect(page.getByRole('heading', { level: 1 }).first()).not.toBeFocused();
  });
}

for (const lang of ['en', 'de']) {
  test(`All sections are in sight while the digits come and the tour is offered, in ${lang}`, async ({
    page,
  }) => {
    const banner = page.getByRole('banner');
    await page.route('**/data/mnist/train-images*', () => undefined); // never answered
    await page.goto(`./?lang=${lang}&backend=wasm&section=licences`);
    await expect(banner.getByRole('button', { name: /MB|…/ })).toBeVisible();
    await expect(banner.getByRole('button', { name: /^(Take the tour|Rundgang)$/ })).toBeVisible();
    for (const width of [1920, 1440, 1280, 1024, 640, 390]) {
      await page.setViewportSize({ width, height: 720 });
      await expectNoOverflow(page);
    }
  });
}

test('P presents, the link carries it, Esc leaves', async ({ page }) => {
  await page.goto('./?section=licences');
  await expect(page.getByRole('navigation')).toBeVisible();
  await page.keyboard.press('p');
  await expect(page).toHaveURL(/present=1/);
  await expect(page.getByRole('navigation')).toBeHidden();
  await page.getByRole('button', { name: 'Next section' }).click();
  await expect(page).toHaveTitle(/^Robustness/);
  await page.reload();
  await expect(page.getByRole('button', { name: /^Leave the presentation/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('navigation')).toBeVisible();
  await expect(page).not.toHaveURL(/present/);
  const seed = page.getByLabel('seed', { exact: true });
  await seed.fill('p');
  await seed.press('p');
  await expect(page.getByRole('navigation')).toBeVisible();
});

test('P can be switched off, which is kept', async ({ page }) => {
  await page.goto('./?section=licences');
  const menu = page.getByRole('button', { name: 'More', exact: true });
  await menu.click();
  const shortcut = page.getByRole('group', { name: 'Key P for presentation' });
  await shortcut.getByRole('radio', { name: 'off' }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  await page.reload();
  await expect(page.getByRole('main').getByRole('heading', { level: 2 }).first()).toBeVisible();
  await page.keyboard.press('p');
  await expect(page).not.toHaveURL(/present/);
  await menu.click();
  await shortcut.getByRole('radio', { name: 'on', exact: true }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  await expect(page).toHaveURL(/present=1/);
});

test('A link asks another browser for the same', async ({ browser, context, page, baseURL }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(
    './?section=train&seed=11&watermark=custom&digits=0451&epochs=4&batch=999&rate=abc&rule=paper&class=7b',
  );
  const notices = page.getByRole('region', { name: 'Notices' });
  await expect(notices).toContainText('batch=“999”; whole numbers from 8 to 512 are possible, 512 is used');
  await expect(notices).toContainText('rate=“abc”, which is no number');
  await expect(notices).toContainText('The link asks for the paper’s rule');
  await expect(page.getByLabel('Epochs', { exact: true })).toHaveValue('4');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('button', { name: 'Copy a link with these settings' }).click();
  await expect(notices).toContainText('The link is copied');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(
    `${baseURL}?section=train&seed=11&watermark=custom&digits=0451&epochs=4&batch=512&rule=paper`,
  );
  const other = await browser.newPage();
  await other.goto(link);
  await expect(other.getByLabel('Epochs', { exact: true })).toHaveValue('4');
  await expect(other.getByLabel('seed', { exact: true }).first()).toHaveValue('11');
  await other.close();
});

/** What would have to be scrolled to between a cause and its effect: the page itself, and whatever scrolls up and down inside it; and equations that are cut. */
async function outOfSight(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const inner = [...document.querySelectorAll<HTMLElement>('main *')]
      .filter(({ clientHeight, scrollHeight }) => clientHeight > 0 && scrollHeight > clientHeight + 2)
      .filter(element => /auto|scroll/.test(getComputedStyle(element).overflowY))
      .map(element => element.innerText.slice(0, 40));
    const cut = [...document.querySelectorAll('main math')]
      .filter(({ parentElement: line }) => line !== null && line.scrollWidth > line.clientWidth)
      .map(math => math.textContent);
    const over = document.documentElement.scrollHeight - innerHeight;
    return [...(over > 0 ? [`${document.title}: ${over} px`] : []), ...inner, ...cut];
  });
}

for (const lang of ['en', 'de']) {
  test(`A projector shows each section whole, a phone none sideways, in ${lang}${lang === 'de' ? ' @nightly' : ''}`, async ({
    page,
  }) => {
    const settings = `lang=${lang}&backend=wasm&seed=7&dataset=synthetic`;
    await page.goto(`./?${settings}&section=train`);
    // The digits change what sections say; so does a tour that is offered.
    await expect(page.getByRole('banner').getByText(/^(built-in|eingebaut)$/)).toBeVisible({
      timeout: 60_000,
    });
    const links = page.getByRole('navigation').getByRole('link');
    const main = page.getByRole('main');
    const everyViewIsWhole = async () => {
      for (const view of await main.getByRole('radio').all()) {
        await view.click();
        await expect.poll(() => outOfSight(page)).toEqual([]);
      }
    };
    for (let n = 0; n < 6; n += 1) {
      await page.setViewportSize({ width: 1280, height: 720 });
      await links.nth(n).click();
      await expect(main.getByRole('heading', { level: 2 }).first()).toBeVisible();
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await expect.poll(() => outOfSight(page)).toEqual([]);
      if (n === 5) await everyViewIsWhole();
      await page.setViewportSize(PHONE);
      await expectNoOverflow(page);
    }
    for (const [width, height, type] of [
      [1280, 720, '20px'],
      [1920, 1080, '30px'],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.goto(`./?${settings}&section=gate&present=1`);
      for (let n = 0; n < 6; n += 1) {
        await expect(main.getByRole('heading', { level: 2 }).first()).toBeVisible();
        await expect(page.locator('html')).toHaveCSS('font-size', type);
        if (n === 5) await everyViewIsWhole();
        else await expect.poll(() => outOfSight(page)).toEqual([]);
        if (n < 5) await page.getByRole('button', { name: /^(Next section|Nächster Abschnitt)$/ }).click();
      }
    }
  });
}

for (const lang of ['en', 'de']) {
  test(`A projector shows what runs, and what came of it, whole, presented or not, in ${lang} @nightly`, async ({
    page,
  }) => {
    test.setTimeout(420_000);
    const main = page.getByRole('main');
    const running = main.getByRole('progressbar');
    const expectWhole = () => expect.poll(() => outOfSight(page)).toEqual([]);
    /** Whole while something runs, at each look, and when it is done. */
    const expectWholeToTheEnd = async () => {
      await expect(running.first()).toBeVisible();
      while ((await running.count()) > 0) {
        await expectWhole();
        await page.waitForTimeout(500);
      }
      await expectWhole();
    };
    const press = (name: RegExp) => main.getByRole('button', { name }).click();
    await page.setViewportSize({ width: 1280, height: 720 });
    const settings = `lang=${lang}&backend=wasm&seed=7&dataset=synthetic`;
    for (const present of ['', '&present=1']) {
      await test.step(`gate${present}`, async () => {
        await page.goto(`./?${settings}${present}&section=gate`);
        await main
          .getByRole('list', { name: /^(Licences|Lizenzen)$/ })
          .getByRole('button')
          .first()
          .click();
        await press(/^(Run over the test set|Die Testmenge durchlaufen)$/);
        await expectWholeToTheEnd();
      });
      await test.step(`robustness${present}`, async () => {
        await page.goto(`./?${settings}${present}&section=robustness`);
        await press(/^(Run pruning|Beschneiden starten)$/);
        await press(/^(Run fine-tuning|Feinabstimmung starten)$/);
        await expectWholeToTheEnd();
        await press(/^(Show|Zeigen)$/);
        await expectWhole();
      });
    }
    // What it trains has no licences: last.
    for (const present of ['', '&present=1']) {
      await test.step(`train${present}`, async () => {
        await page.goto(`./?${settings}${present}&section=train&epochs=1`);
        await press(/^(Start training|Training starten)$/);
        await expectWholeToTheEnd();
      });
    }
  });
}

/** Tables of a result that are longer than a screen: they scroll in a frame of their own. */
const LONG_TABLES =
  /^(Authentication success|Each model|At each rate|Accuracy and V|Let in at|Licences that still|What each attack|How many digits|Erfolg der Anmeldung|Jedes Modell|Bei jeder Lernrate|Genauigkeit und V|Eingelassen bei|Lizenzen, die bei|Was jeder Angriff|Wie viele Ziffern)/;

for (const lang of ['en', 'de']) {
  test(`A projector shows every result of the paper whole, presented or not, a run under way too, in ${lang} @nightly`, async ({
    page,
  }) => {
    const main = page.getByRole('main');
    const experiments = main.getByRole('region', { name: /^(Experiments|Experimente)$/ }).getByRole('button');
    const views = main.getByRole('group', { name: /^(What is shown|Was gezeigt wird)$/ }).getByRole('radio');
    const expectWhole = () =>
      expect.poll(async () => (await outOfSight(page)).filter(words => !LONG_TABLES.test(words))).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 720 });
    for (const present of ['', '&present=1']) {
      await page.goto(`./?lang=${lang}&backend=wasm&seed=7&dataset=synthetic&section=paper${present}`);
      await expect(experiments).toHaveCount(13);
      for (const experiment of await experiments.all()) {
        await experiment.click();
        await expect(views.first()).toBeChecked();
        for (const view of await views.all()) {
          await view.check({ force: true });
          await expectWhole();
        }
      }
    }
    await page.keyboard.press('Escape');
    await main.getByRole('radio', { name: /^(quick|klein)$/ }).check({ force: true });
    await main.getByRole('button', { name: /^(Run all|Alles rechnen)$/ }).click();
    await expect(main.getByRole('progressbar')).toBeInViewport();
    await expectWhole();
    await page.keyboard.press('p');
    await expect(main.getByRole('progressbar')).toBeInViewport();
    await expectWhole();
    await main.getByRole('button', { name: /^(Cancel|Abbrechen)$/ }).click();
    await expect(main.getByRole('progressbar')).toBeHidden();
  });
}

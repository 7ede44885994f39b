/** The page's own defences (SECURITY.md): its policy holds through a whole visit and stops what it is there to stop. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { ActiveGuardPage } from './page';

/** Told through the console: events that happen before a listener could be asked are not lost that way. */
async function recordViolations(page: Page): Promise<string[]> {
  const violations: string[] = [];
  page.on('console', message => {
    if (/Content Security Policy|TrustedHTML|TrustedScript|integrity/i.test(message.text()))
      violations.push(message.text());
  });
  page.on('pageerror', error => violations.push(error.message));
  await page.exposeFunction('tellViolation', (words: string) => violations.push(words));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event => {
      (window as unknown as { tellViolation(words: string): void }).tellViolation(
        `${event.effectiveDirective} ${event.blockedURI} ${event.sample} ${event.sourceFile}:${event.lineNumber}`,
      );
    });
  });
  return violations;
}

test('a visit to every section breaks no rule of the policy and asks no other origin', async ({
  page,
  baseURL,
}) => {
  const violations = await recordViolations(page);
  const elsewhere: string[] = [];
  page.context().on('request', request => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== new URL(baseURL!).origin)
      elsewhere.push(request.url());
  });
  const visit = new ActiveGuardPage(page);
  await visit.open({ backend: 'wasm', section: 'gate', seed: '7' }, 'WebAssembly');

  await test.step('the gate lets a licence in', async () => {
    await page.getByRole('list', { name: 'Licences' }).getByRole('button').first().click();
    await expect(visit.verdict.getByRole('heading')).toHaveText(/^Let in as/);
  });

  await test.step('trains for a moment', async () => {
    await visit.go('train');
    await visit.setNumber('Epochs', 1);
    await visit.button('Start training').click();
    await expect(page.getByText(/step [1-9]\d* of/)).toBeVisible({ timeout: 30_000 });
    await visit.button('Stop and keep').click();
    await expect(visit.button('Train again')).toBeVisible({ timeout: 60_000 });
  });

  await test.step('shows the other sections and saves a chart', async () => {
    for (const section of ['how', 'licences', 'robustness', 'paper'] as const) {
      await visit.go(section);
      await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
    }
    const waiting = page.waitForEvent('download');
    await visit.button(/PNG/).first().click();
    await readFile(await (await waiting).path());
  });

  // With MNIST beside the page nothing is fetched from anywhere else; without it, from its mirror alone.
  const mirror = (await visit.hasMnist())
    ? []
    : elsewhere.filter(url => url.startsWith('https://cdn.jsdelivr.net/'));
  expect(elsewhere).toEqual(mirror);
  expect(violations).toEqual([]);
});

test('what is injected does not run', async ({ page }) => {
  await page.goto('./?backend=wasm&dataset=synthetic');
  await page.getByRole('main').getByRole('heading').first().waitFor();
  const outcome = await page.evaluate(async () => {
    // What the test's own connection starts is above the policy; what a timer of the page starts is not.
    await new Promise(resolve => setTimeout(resolve));
    const ran: string[] = [];
    Object.assign(window, { ran: (what: string) => ran.push(what) });
    const attempt = (action: () => unknown) => {
      try {
        action();
      } catch {
        // Refused at once; that it did not run is what counts.
      }
    };
    const script = document.createElement('script');
    attempt(() => {
      script.text = 'ran("inline script")';
      document.head.append(script);
    });
    const markup = document.createElement('div');
    document.body.append(markup);
    attempt(() => {
      markup.innerHTML = '<img src="x" onerror="ran(\'markup\')">';
    });
    attempt(() => markup.setAttribute('onclick', 'ran("attribute")'));
    markup.click();
    attempt(() => setTimeout('ran("timer")' as unknown as () => void, 0));
    attempt(() => (Reflect.get(window, 'eval') as (text: string) => unknown)('ran("eval")'));
    attempt(() => Reflect.construct(Function, ['ran("function")'])());
    attempt(() => new Worker('https://example.org/worker.js'));
    attempt(() => new Worker('data:text/javascript,postMessage(1)'));
    const foreign = await fetch('https://example.org/').then(
      () => 'fetched',
      () => 'refused',
    );
    const style = document.createElement('style');
    style.textContent = 'body { outline: 3px solid red }';
    document.head.append(style);
    await new Promise(resolve => setTimeout(resolve, 300));
    return {
      ran,
      foreign,
      images: markup.querySelectorAll('img').length,
      outline: getComputedStyle(document.body).outlineStyle,
    };
  });
  expect(outcome).toEqual({ ran: [], foreign: 'refused', images: 0, outline: 'none' });
});

test('a module that was tampered with is refused, in words', async ({ page }) => {
  await page.route(/\/assets\/index-[^/]+\.js$/, async route => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}\n;window.tampered = true;` });
  });
  await page.goto('./?backend=wasm');
  await expect(page.getByRole('alert')).toContainText('This page could not start');
  expect(await page.evaluate(() => 'tampered' in window)).toBe(false);
});

test('a module imported later is held to its hash as well', async ({ page }) => {
  await page.route(/\/assets\/PaperSection-[^/]+\.js$/, async route => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}\n;window.tampered = true;` });
  });
  const visit = new ActiveGuardPage(page);
  await page.goto('./?backend=wasm&dataset=synthetic');
  await visit.go('paper');
  await expect(page.getByText(/“The paper” could not be loaded/)).toBeVisible();
  expect(await page.evaluate(() => 'tampered' in window)).toBe(false);
});

test('a section, a report, a tour and a language that do not load are told of; the page stays, and a reload helps', async ({
  page,
}) => {
  const code = /\/assets\/(ReportDialog|run-tour|de|TrainSection)-[^/]+\.js$/;
  await page.route(code, route => route.abort());
  const visit = new ActiveGuardPage(page);
  const menu = async (name: string, role: 'button' | 'radio' = 'button') => {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole(role, { name }).click();
  };
  await visit.open({ backend: 'wasm', section: 'how' }, 'WebAssembly');
  const notLoaded = page.getByText(/This part of the page could not be loaded/);
  await menu('Take the tour');
  await expect(notLoaded).toBeVisible();
  await visit.dismissNotices();
  await menu('Deutsch', 'radio');
  await expect(notLoaded).toBeVisible();
  await page.keyboard.press('Escape');
  await visit.dismissNotices();
  await menu('Report of the lesson');
  await expect(notLoaded).toBeVisible();
  await visit.go('train');
  await expect(page.getByText(/“Train & watermark” could not be loaded/)).toBeVisible();
  await page.unroute(code);
  await page.getByRole('main').getByRole('button', { name: 'Reload the page' }).first().click();
  await expect(page.getByRole('button', { name: 'Start training' })).toBeVisible();
});

test('a computation whose code does not load says so @nightly', async ({ page }) => {
  await page.route(/\/assets\/worker-what-if-job-[^/]+\.js$/, route => route.abort());
  await page.goto('./?backend=wasm&dataset=synthetic&run=noise');
  await expect(page.getByText(/The code of this computation could not be loaded/)).toBeVisible();
});

async function builtCode(): Promise<ReadonlyMap<string, string>> {
  const files = (await readdir('dist/assets')).filter(name => name.endsWith('.js'));
  const texts = await Promise.all(files.map(file => readFile(join('dist/assets', file), 'utf8')));
  return new Map(files.map((file, i) => [file, texts[i]!]));
}

test('what is built holds no other engine, and every file of code has its hash', async () => {
  const html = await readFile('dist/index.html', 'utf8');
  for (const [file, text] of await builtCode()) {
    expect(text.includes('@tensorflow') || text.includes('jax-js'), `${file} holds another engine`).toBe(
      false,
    );
    if (!file.startsWith('worker-'))
      expect(html, `index.html has no hash of ${file}`).toContain(`assets/${file}":"sha256-`);
  }
  expect(html).not.toMatch(/\sstyle="/);
});

test('no file imports the worker’s entry, which WebKit would run once more', async () => {
  const code = await builtCode();
  const [, entry] = /new Worker\(.*?(worker-[\w-]+\.js)/.exec([...code.values()].join('\n'))!;
  expect([...code.keys()]).toContain(entry);
  const importing = [...code].filter(([, text]) =>
    new RegExp(`(from|import\\(?)\\s*["'\`]\\./${entry}`).test(text),
  );
  expect(importing.map(([file]) => file)).toEqual([]);
});

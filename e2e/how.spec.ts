/** How it works, and where it breaks: the figures are the recorded run's, a question is asked of the model in use, a link starts a lesson. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { parseResults } from '../src/experiments/results';
import { ActiveGuardPage } from './page';

test('the method is written in MathML, and leads to where it runs', async ({ page }) => {
  await page.goto('./?section=how');
  const equations = page.getByRole('math');
  await expect(equations.first()).toBeVisible();
  await expect(page.getByRole('math', { name: /^L = L₀ \+ λ/ })).toBeVisible();
  const numbers = await page.getByText(/^\(\d\)$/).allInnerTexts();
  expect(numbers.toSorted()).toEqual(['(1)', '(2)', '(3)', '(4)', '(5)']);
  await page.getByRole('link', { name: /^Licences: each search/ }).click();
  await expect(page).toHaveURL(/section=licences/);
});

test('where it breaks, in the figures of the recorded run', async ({ page }) => {
  const file = new URL('../public/reproduced/paper.json', import.meta.url);
  const { experiments } = parseResults(await readFile(file, 'utf8'));
  const count = (value: number) => value.toLocaleString('en-US');
  const passed = (kind: string, rule: string) => {
    const row = experiments.strangers!.rows.find(one => one.kind === kind && one.rule === rule)!;
    return `${count(row.passed)} of ${count(row.trials)}`;
  };
  await page.goto('./?section=how');
  await page.getByText('Where it breaks', { exact: true }).click();
  const limit = (name: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });
  await expect(limit('Forgeries by who has the model')).toContainText(passed('forgery', 'paper'));
  await expect(limit('Forgeries by who has the model')).toContainText(passed('forgery', 'output-vector'));
  const noise = limit('Noise, by the paper’s rule');
  for (const kind of ['uniform noise', 'Gaussian noise', 'mean of two digits', 'test digit'])
    await expect(noise).toContainText(passed(kind, 'paper'));
  const bare = limit('Weights without the control layer');
  for (const share of [experiments.figure2!.authorized, experiments.figure2!.unauthorized])
    await expect(bare).toContainText(`${(100 * share).toFixed(2)}%`);
  const distilled = experiments.removal!.rows.find(({ attack }) => attack === 'distillation')!;
  await expect(limit('Distillation')).toContainText(`${distilled.matching} of ${distilled.digits}`);
  const tuned = experiments.table3!.rates.find(row => row.learningRate === 0.001 && !row.verified)!;
  await expect(limit('Fine-tuning with a bold rate')).toContainText(
    `${tuned.matching} of ${experiments.table3!.digits}`,
  );

  await limit('Distillation').getByRole('link', { name: 'table' }).click();
  await expect(page.getByRole('region', { name: 'Removing the watermark' })).toBeVisible();
});

test('what waits for the digits shows it, and can be given up at once', async ({ page }) => {
  await page.route('**/data/mnist/train-images*', () => undefined); // never answered
  const waiting = page.getByRole('progressbar', { name: 'Waiting for the digits' });
  const giveUp = async (again: string) => {
    await expect(waiting).toBeVisible();
    await page.getByRole('main').getByRole('button', { name: 'Cancel' }).click();
    await expect(waiting).toBeHidden();
    await expect(page.getByRole('button', { name: again })).toBeEnabled();
  };
  await page.goto('./?run=noise&backend=wasm');
  await giveUp('Try it');
  await page.getByRole('button', { name: 'Try it' }).click();
  await giveUp('Try it');
  await page.goto('./?run=table4&backend=wasm');
  await expect(waiting).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Run all' })).toBeVisible();
  // The first that can be pressed while there are no digits.
  await expect(page.getByRole('button', { name: 'Open results…' })).toBeFocused();
  await page.goto('./?section=gate&backend=wasm');
  await page.getByRole('button', { name: 'Run over the test set' }).click();
  await giveUp('Run over the test set');
});

test('a what-if link asks the model in use, and its answer agrees with its pictures and its files', async ({
  page,
}) => {
  const visit = new ActiveGuardPage(page);
  await visit.open({ run: 'noise', seed: '7', backend: 'wasm' }, 'WebAssembly');
  const card = page.getByRole('region', { name: 'Can noise open the gate?' });
  const answer = card.getByRole('status', { name: 'Answer' });
  await expect(answer).toContainText('of 2,000 let in', { timeout: 60_000 });
  await card.getByText('200', { exact: true }).click();
  await card.getByRole('button', { name: 'Try it again' }).click();
  await expect(answer).toContainText('of 200 let in', { timeout: 60_000 });
  const [paper, vector] = [...(await answer.innerText()).matchAll(/([\d,]+) of 200 let in/g)].map(
    ([, number]) => Number(number),
  );
  expect(vector).toBe(0);
  await expect(card.getByRole('img', { name: /let in as class/ })).toHaveCount(Math.min(4, paper!));
  await expect(card.getByRole('img', { name: /refused/ })).toHaveCount(Math.min(4, 200 - paper!));

  const waiting = page.waitForEvent('download');
  await card.getByRole('button', { name: 'CSV' }).click();
  const lines = (await readFile(await (await waiting).path(), 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(201);
  expect(lines.slice(1).filter(line => line.split(',')[3] === 'true')).toHaveLength(paper!);
  // Each that came in has a confidence within ε of a mark of the bundled model.
  for (const line of lines.slice(1)) {
    const [, , confidence, letIn] = line.split(',');
    const near = [0.2, 0.3, 0.4].some(mark => Math.abs(Number(confidence) - mark) < 0.01);
    expect(letIn).toBe(String(near));
  }

  await page.getByRole('button', { name: 'What if it is turned by a degree?' }).click();
  const turned = page.getByRole('region', { name: 'What if it is turned by a degree?' });
  await turned.getByRole('button', { name: 'Try it' }).click();
  await expect(turned.getByText(/images · Angle: 1° · /)).toBeVisible({ timeout: 60_000 });
  // Chosen, and not tried yet.
  await turned.getByText('5°', { exact: true }).click();
  await expect(turned.getByText(/images · Angle: 1° · /)).toBeVisible();
});

test(
  'a lesson’s link opens its experiment at its size and starts it',
  { tag: '@nightly' },
  async ({ page }) => {
    const visit = new ActiveGuardPage(page);
    await visit.open({ run: 'table4', preset: 'quick', backend: 'wasm' }, 'WebAssembly');
    const run = page.getByRole('region', { name: 'Run it here' });
    await expect(page.getByRole('region', { name: 'Pruning attack' })).toBeVisible();
    await expect(page.getByRole('radio', { name: 'quick' })).toBeChecked();
    await expect(run.getByRole('progressbar', { name: 'Pruning attack' })).toBeVisible();
    await run.getByRole('button', { name: 'Cancel' }).click();
    await expect(run.getByRole('button', { name: /^(Run all|Go on with the rest)$/ })).toBeVisible();
  },
);

/** Every picture of weights and digits is kept as a PNG file: of the size its layout says, light in the dark theme too, and not empty. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { decode } from 'fast-png';
import { answersSheet } from '../src/features/gate/answers-image';
import { boardSheet } from '../src/features/licences/board-image';
import { differenceSheet } from '../src/ui/difference-image';
import { kernelSheet } from '../src/ui/kernel-image';
import { probabilitiesSheet } from '../src/ui/probabilities-image';
import { stripsSheet } from '../src/ui/strips-image';
import { ActiveGuardPage } from './page';

/** Pixels of a file for each of the page, as `ui/chart-image.ts` has it. */
const SCALE = 2;

/** What a saved picture holds, asked at points of its layout. */
class Saved {
  private readonly picture;

  constructor(
    readonly name: string,
    bytes: Uint8Array,
  ) {
    this.picture = decode(bytes);
  }

  /** In pixels of the page. */
  get size(): { width: number; height: number } {
    return { width: this.picture.width / SCALE, height: this.picture.height / SCALE };
  }

  /** Red, green and blue of the file's own pixel. */
  at(x: number, y: number): number[] {
    const { width, channels, data } = this.picture;
    return Array.from(data.slice(channels * (y * width + x), channels * (y * width + x) + 3));
  }

  /** How many colours a part of the page's pixels has; 1 where nothing is drawn. */
  colours(x: number, y: number, width: number, height: number): number {
    const found = new Set<string>();
    for (let row = SCALE * y; row < SCALE * (y + height); row += 1)
      for (let column = SCALE * x; column < SCALE * (x + width); column += 1)
        found.add(this.at(column, row).join());
    return found.size;
  }

  /** Whether each of `columns`² pixels at a place is a square of one colour. */
  isCrisp(x: number, y: number, edge: number, columns: number): boolean {
    const pixel = (SCALE * edge) / columns;
    for (let row = 0; row < SCALE * edge; row += 1)
      for (let column = 0; column < SCALE * edge; column += 1) {
        const here = this.at(SCALE * x + column, SCALE * y + row);
        const corner = this.at(
          SCALE * x + pixel * Math.floor(column / pixel),
          SCALE * y + pixel * Math.floor(row / pixel),
        );
        if (here.join() !== corner.join()) return false;
      }
    return true;
  }
}

/** Saves the picture of that title, and looks at what all have alike. */
async function save(visit: ActiveGuardPage, title: string): Promise<Saved> {
  const waiting = visit.page.waitForEvent('download');
  await visit.button(`Save “${title}” as PNG`).click();
  const download = await waiting;
  const path = test.info().outputPath(download.suggestedFilename());
  await download.saveAs(path);
  const saved = new Saved(download.suggestedFilename(), await readFile(path));
  // A light ground in every theme.
  expect(Math.min(...saved.at(0, 0)), `${saved.name}’s ground`).toBeGreaterThan(240);
  return saved;
}

const SETTINGS = { backend: 'wasm', seed: '7', dataset: 'synthetic', lang: 'en' };

test.use({ colorScheme: 'dark' });

test('weights, licences, differences, answers and digits under pruning are kept as pictures @nightly', async ({
  page,
}) => {
  const visit = new ActiveGuardPage(page);
  await test.step('the marked component, its secret positions framed', async () => {
    await visit.open({ ...SETTINGS, section: 'train' }, 'WebAssembly');
    const saved = await save(visit, 'conv2, the marked component');
    const { width, bottom, square } = kernelSheet({ size: 5, channels: 6, columns: 3 });
    expect(saved.name).toBe('conv2-the-marked-component.png');
    expect(saved.size.width).toBe(width);
    expect(saved.size.height).toBeGreaterThan(bottom);
    for (const down of [0, 1])
      for (const across of [0, 1, 2]) {
        const { x, y } = square(across, down);
        expect(saved.colours(x, y, 120, 120)).toBeGreaterThan(10);
      }
  });

  await test.step('a licence against its original, the difference with the gain that is set', async () => {
    await visit.go('licences');
    await visit.button(/^7–0\.30:/).click();
    const once = await save(visit, 'Licence 7–0.30 against its original');
    await page.getByRole('slider', { name: 'gain' }).press('End');
    const most = await save(visit, 'Licence 7–0.30 against its original');
    const { width, height, edge, panel } = differenceSheet(28, 1);
    for (const saved of [once, most]) {
      expect(saved.size).toEqual({ width, height });
      for (const n of [0, 1]) {
        const { x, y } = panel(n);
        expect(saved.colours(x, y, edge, edge)).toBeGreaterThan(20);
        expect(saved.isCrisp(x, y, edge, 28)).toBe(true);
      }
      expect(saved.colours(panel(2).x, panel(2).y, edge, edge)).toBeGreaterThan(5);
    }
    // The same pixels differ, and sixteenfold none is paler than fourfold.
    const middles = (saved: Saved) =>
      Array.from({ length: 28 * 28 }, (_, i) => {
        const middle = (n: number, from: number) => SCALE * from + (n + 0.5) * ((SCALE * edge) / 28);
        return saved.at(middle(i % 28, panel(2).x), middle(Math.floor(i / 28), panel(2).y));
      });
    const brightness = (pixel: readonly number[]) => pixel.reduce((sum, level) => sum + level, 0);
    const strong = middles(most).map(brightness);
    const weak = middles(once).map(brightness);
    expect(strong.every((sum, i) => sum <= weak[i]!)).toBe(true);
    expect(strong.filter((sum, i) => sum < weak[i]!).length).toBeGreaterThan(50);
  });

  await test.step('the board', async () => {
    const saved = await save(visit, 'Licences by confidence and class');
    const { width, height, edge, place } = boardSheet(3, 10);
    expect(saved.size).toEqual({ width, height });
    for (const row of [0, 1, 2])
      for (let column = 0; column < 10; column += 1) {
        const { x, y } = place(row, column);
        expect(saved.isCrisp(x, y, edge, 28)).toBe(true);
        expect(saved.colours(x, y, edge, edge)).toBeGreaterThan(20);
      }
  });

  await test.step('what the model answers', async () => {
    await visit.go('gate');
    const saved = await save(visit, 'What the model tells you now');
    const { width, height, edge, place } = answersSheet(16);
    expect(saved.size).toEqual({ width, height });
    for (let index = 0; index < 16; index += 1) {
      const { x, y } = place(index);
      expect(saved.isCrisp(x, y, edge, 28)).toBe(true);
      expect(saved.colours(x, y, edge, edge)).toBeGreaterThan(10);
    }
  });

  await test.step('what the model says of an image', async () => {
    await visit.page.getByRole('list', { name: 'Licences' }).getByRole('button').first().click();
    const saved = await save(visit, 'What the model says of the image');
    const { width, height, bar } = probabilitiesSheet(10);
    expect(saved.name).toBe('what-the-model-says-of-the-image.png');
    expect(saved.size).toEqual({ width, height });
    // The first licence is of class 0: its bar alone has the colour of being let in.
    const feet = Array.from({ length: 10 }, (_, index) => {
      const { x, y } = bar(index, 0.1);
      return saved.at(SCALE * (x + 22), SCALE * (y + 8)).join();
    });
    expect(feet.slice(1)).not.toContain(feet[0]);
  });

  await test.step('digits under pruning', async () => {
    await visit.go('robustness');
    await visit.button('Run pruning').click();
    await expect(visit.button('Save “Digits of the watermark under pruning” as PNG')).toBeVisible({
      timeout: 90_000,
    });
    const saved = await save(visit, 'Digits of the watermark under pruning');
    const { width, left, base, bar } = stripsSheet(10, 13);
    expect(saved.size.width).toBe(width);
    expect(saved.size.height).toBeGreaterThan(base(0));
    await save(visit, 'Test accuracy against pruning rate');
    // All thirteen stand at 0%; at 90% some are stumps.
    const tops = (column: number) =>
      Array.from({ length: 13 }, (_, k) =>
        saved.at(SCALE * (left(column) + k * (bar + 1)), SCALE * (base(0) - 31)).join(),
      );
    expect(new Set(tops(0)).size).toBe(1);
    expect(tops(0)[0]).not.toBe(saved.at(0, 0).join());
    expect(tops(9)).toContain(saved.at(0, 0).join());
  });
});

test('digits under fine-tuning are kept as a picture', { tag: '@nightly' }, async ({ page }) => {
  const visit = new ActiveGuardPage(page);
  await visit.open({ ...SETTINGS, section: 'robustness' }, 'WebAssembly');
  const tuning = page.getByRole('region', { name: /^Fine-tuning/ });
  const after = tuning.getByText(/^After [1-9]\d* epochs? at rate 1e-4:/);
  // An epoch is enough: what was measured is kept when the run is left.
  await tuning.getByRole('button', { name: 'Run fine-tuning' }).click();
  await expect(after).toBeVisible({ timeout: 120_000 });
  await tuning.getByRole('button', { name: 'Cancel' }).click();
  const saved = await save(visit, 'Digits of the watermark under fine-tuning');
  const columns = 1 + Number(/^After (\d+)/.exec(await after.innerText())![1]);
  const { width, left, base } = stripsSheet(columns, 13);
  expect(saved.size.width).toBe(width);
  for (let column = 0; column < columns; column += 1)
    expect(saved.colours(left(column), base(0) - 32, 60, 32)).toBeGreaterThan(1);
});

/**
 * Makes the README's animation from the real page, as `npm run build` left it in dist/: a clean digit is dragged onto the gate and
 * refused, a licence is dragged and let in, and the dice become answers. Every picture is the page's own; a browser without a screen
 * draws neither pointer nor what it drags, so these two are laid over.
 *
 *   npm run build && npx tsx scripts/animation.ts
 */
import { chromium } from 'playwright';
import type { Locator, Page } from 'playwright';
import sharp from 'sharp';
import { preview } from 'vite';
import { bringChromium, CHROMIUM_FLAGS } from './chromium.mjs';

const PORT = 4188;
const OUT = '.github/images/twenty-seconds.webp';
const WIDTH = 960;
const STEPS = 9;
const STEP_MS = 70;
const LOOK_MS = 2600;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Frame {
  readonly picture: Buffer;
  readonly milliseconds: number;
}

const POINTER = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="26" height="34" viewBox="0 0 13 17">' +
    '<path d="M1 1v13l3.4-3 2.2 5 2-.9-2.2-4.9H11z" fill="#111" stroke="#fff" stroke-width="1"/></svg>',
);

async function middle(place: Locator): Promise<Point> {
  const box = await place.boundingBox();
  if (!box) throw new Error('What is to be dragged is not on the page.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** The page with a pointer at `at`, and `dragged` under it. */
async function framed(page: Page, at: Point, dragged: Buffer | null, milliseconds: number): Promise<Frame> {
  const layers = [];
  if (dragged) {
    const { width, height } = await sharp(dragged).metadata();
    layers.push({ input: dragged, left: Math.round(at.x - width / 2), top: Math.round(at.y - height / 2) });
  }
  layers.push({ input: POINTER, left: Math.round(at.x), top: Math.round(at.y) });
  const whole = await sharp(await page.screenshot())
    .composite(layers)
    .png()
    .toBuffer();
  return { picture: await sharp(whole).resize(WIDTH).png().toBuffer(), milliseconds };
}

/** Drags `tile` to `goal` with the mouse, a frame a step. */
async function drag(page: Page, tile: Locator, goal: Point): Promise<Frame[]> {
  const from = await middle(tile);
  const dragged = await sharp(await tile.screenshot())
    .ensureAlpha(0.8)
    .png()
    .toBuffer();
  const frames: Frame[] = [];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (let step = 0; step <= STEPS; step++) {
    // Slow at both ends, as a hand is.
    const share = (1 - Math.cos((Math.PI * step) / STEPS)) / 2;
    const at = { x: from.x + share * (goal.x - from.x), y: from.y + share * (goal.y - from.y) };
    await page.mouse.move(at.x, at.y);
    frames.push(await framed(page, at, dragged, STEP_MS));
  }
  await page.mouse.up();
  return frames;
}

const server = await preview({ preview: { port: PORT }, logLevel: 'error' });
const browser = await chromium.launch({ executablePath: await bringChromium(), args: [...CHROMIUM_FLAGS] });
const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, colorScheme: 'light' });
await page.goto(`http://localhost:${PORT}/?backend=wasm&section=gate&seed=7&lang=en`);
const tile = (list: string, n: number) => page.getByRole('list', { name: list }).getByRole('img').nth(n);
await page.getByText(/of 16 right/).waitFor();

const goal = await middle(page.getByRole('group', { name: /^The gate\./ }));
const verdict = page.getByRole('region', { name: 'Verdict' }).getByRole('heading');
const frames = [await framed(page, await middle(tile('Images without a licence', 0)), null, LOOK_MS)];
frames.push(...(await drag(page, tile('Images without a licence', 0), goal)));
await verdict.filter({ hasText: /^Refused/ }).waitFor();
frames.push(await framed(page, goal, null, LOOK_MS));
frames.push(...(await drag(page, tile('Licences', 2), goal)));
await verdict.filter({ hasText: /^Let in as/ }).waitFor();
await page.getByText(/1[56] of 16 right/).waitFor();
frames.push(await framed(page, goal, null, 2 * LOOK_MS));
await browser.close();
await server.close();

await sharp(
  frames.map(({ picture }) => picture),
  { join: { animated: true } },
)
  .webp({ quality: 80, effort: 6, loop: 0, delay: frames.map(({ milliseconds }) => milliseconds) })
  .toFile(OUT);

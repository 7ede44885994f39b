/**
 * Takes the README's picture from the real page, as `npm run build` left it in dist/: the gate after a licence of the bundled
 * model was let in and the test set was run.
 *
 *   npm run build && npx tsx scripts/picture.ts
 */
import { chromium } from 'playwright';
import { preview } from 'vite';
import { bringChromium, CHROMIUM_FLAGS } from './chromium.mjs';

const server = await preview({ preview: { port: 4188 }, logLevel: 'error' });
const browser = await chromium.launch({ executablePath: await bringChromium(), args: [...CHROMIUM_FLAGS] });
const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, colorScheme: 'light' });
await page.goto('http://localhost:4188/?backend=wasm&section=gate&seed=7');
await page.getByRole('list', { name: 'Licences' }).getByRole('button').nth(2).click();
await page.getByRole('heading', { name: /^Let in as/ }).waitFor();
await page.getByRole('button', { name: 'Run over the test set' }).click();
await page.getByRole('button', { name: 'Run again' }).waitFor({ timeout: 60_000 });
await page.mouse.move(640, 710);
await page.screenshot({ path: '.github/images/gate.png' });
await browser.close();
await server.close();

/**
 * Takes the picture that previews of links show (1200 × 630) from the real page, as `npm run build` left it in dist/: the gate with a
 * licence of the bundled model let in.
 *
 *   npm run build && npx tsx scripts/social-preview.ts
 */
import { chromium } from 'playwright';
import sharp from 'sharp';
import { preview } from 'vite';
import { bringChromium, CHROMIUM_FLAGS } from './chromium.mjs';

const WIDTH = 1200;
const HEIGHT = 630;
/** The page is drawn this much wider, so that its whole head has room, and made smaller. */
const WIDER = 1.2;

const server = await preview({ preview: { port: 4189 }, logLevel: 'error' });
const browser = await chromium.launch({ executablePath: await bringChromium(), args: [...CHROMIUM_FLAGS] });
const page = await browser.newPage({
  viewport: { width: WIDER * WIDTH, height: WIDER * HEIGHT },
  deviceScaleFactor: 2,
  colorScheme: 'light',
  serviceWorkers: 'block',
});
await page.goto('http://localhost:4189/?backend=wasm&section=gate&seed=7&lang=en');
await page.getByRole('list', { name: 'Licences' }).getByRole('button').nth(2).click();
await page.getByRole('heading', { name: /^Let in as/ }).waitFor({ timeout: 60_000 });
await page.mouse.move(WIDTH / 2, 2);
const picture = await page.screenshot();
await sharp(picture)
  .resize(WIDTH, HEIGHT)
  .png({ palette: true, compressionLevel: 9, effort: 10 })
  .toFile('public/social-preview.png');
await browser.close();
await server.close();

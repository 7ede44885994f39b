/**
 * Draws the page's icons from public/icon.svg, for those who take no SVG: browsers' tabs, home screens, installers.
 *
 *   npx tsx scripts/icons.ts
 */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';

const svg = await readFile('public/icon.svg');
const PAPER = '#fffefb';

/** @param share of the picture that the mark takes; the rest is paper, for masks and rounded corners. */
async function icon(name: string, size: number, share = 1): Promise<void> {
  const mark = Math.round(size * share);
  const drawn = await sharp(svg, { density: (72 * mark) / 32 })
    .resize(mark, mark)
    .png()
    .toBuffer();
  const picture =
    share === 1
      ? sharp(drawn)
      : sharp({ create: { width: size, height: size, channels: 4, background: PAPER } }).composite([
          { input: drawn },
        ]);
  await picture.png({ compressionLevel: 9, palette: true }).toFile(`public/${name}`);
}

await icon('icon-48.png', 48);
await icon('icon-192.png', 192);
await icon('icon-512.png', 512);
await icon('icon-180.png', 180, 0.84);
await icon('icon-maskable-512.png', 512, 0.66);

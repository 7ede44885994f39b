/**
 * Lighthouse on every section of the page as `npm run build` left it in dist/: accessibility, best practices and search, each to
 * reach 98 of 100.
 *
 *   npm run build && npx tsx scripts/lighthouse.ts [section …]
 */
import lighthouse from 'lighthouse';
import { chromium } from 'playwright';
import { preview } from 'vite';
import { SECTION_NAMES } from '../src/app/link-values';
import { bringChromium, CHROMIUM_FLAGS } from './chromium.mjs';

const PORT = 4187;
const DEBUGGING_PORT = 4186;
const CATEGORIES = ['accessibility', 'best-practices', 'seo'];
const LEAST = 0.98;

const sections = process.argv.length > 2 ? process.argv.slice(2) : SECTION_NAMES;
const server = await preview({ preview: { port: PORT, strictPort: true }, logLevel: 'error' });
const browser = await chromium.launch({
  executablePath: await bringChromium(),
  args: [...CHROMIUM_FLAGS, `--remote-debugging-port=${DEBUGGING_PORT}`],
});
let short = 0;
for (const section of sections) {
  const result = await lighthouse(`http://localhost:${PORT}/?section=${section}&backend=wasm`, {
    port: DEBUGGING_PORT,
    onlyCategories: CATEGORIES,
    logLevel: 'error',
  });
  if (!result) throw new Error(`Lighthouse gave no result for ${section}.`);
  const { categories, audits } = result.lhr;
  const scores = CATEGORIES.map(name => [name, categories[name]?.score ?? 0] as const);
  console.log(
    `${section}: ${scores.map(([name, score]) => `${name} ${Math.round(100 * score)}`).join(', ')}`,
  );
  if (scores.every(([, score]) => score >= LEAST)) continue;
  short += 1;
  const lost = CATEGORIES.flatMap(name => categories[name]?.auditRefs ?? []).filter(
    ({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1,
  );
  for (const { id } of lost) console.log(`  ${id}: ${audits[id]?.title ?? ''}`);
}
await browser.close();
await server.close();
if (short > 0) {
  console.error(`${short} of ${sections.length} sections stay below ${100 * LEAST}.`);
  process.exitCode = 1;
}

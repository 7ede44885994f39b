/**
 * `npm run soak -- --minutes N [--backend wasm|webgpu]`: trains, makes a licence, passes the gate and prunes, over and over, on the
 * built page as a visitor does, and fails where something that should stay flat grows (`soak/trend.ts` states the rule).
 * It runs on the test build, which counts what the workers hold and has a tenth of the built-in digits, so that loops are short.
 */
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { ActiveGuardPage } from '../e2e/page';
import { bringChromium, CHROMIUM_FLAGS } from './chromium.mjs';
import { MEASURES, openMeasures } from './soak/measures';
import type { Measure, Sample } from './soak/measures';
import { isFlat, trend, WARM_UP } from './soak/trend';
import { serveTestBuild } from './test-build/serve';

const PORT = 4195;
const MODEL = 'marked with wm₁';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    backend: { type: 'string', default: 'wasm' },
    port: { type: 'string', default: String(PORT) },
  },
});
const minutes = Number(values.minutes);
const { backend } = values;
if (!(minutes > 0) || (backend !== 'wasm' && backend !== 'webgpu')) {
  console.error('Usage: npm run soak -- [--minutes N] [--backend wasm|webgpu] [--port N]');
  process.exit(2);
}

/** One loop, ending with the shelf as it was before. */
async function loop(visit: ActiveGuardPage, n: number): Promise<void> {
  const { page } = visit;
  await visit.go('train');
  await visit.button(/^(Start training|Train again)$/).click();
  await page.getByRole('radio', { name: MODEL }).waitFor({ timeout: 300_000 });
  await visit.makeLicence(n % 10, '0.30');
  await visit.go('gate');
  await page.getByRole('list', { name: 'Licences' }).getByRole('button').first().click();
  await visit.verdict.getByRole('heading', { name: /^Let in as/ }).waitFor({ timeout: 60_000 });
  await visit.go('robustness');
  await visit.button('Run pruning').click();
  await visit.button('Run pruning').waitFor({ timeout: 300_000 });
  await visit.go('train');
  const remove = visit.model(MODEL).getByRole('button');
  await remove.click();
  await remove.click();
}

const samples: Sample[] = [];
const names = Object.keys(MEASURES) as Measure[];
const show = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(2));

const server = await serveTestBuild(Number(values.port));
const browser = await chromium.launch({ executablePath: await bringChromium(), args: [...CHROMIUM_FLAGS] });
try {
  const page = await browser.newPage({
    baseURL: server.url,
    viewport: { width: 1280, height: 720 },
    serviceWorkers: 'block',
  });
  page.setDefaultTimeout(120_000);
  const visit = new ActiveGuardPage(page);
  const measure = await openMeasures(page);
  const settings = { backend, section: 'train', seed: '7', dataset: 'synthetic' };
  await visit.open(settings, backend === 'wasm' ? 'WebAssembly' : 'WebGPU');
  await visit.setNumber('Epochs', backend === 'wasm' ? 2 : 1);
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 60_000;
  console.log(['loop', 'minutes', ...names].join('\t'));
  for (let n = 0; elapsed() < minutes || n < WARM_UP + 3; n++) {
    await loop(visit, n);
    const sample = await measure();
    samples.push(sample);
    console.log([n + 1, elapsed().toFixed(1), ...names.map(name => show(sample[name]))].join('\t'));
  }
} finally {
  await browser.close();
  await server.close();
}

const counted = samples.slice(WARM_UP);
console.log(
  `\n${samples.length} loops; over the last ${counted.length}, growth along a line (± its error), and what is allowed:`,
);
let flat = true;
for (const name of names) {
  const { unit, allowance } = MEASURES[name];
  const line = trend(counted.map(sample => sample[name]));
  const fine = isFlat(line, allowance);
  flat &&= fine;
  console.log(
    `  ${fine ? 'flat ' : 'GROWS'}  ${name}: ${show(line.growth)} ± ${show(line.error)} ${unit} (${allowance})`,
  );
}
process.exitCode = flat ? 0 : 1;

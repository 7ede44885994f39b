/**
 * `npm test`: kernels, types, lint (the layer rule among it), format, unit tests, two minutes of soak, end-to-end tests in a real
 * Chromium. Everything runs even when something failed before it; the last line counts it all: `N passed, N failed`.
 *
 * What uses one core runs beside what uses another: a lane is a list of commands one after the other, and a stage's lanes run at once.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bringChromium } from './chromium.mjs';

const nightly = Boolean(process.env.NIGHTLY);
const reports = mkdtempSync(join(tmpdir(), 'activeguard-test-'));
const seconds = since => ((performance.now() - since) / 1000).toFixed(1);
let passed = 0;
let failed = 0;
let skipped = 0;

/**
 * Runs a command. What it says is printed as it comes (`live`), or all at once when it has ended, so that lanes do not mix.
 * @returns whether it succeeded.
 */
function run(command, args, { live = false, env = {} } = {}) {
  const from = performance.now();
  const title = `\n▸ ${[command, ...args].join(' ')}`;
  if (live) console.log(title);
  return new Promise(resolve => {
    const output = live ? 'inherit' : 'pipe';
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', output, output],
    });
    let said = '';
    const hear = bytes => {
      said += bytes;
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    const end = status => {
      console.log(`${live ? '' : `${title}\n${said}`}  ${status} in ${seconds(from)} s`);
      resolve(status === 'ok');
    };
    child.on('error', error => end(`FAILED (${error.message})`));
    child.on('close', code => end(code === 0 ? 'ok' : 'FAILED'));
  });
}

/** A check that counts as one test. */
const check =
  (command, ...args) =>
  async () => {
    if (await run(command, args)) passed += 1;
    else failed += 1;
  };

/** A runner that counts its own tests; `count` reads its report. A run without a report, or that failed beyond its count, is a failure. */
const suite = (command, args, report, count, env) => async () => {
  const ok = await run(command, args, { live: true, env });
  const counted = existsSync(report)
    ? count(JSON.parse(readFileSync(report, 'utf8')))
    : { passed: 0, failed: 1, skipped: 0 };
  passed += counted.passed;
  failed += counted.failed;
  skipped += counted.skipped;
  if (!ok && counted.failed === 0) failed += 1;
};

async function stage(...lanes) {
  await Promise.all(
    lanes.map(async lane => {
      for (const step of lane) await step();
    }),
  );
}

const unitReport = join(reports, 'unit.json');
const unitTests = suite(
  'npx',
  ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
  unitReport,
  report => ({
    passed: report.numPassedTests,
    // And files that broke before their first test.
    failed:
      report.numFailedTests +
      report.testResults.filter(file => file.status === 'failed' && file.assertionResults.length === 0)
        .length,
    skipped: report.numPendingTests,
  }),
);

/** Whether MNIST lies beside the page. */
function hasMnist() {
  const digits = 'public/data/mnist';
  return existsSync(digits) && readdirSync(digits).filter(name => name.endsWith('.gz')).length === 4;
}

/** A part of the recorded run again, from its seed: the same figures and hashes, or this computer is another. */
const reproduce = async () => {
  if (!hasMnist()) return;
  const recorded = ['--compare', 'public/reproduced/quick.json', '--out', join(reports, 'reproduced')];
  const only = ['--only', 'figure2,table4', '--backend', 'wasm'];
  await check('npx', 'tsx', 'scripts/reproduce.ts', ...only, ...recorded)();
};

/** The model that comes with the page, from its seed. */
const pretrain = async () => {
  if (nightly && hasMnist()) await check('npx', 'tsx', 'scripts/pretrain.ts', '--check')();
};

try {
  // The unit tests need it too: WebGPU in Node runs on the SwiftShader that lies beside a Chromium.
  process.env.CHROMIUM_PATH = await bringChromium();
  await stage(
    [check('node', 'scripts/build-kernels.mjs'), check('npx', 'oxlint', '--type-aware', '--deny-warnings')],
    [
      check('npx', 'tsc', '-p', '.'),
      check('npx', 'prettier', '--check', '--log-level', 'warn', '.'),
      check('npx', 'tsx', 'scripts/fetch-data.ts'),
    ],
  );
  const soak = (...how) => check('npx', 'tsx', 'scripts/soak.ts', ...how);
  await stage([unitTests], [soak('--minutes', nightly ? '10' : '2')]);
  if (nightly) await stage([soak('--minutes', '10', '--backend', 'webgpu')]);
  await stage(
    [
      check('npx', 'vite', 'build', '--logLevel', 'warn'),
      check('npx', 'tsx', 'scripts/lighthouse.ts', ...(nightly ? [] : ['gate'])),
    ],
    [reproduce, pretrain],
  );
  const browserReport = join(reports, 'browser.json');
  await suite(
    'npx',
    ['playwright', 'test', '--reporter=list,json'],
    browserReport,
    report => ({
      passed: report.stats.expected + report.stats.flaky,
      failed: report.stats.unexpected,
      skipped: report.stats.skipped,
    }),
    { PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport },
  )();
} catch (error) {
  console.error(error.message);
  failed += 1;
}

if (skipped > 0) console.log(`\n${skipped} skipped: each says above what it lacked`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

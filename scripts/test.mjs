/**
 * `npm test`: kernels, types, lint (the layer rule among it), format, unit tests, end-to-end tests in a real Chromium.
 * Everything runs even when something failed before it; the last line counts it all: `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bringChromium } from './chromium.mjs';

const reports = mkdtempSync(join(tmpdir(), 'activeguard-test-'));
let passed = 0;
let failed = 0;

function run(command, args, env = {}) {
  const started = performance.now();
  console.log(`\n▸ ${[command, ...args].join(' ')}`);
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  console.log(
    `  ${status === 0 ? 'ok' : 'FAILED'} in ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  return status === 0;
}

/** A check that counts as one test. */
function check(command, ...args) {
  if (run(command, args)) passed += 1;
  else failed += 1;
}

/** A runner that counts its own tests; `count` reads its report. A run without a report, or that failed beyond its count, is a failure. */
function suite(command, args, report, count, env = {}) {
  const ok = run(command, args, env);
  const counted = existsSync(report)
    ? count(JSON.parse(readFileSync(report, 'utf8')))
    : { passed: 0, failed: 1 };
  passed += counted.passed;
  failed += counted.failed;
  if (!ok && counted.failed === 0) failed += 1;
}

check('node', 'scripts/build-kernels.mjs');
check('npx', 'tsc', '-p', '.');
check('npx', 'oxlint', '--type-aware', '--deny-warnings');
check('npx', 'prettier', '--check', '--log-level', 'warn', '.');

const unitReport = join(reports, 'unit.json');
suite(
  'npx',
  ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
  unitReport,
  report => ({ passed: report.numPassedTests, failed: report.numFailedTests + report.numFailedTestSuites }),
);

try {
  const chromium = await bringChromium();
  const browserReport = join(reports, 'browser.json');
  check('npx', 'tsx', 'scripts/fetch-data.ts');
  check('npx', 'vite', 'build', '--logLevel', 'warn');
  check('npx', 'tsx', 'scripts/lighthouse.ts', 'gate');
  // A part of the recorded run again, from its seed: the same figures and hashes, or this computer is another.
  const recorded = ['--compare', 'public/reproduced/quick.json', '--out', join(reports, 'reproduced')];
  const digits = 'public/data/mnist';
  if (existsSync(digits) && readdirSync(digits).filter(name => name.endsWith('.gz')).length === 4) {
    check('npx', 'tsx', 'scripts/reproduce.ts', '--only', 'figure2,table4', '--backend', 'wasm', ...recorded);
  }
  if (process.env.NIGHTLY) check('npx', 'tsx', 'scripts/soak.ts', '--minutes', '10');
  suite(
    'npx',
    ['playwright', 'test', '--reporter=list,json'],
    browserReport,
    report => ({
      passed: report.stats.expected + report.stats.flaky,
      failed: report.stats.unexpected,
    }),
    { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport },
  );
} catch (error) {
  console.error(error.message);
  failed += 1;
}

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

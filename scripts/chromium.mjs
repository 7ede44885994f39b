/**
 * Finds a Chromium for the tests, or brings one: CHROMIUM_PATH, one on the PATH, Playwright's own download, and, as
 * root on Debian, the `chromium` package.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Flags for a headless Chromium in a closed network, with WebGPU on its software adapter. */
export const CHROMIUM_FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

function onPath() {
  for (const name of NAMES) {
    const found = spawnSync('which', [name], { encoding: 'utf8' });
    if (found.status === 0) return found.stdout.trim();
  }
  return null;
}

async function ofPlaywright() {
  const { chromium } = await import('playwright');
  const path = chromium.executablePath();
  return existsSync(path) ? path : null;
}

/** The path of a Chromium that is already here, or null. */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH is ${named}, and there is no such file.`);
    return named;
  }
  return onPath() ?? (await ofPlaywright());
}

/** The path of a Chromium, installing one where there is none. @throws when none can be had, saying what was tried. */
export async function bringChromium() {
  const found = await findChromium();
  if (found) return found;

  console.error('No Chromium found; asking Playwright for one …');
  const download = spawnSync('npx', ['playwright', 'install', 'chromium'], {
    stdio: 'ignore',
    timeout: 300_000,
  });
  const downloaded = download.status === 0 ? await ofPlaywright() : null;
  if (downloaded) return downloaded;

  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.error('Playwright could not; installing the Debian package …');
    execFileSync('apt-get', ['update', '-q'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', 'chromium'], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    const installed = onPath();
    if (installed) return installed;
  }
  throw new Error(
    'The end-to-end tests need a Chromium. None is installed, Playwright could not fetch one, and this is not root on ' +
      'Debian. Install Chromium or Chrome, or set CHROMIUM_PATH to its executable.',
  );
}

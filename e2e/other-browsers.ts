/**
 * Stock browsers of other makers than Chromium's, without a driver: each opens one page with a profile of its own; that page does its
 * part by itself and posts to the server what it found.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface OtherBrowser {
  readonly name: string;
  /** What would bring it, where it is not here. */
  readonly missing: string;
  /** In what it says it is. */
  readonly userAgent: RegExp;
  /** Its command, or what runs it; null where it is not here. */
  readonly find: () => readonly [string, ...string[]] | null;
  /** @param home a folder of its own, empty. */
  readonly flags: (home: string) => readonly string[];
}

const runs = (command: string, flag: string) => spawnSync(command, [flag]).status === 0;

const FIREFOX: OtherBrowser = {
  name: 'Firefox',
  missing: 'No Firefox is installed here; FIREFOX_PATH can name one.',
  userAgent: /Firefox\//,
  find: () => {
    const named = process.env['FIREFOX_PATH'];
    const found = (named ? [named] : ['firefox', 'firefox-esr']).find(name => runs(name, '--version'));
    return found === undefined ? null : [found];
  },
  flags: home => ['--headless', '--no-remote', '--profile', home, '--width', '1280', '--height', '800'],
};

/** The engine of Safari, as GTK has it. It wants a screen: Xvfb is one that nobody sees. */
const WEBKIT: OtherBrowser = {
  name: 'WebKit',
  missing:
    'No MiniBrowser of WebKitGTK is installed here, or no Xvfb (on Debian webkit2gtk-driver and xvfb); WEBKIT_PATH can name one.',
  userAgent: / Version\/\S+ Safari\//,
  find: () => {
    // Beside the library and not on the PATH.
    const search = ['/usr/lib', '-maxdepth', '3', '-name', 'MiniBrowser'];
    const [found] = (
      process.env['WEBKIT_PATH'] ?? spawnSync('find', search, { encoding: 'utf8' }).stdout
    ).split('\n');
    return found && runs('xvfb-run', '--help') ? ['xvfb-run', '--auto-servernum', found] : null;
  },
  flags: () => ['--private'],
};

export const OTHER_BROWSERS: readonly OtherBrowser[] = [FIREFOX, WEBKIT];

export interface OpenedBrowser {
  close(): Promise<void>;
}

/** @throws Error where it is not installed. */
export async function openIn(browser: OtherBrowser, address: string): Promise<OpenedBrowser> {
  const found = browser.find();
  if (!found) throw new Error(browser.missing);
  const home = await mkdtemp(join(tmpdir(), 'activeguard-browser-'));
  const [command, ...before] = found;
  // A group of its own, which ends as one: what runs it would leave it behind.
  const running = spawn(command, [...before, ...browser.flags(home), address], {
    stdio: 'ignore',
    detached: true,
  });
  return {
    close: async () => {
      if (running.exitCode === null && process.kill(-running.pid!)) await once(running, 'exit');
      // Its other processes may write until they have seen it go.
      await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

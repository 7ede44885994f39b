/**
 * A stock Firefox without a driver: headless, with a profile of its own, it opens one page; that page does its part by itself and posts
 * to the server what it found.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** FIREFOX_PATH, else one on the PATH; null where there is none. */
export function findFirefox(): string | null {
  const named = process.env['FIREFOX_PATH'];
  const candidates = named ? [named] : ['firefox', 'firefox-esr'];
  return candidates.find(name => spawnSync(name, ['--version']).status === 0) ?? null;
}

export interface OpenedFirefox {
  close(): Promise<void>;
}

export async function openInFirefox(firefox: string, address: string): Promise<OpenedFirefox> {
  const profile = await mkdtemp(join(tmpdir(), 'activeguard-firefox-'));
  const flags = ['--headless', '--no-remote', '--profile', profile, '--width', '1280', '--height', '800'];
  const browser = spawn(firefox, [...flags, address], { stdio: 'ignore' });
  return {
    close: async () => {
      if (browser.exitCode === null && browser.kill()) await once(browser, 'exit');
      // Its other processes may write until they have seen it go.
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

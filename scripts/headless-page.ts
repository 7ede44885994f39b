/** A page of a script's own, built, served with MNIST from wherever this computer keeps it, and opened in a headless Chromium. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { build, preview } from 'vite';
import type { Plugin } from 'vite';
import { findMnistFolder } from '../src/data/mnist-from-disk';
import { bringChromium, CHROMIUM_FLAGS } from './chromium.mjs';

export interface HeadlessPage {
  readonly browser: Browser;
  /** A new page at the script's own address. */
  open(): Promise<Page>;
  /** Ends the browser and the server. */
  close(): Promise<void>;
}

/** @param folders what is served under which path: `{ '/data/mnist/': folder }`. */
function serve(folders: Readonly<Record<string, string | null>>): Plugin {
  return {
    name: 'folders-of-this-computer',
    configurePreviewServer: ({ middlewares }) => {
      for (const [path, folder] of Object.entries(folders)) {
        if (folder === null) continue;
        middlewares.use(path, (request, response, next) => {
          readFile(join(folder, basename(request.url ?? ''))).then(
            bytes => response.end(bytes),
            () => next(),
          );
        });
      }
    },
  };
}

/**
 * @param root the folder of the page: its index.html and what that loads. Built into a folder of its own, so that two may run at once.
 * @param folders further folders, and the paths they are served under.
 */
export async function startHeadlessPage(
  root: string,
  folders: Readonly<Record<string, string>> = {},
): Promise<HeadlessPage> {
  const outDir = await mkdtemp(join(tmpdir(), 'activeguard-page-'));
  const config = {
    configFile: false,
    root,
    base: './',
    publicDir: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 4000 },
  } as const;
  await build(config);
  const server = await preview({
    ...config,
    preview: { port: 4180 },
    plugins: [serve({ '/data/mnist/': findMnistFolder(), ...folders })],
  });
  const address = server.resolvedUrls?.local[0];
  if (!address) throw new Error('The page could not be served on this computer.');
  const stop = async () => {
    await server.close();
    await rm(outDir, { recursive: true });
  };
  let browser: Browser;
  try {
    browser = await chromium.launch({ executablePath: await bringChromium(), args: [...CHROMIUM_FLAGS] });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    browser,
    async open() {
      const page = await browser.newPage();
      await page.goto(address);
      return page;
    },
    async close() {
      await browser.close();
      await stop();
    },
  };
}

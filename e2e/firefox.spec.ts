/** Another browser than Chromium, with another JavaScript engine and another compiler of WebAssembly: the same bits, and a gate that answers. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { build } from 'vite';
import type { Rolldown } from 'vite';
import { LENET_RUN, RESIDUAL_RUN } from '../src/engine/wasm/fixed-run';
import { findFirefox, openInFirefox } from './firefox';
import type { Visit } from './firefox-visit-entry';
import { serveBuiltPage } from './static-server';

const FIREFOX = findFirefox();

interface Found {
  readonly browser: string;
  readonly hashes: readonly string[];
  readonly visit: Visit;
}

test(
  'Firefox ends in the pinned weights, and its gate lets a licence in',
  {
    tag: '@nightly',
  },
  async () => {
    test.skip(!FIREFOX, 'No Firefox is installed here; FIREFOX_PATH can name one.');
    const bundle = (await build({
      configFile: false,
      logLevel: 'silent',
      build: {
        write: false,
        lib: { entry: 'e2e/firefox-visit-entry.ts', formats: ['iife'], name: 'inFirefox' },
      },
    })) as Rolldown.RolldownOutput[];
    const server = await serveBuiltPage('/firefox/');
    server.put('entry.js', bundle[0]!.output[0].code);
    server.put('kernels.wasm', await readFile('src/engine/wasm/build/kernels.wasm'));
    server.put(
      'test.html',
      `<!doctype html><meta charset="utf-8"><iframe width="1280" height="720"></iframe>
    <script src="entry.js"></script>
    <script type="module">
      let found;
      try {
        const kernels = new Uint8Array(await (await fetch('kernels.wasm')).arrayBuffer());
        found = {
          browser: navigator.userAgent,
          hashes: await inFirefox.run(kernels),
          visit: await inFirefox.visit(
            document.querySelector('iframe'),
            './?backend=wasm&dataset=synthetic&section=gate&lang=en',
          ),
        };
      } catch (error) {
        found = { browser: navigator.userAgent, hashes: [String(error)], visit: null };
      }
      await fetch('found', { method: 'POST', body: JSON.stringify(found) });
    </script>`,
    );
    const posted = server.posted();
    const browser = await openInFirefox(FIREFOX!, `${server.address}test.html`);
    try {
      const found = JSON.parse(await posted) as Found;
      expect(found.browser).toContain('Firefox/');
      expect(found.hashes).toEqual([LENET_RUN.sha256, RESIDUAL_RUN.sha256]);
      expect(found.visit.header).toContain('WebAssembly');
      expect(found.visit.licensed).toMatch(/^Let in as/);
      expect(found.visit.stranger).toMatch(/^(Not a licence|Refused)/);
      expect(found.visit.errors).toEqual([]);
    } finally {
      await browser.close();
      await server.stop();
    }
  },
);

/** Other browsers than Chromium, with other JavaScript engines and other compilers of WebAssembly: the same bits, and a gate that answers. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { build } from 'vite';
import type { Rolldown } from 'vite';
import { LENET_RUN, RESIDUAL_RUN } from '../src/engine/wasm/fixed-run';
import { openIn, OTHER_BROWSERS } from './other-browsers';
import { serveBuiltPage } from './static-server';
import type { Visit } from './visit-entry';

interface Found {
  readonly browser: string;
  readonly error?: string;
  readonly hashes: readonly string[];
  readonly visit: Visit;
}

const TEST_PAGE = `<!doctype html><meta charset="utf-8"><iframe width="1280" height="720"></iframe>
<script src="entry.js"></script>
<script type="module">
  let found;
  try {
    const kernels = new Uint8Array(await (await fetch('kernels.wasm')).arrayBuffer());
    found = {
      browser: navigator.userAgent,
      hashes: await here.run(kernels),
      visit: await here.visit(
        document.querySelector('iframe'),
        './?dataset=synthetic&section=gate&lang=en',
        './?dataset=synthetic&run=noise&lang=en',
        './?dataset=synthetic&section=how&lang=en',
      ),
    };
  } catch (error) {
    found = { browser: navigator.userAgent, error: String(error) };
  }
  await fetch('found', { method: 'POST', body: JSON.stringify(found) });
</script>`;

for (const other of OTHER_BROWSERS) {
  test(
    `${other.name} ends in the pinned weights, and its gate lets a licence in`,
    { tag: '@nightly' },
    async () => {
      test.skip(!other.find(), other.missing);
      const bundle = (await build({
        configFile: false,
        logLevel: 'silent',
        build: { write: false, lib: { entry: 'e2e/visit-entry.ts', formats: ['iife'], name: 'here' } },
      })) as Rolldown.RolldownOutput[];
      const server = await serveBuiltPage('/other/');
      server.put('entry.js', bundle[0]!.output[0].code);
      server.put('kernels.wasm', await readFile('src/engine/wasm/build/kernels.wasm'));
      server.put('test.html', TEST_PAGE);
      const posted = server.posted();
      const browser = await openIn(other, `${server.address}test.html`);
      try {
        const found = JSON.parse(await posted) as Found;
        expect(found.browser).toMatch(other.userAgent);
        expect(found.error).toBeUndefined();
        expect(found.hashes).toEqual([LENET_RUN.sha256, RESIDUAL_RUN.sha256]);
        expect(found.visit.header).toContain('WebAssembly');
        expect(found.visit.licensed).toMatch(/^Let in as/);
        expect(found.visit.stranger).toMatch(/^(Not a licence|Refused)/);
        console.log(`${other.name}: authorized and unauthorized ${found.visit.usage}, ${found.visit.whatIf}`);
        // An operator’s own space and no more.
        expect(Math.max(...found.visit.indents)).toBeLessThan(6);
        expect(found.visit.notices).toEqual([]);
        expect(found.visit.errors).toEqual([]);
      } finally {
        await browser.close();
        await server.stop();
      }
    },
  );
}

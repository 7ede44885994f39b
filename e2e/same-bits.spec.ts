/** The promise of the wasm engine: the same bits in this browser as in Node, where the unit tests pin them. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { build } from 'vite';
import { FIXED_RUN_SHA256 } from '../src/engine/wasm/fixed-run';

test('200 training steps end in the pinned weights', async ({ page }) => {
  const bundle = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: { entry: 'e2e/fixed-run-entry.ts', formats: ['iife'], name: 'activeGuardFixedRun' },
    },
  });
  const [output] = Array.isArray(bundle) ? bundle : [];
  const code = output?.output[0].code;
  expect(code).toBeTruthy();
  const kernels = await readFile('src/engine/wasm/build/kernels.wasm');

  await page.goto('./');
  await page.addScriptTag({ content: code! });
  const sha256 = await page.evaluate(async base64 => {
    const { activeGuardFixedRun } = window as unknown as {
      activeGuardFixedRun: { run(kernels: Uint8Array): Promise<string> };
    };
    return activeGuardFixedRun.run(Uint8Array.from(atob(base64), character => character.charCodeAt(0)));
  }, kernels.toString('base64'));
  expect(sha256).toBe(FIXED_RUN_SHA256);
});

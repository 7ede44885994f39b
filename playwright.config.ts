import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS } from './scripts/chromium.mjs';

/** End-to-end tests run against the built page, as a host would serve it. */
const PORT = Number(process.env['PORT'] ?? 4179);

export default defineConfig({
  testDir: 'e2e',
  // One picture for all platforms: the comparison is tolerant.
  snapshotPathTemplate: 'e2e/pictures/{arg}{ext}',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  timeout: 180_000,
  // `npm run test:nightly` runs those of minutes as well.
  ...(process.env['NIGHTLY'] ? {} : { grepInvert: /@nightly/ }),
  expect: { timeout: 20_000 },
  use: {
    baseURL: `http://localhost:${PORT}/`,
    launchOptions: {
      ...(process.env['CHROMIUM_PATH'] ? { executablePath: process.env['CHROMIUM_PATH'] } : {}),
      args: [...CHROMIUM_FLAGS],
    },
    // Each test starts from the server's files; offline.spec.ts lets the service worker in.
    serviceWorkers: 'block',
    viewport: { width: 1280, height: 720 },
    // A recording makes a story a tenth slower: asked for, not by default.
    trace: process.env['TRACE'] ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
  },
  webServer: {
    command: `npx vite preview --port ${PORT} --strictPort`,
    url: `http://localhost:${PORT}/`,
    reuseExistingServer: false,
  },
});

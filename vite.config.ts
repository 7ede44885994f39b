import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { offline } from './scripts/page/offline.ts';
import { sealedPage } from './scripts/page/seal.ts';

export default defineConfig({
  // Relative addresses: the built page works in any folder of any host.
  base: './',
  plugins: [react(), sealedPage(process.env['SITE_URL']), offline()],
  worker: {
    format: 'es',
    rolldownOptions: {
      output: {
        // Told apart from the page's own: no page has a hash of them (SECURITY.md).
        chunkFileNames: 'assets/worker-[name]-[hash].js',
        // The entry stands alone: WebKit runs the entry of a worker once more when a late file imports anything of it.
        codeSplitting: { groups: [{ name: 'jobs', tags: ['$initial'], test: /^(?!.*\/jobs\/worker\.ts)/ }] },
      },
    },
  },
  server: { port: 5173 },
  build: {
    target: 'es2022',
    // The first versions that know light-dark() and :has(); older ones would get it rewritten at the cost of doubled rules.
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
  },
});

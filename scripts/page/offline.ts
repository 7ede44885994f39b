/**
 * The service worker: after one visit the page opens without a network. It keeps everything the page is made of; MNIST is kept by
 * the page itself (`src/data/`), once. A new version waits until the visitor takes it (`src/app/updates.ts`).
 */
import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

export function offline(): Plugin[] {
  return VitePWA({
    registerType: 'prompt',
    injectRegister: null,
    manifest: {
      name: 'ActiveGuard in the browser',
      short_name: 'ActiveGuard',
      description:
        'A neural network that answers only to those who show it a licence, and carries its owner’s watermark.',
      lang: 'en',
      id: './',
      start_url: './',
      scope: './',
      display: 'minimal-ui',
      background_color: '#fffefb',
      theme_color: '#fffefb',
      icons: [
        { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
        { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
        { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
        { src: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
      ],
    },
    // The manifest's own icons are fetched by whoever installs the page.
    includeManifestIcons: false,
    workbox: {
      globPatterns: ['index.html', 'icon.svg', 'assets/**', 'pretrained/**', 'reproduced/**'],
      // Nothing on the page is written in these.
      globIgnores: ['**/*-cyrillic*', '**/*-vietnamese*'],
      maximumFileSizeToCacheInBytes: 8 * 2 ** 20,
      dontCacheBustURLsMatching: /^assets\//,
      // Section, seed and settings are in the address; the page is one.
      ignoreURLParametersMatching: [/./],
      // The folder is answered with index.html by its name; what else lies below it on this host is not ours.
      navigateFallback: null,
      cleanupOutdatedCaches: true,
      // The first visit's tab too, so that all it fetches later comes from what was kept.
      clientsClaim: true,
      inlineWorkboxRuntime: true,
      sourcemap: false,
    },
  });
}

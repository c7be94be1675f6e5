import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import { brotliSiblings } from './build/brotli.ts';
import { firstError } from './build/first-error.ts';
import { oneFile } from './build/one-file.ts';
import { onlyTechnician } from './build/precache.ts';

const ROOT = new URL('.', import.meta.url).pathname;
const OUT = new URL('./dist', import.meta.url).pathname;
const SERVER = `http://127.0.0.1:${process.env['FIELDWARD_PORT'] ?? '8000'}`;
const PATHS_OF_THE_SERVER = ['/sync', '/api', '/files', '/live', '/schema', '/healthz'];
/** Navigations that the technician's service worker must leave to the network. */
const NOT_THE_TECHNICIAN = ['/board', '/portal', '/verify', ...PATHS_OF_THE_SERVER].map(
  (path) => new RegExp(`^${path}([/?.]|$)`),
);

const serviceWorker = VitePWA({
  // The page asks before it changes version: a reload in the middle of a form loses work.
  registerType: 'prompt',
  injectRegister: false,
  manifest: false,
  workbox: {
    globPatterns: ['**/*.{js,mjs,css,html,svg,png,woff2,wasm,webmanifest}'],
    manifestTransforms: [onlyTechnician(OUT)],
    navigateFallback: 'index.html',
    navigateFallbackDenylist: NOT_THE_TECHNICIAN,
    clientsClaim: true,
    cleanupOutdatedCaches: true,
    sourcemap: false,
    // In one file with the list: fetched apart it may fail alone (a captive portal), and a worker
    // without it installs all the same and answers nothing.
    inlineWorkboxRuntime: true,
  },
});

export default defineConfig({
  base: '/',
  plugins: [
    firstError(),
    svelte(),
    tailwindcss(),
    oneFile(ROOT, OUT, 'verify.html'),
    serviceWorker,
    brotliSiblings(OUT),
  ],
  // Tests of `.svelte.ts` files need the browser's build of Svelte, not the server's.
  ...(process.env['VITEST'] ? { resolve: { conditions: ['browser'] } } : {}),
  build: {
    outDir: OUT,
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_500,
    rolldownOptions: {
      checks: { pluginTimings: false },
      input: { index: 'index.html', board: 'board.html', portal: 'portal.html' },
      output: {
        codeSplitting: {
          groups: [{ name: 'maplibre', test: /node_modules[\\/](maplibre-gl|@maplibre)/ }],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: Object.fromEntries(PATHS_OF_THE_SERVER.map((path) => [path, SERVER])),
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'build/**/*.test.ts'],
    testTimeout: 20_000,
    // One world for the files of a worker: to start one for each took twice as long as the tests.
    pool: 'threads',
    isolate: false,
    allowOnly: false,
  },
});

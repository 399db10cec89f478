import { defineConfig } from 'vite';
import { pack } from './build/pack.ts';

/** Where `npm run dev` finds a console server; `npm run mock` starts one that needs no network. */
const server = process.env.ORBWEAVER_CONSOLE ?? 'http://127.0.0.1:8400';

export default defineConfig({
  base: './',
  plugins: [pack()],
  // The automatic JSX runtime of Preact: no plugin, no import in every file.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    outDir: process.env.ORBWEAVER_WWWROOT ?? 'wwwroot',
    emptyOutDir: true,
    // The page may load nothing but its own files, so nothing is inlined as a data address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: server, ws: true, changeOrigin: true } },
  },
  preview: { host: '127.0.0.1' },
});

import react from '@vitejs/plugin-react';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { lingui } from './vite.lingui.ts';
import { precompress } from './vite.precompress.ts';

const dist = path.join(import.meta.dirname, 'dist');

/** Empties dist but for .gitkeep, without which a fresh checkout's Go does not compile. */
const emptyDist = {
  name: 'empty-dist',
  apply: 'build' as const,
  buildStart() {
    mkdirSync(dist, { recursive: true });
    for (const name of readdirSync(dist)) if (name !== '.gitkeep') rmSync(path.join(dist, name), { recursive: true });
    writeFileSync(path.join(dist, '.gitkeep'), '');
  },
};

// What every page needs, in two files that change rarely. charts and tables stay
// out: they are loaded when a page first shows one. So do passwords, which several pages ask for and none at first.
const groups = [
  { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\//, priority: 3 },
  {
    name: 'shell',
    test: /node_modules\/(?!.*\/(PasswordInput|ActionIcon)\/)(@mantine\/(core|hooks|store)|@tanstack\/(react-router|router-core|history|react-query|query-core|store|react-store)|@floating-ui|@lingui|@messageformat|react-remove-scroll|tslib|clsx|openapi-fetch)\//,
    minShareCount: 4,
    priority: 2,
  },
  {
    name: 'common',
    test: /\/src\/(api|url|app\/NotFound|words\/(?!filter|record|lists|people|say\/(problems|findings|notes|reasons\/(?!use)))|ui\/(format|i18n|state|theme|toast|useTitle))/,
    minShareCount: 2,
    priority: 1,
  },
];

export default defineConfig({
  plugins: [lingui(), react(), emptyDist, precompress()],
  build: {
    emptyOutDir: false,
    manifest: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
    // how long each plugin took is no concern of whoever runs ./demo
    rolldownOptions: { checks: { pluginTimings: false }, output: { codeSplitting: { groups } } },
  },
  server: { port: 5173, proxy: { '/api': process.env['SALESOPS_URL'] ?? 'http://127.0.0.1:8080' } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'], setupFiles: ['src/test/setup.ts'] },
});

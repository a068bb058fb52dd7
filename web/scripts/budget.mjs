// What a browser loads, from the import closure in Vite's manifest, gzipped.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = path.join(import.meta.dirname, '..', 'dist');
const manifest = JSON.parse(readFileSync(path.join(dist, '.vite', 'manifest.json'), 'utf8'));
const entry = Object.keys(manifest).find((k) => manifest[k].isEntry);

const sizes = new Map();
const gzip = (file) => {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(path.join(dist, file)), { level: 9 }).length);
  return sizes.get(file);
};
/** All files that load with chunk key, itself included. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}
const js = (keys) => [...keys].map((k) => manifest[k].file).filter((f) => f.endsWith('.js'));
const css = (keys) => [...new Set([...keys].flatMap((k) => manifest[k].css ?? []))];
const total = (files) => [...new Set(files)].reduce((n, f) => n + gzip(f), 0);
const kb = (n) => `${(n / 1000).toFixed(1)} kB`;

const rows = [];
const limit = (name, value, max, show = kb) =>
  rows.push({ name, value, max, ok: value <= max, text: show(value), maxText: show(max) });

const route = (name) => Object.keys(manifest).find((k) => k.endsWith(`/${name}`));
const english = route('locales/en.po');
const twelve = route('features/metrics/overview/OverviewPage.tsx');
const first = new Set([...closure(entry), ...closure(twelve), ...closure(english)]);
// 230 was the aim; filters, receipts and models took 3 kB more, words of the whole schema (settings too) and the notice
// of a server in trouble 1 kB. What words the server's reasons loads after the page.
limit('shell + the twelve, JS', total(js(first)), 236_000);
limit('first-load files', js(first).length + css(first).length + 1, 25, String);
limit('CSS of the first load', total(css(first)), 45_000);

const pages = Object.keys(manifest).filter((k) => /src\/(features|app)\/.*Page\.tsx$/.test(k) && k !== twelve);
if (pages.length === 0) throw new Error('no lazily loaded pages found in the manifest');
for (const page of pages) {
  const added = [...closure(page)].filter((k) => !first.has(k));
  limit(`${path.basename(page, '.tsx')} adds, JS`, total(js(added)), 60_000);
}
const chart = route('ui/chart/engine.ts');
limit('chart chunk', total(js([...closure(chart)].filter((k) => !first.has(k)))), 225_000);
limit('chart chunk in the first load', first.has(chart) ? 1 : 0, 0, String);

for (const r of rows)
  console.log(`${r.ok ? 'ok  ' : 'OVER'} ${r.name.padEnd(34)} ${r.text.padStart(10)}  of ${r.maxText}`);
if (rows.some((r) => !r.ok)) process.exit(1);

// Fails when the catalogues do not match the sources or when a language lacks a
// text. Works on a copy, so that checking changes no file.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const web = path.join(import.meta.dirname, '..');
const catalogs = path.join(web, 'src', 'locales');
const copy = mkdtempSync(path.join(os.tmpdir(), 'salesops-locales-'));
const lingui = path.join(web, 'node_modules', '@lingui', 'cli', 'dist', 'lingui.js');
const env = { ...process.env, LINGUI_CATALOGS: copy };
const run = (...args) => execFileSync(process.execPath, [lingui, ...args], { cwd: web, env, stdio: 'pipe', encoding: 'utf8' });
// the head of a catalogue holds the time it was written
const body = (file) => readFileSync(file, 'utf8').replace(/^"POT-Creation-Date:.*$/m, '');

try {
  cpSync(catalogs, copy, { recursive: true });
  run('extract', '--clean');
  for (const locale of ['en', 'zh-Hans', 'pt-BR']) {
    if (body(path.join(copy, `${locale}.po`)) !== body(path.join(catalogs, `${locale}.po`))) {
      throw new Error(`src/locales/${locale}.po does not match the sources; run: npm run extract`);
    }
  }
  run('compile', '--strict', '--namespace', 'es');
} catch (e) {
  console.error(e.stdout ? `${e.stdout}${e.stderr}` : e.message);
  process.exitCode = 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

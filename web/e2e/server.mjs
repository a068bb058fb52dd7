// Starts the built program on a data folder of its own, on a free port.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeExport } from './export.mjs';

const root = path.join(import.meta.dirname, '..', '..');
const program = process.env.SALESOPS ?? path.join(root, 'bin', 'salesops');

/** filled: with an import done. Without it the workspace is empty. args: more flags of serve. */
export async function start({ filled = false, args = [] } = {}) {
  const given = process.env.SALESOPS_URL;
  if (given) return { url: given, origin: new URL(given).origin, stop: async () => {} };
  const folder = mkdtempSync(path.join(os.tmpdir(), 'salesops-e2e-'));
  const data = path.join(folder, 'data');
  const files = writeExport(path.join(folder, 'export'));
  if (filled) execFileSync(program, ['import', path.join(folder, 'export'), '--data', data], { stdio: 'pipe' });
  const child = spawn(program, ['serve', '--data', data, '--addr', '127.0.0.1:0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = [];
  const url = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server printed no address:\n${output.join('')}`)), 30_000);
    const read = (chunk) => {
      output.push(String(chunk));
      const found = /https?:\/\/(127\.0\.0\.1|localhost)\S*/.exec(output.join(''));
      if (found) {
        clearTimeout(timer);
        resolve(found[0]);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output.join('')}`)));
  });
  return {
    url,
    origin: new URL(url).origin,
    files,
    folder,
    output,
    async stop() {
      child.removeAllListeners('exit');
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

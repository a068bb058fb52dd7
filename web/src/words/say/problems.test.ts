import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { problemCodes } from './problems.ts';

const folder = path.resolve(import.meta.dirname, '../../../../connectors');
const source = (under: string) =>
  readdirSync(path.join(folder, under))
    .filter((f) => f.endsWith('.go') && !f.endsWith('_test.go'))
    .map((f) => readFileSync(path.join(folder, under, f), 'utf8'))
    .join('\n');

test('each problem of an import has words', () => {
  const written = [...source('.').matchAll(/^\tCode\w+ += "(\w+)"$/gm)].map((m) => m[1]!);
  const mends = [...source('table').matchAll(/^\t\w+ +Oddity += "(\w+)"/gm)].map((m) => m[1]!);
  expect(written.length).toBeGreaterThan(20);
  expect(mends.length).toBeGreaterThan(3);
  const words = new Set(problemCodes());
  expect([...written, ...mends].filter((c) => !words.has(c))).toEqual([]);
});

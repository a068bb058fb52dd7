import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { catalogueTexts } from '../../vite.words.ts';
import { messages as pseudo } from '../locales/pseudo.po';
import { messages as portuguese } from '../locales/pt-BR.po';
import { messages as sentences } from '../locales/pt-BR.po?sentences';
import { needs } from '../words/say/data.ts';

const folder = path.resolve(import.meta.dirname, '../../../metrics/catalog');
const files = readdirSync(folder)
  .filter((f) => f.endsWith('.yaml'))
  .map((f) => ({ name: f.replace('.yaml', ''), text: readFileSync(path.join(folder, f), 'utf8') }));

test.each(files)('the needs of $name have words', ({ text }) => {
  const codes = (/^needs: *\[(.*)\]/m.exec(text)?.[1] ?? '')
    .split(',')
    .map((c) => c.trim())
    .filter(Boolean);
  expect(codes.filter((c) => !needs[c])).toEqual([]);
});

test('the words of the catalogue are among the messages of each language', () => {
  expect(files.length).toBeGreaterThan(12);
  expect(files.map((f) => `metric.${f.name}`).filter((id) => !(id in portuguese && id in pseudo))).toEqual([]);
  expect(portuguese['metric.win_rate']).not.toEqual(pseudo['metric.win_rate']);
  expect(sentences['record.has no amount']).toBeTruthy();
});

test('a metric that is added as one file brings all of its words', () => {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'salesops-catalogue-'));
  try {
    cpSync(folder, copy, { recursive: true });
    const added = `
name: kept_promises
title: Kept promises
question: How many promises did we keep?
noun: {one: promise, many: promises}
guards:
  - {code: no_word, rows: 'true', say: {one: says no word, many: say no word}}
`;
    writeFileSync(path.join(copy, 'kept_promises.yaml'), added);
    const words = path.join(copy, 'words', 'pt-BR.yaml');
    const said = `
  kept_promises:
    title: Promessas cumpridas
    question: Quantas promessas cumprimos?`;
    writeFileSync(words, readFileSync(words, 'utf8').replace('\nmetrics:', `\nmetrics:${said}`));

    const english = catalogueTexts(copy, 'en');
    expect(english.names).toMatchObject({
      'metric.kept_promises': 'Kept promises',
      'question.kept_promises': 'How many promises did we keep?',
    });
    expect(english.sentences).toMatchObject({
      'noun.promises': 'promises',
      'record.says no word': 'says no word',
      'some.say no word': expect.stringContaining('# of {of} {noun} say no word'),
    });
    const other = catalogueTexts(copy, 'pt-BR');
    expect(other.names['metric.kept_promises']).toBe('Promessas cumpridas');
    expect(other.names['question.kept_promises']).toBe('Quantas promessas cumprimos?');
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

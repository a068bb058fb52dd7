import { i18n } from '@lingui/core';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { messages as english } from '../locales/en.po';
import { settingHelp, settingLabels } from '../words/lists/settings.ts';

// each setting with its English words, as the table of sales/settings.go has them
const table = readFileSync(path.resolve(import.meta.dirname, '../../../sales/settings.go'), 'utf8');
const rows = table
  .split(/\{Key: \d+, Name: /)
  .slice(1)
  .map((row) => ({
    name: /^"(\w+)"/.exec(row)![1]!,
    label: /Label: "([^"]*)"/.exec(row)![1]!,
    help: (/Help: +((?:"[^"]*"|\s|\+)+)/.exec(row)?.[1] ?? '').replace(/"\s*\+\s*"|^"|"\s*$/g, ''),
  }))
  .filter((row) => row.name !== 'name'); // a word that other fields have too

test('the table of settings is read', () => expect(rows.length).toBeGreaterThan(8));

test.each(rows)('the page has the words of $name', ({ name, label, help }) => {
  i18n.load('en', english);
  i18n.activate('en');
  const said = settingHelp[name];
  expect(i18n._(settingLabels[name]!)).toBe(label);
  expect(said ? i18n._(said) : '').toBe(help);
});

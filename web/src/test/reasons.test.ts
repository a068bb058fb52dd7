import { i18n, type Messages } from '@lingui/core';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { messages as english } from '../locales/en.po';
import { messages as englishSentences } from '../locales/en.po?sentences';
import { messages as portuguese } from '../locales/pt-BR.po';
import { messages as portugueseSentences } from '../locales/pt-BR.po?sentences';
import { messages as chinese } from '../locales/zh-Hans.po';
import { messages as chineseSentences } from '../locales/zh-Hans.po?sentences';
import { sentences } from '../words/say/reasons/all.ts';
import type { Helpers, Say } from '../words/say/say.ts';

const languages: Record<string, Messages> = {
  en: { ...english, ...englishSentences },
  'zh-Hans': { ...chinese, ...chineseSentences },
  'pt-BR': { ...portuguese, ...portugueseSentences },
};

// each code with its English sentence, as internal/reason lists them
const folder = path.resolve(import.meta.dirname, '../../../internal/reason');
const codes = new Map(
  readdirSync(folder)
    .filter((f) => f.endsWith('.go') && !f.endsWith('_test.go'))
    .flatMap((f) => [
      ...readFileSync(path.join(folder, f), 'utf8').matchAll(/^\t"(\w+)":\s*((?:"(?:[^"\\]|\\.)*"|`[^`]*`|\s|\+)+),/gm),
    ])
    .map((m) => [m[1]!, m[2]!]),
);

/** What stands for a part: found again in the sentence, and a number, a day or a name where one is needed. */
const samples: Record<string, string> = { count: '7', users: '7', deals: '7', day: '2026-03-31', codes: 'deals' };
const sample = (part: string) => samples[part] ?? `‹${part}›`;

const same = new Proxy({}, { get: () => (text: string) => text }) as Helpers['words'];
const helpers: Helpers = { words: same, term: (text = '') => text, inner: (name) => `‹${name}›` };

/** Parts that the sentence leaves out in every language: the words of a library, or what the page shows beside it. */
const leftOut: Record<string, string[]> = {
  expr_unparsed: ['cause'],
  expr_unchecked: ['cause'],
  excel_damaged: ['what'],
  json_wrong: ['what'],
  probability_out_of_range: ['value'],
  condition_wrong: ['over'],
  dimension_unknown: ['hint'],
  whose_unknown: ['hint'],
  review_unknown: ['key'],
  dates_undecided: ['where'],
  dates_of_both_kinds: ['where'],
  numbers_undecided: ['where'],
  numbers_of_both_kinds: ['where'],
};
/** Parts that are put into words: the codes of what is missing. */
const reworded: Record<string, string[]> = { evidence_missing: ['what'] };

function tellAll(language: string): Map<string, string> {
  i18n.load(language, languages[language]!);
  i18n.activate(language);
  const parts = new Proxy({}, { get: (_, name: string) => (name.endsWith('.code') ? undefined : sample(name)) });
  const all = sentences() as Record<string, Say>;
  return new Map([...codes.keys()].map((code) => [code, all[code]!(parts, helpers)]));
}

test('the codes that the words know are those of internal/reason', () => {
  expect(codes.size).toBeGreaterThan(200);
  expect(Object.keys(sentences()).sort()).toEqual([...codes.keys()].sort());
});

test.each(Object.keys(languages))('each code is said in %s, with each of its parts', (language) => {
  const wrong: string[] = [];
  const unsaid: Record<string, string[]> = {};
  for (const [code, said] of tellAll(language)) {
    const parts = [...codes.get(code)!.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!);
    const lost = parts.filter((p) => !(p in samples) && !said.includes(sample(p)) && !reworded[code]?.includes(p));
    if (!said.trim() || /[{}]|undefined/.test(said)) wrong.push(`${code}: ${said}`);
    if (lost.length > 0) unsaid[code] = lost;
  }
  expect(wrong).toEqual([]);
  expect(unsaid).toEqual(leftOut);
});

test.each(['zh-Hans', 'pt-BR'])('no code is said in English in %s', (language) => {
  const english = tellAll('en');
  english.delete('kind_null'); // null is written so in every expression
  const words = (said: string) => /\p{L}{2}/u.test(said.replace(/‹\w+›/g, ''));
  expect([...tellAll(language)].filter(([code, said]) => words(said) && said === english.get(code))).toEqual([]);
});

test('one is not told as many', () => {
  const told = (language: string) => {
    i18n.load(language, languages[language]!);
    i18n.activate(language);
    const all = sentences() as Record<string, Say>;
    return [all.role_given!({ users: '1' }, helpers), all.sellers_ownerless!({ deals: '1' }, helpers)];
  };
  expect(told('en')).toEqual([
    '1 user has this role: give them another one first',
    'the 1 deal has no owner, and nobody is marked as a rep',
  ]);
  expect(told('pt-BR')[0]).toMatch(/^1 usuário tem /);
});

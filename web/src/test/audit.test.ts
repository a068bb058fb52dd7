import { i18n, type Messages } from '@lingui/core';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { auditReasons, detailWords, eventWords, tellDetail } from '../features/audit/auditWords.ts';
import { messages as english } from '../locales/en.po';
import { messages as englishPeople } from '../locales/en.po?people';
import { messages as englishSentences } from '../locales/en.po?sentences';
import { messages as portuguese } from '../locales/pt-BR.po';
import { messages as portuguesePeople } from '../locales/pt-BR.po?people';
import { messages as portugueseSentences } from '../locales/pt-BR.po?sentences';
import { messages as chinese } from '../locales/zh-Hans.po';
import { messages as chinesePeople } from '../locales/zh-Hans.po?people';
import { messages as chineseSentences } from '../locales/zh-Hans.po?sentences';
import { sentences } from '../words/say/reasons/all.ts';
import type { Helpers, Say } from '../words/say/say.ts';

const languages: Record<string, Messages> = {
  en: { ...english, ...englishPeople, ...englishSentences },
  'zh-Hans': { ...chinese, ...chinesePeople, ...chineseSentences },
  'pt-BR': { ...portuguese, ...portuguesePeople, ...portugueseSentences },
};

// the lists of the server
const source = readFileSync(path.resolve(import.meta.dirname, '../../../audit/detail.go'), 'utf8');
const block = (name: string) => new RegExp(`^var ${name} = [^{]*\\{([^]*?)\\}\\n\\n`, 'm').exec(source)![1]!;
const events = [...block('events').matchAll(/^\t"(\w+)":/gm)].map((m) => m[1]!);
const details = new Map([...block('details').matchAll(/^\t"(\w+)":\s*"(.*)",$/gm)].map((m) => [m[1]!, m[2]!]));
const reasons = [...block('reasons').matchAll(/"(\w+)"/g)].map((m) => m[1]!);

// codes that a part may have; another part is told as it is
const codes: Record<string, string[]> = {
  link: ['invite', 'reset', 'factor'],
  method: ['password', 'password totp', 'password recovery'],
  factor: ['totp'],
  scopes: ['read', 'write', 'admin'],
};

function speak(language: string) {
  i18n.load(language, languages[language]!);
  i18n.activate(language);
}

/** Everything that the trail may say, by its code. */
function tellAll(language: string): Map<string, string> {
  speak(language);
  const all = new Map(Object.entries(eventWords()).map(([code, said]) => [`event ${code}`, said]));
  const why = sentences() as Record<string, Say>;
  const nothing = {} as Helpers;
  for (const code of reasons) all.set(`reason ${code}`, auditReasons()[code] ?? why[code]!({}, nothing));
  for (const [code, text] of details) {
    const parts = [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!);
    const values = Object.fromEntries(parts.map((p) => [p, p === 'changes' ? '7' : `‹${p}›`]));
    all.set(
      `detail ${code}`,
      tellDetail(code, values, 'unsaid', (id) => id),
    );
    for (const p of parts)
      for (const value of codes[p] ?? [])
        all.set(
          `detail ${code} ${value}`,
          tellDetail(code, { ...values, [p]: value }, 'unsaid', (id) => id),
        );
  }
  return all;
}

test('the words of the trail are those of what the server writes', () => {
  speak('en');
  expect(events.length).toBeGreaterThan(20);
  expect(Object.keys(eventWords()).sort()).toEqual([...events].sort());
  expect(Object.keys(detailWords()).sort()).toEqual([...details.keys()].sort());
});

test.each(Object.keys(languages))('everything is said in %s, with each of its parts', (language) => {
  const wrong: string[] = [];
  for (const [code, said] of tellAll(language)) {
    if (!said.trim() || /unsaid|undefined|[{}]/.test(said)) wrong.push(`${code}: ${said}`);
    const [kind, name, value] = code.split(' ');
    if (kind !== 'detail' || value) continue;
    for (const [, part] of details.get(name!)!.matchAll(/\{(\w+)\}/g))
      if (!said.includes(part === 'changes' ? '7' : `‹${part}›`)) wrong.push(`${code} without ${part}: ${said}`);
  }
  expect(wrong).toEqual([]);
});

test.each(['zh-Hans', 'pt-BR'])('nothing is said in English in %s', (language) => {
  const english = tellAll('en');
  if (language === 'pt-BR') english.delete('event backup'); // it is called so
  const words = (said: string) => /\p{L}{2}/u.test(said.replace(/‹\w+›/g, ''));
  expect([...tellAll(language)].filter(([code, said]) => words(said) && said === english.get(code))).toEqual([]);
});

test('what has no words, and what somebody typed, is told as it was written', () => {
  const typed = String.raw`<b>x</b> {0} \u202e`;
  for (const language of Object.keys(languages)) {
    speak(language);
    expect(tellDetail(undefined, {}, typed, (id) => id)).toBe(typed);
    expect(tellDetail('gone', {}, typed, (id) => id)).toBe(typed);
    expect(tellDetail('mapping', { name: typed }, '', (id) => id)).toBe(typed);
    expect(tellDetail('scopes', { token: typed, scopes: 'read' }, '', (id) => id)).toContain(typed);
    expect(tellDetail('request', { token: 'x', request: typed }, '', (id) => id)).toContain(typed);
    expect(tellDetail('role', { from: 'x', to: 'y' }, '', (id) => `${id} ${typed}`)).toContain(`y ${typed}`);
  }
});

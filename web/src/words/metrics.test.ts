import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { metricGroups } from './lists/groups.ts';
import { metricWords, twelve, unitWords } from './metrics.ts';
import { needs } from './say/data.ts';

const folder = path.resolve(import.meta.dirname, '../../../metrics/catalog');
const files = readdirSync(folder)
  .filter((f) => f.endsWith('.yaml'))
  .map((f) => ({ name: f.replace('.yaml', ''), text: readFileSync(path.join(folder, f), 'utf8') }));
const one = (text: string, key: string) => new RegExp(`^${key}: *(.*)$`, 'm').exec(text)?.[1]?.trim();

test('each metric of the catalogue has words, and no words stand for a metric that is gone', () => {
  expect(files.length).toBeGreaterThan(12);
  expect(Object.keys(metricWords).sort()).toEqual(files.map((f) => f.name).sort());
});

test('each metric of the catalogue is one of the twelve or stands in one group', () => {
  const shown = [...twelve, ...metricGroups.flatMap((g) => g.names)];
  expect(shown.filter((name, i) => shown.indexOf(name) !== i)).toEqual([]);
  expect(files.map((f) => f.name).filter((name) => !shown.includes(name))).toEqual([]);
});

test('the twelve are the headline metrics, in the order of the chain', () => {
  const chain = files
    .filter((f) => one(f.text, 'headline') === 'true')
    .map((f) => ({ name: f.name, place: Number(one(f.text, 'chain')) }));
  expect(chain.sort((a, b) => a.place - b.place).map((m) => m.name)).toEqual(twelve);
});

test.each(files)('unit and needs of $name have words', ({ text }) => {
  expect(Object.keys(unitWords)).toContain(one(text, 'unit'));
  const codes = (/^needs: *\[(.*)\]/m.exec(text)?.[1] ?? '')
    .split(',')
    .map((c) => c.trim())
    .filter(Boolean);
  expect(codes.filter((c) => !needs[c])).toEqual([]);
});

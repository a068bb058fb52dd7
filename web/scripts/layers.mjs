// The front end's import rules, and its sizes:
//   app → features → words → url → ui and api; a feature never imports a feature;
//   ui holds no sales words; nothing but url and app reads the address;
//   a component stays under 200 lines, a folder at about 8 files.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const src = path.join(import.meta.dirname, '..', 'src');
const layers = {
  ui: ['ui', 'api'],
  api: ['api'],
  url: ['url', 'ui', 'api'],
  words: ['words', 'url', 'ui', 'api'],
  features: ['words', 'url', 'ui', 'api'],
  app: ['app', 'features', 'words', 'url', 'ui', 'api'],
  test: ['app', 'features', 'words', 'url', 'ui', 'api', 'locales'],
};
const salesWords = /\b(deals?|leads?|quotas?|pipelines?|opportunit(y|ies)|commissions?|sellers?)\b/i;
const problems = [];

function check(file) {
  const name = path.relative(src, file);
  const [layer, feature] = name.split(path.sep);
  const text = readFileSync(file, 'utf8');
  const test = /\.test\.tsx?$/.test(name);
  if (file.endsWith('.tsx') && !test && text.split('\n').length > 200)
    problems.push(`${name}: over 200 lines; split it`);
  if (layer === 'ui' && !test && salesWords.test(text))
    problems.push(`${name}: ui has no sales words (${salesWords.exec(text)[0]})`);
  for (const [, target] of text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']*)'/g)) {
    const to = path.relative(src, path.resolve(path.dirname(file), target)).split(path.sep);
    if (to[0] === '..' || !layers[layer]) continue;
    if (to[0] === 'locales' && name === path.join('ui', 'i18n', 'locale.ts')) continue;
    if (to[0] === 'test' && test) continue;
    if (to[0] === 'features' && layer === 'features') {
      if (to[1] !== feature) problems.push(`${name}: a feature must not import the feature ${to[1]}`);
    } else if (!layers[layer].includes(to[0])) problems.push(`${name}: ${layer} must not import ${to[0]}`);
  }
}

function walk(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  const files = entries.filter((e) => e.isFile() && /\.tsx?$/.test(e.name) && !/\.test\.tsx?$/.test(e.name));
  if (files.length > 10)
    problems.push(`${path.relative(src, folder)}: ${files.length} files in one folder; about 8 is the measure`);
  for (const e of entries) {
    const full = path.join(folder, e.name);
    if (e.isDirectory()) walk(full);
    else if (/\.tsx?$/.test(e.name) && !e.name.endsWith('.d.ts')) check(full);
  }
}

walk(src);
for (const p of problems) console.error(p);
if (problems.length > 0) process.exit(1);

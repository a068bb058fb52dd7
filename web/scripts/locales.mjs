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
const run = (...args) =>
  execFileSync(process.execPath, [lingui, ...args], { cwd: web, env, stdio: 'pipe', encoding: 'utf8' });
// the head of a catalogue holds the time it was written
const body = (file) => readFileSync(file, 'utf8').replace(/^"POT-Creation-Date:.*$/m, '');

// One word for one thing: left is what was written beside it.
const others = {
  'zh-Hans': {
    丢单: '输单',
    失单: '输单',
    关闭日期: '结单日期',
    关单: '结单',
    已关闭: '已结单',
    机会: '商机',
    撤消: '撤销',
    红字: '贷项',
  },
  'pt-BR': {
    estágio: 'etapa',
    oportunidade: 'negócio',
    'negócio encerrado': 'negócio fechado',
    'negócios encerrados': 'negócios fechados',
    representante: 'vendedor',
    'linha do negócio': 'item do negócio',
    'linhas de negócio': 'itens do negócio',
    'linhas dos negócios': 'itens dos negócios',
  },
};

/** What a language calls by another word than everywhere else, in the texts of the pages and the meanings of the metrics. */
function strayWords(locale) {
  const texts = body(path.join(catalogs, `${locale}.po`))
    .split('\n')
    .filter((line) => !/^(#|msgid)/.test(line));
  for (const words of ['metrics/catalog/words', 'internal/problems/words'])
    texts.push(...readFileSync(path.join(web, '..', words, `${locale}.yaml`), 'utf8').split('\n'));
  return Object.entries(others[locale]).flatMap(([word, use]) =>
    texts
      .filter((line) => line.toLowerCase().includes(word))
      .map((line) => `${locale}: ${word} is called ${use}: ${line}`),
  );
}

try {
  const stray = Object.keys(others).flatMap(strayWords);
  if (stray.length > 0) throw new Error(stray.join('\n'));
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

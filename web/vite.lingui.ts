import { transformAsync } from '@babel/core';
import { createCompiledCatalog, getCatalogForFile, getCatalogs } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';
import path from 'node:path';
import type { Plugin } from 'vite';
import { catalogueTexts, problemTexts } from './vite.words.ts';

/** Expands Lingui's macros, before anything else sees the file. */
function macros(): Plugin {
  return {
    name: 'lingui-macros',
    enforce: 'pre',
    async transform(code, id) {
      if (!/\.tsx?$/.test(id) || !/@lingui\/(core|react)\/macro/.test(code)) return null;
      const parserOpts = { plugins: ['typescript' as const, 'jsx' as const] };
      const plugins = ['@lingui/babel-plugin-lingui-macro'];
      const done = await transformAsync(code, {
        filename: id,
        babelrc: false,
        configFile: false,
        sourceMaps: true,
        plugins,
        parserOpts,
      });
      return done?.code ? { code: done.code, map: done.map ?? null } : null;
    },
  };
}

// Half of all texts word what the server may say: reasons, notes, findings. A page stands without
// them, with the server's English, so they are a part of their own that is loaded after it.
const sentences = /^src\/words\/say\/(reasons\/|notes\.)/;
// Signing in, settings and administration are pages that few open, and nobody first: their texts come with them.
const people =
  /^src\/(app\/settings|features\/(signin|account|settings|people|audit|backups|mail|jobs|roles|erasure)|ui\/form|words\/people)[./]/;

const pseudo = 'pseudo';
const metrics = path.resolve(import.meta.dirname, '../metrics/catalog');
const problems = path.resolve(import.meta.dirname, '../internal/problems/words');

/**
 * Compiles src/locales/*.po on import, together with the words of the metric catalogue and of the problems; a missing text stops the
 * build. "x.po?sentences" and "x.po?people" have the texts that stand only there, "x.po" has the others. pseudo.po is no file: it is made
 * from the English texts, so that what is not translatable shows.
 */
function catalogs(): Plugin {
  const config = getConfig();
  const source = config.sourceLocale ?? 'en';
  return {
    name: 'lingui-catalogs',
    enforce: 'pre',
    resolveId(id, importer) {
      if (!importer || !id.split('?')[0]?.endsWith(`/${pseudo}.po`)) return null;
      return path.resolve(path.dirname(importer), id);
    },
    load(id) {
      return id.split('?')[0]?.endsWith(`/${pseudo}.po`) ? '' : null;
    },
    async transform(_code, id) {
      const [file = '', part] = id.split('?');
      if (!file.endsWith('.po')) return null;
      const made = path.basename(file) === `${pseudo}.po`;
      const from = made ? path.join(path.dirname(file), `${source}.po`) : file;
      const found = getCatalogForFile(path.relative(config.rootDir ?? '', from), await getCatalogs(config));
      if (!found) throw new Error(`${id} is not a catalogue of lingui.config.ts`);
      const { locale, catalog } = found;
      const { messages, missing } = await catalog.getTranslations(locale, {
        fallbackLocales: {},
        sourceLocale: source,
      });
      if (missing.length > 0) {
        throw new Error(`${locale} lacks ${missing.length} texts, such as: ${missing[0]?.source ?? missing[0]?.id}`);
      }
      const entries = (await catalog.read(locale)) ?? {};
      for (const id of Object.keys(messages)) {
        const origins = entries[id]?.origin ?? [];
        const only = (where: RegExp) => origins.length > 0 && origins.every(([from]) => where.test(from));
        const of = only(sentences) ? 'sentences' : only(people) ? 'people' : undefined;
        if (of !== part) delete messages[id];
      }
      const texts = catalogueTexts(metrics, locale);
      const said = problemTexts(problems, locale);
      for (const read of [...texts.files, said.file]) this.addWatchFile(read);
      const sentence = { ...texts.sentences, ...said.sentences };
      if (part !== 'people') Object.assign(messages, part === 'sentences' ? sentence : texts.names);
      const options = made ? { pseudoLocale: locale } : {};
      const { source: code, errors } = createCompiledCatalog(locale, messages, { namespace: 'es', ...options });
      if (errors.length > 0) throw new Error(`${locale}: ${errors[0]?.id}: ${errors[0]?.error.message}`);
      return { code, map: null };
    },
  };
}

export const lingui = (): Plugin[] => [macros(), catalogs()];

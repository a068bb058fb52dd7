import { transformAsync } from '@babel/core';
import { createCompiledCatalog, getCatalogForFile, getCatalogs } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';
import path from 'node:path';
import type { Plugin } from 'vite';

/** Expands Lingui's macros, before anything else sees the file. */
function macros(): Plugin {
  return {
    name: 'lingui-macros',
    enforce: 'pre',
    async transform(code, id) {
      if (!/\.tsx?$/.test(id) || !/@lingui\/(core|react)\/macro/.test(code)) return null;
      const parserOpts = { plugins: ['typescript' as const, 'jsx' as const] };
      const plugins = ['@lingui/babel-plugin-lingui-macro'];
      const done = await transformAsync(code, { filename: id, babelrc: false, configFile: false, sourceMaps: true, plugins, parserOpts });
      return done?.code ? { code: done.code, map: done.map ?? null } : null;
    },
  };
}

/** Compiles src/locales/*.po on import; a missing text stops the build. */
function catalogs(): Plugin {
  const config = getConfig();
  return {
    name: 'lingui-catalogs',
    async transform(_code, id) {
      if (!id.endsWith('.po')) return null;
      const found = getCatalogForFile(path.relative(config.rootDir ?? '', id), await getCatalogs(config));
      if (!found) throw new Error(`${id} is not a catalogue of lingui.config.ts`);
      const { locale, catalog } = found;
      const pseudo = config.pseudoLocale === locale;
      const { messages, missing } = await catalog.getTranslations(locale, {
        fallbackLocales: config.fallbackLocales ?? {},
        sourceLocale: config.sourceLocale ?? 'en',
      });
      if (missing.length > 0 && !pseudo) {
        throw new Error(`${locale} lacks ${missing.length} texts, such as: ${missing[0]?.source ?? missing[0]?.id}`);
      }
      const options = pseudo ? { pseudoLocale: locale } : {};
      const { source, errors } = createCompiledCatalog(locale, messages, { namespace: 'es', ...options });
      if (errors.length > 0) throw new Error(`${locale}: ${errors[0]?.id}: ${errors[0]?.error.message}`);
      return { code: source, map: null };
    },
  };
}

export const lingui = (): Plugin[] => [macros(), catalogs()];

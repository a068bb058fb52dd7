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
const sentences = /^src\/words\/say\/(reasons\/|findings\.|notes\.|problems\.)/;

/**
 * Compiles src/locales/*.po on import; a missing text stops the build. "x.po?sentences" has the
 * texts that stand only there, "x.po" has the others.
 */
function catalogs(): Plugin {
  const config = getConfig();
  return {
    name: 'lingui-catalogs',
    async transform(_code, id) {
      const [file = '', part] = id.split('?');
      if (!file.endsWith('.po')) return null;
      const found = getCatalogForFile(path.relative(config.rootDir ?? '', file), await getCatalogs(config));
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
      const entries = (await catalog.read(locale)) ?? {};
      for (const id of Object.keys(messages)) {
        const origins = entries[id]?.origin ?? [];
        const sentence = origins.length > 0 && origins.every(([from]) => sentences.test(from));
        if (sentence !== (part === 'sentences')) delete messages[id];
      }
      const options = pseudo ? { pseudoLocale: locale } : {};
      const { source, errors } = createCompiledCatalog(locale, messages, { namespace: 'es', ...options });
      if (errors.length > 0) throw new Error(`${locale}: ${errors[0]?.id}: ${errors[0]?.error.message}`);
      return { code: source, map: null };
    },
  };
}

export const lingui = (): Plugin[] => [macros(), catalogs()];

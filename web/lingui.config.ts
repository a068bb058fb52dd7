import { formatter } from '@lingui/format-po';

// LINGUI_CATALOGS lets scripts/locales.mjs work on a copy.
const folder = process.env['LINGUI_CATALOGS'] ?? '<rootDir>/src/locales';

export default {
  sourceLocale: 'en',
  locales: ['en', 'zh-Hans', 'pt-BR'],
  catalogs: [{ path: `${folder}/{locale}`, include: ['<rootDir>/src'], exclude: ['**/*.test.*'] }],
  format: formatter({ lineNumbers: false, printLinguiId: false }),
  orderBy: 'message',
};

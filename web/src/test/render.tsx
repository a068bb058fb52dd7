import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { MantineProvider } from '@mantine/core';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { messages } from '../locales/en.po';
import { messages as people } from '../locales/en.po?people';
import { messages as sentences } from '../locales/en.po?sentences';
import { loadSentences } from '../ui/i18n/locale.ts';
import { FormatProvider } from '../ui/format/FormatProvider.tsx';

/** Renders as the app does, in English. */
export function show(what: ReactNode) {
  i18n.load('en', { ...messages, ...people });
  loadSentences('en', sentences);
  i18n.activate('en');
  return render(
    <MantineProvider env="test">
      <I18nProvider i18n={i18n}>
        <FormatProvider zone="UTC">{what}</FormatProvider>
      </I18nProvider>
    </MantineProvider>,
  );
}

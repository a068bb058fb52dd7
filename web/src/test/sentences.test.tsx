import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { act, render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { messages } from '../locales/pt-BR.po';
import { messages as sentences } from '../locales/pt-BR.po?sentences';
import { FormatProvider } from '../ui/format/FormatProvider.tsx';
import { loadSentences } from '../ui/i18n/locale.ts';
import { useReasons } from '../words/say/reasons/useReasons.ts';

function Why() {
  const tell = useReasons();
  return <p>{tell({ reason_code: 'took_too_long' }, 'this took too long')}</p>;
}

test('the server’s English stands until the sentences of the language are here', () => {
  i18n.load('pt-BR', { ...messages });
  i18n.activate('pt-BR');
  render(
    <I18nProvider i18n={i18n}>
      <FormatProvider zone="UTC">
        <Why />
      </FormatProvider>
    </I18nProvider>,
  );
  expect(screen.getByText('this took too long')).toBeTruthy();
  act(() => loadSentences('pt-BR', sentences));
  expect(screen.queryByText('this took too long')).toBeNull();
  expect(screen.getByRole('paragraph').textContent).toMatch(/demor|tempo/i);
});

test('no text is in both parts', () => {
  expect(Object.keys(sentences).filter((id) => id in messages)).toEqual([]);
  expect(Object.keys(sentences).length).toBeGreaterThan(300);
});

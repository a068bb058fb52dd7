import { Trans, useLingui } from '@lingui/react/macro';
import { NativeSelect, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useEncodings } from '../../../words/say/useEncodings.ts';
import type { Guess, Mapping } from './useMapping.ts';
import { useDraft } from '../../../ui/useDraft.ts';
import styles from './mapping.module.css';

/** What holds for all files: how text, dates and numbers are written, the zone of times, the currency, whose ids they are. */
export function Settings({ m, guess: { outline } }: { m: Mapping; guess: Guess }) {
  const { t } = useLingui();
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const encodings = useEncodings();
  const named = outline.encoding === '' || encodings.some((e) => e.name === outline.encoding.toLowerCase());
  const set = (name: string, value: string) => m.change([{ what: 'setting', name, value }]);
  return (
    <fieldset className={styles.settings}>
      <legend>
        <Trans>For all of these files</Trans>
      </legend>
      <NativeSelect
        size="sm"
        label={t`Dates`}
        value={outline.dates}
        onChange={(e) => set('dates', e.currentTarget.value)}
        data={[
          { value: '', label: t`as the files show` },
          { value: 'dmy', label: t`day, month, year` },
          { value: 'mdy', label: t`month, day, year` },
          { value: 'ymd', label: t`year, month, day` },
        ]}
      />
      <NativeSelect
        size="sm"
        label={t`Numbers`}
        value={outline.numbers}
        onChange={(e) => set('numbers', e.currentTarget.value)}
        data={[
          { value: '', label: t`as the files show` },
          { value: 'point', label: '1,234.50' },
          { value: 'comma', label: '1.234,50' },
        ]}
      />
      <NativeSelect
        size="sm"
        label={t`Text of CSV files`}
        value={named ? outline.encoding.toLowerCase() : outline.encoding}
        onChange={(e) => m.reread(e.currentTarget.value)}
        data={[
          { value: '', label: t`as the files show` },
          ...(named ? [] : [outline.encoding]),
          ...encodings.map((e) => ({ value: e.name, label: e.label })),
        ]}
      />
      <NativeSelect
        size="sm"
        label={t`Time zone`}
        value={outline.zone}
        onChange={(e) => set('zone', e.currentTarget.value)}
        data={[
          { value: '', label: t`the company's` },
          ...(outline.zone && !zones.includes(outline.zone) ? [outline.zone] : []),
          ...zones,
        ]}
      />
      <Text
        label={t`Currency`}
        value={outline.currency}
        placeholder={t`the company's`}
        onDone={(v) => set('currency', v.toUpperCase())}
      />
      <Text
        label={t`Name of their source`}
        value={outline.source}
        placeholder="upload"
        onDone={(v) => set('source', v)}
        help={t`Keeps the ids of two systems apart. Give the next export of the same system the same name.`}
      />
    </fieldset>
  );
}

/** A text that counts when it is left, or with Enter. */
function Text({
  label,
  value,
  placeholder,
  help,
  onDone,
}: {
  label: string;
  value: string;
  placeholder: string;
  help?: string;
  onDone: (value: string) => void;
}) {
  const [text, setText] = useDraft(value);
  const done = () => {
    if (text.trim() !== value) onDone(text.trim());
  };
  return (
    <TextInput
      size="sm"
      label={label}
      value={text}
      placeholder={placeholder}
      description={help}
      inputWrapperOrder={['label', 'input', 'description']}
      onChange={(e) => setText(e.currentTarget.value)}
      onBlur={done}
      onKeyDown={(e) => {
        if (e.key === 'Enter') done();
      }}
    />
  );
}

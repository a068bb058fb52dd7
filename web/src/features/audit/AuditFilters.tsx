import { useLingui } from '@lingui/react/macro';
import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { outcomes, type AuditSearch } from './search.ts';
import { useAuditWords } from './useAuditWords.ts';
import { useWho } from '../../words/people/useWho.ts';
import styles from './audit.module.css';

interface Props {
  search: AuditSearch;
  change: (patch: Partial<AuditSearch>) => void;
}

export function AuditFilters({ search, change }: Props) {
  const { t } = useLingui();
  const words = useAuditWords();
  const { actors } = useWho();
  const [text, setText] = useState(search.q ?? '');
  const [given, setGiven] = useState(search.q);
  if (given !== search.q) {
    setGiven(search.q);
    if ((search.q ?? '') !== text.trim()) setText(search.q ?? '');
  }
  const send = useDebouncedCallback((q: string) => change({ q: q.trim() || undefined }), 300);
  const whats = Object.entries({ ...words.events, forget: words.what('forget') }).map(([value, label]) => ({
    value,
    label,
  }));
  if (search.what && !words.events[search.what]) whats.push({ value: search.what, label: words.what(search.what) });
  return (
    <div className={styles.filters} role="search">
      <TextInput
        size="xs"
        label={t`Search in it`}
        data-shortcut="/"
        value={text}
        onChange={(e) => {
          setText(e.currentTarget.value);
          send(e.currentTarget.value);
        }}
      />
      <NativeSelect
        size="xs"
        label={t`Who`}
        data={[{ value: '', label: t`Everybody` }, ...actors]}
        value={search.actor ?? ''}
        onChange={(e) => change({ actor: e.currentTarget.value || undefined })}
      />
      <NativeSelect
        size="xs"
        label={t`What`}
        data={[{ value: '', label: t`Everything` }, ...whats]}
        value={search.what ?? ''}
        onChange={(e) => change({ what: e.currentTarget.value || undefined })}
      />
      <NativeSelect
        size="xs"
        label={t`Outcome`}
        data={[
          { value: '', label: t`Every outcome` },
          ...outcomes.map((o) => ({ value: o, label: words.outcomes[o] })),
        ]}
        value={search.outcome ?? ''}
        onChange={(e) => change({ outcome: outcomes.find((o) => o === e.currentTarget.value) })}
      />
    </div>
  );
}

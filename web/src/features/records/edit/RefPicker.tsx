import { useLingui } from '@lingui/react/macro';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../api/client.ts';
import { listRecords } from '../../../api/queries.ts';
import type { FieldValue } from '../../../words/FieldText.tsx';
import { Refused } from './EditForm.tsx';
import type { Saving } from './useSaving.ts';
import styles from './edit.module.css';

interface Props {
  object: string;
  label: string;
  current?: Schemas['RefValue'];
  saving: Saving;
  onPick: (value: FieldValue) => void;
  onCancel: () => void;
}

/** No record's id. */
const nobody = '-';

/** Chooses another record: what is typed filters by name, from the first letter on; the one it is now stands as a hint. */
export function RefPicker({ object, label, current, saving, onPick, onCancel }: Props) {
  const { t } = useLingui();
  const [query, setQuery] = useState('');
  const [q] = useDebouncedValue(query, 120);
  const found = useQuery({
    queryKey: ['records', object, 'pick', q],
    queryFn: ({ signal }) =>
      listRecords(object, { q: q || undefined, sort: q ? undefined : 'name', limit: 20 }, signal),
    placeholderData: (old) => old,
  });
  const options = (found.data?.records ?? []).map((r) => ({ value: r.id, label: r.title || r.id }));
  if (current && query === '') options.unshift({ value: nobody, label: t`None` });
  const pick = (id: string | null) => {
    if (id === null) return;
    onPick(id === nobody ? null : { id, name: options.find((o) => o.value === id)?.label ?? id });
  };
  return (
    <div className={styles.editor}>
      <Select
        size="xs"
        autoFocus
        searchable
        defaultDropdownOpened
        selectFirstOptionOnChange
        aria-label={label}
        placeholder={current?.name}
        nothingFoundMessage={found.isFetching || q !== query ? t`Searching …` : t`Nothing found`}
        data={options}
        filter={({ options: all }) => all}
        value={null}
        searchValue={query}
        onSearchChange={setQuery}
        onChange={pick}
        disabled={saving.pending}
        error={saving.refused !== undefined}
        onBlur={() => {
          if (!saving.pending && saving.refused === undefined) onCancel();
        }}
        onKeyDown={(e) => e.key === 'Escape' && onCancel()}
        comboboxProps={{ transitionProps: { duration: 0 } }}
      />
      <Refused saving={saving} />
    </div>
  );
}

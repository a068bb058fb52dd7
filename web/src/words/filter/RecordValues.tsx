import { useLingui } from '@lingui/react/macro';
import { Autocomplete, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listRecords, recordQuery } from '../../api/queries.ts';

/** Menus stay within the filter's own popover, or a click in them would close it. */
const inPlace = { withinPortal: false, transitionProps: { duration: 0 } };

interface TextProps {
  object: string;
  path: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** A text, with those that the first records of the object have as suggestions. */
export function TextValue({ object, path, label, value, onChange }: TextProps) {
  const some = useQuery({
    queryKey: ['records', object, 'some'],
    queryFn: ({ signal }) => listRecords(object, { limit: 200 }, signal),
    staleTime: 60_000,
    retry: false,
  });
  const found = new Set(
    (some.data?.records ?? []).flatMap((r) =>
      typeof r.fields[path] === 'string' && r.fields[path] !== '' ? [r.fields[path]] : [],
    ),
  );
  return (
    <Autocomplete
      size="xs"
      label={label}
      value={value}
      onChange={onChange}
      data={[...found].sort()}
      limit={12}
      comboboxProps={inPlace}
    />
  );
}

interface RefProps {
  object: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** A record by its name. */
export function RefValue({ object, label, value, onChange }: RefProps) {
  const { t } = useLingui();
  const [query, setQuery] = useState('');
  const [q] = useDebouncedValue(query, 120);
  const [chosen, setChosen] = useState<{ value: string; label: string }>();
  const given = useQuery({
    ...recordQuery(object, value),
    enabled: value !== '' && chosen === undefined,
    staleTime: 60_000,
  }).data;
  if (given && chosen === undefined && given.id === value)
    setChosen({ value: given.id, label: given.title || given.id });
  const typed = q !== chosen?.label ? q : '';
  const found = useQuery({
    queryKey: ['records', object, 'pick', typed],
    queryFn: ({ signal }) =>
      listRecords(object, { q: typed || undefined, sort: typed ? undefined : 'name', limit: 20 }, signal),
    placeholderData: (old) => old,
  });
  const options = (found.data?.records ?? []).map((r) => ({ value: r.id, label: r.title || r.id }));
  if (chosen && !options.some((o) => o.value === chosen.value)) options.push(chosen);
  return (
    <Select
      size="xs"
      searchable
      label={label}
      data={options}
      filter={({ options: all }) => all}
      value={value || null}
      onSearchChange={setQuery}
      onChange={(id, option) => {
        setChosen(id && option ? option : undefined);
        onChange(id ?? '');
      }}
      nothingFoundMessage={t`Nothing found`}
      comboboxProps={inPlace}
    />
  );
}

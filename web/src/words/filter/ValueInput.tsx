import { useLingui } from '@lingui/react/macro';
import { Autocomplete, NativeSelect, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { listRecords, recordQuery } from '../../api/queries.ts';
import type { Operator } from '../../url/conditions.ts';
import { during } from '../../url/relative.ts';
import { useWords } from '../useWords.ts';
import { percentOf, shareOf } from '../../ui/format/wall.ts';
import { isShare } from '../record/shares.ts';
import type { FilterField } from './useFields.ts';
import { usePeriods } from './usePeriods.ts';

interface Props {
  object: string;
  field: FilterField;
  op: Operator;
  value: string;
  currency: string;
  onChange: (value: string) => void;
}

const inPlace = { withinPortal: false, transitionProps: { duration: 0 } };

/** The value of a condition, by the kind of its field and what it is compared with. */
export function ValueInput({ object, field, op, value, currency, onChange }: Props) {
  const { t } = useLingui();
  const words = useWords();
  const period = usePeriods();
  const label = t`Value`;
  if (op === 'during') {
    return <NativeSelect size="xs" label={label} value={value} onChange={(e) => onChange(e.currentTarget.value)} data={[{ value: '', label: '–' }, ...during.map((d) => ({ value: d, label: period(d) }))]} />;
  }
  if (op === 'last' || op === 'next') {
    return <TextInput size="xs" label={t`Days`} inputMode="numeric" value={value} onChange={(e) => onChange(e.currentTarget.value)} />;
  }
  if (field.kind === 'ref') return <RefValue object={field.ref ?? ''} label={label} value={value} onChange={onChange} />;
  if (field.kind === 'bool') {
    return <NativeSelect size="xs" label={label} value={value} onChange={(e) => onChange(e.currentTarget.value)} data={[{ value: '', label: '–' }, { value: 'true', label: t`yes` }, { value: 'false', label: t`no` }]} />;
  }
  if (field.path === 'outcome') {
    return <NativeSelect size="xs" label={label} value={value} onChange={(e) => onChange(e.currentTarget.value)} data={[{ value: '', label: '–' }, ...['open', 'won', 'lost'].map((o) => ({ value: o, label: words.outcome(o) }))]} />;
  }
  if (field.kind === 'money') {
    const [amount = '', code = currency] = value.split(' ');
    return <TextInput size="xs" label={label} inputMode="decimal" value={amount} rightSection={<span className="dim small" translate="no">{code}</span>} rightSectionWidth={48} onChange={(e) => onChange(e.currentTarget.value.trim() ? `${e.currentTarget.value.trim()} ${code}` : '')} />;
  }
  if (isShare(field.path)) {
    return <TextInput size="xs" label={label} inputMode="decimal" defaultValue={percentOf(value)} rightSection={<span className="dim small">%</span>} onChange={(e) => onChange(String(shareOf(e.currentTarget.value)))} />;
  }
  if (field.kind === 'text' && !field.over) return <TextValue object={object} path={field.path} label={label} value={value} onChange={onChange} />;
  return <TextInput size="xs" label={label} type={field.kind === 'day' ? 'date' : 'text'} inputMode={field.kind === 'int' || field.kind === 'number' ? 'decimal' : undefined} value={value} onChange={(e) => onChange(e.currentTarget.value)} />;
}

interface TextProps { object: string; path: string; label: string; value: string; onChange: (value: string) => void }

/** A text, with those that the first records of the object have as suggestions. */
function TextValue({ object, path, label, value, onChange }: TextProps) {
  const some = useQuery({ queryKey: ['records', object, 'some'], queryFn: ({ signal }) => listRecords(object, { limit: 200 }, signal), staleTime: 60_000, retry: false });
  const found = new Set((some.data?.records ?? []).flatMap((r) => (typeof r.fields[path] === 'string' && r.fields[path] !== '' ? [r.fields[path]] : [])));
  return <Autocomplete size="xs" label={label} value={value} onChange={onChange} data={[...found].sort()} limit={12} comboboxProps={inPlace} />;
}

interface RefProps { object: string; label: string; value: string; onChange: (value: string) => void }

/** A record by its name. */
function RefValue({ object, label, value, onChange }: RefProps) {
  const { t } = useLingui();
  const [query, setQuery] = useState('');
  const [q] = useDebouncedValue(query, 120);
  const [chosen, setChosen] = useState<{ value: string; label: string }>();
  const given = useQuery({ ...recordQuery(object, value), enabled: value !== '' && chosen === undefined, staleTime: 60_000 }).data;
  useEffect(() => {
    if (given && chosen === undefined && given.id === value) setChosen({ value: given.id, label: given.title || given.id });
  }, [given, chosen, value]);
  const typed = q !== chosen?.label ? q : '';
  const found = useQuery({
    queryKey: ['records', object, 'pick', typed],
    queryFn: ({ signal }) => listRecords(object, { q: typed || undefined, sort: typed ? undefined : 'name', limit: 20 }, signal),
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
      onChange={(id, option) => { setChosen(id && option ? option : undefined); onChange(id ?? ''); }}
      nothingFoundMessage={t`Nothing found`}
      comboboxProps={inPlace}
    />
  );
}

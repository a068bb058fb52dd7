import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState, type KeyboardEvent } from 'react';
import type { Schemas } from '../../../api/client.ts';
import { listRecords } from '../../../api/queries.ts';
import type { FieldValue } from '../../../words/FieldText.tsx';
import styles from './record.module.css';

interface Props {
  field: Schemas['SchemaField'];
  label: string;
  value: FieldValue | undefined;
  onSave: (value: FieldValue) => void;
  onCancel: () => void;
}

/** One field's editor: Enter saves, Escape leaves it as it was. The server checks the value. */
export function FieldEditor({ field, label, value, onSave, onCancel }: Props) {
  const { t } = useLingui();
  const money = typeof value === 'object' && value !== null && 'amount' in value ? value : undefined;
  const ref = typeof value === 'object' && value !== null && 'id' in value ? value : undefined;
  const [text, setText] = useState(money?.amount ?? (ref ? ref.id : value === null || value === undefined ? '' : String(value)));
  const currency = money?.currency ?? null;

  const save = () => {
    const trimmed = text.trim();
    if (trimmed === '') return onSave(null);
    switch (field.kind) {
      case 'money': return onSave({ amount: trimmed, currency });
      case 'int':
      case 'number': return onSave(Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed);
      case 'bool': return onSave(trimmed === 'true');
      default: return onSave(trimmed);
    }
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Escape') {
      e.stopPropagation();
      onCancel();
    }
  };
  if (field.kind === 'ref') {
    return <RefPicker object={field.ref_object ?? ''} label={label} current={ref} onPick={onSave} onCancel={onCancel} />;
  }
  return (
    <form className={styles.editor} onKeyDown={onKeyDown} onSubmit={(e) => { e.preventDefault(); save(); }}>
      {field.kind === 'bool' ? (
        <NativeSelect size="xs" aria-label={label} autoFocus value={text} onChange={(e) => setText(e.currentTarget.value)} data={[{ value: '', label: '–' }, { value: 'true', label: t`yes` }, { value: 'false', label: t`no` }]} />
      ) : (
        <TextInput
          size="xs"
          aria-label={label}
          autoFocus
          type={field.kind === 'day' ? 'date' : 'text'}
          inputMode={['money', 'int', 'number'].includes(field.kind) ? 'decimal' : undefined}
          placeholder={field.kind === 'instant' ? '2026-01-31T09:00:00Z' : undefined}
          value={text}
          onChange={(e) => setText(e.currentTarget.value)}
          rightSection={currency ? <span className="dim small" translate="no">{currency}</span> : undefined}
        />
      )}
      <Button type="submit" size="compact-sm"><Trans>Save</Trans></Button>
      <Button variant="default" size="compact-sm" onClick={onCancel}><Trans>Cancel</Trans></Button>
    </form>
  );
}

interface RefProps {
  object: string;
  label: string;
  current?: Schemas['RefValue'];
  onPick: (value: FieldValue) => void;
  onCancel: () => void;
}

/** Chooses another record by its name. */
function RefPicker({ object, label, current, onPick, onCancel }: RefProps) {
  const { t } = useLingui();
  const [query, setQuery] = useState('');
  const [q] = useDebouncedValue(query === current?.name ? '' : query, 120);
  const found = useQuery({
    queryKey: ['records', object, 'pick', q],
    queryFn: ({ signal }) => listRecords(object, { q: q || undefined, limit: 20 }, signal),
  });
  const options = new Map((found.data?.records ?? []).map((r) => [r.id, r.title || r.id]));
  if (current && !options.has(current.id)) options.set(current.id, current.name || current.id);
  return (
    <Select
      size="xs"
      autoFocus
      searchable
      clearable
      defaultDropdownOpened
      aria-label={label}
      nothingFoundMessage={found.isFetching ? t`Searching …` : t`Nothing found`}
      data={[...options].map(([value, name]) => ({ value, label: name }))}
      filter={({ options: all }) => all}
      value={current?.id ?? null}
      onSearchChange={setQuery}
      onChange={(id) => onPick(id)}
      onBlur={onCancel}
      onKeyDown={(e) => e.key === 'Escape' && onCancel()}
      clearButtonProps={{ 'aria-label': t`Clear` }}
      comboboxProps={{ transitionProps: { duration: 0 } }}
    />
  );
}

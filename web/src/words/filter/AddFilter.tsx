import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, Popover, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { settingsQuery } from '../../api/queries.ts';
import { buildCondition, operatorsOf, partsOf, type BuiltCondition } from '../../url/conditions.ts';
import { exampleOf, useFilterFields } from './useFields.ts';
import { useOperators } from './useOperators.ts';
import { ValueInput } from './ValueInput.tsx';
import styles from './filter.module.css';

interface Props {
  /** What the conditions are about. */
  object: string;
  /** Further fields by which a metric is cut. */
  more?: string[];
  onAdd: (condition: string) => void;
  shortcut?: string;
}

/** A condition from menus: field, operator, value. The expression they make stays in sight and may be written by hand. */
export function AddFilter({ object, more, onAdd, shortcut }: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" shadow="md" trapFocus returnFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button variant="default" data-shortcut={shortcut} aria-expanded={open} onClick={() => setOpen(!open)}><Trans>Add a filter</Trans></Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`Filter`} className={styles.dropdown}>
        <Menus object={object} more={more} onAdd={(c) => { setOpen(false); onAdd(c); }} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Menus({ object, more, onAdd }: Pick<Props, 'object' | 'more' | 'onAdd'>) {
  const { t } = useLingui();
  const operator = useOperators();
  const fields = useFilterFields(object, more);
  const currency = useQuery(settingsQuery).data?.currency || 'EUR';
  const [built, setBuilt] = useState<BuiltCondition>({ path: '', op: 'is', value: '' });
  const [own, setOwn] = useState<string>();
  const field = fields.find((f) => f.path === built.path);
  const made = field ? (buildCondition(built, field.kind) ?? '') : '';
  const text = (own ?? made).trim();
  const change = (patch: Partial<BuiltCondition>) => {
    setOwn(undefined);
    setBuilt({ ...built, ...patch });
  };
  const choose = (path: string) => {
    const kind = fields.find((f) => f.path === path)?.kind ?? 'text';
    change({ path, op: operatorsOf(kind).includes(built.op) ? built.op : operatorsOf(kind)[0]!, value: '' });
  };
  const write = (written: string) => {
    setOwn(written);
    const parts = partsOf(written.trim());
    if (parts && fields.some((f) => f.path === parts.path)) setBuilt(parts);
  };
  const groups = [...new Set(fields.map((f) => f.over))].map((over) => ({
    group: over ?? t`Own fields`,
    items: fields.filter((f) => f.over === over).map((f) => ({ value: f.path, label: f.over ? `${f.over} · ${f.label}` : f.label })),
  }));
  return (
    <form className={styles.menus} onSubmit={(e) => { e.preventDefault(); e.stopPropagation(); if (text) onAdd(text); }}>
      <NativeSelect size="xs" label={t`Field`} value={built.path} onChange={(e) => choose(e.currentTarget.value)} data={[{ value: '', label: t`Choose a field` }, ...groups]} />
      {field && <NativeSelect size="xs" label={t`Operator`} value={built.op} onChange={(e) => change({ op: e.currentTarget.value as BuiltCondition['op'] })} data={operatorsOf(field.kind).map((op) => ({ value: op, label: operator(op, field.kind) }))} />}
      {field && built.op !== 'empty' && built.op !== 'filled' && (
        <ValueInput key={field.path} object={object} field={field} value={built.value} currency={currency} onChange={(value) => change({ value })} />
      )}
      <TextInput
        size="xs"
        label={t`As an expression`}
        description={t`Made by the menus; it can be written by hand.`}
        value={own ?? made}
        onChange={(e) => write(e.currentTarget.value)}
        placeholder={exampleOf(fields, currency)}
        classNames={{ input: styles.code }}
        translate="no"
        spellCheck={false}
      />
      <Button type="submit" disabled={!text}><Trans>Apply</Trans></Button>
    </form>
  );
}

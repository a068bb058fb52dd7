import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, CloseButton, Popover, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { address, type Schemas } from '../../../api/client.ts';
import { Condition } from '../../../words/Condition.tsx';
import { useWords } from '../../../words/useWords.ts';
import type { ListSearch } from '../search.ts';
import type { listQuestion } from './query.ts';
import styles from './list.module.css';

interface Props {
  object: string;
  search: ListSearch;
  /** What the list asks; exports ask the same. */
  question: ReturnType<typeof listQuestion>;
  fields: Schemas['FieldInfo'][];
  shown: string[];
  change: (patch: Partial<ListSearch>) => void;
}

/** Search, conditions, columns and exports of a list. */
export function ListTools({ object, search, question, fields, shown, change }: Props) {
  const { t } = useLingui();
  const [text, setText] = useState(search.q ?? '');
  useEffect(() => setText(search.q ?? ''), [search.q, object]);
  const ask = useDebouncedCallback((q: string) => change({ q: q || undefined }), 200);
  const [condition, setCondition] = useState('');
  const where = search.where ?? [];
  const add = () => {
    if (condition.trim()) change({ where: [...where, condition.trim()] });
    setCondition('');
  };
  return (
    <div className={styles.tools}>
      <TextInput
        size="xs"
        className={styles.search}
        value={text}
        data-shortcut="/"
        placeholder={t`Find by name`}
        aria-label={t`Find by name`}
        onChange={(e) => { setText(e.currentTarget.value); ask(e.currentTarget.value); }}
      />
      <form className={styles.condition} onSubmit={(e) => { e.preventDefault(); add(); }}>
        <TextInput size="xs" value={condition} onChange={(e) => setCondition(e.currentTarget.value)} aria-label={t`Condition`} placeholder={'outcome == "won"'} translate="no" />
        <Button type="submit" variant="default"><Trans>Filter</Trans></Button>
      </form>
      {where.map((w) => (
        <span key={w} className={styles.chip}>
          <Condition text={w} />
          <CloseButton size="sm" aria-label={t`Take away this condition`} onClick={() => change({ where: where.filter((x) => x !== w).length ? where.filter((x) => x !== w) : undefined })} />
        </span>
      ))}
      <span className={styles.right}>
        <Columns fields={fields} shown={shown} onChange={(cols) => change({ cols })} />
        <Button component="a" variant="default" href={address(`/records/${object}`, { ...question, format: 'csv' })} download>CSV</Button>
        <Button component="a" variant="default" href={address(`/records/${object}`, { ...question, format: 'xlsx' })} download>XLSX</Button>
      </span>
    </div>
  );
}

function Columns({ fields, shown, onChange }: { fields: Schemas['FieldInfo'][]; shown: string[]; onChange: (cols: string[]) => void }) {
  const { t } = useLingui();
  const words = useWords();
  return (
    <Popover position="bottom-end" shadow="md" trapFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button variant="default"><Trans>Columns</Trans></Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`Columns`} className={styles.columns}>
        {fields.filter((f) => f.name !== 'name').map((f) => (
          <Checkbox
            key={f.name}
            size="xs"
            label={words.field(f.name, f.label)}
            checked={shown.includes(f.name)}
            onChange={(e) => onChange(e.currentTarget.checked ? [...shown, f.name] : shown.filter((s) => s !== f.name))}
          />
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}

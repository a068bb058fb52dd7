import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { address, type Schemas } from '../../../api/client.ts';
import { Exports } from '../../../ui/table/Exports.tsx';
import { AddFilter } from '../../../words/filter/AddFilter.tsx';
import { FilterChips } from '../../../words/filter/FilterChips.tsx';
import { useWords } from '../../../words/useWords.ts';
import type { ListSearch } from '../search.ts';
import type { listQuestion } from './query.ts';
import { useDraft } from '../../../ui/useDraft.ts';
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
  const [text, setText] = useDraft(search.q ?? '');
  const ask = useDebouncedCallback((q: string) => change({ q: q || undefined }), 200);
  const where = search.where ?? [];
  return (
    <div className={styles.tools}>
      <TextInput
        size="xs"
        className={styles.search}
        value={text}
        data-shortcut="/"
        placeholder={t`Find by name`}
        aria-label={t`Find by name`}
        onChange={(e) => {
          setText(e.currentTarget.value);
          ask(e.currentTarget.value);
        }}
      />
      <AddFilter object={object} onAdd={(w) => change({ where: where.includes(w) ? where : [...where, w] })} />
      <FilterChips
        object={object}
        where={where}
        onChange={(next) => change({ where: next.length > 0 ? next : undefined })}
      />
      <span className={styles.right}>
        <Columns fields={fields} shown={shown} onChange={(cols) => change({ cols })} />
        <Exports of={(format) => address(`/records/${object}`, { ...question, format })} />
      </span>
    </div>
  );
}

function Columns({
  fields,
  shown,
  onChange,
}: {
  fields: Schemas['FieldInfo'][];
  shown: string[];
  onChange: (cols: string[]) => void;
}) {
  const { t } = useLingui();
  const words = useWords();
  return (
    <Popover position="bottom-end" shadow="md" trapFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button variant="default">
          <Trans>Columns</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`Columns`} className={styles.columns}>
        {fields
          .filter((f) => f.name !== 'name')
          .map((f) => (
            <Checkbox
              key={f.name}
              size="xs"
              label={words.field(f.name, f.label)}
              checked={shown.includes(f.name)}
              onChange={(e) =>
                onChange(e.currentTarget.checked ? [...shown, f.name] : shown.filter((s) => s !== f.name))
              }
            />
          ))}
      </Popover.Dropdown>
    </Popover>
  );
}

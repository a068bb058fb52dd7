import { useLingui } from '@lingui/react/macro';
import { NativeSelect } from '@mantine/core';
import type { Schemas } from '../../../api/client.ts';
import { keyFirst } from '../../../words/record/keyFields.ts';
import { useWords } from '../../../words/useWords.ts';

interface Props {
  fields: Schemas['FieldInfo'][];
  sort?: string;
  onSort: (sort: string | undefined) => void;
}

/** The order of a list of cards, which has no heads to click on. */
export function SortBy({ fields, sort, onSort }: Props) {
  const { t } = useLingui();
  const words = useWords();
  const number = (kind: string) => ['money', 'int', 'number'].includes(kind);
  const data = keyFirst(fields).flatMap((f) => {
    const label = words.field(f.name, f.label);
    const up = { value: f.name, label: t`${label}, upwards` };
    const down = { value: `-${f.name}`, label: t`${label}, downwards` };
    return number(f.kind) || f.kind === 'day' || f.kind === 'instant' ? [down, up] : [up, down];
  });
  return (
    <NativeSelect
      size="xs"
      aria-label={t`Order`}
      value={sort ?? ''}
      onChange={(e) => onSort(e.currentTarget.value || undefined)}
      data={[{ value: '', label: t`Usual order` }, ...data]}
    />
  );
}

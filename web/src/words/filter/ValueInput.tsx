import { useLingui } from '@lingui/react/macro';
import { NativeSelect, TextInput } from '@mantine/core';
import type { Operator } from '../../url/conditions.ts';
import { during } from '../../url/relative.ts';
import { useWords } from '../useWords.ts';
import { percentOf, shareOf } from '../../ui/format/wall.ts';
import { isShare } from '../record/shares.ts';
import { RefValue, TextValue } from './RecordValues.tsx';
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

/** The value of a condition, by the kind of its field and what it is compared with. */
export function ValueInput({ object, field, op, value, currency, onChange }: Props) {
  const { t } = useLingui();
  const words = useWords();
  const period = usePeriods();
  const label = t`Value`;
  if (op === 'during') {
    return (
      <NativeSelect
        size="xs"
        label={label}
        value={value}
        onChange={(e) => onChange(e.currentTarget.value)}
        data={[{ value: '', label: '–' }, ...during.map((d) => ({ value: d, label: period(d) }))]}
      />
    );
  }
  if (op === 'last' || op === 'next') {
    return (
      <TextInput
        size="xs"
        label={t`Days`}
        inputMode="numeric"
        value={value}
        onChange={(e) => onChange(e.currentTarget.value)}
      />
    );
  }
  if (field.kind === 'ref')
    return <RefValue object={field.ref ?? ''} label={label} value={value} onChange={onChange} />;
  if (field.kind === 'bool') {
    return (
      <NativeSelect
        size="xs"
        label={label}
        value={value}
        onChange={(e) => onChange(e.currentTarget.value)}
        data={[
          { value: '', label: '–' },
          { value: 'true', label: t`yes` },
          { value: 'false', label: t`no` },
        ]}
      />
    );
  }
  if (field.path === 'outcome') {
    return (
      <NativeSelect
        size="xs"
        label={label}
        value={value}
        onChange={(e) => onChange(e.currentTarget.value)}
        data={[
          { value: '', label: '–' },
          ...['open', 'won', 'lost'].map((o) => ({ value: o, label: words.outcome(o) })),
        ]}
      />
    );
  }
  if (field.kind === 'money') {
    const [amount = '', code = currency] = value.split(' ');
    return (
      <TextInput
        size="xs"
        label={label}
        inputMode="decimal"
        value={amount}
        rightSection={
          <span className="dim small" translate="no">
            {code}
          </span>
        }
        rightSectionWidth={48}
        onChange={(e) => onChange(e.currentTarget.value.trim() ? `${e.currentTarget.value.trim()} ${code}` : '')}
      />
    );
  }
  if (isShare(field.path)) {
    return (
      <TextInput
        size="xs"
        label={label}
        inputMode="decimal"
        defaultValue={percentOf(value)}
        rightSection={<span className="dim small">%</span>}
        onChange={(e) => onChange(String(shareOf(e.currentTarget.value)))}
      />
    );
  }
  if (field.kind === 'text' && !field.over)
    return <TextValue object={object} path={field.path} label={label} value={value} onChange={onChange} />;
  return (
    <TextInput
      size="xs"
      label={label}
      type={field.kind === 'day' ? 'date' : 'text'}
      inputMode={field.kind === 'int' || field.kind === 'number' ? 'decimal' : undefined}
      value={value}
      onChange={(e) => onChange(e.currentTarget.value)}
    />
  );
}

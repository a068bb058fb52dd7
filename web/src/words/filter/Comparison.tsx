import { useLingui } from '@lingui/react/macro';
import { NativeSelect } from '@mantine/core';
import { hasNoValue, operatorsOf, type BuiltCondition } from '../../url/conditions.ts';
import type { FilterField } from './useFields.ts';
import { useOperators } from './useOperators.ts';
import { ValueInput } from './ValueInput.tsx';

interface Props {
  object: string;
  fields: FilterField[];
  currency: string;
  built: BuiltCondition;
  onChange: (built: BuiltCondition) => void;
}

/** Field, operator, value. */
export function Comparison({ object, fields, currency, built, onChange }: Props) {
  const { t } = useLingui();
  const operator = useOperators();
  const field = fields.find((f) => f.path === built.path);
  const choose = (path: string) => {
    const kind = fields.find((f) => f.path === path)?.kind ?? 'text';
    onChange({ path, op: kind === field?.kind ? built.op : operatorsOf(kind)[0]!, value: '' });
  };
  const compare = (op: BuiltCondition['op']) =>
    onChange({ ...built, op, value: shapeOf(op) === shapeOf(built.op) ? built.value : '' });
  const groups = [...new Set(fields.map((f) => f.over))].map((over) => ({
    group: over ?? t`Own fields`,
    items: fields
      .filter((f) => f.over === over)
      .map((f) => ({ value: f.path, label: f.over ? `${f.over} · ${f.label}` : f.label })),
  }));
  return (
    <>
      <NativeSelect
        size="xs"
        label={t`Field`}
        value={built.path}
        onChange={(e) => choose(e.currentTarget.value)}
        data={[{ value: '', label: t`Choose a field` }, ...groups]}
      />
      {field && (
        <NativeSelect
          size="xs"
          label={t`Operator`}
          value={built.op}
          onChange={(e) => compare(e.currentTarget.value as BuiltCondition['op'])}
          data={operatorsOf(field.kind).map((op) => ({ value: op, label: operator(op, field.kind) }))}
        />
      )}
      {field && !hasNoValue(built.op) && (
        <ValueInput
          key={`${field.path} ${shapeOf(built.op)}`}
          object={object}
          field={field}
          op={built.op}
          value={built.value}
          currency={currency}
          onChange={(value) => onChange({ ...built, value })}
        />
      )}
    </>
  );
}

/** What an operator is given: a period, a number of days, or a value of the field. */
const shapeOf = (op: BuiltCondition['op']) =>
  op === 'during' ? 'period' : op === 'last' || op === 'next' ? 'days' : 'value';

import { Trans, useLingui } from '@lingui/react/macro';
import { NativeSelect } from '@mantine/core';
import type { Schemas } from '../../../../api/client.ts';
import type { Outline, TableColumn } from '../mapping.ts';
import type { Mapping } from '../useMapping.ts';

interface Props {
  column: TableColumn;
  field: Schemas['MappingField'];
  kind: Schemas['MappingObjectField'] | undefined;
  at: number;
  outline: Outline;
  m: Mapping;
  of: (object: string) => string;
}

/** The unit of a column and the way it is written, as far as its field has one. */
export function HowWritten({ column, field, kind, at, outline, m, of }: Props) {
  const { t } = useLingui();
  if (field.computed)
    return (
      <span className="dim small">
        <Trans>computed: see Advanced</Trans>
      </span>
    );
  switch (kind?.kind) {
    case 'money':
    case 'number':
    case 'percent':
    case 'whole': {
      const unit = kind.kind === 'money' ? outline.currency || column.currency || t`the company's currency` : undefined;
      return (
        <>
          <NativeSelect
            size="xs"
            aria-label={t`How ${column.name} is written`}
            value={field.format}
            onChange={(e) => m.change([{ what: 'format', entry: at, name: field.field, value: e.currentTarget.value }])}
            data={[
              {
                value: '',
                label:
                  outline.numbers === 'comma'
                    ? '1.234,50'
                    : outline.numbers === 'point'
                      ? '1,234.50'
                      : t`as the file shows`,
              },
              { value: 'point', label: t`1,234.50 always` },
              { value: 'comma', label: t`1.234,50 always` },
              ...(kind.kind === 'money' ? [{ value: 'micros', label: t`in millionths` }] : []),
              ...(kind.kind === 'number' || kind.kind === 'percent'
                ? [{ value: 'percent', label: t`60 is 60 %` }]
                : []),
            ]}
          />
          {unit && <span className="dim small">{unit}</span>}
        </>
      );
    }
    case 'record':
      return (
        <NativeSelect
          size="xs"
          aria-label={t`How ${column.name} is found`}
          value={field.lookup}
          onChange={(e) => m.change([{ what: 'lookup', entry: at, name: field.field, value: e.currentTarget.value }])}
          data={[
            { value: 'id', label: t`ids of ${of(kind.of)}` },
            { value: 'name', label: t`names of ${of(kind.of)}` },
            { value: 'create', label: t`names; new ones are made` },
          ]}
        />
      );
    case 'day':
    case 'time': {
      const order = field.dates || outline.dates;
      return (
        <span className="small">
          {field.format === 'month'
            ? t`a month: its first day`
            : field.format === 'quarter'
              ? t`a quarter: its first day`
              : order === 'dmy'
                ? t`day, month, year`
                : order === 'mdy'
                  ? t`month, day, year`
                  : order === 'ymd'
                    ? t`year, month, day`
                    : t`as the file shows`}
        </span>
      );
    }
    default:
      return null;
  }
}

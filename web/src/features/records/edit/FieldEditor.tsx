import { useLingui } from '@lingui/react/macro';
import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../../../api/client.ts';
import type { FieldValue } from '../../../words/FieldText.tsx';
import { EditForm } from './EditForm.tsx';
import { RefPicker } from './RefPicker.tsx';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { isShare } from '../../../words/record/shares.ts';
import { moneyOf, readOf, refOf, valueOf, writtenOf } from './values.ts';
import { useSaving, type Save } from './useSaving.ts';

interface Props {
  field: Schemas['SchemaField'];
  label: string;
  value: FieldValue | undefined;
  save: Save;
  onClose: () => void;
}

/** One field's editor: Enter saves, Escape leaves it as it was. The server checks the value; what it refuses stays, with the reason. */
export function FieldEditor({ field, label, value, save, onClose }: Props) {
  const { t } = useLingui();
  const money = moneyOf(value);
  const ref = refOf(value);
  const { zone } = useFormat();
  const instant = field.kind === 'instant';
  const share = isShare(field.name);
  const before = writtenOf(field.kind, share, value, zone);
  const [text, setText] = useState(before);
  const saving = useSaving(save, onClose);
  const write = (v: FieldValue) => saving.write({ [field.name]: v }, label);

  if (field.kind === 'ref') {
    return (
      <RefPicker
        object={field.ref_object ?? ''}
        label={label}
        current={ref}
        saving={saving}
        onPick={write}
        onCancel={onClose}
      />
    );
  }
  const read = () => {
    if (text === before) return value ?? null; // also its seconds stay
    return instant || share
      ? readOf(field.kind, share, text, zone)
      : valueOf(field.kind, text, money?.currency ?? null);
  };
  const unit = share ? '%' : money?.currency;
  const refused = saving.refused !== undefined;
  return (
    <EditForm saving={saving} onSubmit={() => write(read())} onCancel={onClose}>
      {field.kind === 'bool' ? (
        <NativeSelect
          size="xs"
          aria-label={label}
          autoFocus
          value={text}
          error={refused}
          onChange={(e) => setText(e.currentTarget.value)}
          data={[
            { value: '', label: '–' },
            { value: 'true', label: t`yes` },
            { value: 'false', label: t`no` },
          ]}
        />
      ) : (
        <TextInput
          size="xs"
          aria-label={label}
          autoFocus
          type={field.kind === 'day' ? 'date' : instant ? 'datetime-local' : 'text'}
          inputMode={['money', 'int', 'number'].includes(field.kind) ? 'decimal' : undefined}
          description={instant ? <span translate="no">{zone}</span> : undefined}
          value={text}
          error={refused}
          onChange={(e) => setText(e.currentTarget.value)}
          rightSection={
            unit ? (
              <span className="dim small" translate="no">
                {unit}
              </span>
            ) : undefined
          }
        />
      )}
    </EditForm>
  );
}

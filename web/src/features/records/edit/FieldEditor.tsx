import { useLingui } from '@lingui/react/macro';
import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../../../api/client.ts';
import type { FieldValue } from '../../../words/FieldText.tsx';
import { EditForm } from './EditForm.tsx';
import { RefPicker } from './RefPicker.tsx';
import { moneyOf, refOf, valueOf } from './values.ts';
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
  const [text, setText] = useState(money?.amount ?? (value === null || value === undefined ? '' : String(value)));
  const saving = useSaving(save, onClose);
  const write = (v: FieldValue) => saving.write({ [field.name]: v }, label);

  if (field.kind === 'ref') {
    return <RefPicker object={field.ref_object ?? ''} label={label} current={ref} saving={saving} onPick={write} onCancel={onClose} />;
  }
  const refused = saving.refused !== undefined;
  return (
    <EditForm saving={saving} onSubmit={() => write(valueOf(field.kind, text, money?.currency ?? null))} onCancel={onClose}>
      {field.kind === 'bool' ? (
        <NativeSelect size="xs" aria-label={label} autoFocus value={text} error={refused} onChange={(e) => setText(e.currentTarget.value)} data={[{ value: '', label: '–' }, { value: 'true', label: t`yes` }, { value: 'false', label: t`no` }]} />
      ) : (
        <TextInput
          size="xs"
          aria-label={label}
          autoFocus
          type={field.kind === 'day' ? 'date' : 'text'}
          inputMode={['money', 'int', 'number'].includes(field.kind) ? 'decimal' : undefined}
          placeholder={field.kind === 'instant' ? '2026-01-31T09:00:00Z' : undefined}
          value={text}
          error={refused}
          onChange={(e) => setText(e.currentTarget.value)}
          rightSection={money?.currency ? <span className="dim small" translate="no">{money.currency}</span> : undefined}
        />
      )}
    </EditForm>
  );
}

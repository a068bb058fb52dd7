import { t } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';
import { Autocomplete, NativeSelect, TextInput } from '@mantine/core';
import type { Schemas } from '../../api/client.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { settingHelp } from '../../words/schema.ts';
import { humanise, useWords } from '../../words/useWords.ts';

interface Props {
  setting: Schemas['SettingField'];
  value: string;
  onChange: (value: string) => void;
}

/** A setting is asked for by its kind: months and weekdays by name, choices as a list, the rest as it is written. */
export function SettingInput({ setting, value, onChange }: Props) {
  const { i18n } = useLingui();
  const { locale } = useFormat();
  const words = useWords();
  const help = settingHelp[setting.name];
  const shared = {
    label: words.field(setting.name, setting.label),
    description: (help ? i18n._(help) : setting.help) || undefined,
    value,
  };
  if (setting.options.length > 0) {
    const label = setting.name === 'second_factor' ? secondFactor() : optionLabel(setting.kind, locale);
    return (
      <NativeSelect
        {...shared}
        onChange={(e) => onChange(e.currentTarget.value)}
        data={setting.options.map((option) => ({ value: option, label: label(option) }))}
      />
    );
  }
  if (setting.kind === 'zone') {
    return (
      <Autocomplete
        {...shared}
        data={Intl.supportedValuesOf('timeZone')}
        limit={30}
        onChange={onChange}
        comboboxProps={{ transitionProps: { duration: 0 } }}
      />
    );
  }
  return (
    <TextInput
      {...shared}
      placeholder={setting.example}
      maxLength={setting.kind === 'currency' ? 3 : undefined}
      translate={setting.kind === 'text' ? undefined : 'no'}
      onChange={(e) => onChange(e.currentTarget.value)}
    />
  );
}

function secondFactor(): (option: string) => string {
  const words: Record<string, string> = { optional: t`Optional`, required: t`Required` };
  return (option) => words[option] ?? option;
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

function optionLabel(kind: string, locale: string): (option: string) => string {
  const month = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  if (kind === 'month') return (option) => month.format(Date.UTC(2024, Number(option) - 1, 1));
  if (kind === 'weekday') return (option) => weekday.format(Date.UTC(2024, 0, 1 + weekdays.indexOf(option)));
  return humanise;
}

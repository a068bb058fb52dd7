import { Trans, useLingui } from '@lingui/react/macro';
import { Autocomplete, Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../../api/client.ts';
import { Problem } from '../../api/problem.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { useProblemText } from '../../ui/state/problemText.ts';
import { useSaveSettings } from './save.ts';
import styles from './settings.module.css';

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

interface Props {
  settings: Schemas['Settings'];
}

export function CompanyForm({ settings }: Props) {
  const { t } = useLingui();
  const { locale } = useFormat();
  const text = useProblemText();
  const [form, setForm] = useState({
    name: settings.name,
    zone: settings.zone,
    fiscal_first_month: settings.fiscal_first_month,
    fiscal_calendar: settings.fiscal_calendar,
    week_start: settings.week_start,
    currency: settings.currency ?? '',
    own_domains: settings.own_domains.join(', '),
    working_hours: settings.working_hours,
    gross_margin: settings.gross_margin ?? '',
    system_of_record: settings.system_of_record,
  });
  const save = useSaveSettings();
  const set = (patch: Partial<typeof form>) => setForm({ ...form, ...patch });
  const month = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  const submit = () =>
    save.mutate({
      ...form,
      currency: form.currency.trim().toUpperCase(),
      own_domains: form.own_domains.split(/[\s,;]+/).filter(Boolean),
    });
  return (
    <form
      className={styles.card}
      onSubmit={(e) => {
        e.preventDefault();
        submit();
      }}
      aria-label={t`Company`}
    >
      <h2>
        <Trans>Company</Trans>
      </h2>
      <fieldset className={styles.fields}>
        <TextInput label={t`Name`} value={form.name} onChange={(e) => set({ name: e.currentTarget.value })} />
        <Autocomplete
          label={t`Time zone`}
          description={t`Decides on which day a moment falls.`}
          data={Intl.supportedValuesOf('timeZone')}
          limit={30}
          value={form.zone}
          onChange={(zone) => set({ zone })}
          comboboxProps={{ transitionProps: { duration: 0 } }}
        />
        <NativeSelect
          label={t`First month of the fiscal year`}
          value={String(form.fiscal_first_month)}
          onChange={(e) => set({ fiscal_first_month: Number(e.currentTarget.value) })}
          data={Array.from({ length: 12 }, (_, i) => ({
            value: String(i + 1),
            label: month.format(Date.UTC(2024, i, 1)),
          }))}
        />
        <TextInput
          label={t`Fiscal calendar`}
          description={t`Empty for years of months. Years of weeks: the weeks of a quarter’s months, the weekday the year ends on, and whether it is the last one before the fiscal year’s first month or the one nearest to its beginning. A day in front says since when.`}
          placeholder="4-4-5 saturday last"
          translate="no"
          value={form.fiscal_calendar}
          onChange={(e) => set({ fiscal_calendar: e.currentTarget.value })}
        />
        <NativeSelect
          label={t`First day of the week`}
          value={form.week_start}
          onChange={(e) => set({ week_start: e.currentTarget.value as typeof form.week_start })}
          data={weekdays.map((value, i) => ({ value, label: weekday.format(Date.UTC(2024, 0, 1 + i)) }))}
        />
        <TextInput
          label={t`Report currency`}
          description={t`Three letters, such as EUR. Empty: amounts are shown as they came.`}
          maxLength={3}
          value={form.currency}
          onChange={(e) => set({ currency: e.currentTarget.value })}
        />
        <TextInput
          label={t`Own mail domains`}
          description={t`With commas between.`}
          value={form.own_domains}
          onChange={(e) => set({ own_domains: e.currentTarget.value })}
        />
        <TextInput
          label={t`Working hours`}
          description={t`Days and hours, a break between two stretches.`}
          placeholder="mon-fri 09:00-12:00,13:00-17:30"
          value={form.working_hours}
          onChange={(e) => set({ working_hours: e.currentTarget.value })}
        />
        <TextInput
          label={t`Gross margin`}
          description={t`A share such as 80%. Empty: lifetime value is shown on revenue.`}
          value={form.gross_margin}
          onChange={(e) => set({ gross_margin: e.currentTarget.value })}
        />
        <TextInput
          label={t`System of record`}
          description={t`Whose value counts where a source and an edit made here differ: newest, crm or here, then objects and fields of their own.`}
          placeholder="newest,deal=crm,deal.amount=here"
          translate="no"
          value={form.system_of_record}
          onChange={(e) => set({ system_of_record: e.currentTarget.value })}
        />
      </fieldset>
      {save.isError && (
        <p role="alert" className={styles.error}>
          {text(Problem.of(save.error))}
        </p>
      )}
      <Button type="submit" size="sm" loading={save.isPending}>
        <Trans>Save</Trans>
      </Button>
    </form>
  );
}

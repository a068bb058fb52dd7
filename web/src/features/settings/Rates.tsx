import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../../api/client.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { DataTable, type Column } from '../../ui/table/DataTable.tsx';
import { useToday } from '../../url/today.ts';
import { useSaveSettings } from './save.ts';
import styles from './settings.module.css';

type Rate = Schemas['Rate'];

/** Exchange rates, each valid from its day on. */
export function Rates({ rates, readOnly }: { rates: Rate[]; readOnly: boolean }) {
  const { t } = useLingui();
  const format = useFormat();
  const today = useToday();
  const empty = { from: '', to: '', day: today, rate: '' };
  const [form, setForm] = useState(empty);
  const save = useSaveSettings(() => setForm(empty));
  const set = (patch: Partial<Rate>) => setForm({ ...form, ...patch });
  const newest = [...rates].sort((a, b) => b.day.localeCompare(a.day) || a.from.localeCompare(b.from));
  const columns: Column<Rate>[] = [
    { key: 'from', label: t`From`, cell: (r) => <span translate="no">{r.from}</span> },
    { key: 'to', label: t`To`, cell: (r) => <span translate="no">{r.to}</span> },
    { key: 'day', label: t`From day`, cell: (r) => format.day(r.day) },
    { key: 'rate', label: t`Rate`, number: true, cell: (r) => format.number(r.rate, 9) },
  ];
  return (
    <section className={styles.card} aria-label={t`Exchange rates`}>
      <h2>
        <Trans>Exchange rates</Trans>
      </h2>
      <p className="dim">
        <Trans>
          Won and lost deals are converted at the rate of their close date, open ones at the rate of the day one looks
          from.
        </Trans>
      </p>
      {rates.length > 0 && (
        <DataTable
          stacked
          label={t`Exchange rates`}
          columns={columns}
          rows={newest}
          rowKey={(r) => `${r.from}${r.to}${r.day}`}
          height={rates.length > 12 ? 420 : undefined}
        />
      )}
      {!readOnly && (
        <form
          className={styles.rate}
          onSubmit={(e) => {
            e.preventDefault();
            save.mutate({ rates: [{ ...form, from: form.from.toUpperCase(), to: form.to.toUpperCase() }] });
          }}
        >
          <TextInput
            size="xs"
            label={t`From`}
            placeholder="USD"
            required
            maxLength={3}
            value={form.from}
            onChange={(e) => set({ from: e.currentTarget.value })}
          />
          <TextInput
            size="xs"
            label={t`To`}
            placeholder="EUR"
            required
            maxLength={3}
            value={form.to}
            onChange={(e) => set({ to: e.currentTarget.value })}
          />
          <TextInput
            size="xs"
            label={t`From day`}
            type="date"
            required
            value={form.day}
            onChange={(e) => set({ day: e.currentTarget.value })}
          />
          <TextInput
            size="xs"
            label={t`Rate`}
            inputMode="decimal"
            placeholder="1.0834"
            required
            value={form.rate}
            onChange={(e) => set({ rate: e.currentTarget.value })}
          />
          <Button type="submit" variant="default" loading={save.isPending}>
            <Trans>Add</Trans>
          </Button>
        </form>
      )}
    </section>
  );
}

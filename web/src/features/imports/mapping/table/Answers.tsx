import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Change } from '../mapping.ts';
import type { AskProps } from './Questions.tsx';

interface ChoiceProps {
  onClick: () => void;
  disabled?: boolean;
  children: ReactNode;
}

function Choice(props: ChoiceProps) {
  return <Button size="xs" variant="default" {...props} />;
}

/** The answers a question can be given. Each is written into the mapping. */
export function Answers({ open: { at, text, question }, table, main, m }: AskProps) {
  const { t } = useLingui();
  const [value, setValue] = useState(question?.example ?? '');
  const decided: Change = { what: 'decided', entry: at, value: text };
  const answer = (...changes: Change[]) => m.change([...changes, decided]);
  switch (question?.ask) {
    case 'dates':
      return (
        <>
          <Choice onClick={() => answer({ what: 'setting', name: 'dates', value: 'dmy' })}>
            <Trans>Day, month: 31/01/2026</Trans>
          </Choice>
          <Choice onClick={() => answer({ what: 'setting', name: 'dates', value: 'mdy' })}>
            <Trans>Month, day: 01/31/2026</Trans>
          </Choice>
        </>
      );
    case 'numbers':
      return (
        <>
          <Choice onClick={() => answer({ what: 'setting', name: 'numbers', value: 'comma' })}>
            <Trans>With a decimal comma: 1.234,50</Trans>
          </Choice>
          <Choice onClick={() => answer({ what: 'setting', name: 'numbers', value: 'point' })}>
            <Trans>With a decimal point: 1,234.50</Trans>
          </Choice>
        </>
      );
    case 'outcomes':
      return (
        <Choice onClick={() => answer()}>
          <Trans>The stages below say it</Trans>
        </Choice>
      );
    case 'order':
      return (
        <Choice onClick={() => answer()}>
          <Trans>They stand in the right order</Trans>
        </Choice>
      );
    case 'state':
      return (
        <>
          <NativeSelect
            size="xs"
            aria-label={t`The column with the stage`}
            value=""
            data={[
              { value: '', label: t`choose a column` },
              ...table.columns.filter((c) => c.stages.length > 0).map((c) => c.name),
            ]}
            onChange={(e) => {
              const name = e.currentTarget.value;
              if (name)
                answer(
                  { what: 'field', entry: main.at, name, value: 'stage' },
                  { what: 'stages', stages: table.columns.find((c) => c.name === name)?.stages },
                );
            }}
          />
          <Choice
            onClick={() =>
              answer(
                { what: 'constant', entry: main.at, name: 'stage', value: 'Won' },
                { what: 'stages', stages: [{ name: 'Won', outcome: 'won' }] },
              )
            }
          >
            <Trans>All of them are won</Trans>
          </Choice>
        </>
      );
    case 'taken':
      return (
        <>
          <TextInput
            type="date"
            size="xs"
            aria-label={t`The day on which the table was taken`}
            value={value}
            onChange={(e) => setValue(e.currentTarget.value)}
          />
          <Choice
            disabled={!/^\d{4}-\d\d-\d\d$/.test(value)}
            onClick={() => answer({ what: 'taken', entry: at, value })}
          >
            <Trans>Take this day</Trans>
          </Choice>
        </>
      );
    case 'months':
      return (
        <>
          <NumberInput
            size="xs"
            aria-label={t`Months`}
            min={1}
            max={120}
            allowDecimal={false}
            value={Number(value)}
            onChange={(v) => setValue(String(v))}
            w={90}
          />
          <Choice disabled={!/^[1-9]\d*$/.test(value)} onClick={() => answer({ what: 'months', entry: at, value })}>
            <Trans>Take so many months</Trans>
          </Choice>
        </>
      );
    case 'rates_from':
      return (
        <Choice onClick={() => answer()}>
          <Trans>It is said, or it is the company's</Trans>
        </Choice>
      );
    case 'rates_way':
      return (
        <Choice onClick={() => answer()}>
          <Trans>The column stands right below</Trans>
        </Choice>
      );
    case 'rates_day':
      return (
        <>
          <TextInput
            type="date"
            size="xs"
            aria-label={t`The first day of the rates`}
            value={value}
            onChange={(e) => setValue(e.currentTarget.value)}
          />
          <Choice
            disabled={!/^\d{4}-\d\d-\d\d$/.test(value)}
            onClick={() => answer({ what: 'constant', entry: at, name: 'day', value })}
          >
            <Trans>Take this day</Trans>
          </Choice>
          <Choice onClick={() => answer()}>
            <Trans>They hold on all days</Trans>
          </Choice>
        </>
      );
    case 'owner':
      return (
        <>
          <TextInput
            size="xs"
            aria-label={t`The owner’s mail address or name`}
            value={value}
            onChange={(e) => setValue(e.currentTarget.value)}
          />
          <Choice
            disabled={value.trim() === ''}
            onClick={() =>
              answer(
                { what: 'constant', entry: at, name: 'owner', value: value.trim() },
                { what: 'lookup', entry: at, name: 'owner', value: 'create' },
              )
            }
          >
            <Trans>Its owner</Trans>
          </Choice>
          <Choice onClick={() => answer()}>
            <Trans>Nobody’s</Trans>
          </Choice>
        </>
      );
    default: // written into the YAML by a person
      return (
        <Choice onClick={() => answer()}>
          <Trans>This is decided</Trans>
        </Choice>
      );
  }
}

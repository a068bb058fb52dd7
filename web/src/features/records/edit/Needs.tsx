import { Trans } from '@lingui/react/macro';
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../../../api/client.ts';
import { useWords } from '../../../words/useWords.ts';
import type { Stage } from './stages.ts';
import type { Fields } from './useSaving.ts';
import { moneyOf, valueOf } from './values.ts';
import styles from './edit.module.css';

export interface NeedsOf {
  /** What the move asks for: nothing, what closing needs, or a new day for a deal that is open again. */
  asks: 'nothing' | 'won' | 'lost' | 'again';
  text: Record<Asked, string>;
  set: (name: Asked, text: string) => void;
  currency: string | null;
  /** What is written along with the stage. */
  fields: Fields;
}

type Asked = 'close_date' | 'amount' | 'lost_reason' | 'competitor';
const asked: Record<NeedsOf['asks'], Asked[]> = {
  nothing: [],
  won: ['close_date', 'amount'],
  lost: ['close_date', 'lost_reason', 'competitor'],
  again: ['close_date'],
};
const required: Asked[] = ['close_date', 'amount'];

/** What a deal needs for a stage: closed deals count on their close date, with their amount, lost ones by their reason. */
export function useNeeds(record: Schemas['RecordDetail'], stage: Stage | undefined, today: string): NeedsOf {
  const [written, setWritten] = useState<Partial<Record<Asked, string>>>({});
  const was = record.fields['outcome'];
  const asks: NeedsOf['asks'] =
    stage && stage.outcome !== 'open' && was !== stage.outcome
      ? stage.outcome
      : stage?.outcome === 'open' && (was === 'won' || was === 'lost')
        ? 'again'
        : 'nothing';
  const money = moneyOf(record.fields['amount']);
  const now = (name: Asked) => (name === 'amount' ? (money?.amount ?? '') : String(record.fields[name] ?? ''));
  const offered = (name: Asked) =>
    name === 'close_date' && asks !== 'again' ? today : name === 'close_date' && now(name) < today ? '' : now(name);
  const value = (name: Asked) => written[name] ?? offered(name);
  const fields: Fields = {};
  for (const name of asked[asks]) {
    const kind = name === 'amount' ? 'money' : name === 'close_date' ? 'day' : 'text';
    if (value(name) !== now(name)) fields[name] = valueOf(kind, value(name), money?.currency ?? null);
  }
  return {
    asks,
    fields,
    currency: money?.currency ?? null,
    text: {
      close_date: value('close_date'),
      amount: value('amount'),
      lost_reason: value('lost_reason'),
      competitor: value('competitor'),
    },
    set: (name, text) => setWritten((old) => ({ ...old, [name]: text })),
  };
}

export function Needs({ of: needs }: { of: NeedsOf }) {
  const words = useWords();
  if (needs.asks === 'nothing') return null;
  return (
    <fieldset className={styles.needs}>
      <legend>{needs.asks === 'again' ? <Trans>To open it again</Trans> : <Trans>To close it</Trans>}</legend>
      {asked[needs.asks].map((name) => (
        <TextInput
          key={name}
          size="xs"
          label={words.field(name)}
          type={name === 'close_date' ? 'date' : 'text'}
          inputMode={name === 'amount' ? 'decimal' : undefined}
          required={required.includes(name)}
          value={needs.text[name]}
          onChange={(e) => needs.set(name, e.currentTarget.value)}
          rightSection={
            name === 'amount' && needs.currency ? (
              <span className="dim small" translate="no">
                {needs.currency}
              </span>
            ) : undefined
          }
        />
      ))}
    </fieldset>
  );
}

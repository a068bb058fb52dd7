import { Trans } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { useWords } from '../../words/useWords.ts';
import { confirmed, objectOf, wanted, type Plan } from './erasure.ts';
import { Removed } from './Removed.tsx';
import styles from './erasure.module.css';

interface Props {
  plan: Plan;
  pending: boolean;
  onErase: () => void;
  another: ReactNode;
  /** Why it did not begin, or failed. */
  children?: ReactNode;
}

/** What an erasure removes, and the name that has to be typed before it begins. */
export function Confirm({ plan, pending, onErase, another, children }: Props) {
  const format = useFormat();
  const words = useWords();
  const [typed, setTyped] = useState('');
  const { id } = plan.record;
  const name = wanted(plan);
  return (
    <form
      className={styles.card}
      aria-labelledby="erase-whom"
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        if (confirmed(plan, typed)) onErase();
      }}
    >
      <h2 id="erase-whom">
        <Link to="/records/$object/$id" params={{ object: objectOf(id), id }} search={{}} translate="no">
          {name}
        </Link>{' '}
        <span className="dim">{words.object(objectOf(id))}</span>
      </h2>
      {plan.values === 0 && (
        <p>
          <Trans>Nothing is left to remove from this record: it was erased before, or never had personal values.</Trans>
        </p>
      )}
      <Removed counts={{ values: plan.values, merged: plan.merged, events: plan.events }} />
      {plan.left.length > 0 && (
        <>
          <p>
            <Trans>These texts contain the name or address, too, and are not changed. Read them:</Trans>
          </p>
          <ul className={styles.left}>
            {plan.left.map((m) => (
              <li key={`${m.record} ${m.field}`}>
                <Link to="/records/$object/$id" params={{ object: m.object, id: m.record }} search={{}}>
                  {words.object(m.object)} <span translate="no">{m.record}</span>
                </Link>{' '}
                <span className="dim">{words.field(m.field)}</span>
              </li>
            ))}
            {plan.left_more > 0 && (
              <li>
                <Trans>and more: {format.count(plan.left_more)}</Trans>
              </li>
            )}
          </ul>
        </>
      )}
      <p>
        <Trans>Nothing brings the values back, and no later import does.</Trans>
      </p>
      <TextInput
        className={styles.find}
        label={
          <Trans>
            To confirm, type: <span translate="no">{name}</span>
          </Trans>
        }
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(e) => setTyped(e.currentTarget.value)}
      />
      {children}
      <div className={styles.actions}>
        <Button type="submit" color="red" loading={pending} disabled={!confirmed(plan, typed)}>
          <Trans>Erase for good</Trans>
        </Button>
        {another}
      </div>
    </form>
  );
}

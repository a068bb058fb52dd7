import { Trans, useLingui } from '@lingui/react/macro';
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { schemaQuery } from '../../api/queries.ts';
import { Failed } from '../../ui/state/states.tsx';
import { useWords } from '../../words/useWords.ts';
import { foundQuery } from './erasure.ts';
import styles from './erasure.module.css';

/** Looks for the person by name. */
export function Find() {
  const { t } = useLingui();
  const words = useWords();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 200);
  const schema = useQuery(schemaQuery).data;
  const objects = (schema?.objects ?? []).filter((o) => o.people).map((o) => o.name);
  const found = useQuery(foundQuery(objects, q));
  return (
    <section className={styles.section} aria-label={t`Whom to erase`} role="search">
      <TextInput
        className={styles.find}
        label={t`Name of a lead, contact or person`}
        data-shortcut="/"
        autoComplete="off"
        maxLength={200}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      {found.isError && <Failed error={found.error} onRetry={() => void found.refetch()} />}
      {q !== '' && found.data && (
        <ul className={styles.found} aria-label={t`Found`} data-stale={found.isPlaceholderData || undefined}>
          {found.data.length === 0 && (
            <li className="dim">
              <Trans>Nobody with such a name. Who was erased before is in the list below.</Trans>
            </li>
          )}
          {found.data.map((r) => (
            <li key={r.id}>
              <Link to="/settings/$page" params={{ page: 'erasure' }} search={{ id: r.id }} translate="no">
                {r.title || r.id}
              </Link>
              <span className="dim">
                {words.object(r.object)}
                {r.mail && (
                  <>
                    {' · '}
                    <span translate="no">{r.mail}</span>
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

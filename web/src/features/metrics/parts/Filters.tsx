import { Trans, useLingui } from '@lingui/react/macro';
import { Button, CloseButton, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Condition } from '../../../words/Condition.tsx';
import { useMetricSearch } from '../useMetricSearch.ts';
import styles from '../metric.module.css';

/** The conditions in force, each with a cross, and a line for one's own. */
export function Filters() {
  const { t } = useLingui();
  const { search, filter, unfilter } = useMetricSearch();
  const [writing, setWriting] = useState(false);
  const [text, setText] = useState('');
  const add = () => {
    if (text.trim()) filter(text.trim());
    setText('');
    setWriting(false);
  };
  return (
    <div className={styles.filters}>
      {(search.where ?? []).map((w) => (
        <span key={w} className={styles.chip}>
          <Condition text={w} />
          <CloseButton size="sm" aria-label={t`Take away this condition`} onClick={() => unfilter(w)} />
        </span>
      ))}
      {writing ? (
        <form onSubmit={(e) => { e.preventDefault(); add(); }} className={styles.write}>
          <TextInput
            size="xs"
            autoFocus
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
            onKeyDown={(e) => e.key === 'Escape' && setWriting(false)}
            aria-label={t`Condition`}
            placeholder={'amount > money("1000.00 EUR")'}
            translate="no"
          />
          <Button type="submit"><Trans>Apply</Trans></Button>
        </form>
      ) : (
        <Button variant="subtle" size="compact-xs" data-shortcut="/" onClick={() => setWriting(true)}><Trans>Add a condition</Trans></Button>
      )}
    </div>
  );
}

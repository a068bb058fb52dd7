import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { receiptOf, type ExplainSearch } from './search.ts';
import styles from './explain.module.css';

/** Two links to numbers, to be compared. */
export function Links({
  search,
  onCompare,
}: {
  search: ExplainSearch;
  onCompare: (first: string, second: string) => void;
}) {
  const { t } = useLingui();
  const [first, setFirst] = useState(search.first ?? '');
  const [second, setSecond] = useState(search.second ?? '');
  const ready = first.trim() !== '' && second.trim() !== '';
  return (
    <form
      className={styles.links}
      onSubmit={(e) => {
        e.preventDefault();
        if (ready) onCompare(receiptOf(first), receiptOf(second));
      }}
    >
      <TextInput
        label={t`Link to the first number`}
        value={first}
        onChange={(e) => setFirst(e.currentTarget.value)}
        placeholder="https://…/receipts/…"
        translate="no"
        spellCheck={false}
        autoComplete="off"
      />
      <TextInput
        label={t`Link to the second number`}
        value={second}
        onChange={(e) => setSecond(e.currentTarget.value)}
        placeholder="https://…/receipts/…"
        translate="no"
        spellCheck={false}
        autoComplete="off"
      />
      <div className={styles.buttons}>
        <Button type="submit" disabled={!ready}>
          <Trans>Compare</Trans>
        </Button>
        <Button variant="default" disabled={!ready} onClick={() => onCompare(receiptOf(second), receiptOf(first))}>
          <Trans>Swap</Trans>
        </Button>
      </div>
    </form>
  );
}

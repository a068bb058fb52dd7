import { useLingui } from '@lingui/react/macro';
import { Alert } from '@mantine/core';
import type { Entry, Question, Table } from '../mapping.ts';
import type { Mapping } from '../useMapping.ts';
import { Answers } from './Answers.tsx';
import { Asked } from './Asked.tsx';
import styles from '../mapping.module.css';

export interface Open {
  at: number;
  text: string;
  question: Question | undefined;
}
export interface AskProps {
  open: Open;
  table: Table;
  main: { entry: Entry; at: number };
  m: Mapping;
}

/** What only a person can say. Each answer is written into the mapping and tried. */
export function Questions({ open, ...of }: Omit<AskProps, 'open'> & { open: Open[] }) {
  const { t } = useLingui();
  return (
    <div className={styles.questions} role="group" aria-label={t`Questions about ${of.table.file}`}>
      {open.map((o) => (
        <Alert key={o.text} color="yellow" className={styles.ask}>
          <p>
            <Asked open={o} />
          </p>
          <div className={styles.actions}>
            <Answers open={o} {...of} />
          </div>
        </Alert>
      ))}
    </div>
  );
}

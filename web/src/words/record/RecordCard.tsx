import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import type { Schemas } from '../../api/client.ts';
import { FieldText } from '../FieldText.tsx';
import { useWords } from '../useWords.ts';
import { keyFields } from './keyFields.ts';
import styles from './RecordCard.module.css';

interface Props {
  object: string;
  record: { id: string; title: string; fields: Schemas['ListedRecord']['fields'] };
  /** Of a list, or of the schema. */
  fields: (Omit<Schemas['FieldInfo'], 'of'> & { of?: string | null })[];
  /** Before the name, such as the record's part in a number. */
  sign?: ReactNode;
  /** Instead of the object's own number. */
  number?: ReactNode;
  /** Below, such as why it was left out. */
  note?: ReactNode;
  /** A field that all of the list have in common, such as the account whose deals they are. */
  without?: string;
}

/** A record in two lines: its name and number, then where it stands. Nothing of it is cut off or scrolled away. */
export function RecordCard({ object, record, fields, sign, number, note, without }: Props) {
  const words = useWords();
  const { figure, facts } = keyFields(fields);
  // the number asked for stands above, the record's own one below it
  const below = [...(number !== undefined && figure ? [figure] : []), ...facts.filter((f) => f.name !== without)];
  return (
    <div className={styles.card}>
      <p className={styles.top}>
        <span className={styles.name}>
          {sign}
          <Link to="/records/$object/$id" params={{ object, id: record.id }} search={{}} translate="no">
            {record.title || record.id}
          </Link>
        </span>
        <b className={styles.number}>
          {number ?? (figure && <FieldText field={figure} value={record.fields[figure.name]} />)}
        </b>
      </p>
      <dl className={styles.facts}>
        {below.map((f) => (
          <Fragment key={f.name}>
            <dt>{words.shown(f)}</dt>
            <dd title={words.shown(f)}>
              <FieldText field={f} value={record.fields[f.name]} plain />
            </dd>
          </Fragment>
        ))}
      </dl>
      {note && <p className={styles.note}>{note}</p>}
    </div>
  );
}

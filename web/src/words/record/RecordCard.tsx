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
  fields: Schemas['FieldInfo'][];
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
  const { number: own, facts } = keyFields(object);
  const field = (name: string) => fields.find((f) => f.name === name);
  const names =
    facts.length > 0
      ? facts
      : fields
          .filter((f) => f.name !== 'name' && f.name !== 'subject')
          .slice(0, 4)
          .map((f) => f.name);
  const ownField = own ? field(own) : undefined;
  // the number asked for stands above, the record's own one below it
  const below = [...(number !== undefined && ownField ? [ownField.name] : []), ...names.filter((n) => n !== without)];
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
          {number ?? (ownField && <FieldText field={ownField} value={record.fields[ownField.name]} />)}
        </b>
      </p>
      <dl className={styles.facts}>
        {below.map((name) => {
          const f = field(name);
          if (!f) return null;
          return (
            <Fragment key={name}>
              <dt>{words.field(f.name, f.label)}</dt>
              <dd title={words.field(f.name, f.label)}>
                <FieldText field={f} value={record.fields[name]} plain />
              </dd>
            </Fragment>
          );
        })}
      </dl>
      {note && <p className={styles.note}>{note}</p>}
    </div>
  );
}

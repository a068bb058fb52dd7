import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../api/client.ts';
import { statusSign, type StatusName } from '../ui/theme/tokens.ts';
import { useFormat } from '../ui/format/FormatProvider.tsx';
import styles from './FieldText.module.css';
import { useWords } from './useWords.ts';
import { isShare } from './record/shares.ts';

export type FieldValue = Schemas['ListedRecord']['fields'][string];

interface Props {
  field: { name: string; kind: string; ref_object?: string | null };
  value: FieldValue | undefined;
  /** Without links, where the text stands inside a button. */
  plain?: boolean;
}

/** A field's value as a person reads it. */
export function FieldText({ field, value, plain }: Props) {
  const format = useFormat();
  const words = useWords();
  if (value === null || value === undefined || value === '') return <span className="dim">–</span>;
  if (typeof value === 'object' && 'amount' in value)
    return <span className="num">{format.money(value.amount, value.currency)}</span>;
  if (typeof value === 'object') {
    const object = field.ref_object ?? value.id.replace(/_[^_]*$/, '');
    if (plain || !object) return <span translate="no">{value.name || value.id}</span>;
    return (
      <Link to="/records/$object/$id" params={{ object, id: value.id }} search={{}} translate="no">
        {value.name || value.id}
      </Link>
    );
  }
  if (typeof value === 'boolean') return value ? <Trans>yes</Trans> : <Trans>no</Trans>;
  switch (field.kind) {
    case 'day':
      return <span className="nowrap num">{format.day(String(value))}</span>;
    case 'instant':
      return <span className="nowrap num">{format.instant(String(value))}</span>;
    case 'int':
    case 'number':
      return <span className="num">{isShare(field.name) ? format.share(value) : format.number(value)}</span>;
  }
  if (field.name === 'outcome' && String(value) in statusSign) return <Outcome value={value as StatusName} />;
  if (field.name === 'website' && !plain && /^https?:\/\//.test(String(value))) {
    return (
      <a href={String(value)} rel="noreferrer" target="_blank" translate="no">
        {value}
      </a>
    );
  }
  return (
    <span translate="no" title={String(value).length > 40 ? String(value) : undefined}>
      {words.outcome(String(value))}
    </span>
  );
}

/** Won, lost, open: colour and sign and word. */
export function Outcome({ value }: { value: StatusName }) {
  const words = useWords();
  return (
    <span className="nowrap">
      <span className={styles.sign} data-status={value} aria-hidden translate="no">
        {statusSign[value]}
      </span>{' '}
      {words.outcome(value)}
    </span>
  );
}

import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '../../api/may.ts';
import { meQuery } from '../../api/queries.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { sourceName } from '../../words/lists/sources.ts';
import styles from './Shell.module.css';

/** How old the data is, on every page: under the rail, and on a phone under the page. */
export function DataAge({ phone }: { phone?: boolean }) {
  const format = useFormat();
  const may = useMay();
  const age = useQuery(meQuery).data?.data;
  if (!age) return null;
  const source = sourceName(age.source);
  const read = format.dated(age.imported_at);
  const newest = age.newest && format.day(age.newest);
  const text = source ? (
    <Trans>
      <span translate="no">{source}</span> export, read in on <span translate="no">{read}</span>
    </Trans>
  ) : age.summary === '' ? (
    <Trans>
      Data read in on <span translate="no">{read}</span>
    </Trans>
  ) : (
    <Trans>
      <span translate="no">{age.summary}</span>, read in on <span translate="no">{read}</span>
    </Trans>
  );
  return (
    <p className={styles.age} data-phone={phone || undefined}>
      {may('import') && age.import ? (
        <Link to="/imports/$id" params={{ id: age.import }} search={{}}>
          {text}
        </Link>
      ) : (
        <span>{text}</span>
      )}
      {newest && (
        <span>
          <Trans>Newest record: {newest}</Trans>
        </span>
      )}
    </p>
  );
}

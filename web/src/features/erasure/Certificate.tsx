import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import type { Schemas } from '../../api/client.ts';
import { Removed } from './Removed.tsx';
import type { ErasureJob } from './erasure.ts';
import styles from './erasure.module.css';

interface Props {
  job: ErasureJob;
  erased: Schemas['Erased'];
  another: ReactNode;
}

/** What was removed, for whoever asked to be forgotten: without a name, because there is none any more. */
export function Certificate({ job, erased, another }: Props) {
  const { t } = useLingui();
  const format = useFormat();
  const left = erased.left.length + erased.left_more;
  return (
    <section className={styles.card} aria-label={t`What was removed`} role="status">
      <h2>
        <Trans>Erased</Trans>
      </h2>
      <p>
        <span translate="no">{job.record}</span>
        {job.finished_at && <> · {format.instant(job.finished_at)}</>} · <span translate="no">{job.id}</span>
      </p>
      <Removed counts={erased} />
      <p>
        <Trans>The columns were made again without the values.</Trans>
        {left > 0 && (
          <>
            {' '}
            <Trans>Texts of other records that still contain the name or address: {format.count(left)}</Trans>
          </>
        )}
      </p>
      <div className={styles.actions}>{another}</div>
    </section>
  );
}

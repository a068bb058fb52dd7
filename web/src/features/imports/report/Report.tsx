import { Trans } from '@lingui/react/macro';
import type { Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { sourceName } from '../../../words/lists/sources.ts';
import { Counts } from './Counts.tsx';
import { Files } from './Files.tsx';
import { ReviewLink } from '../review/ReviewLink.tsx';
import { Problems } from './Problems.tsx';
import styles from './report.module.css';

/** What an import did or would do: problems first, then counts, then files. */
export function Report({ report }: { report: Schemas['ImportReport'] }) {
  const format = useFormat();
  return (
    <div className={styles.report}>
      <p className="dim small">
        {report.source && (
          <>
            <Trans>
              From <span translate="no">{sourceName(report.source)}</span>
            </Trans>
            {' · '}
          </>
        )}
        {report.history_since ? (
          <Trans>history known since {format.day(report.history_since)}</Trans>
        ) : (
          <Trans>no history in these files: earlier days rest on today's values</Trans>
        )}
        {report.seconds > 0 && (
          <>
            {' · '}
            <Trans>{format.number(report.seconds, 1)} seconds</Trans>
          </>
        )}
      </p>
      <Counts objects={report.objects} />
      {report.differences > 0 && !report.dry_run && <ReviewLink />}
      {report.files.length > 0 && <Problems problems={report.problems} />}
      <Files files={report.files} leftOut={report.files_left_out} rejectFile={report.reject_file} />
    </div>
  );
}

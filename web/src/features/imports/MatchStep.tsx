import { Trans, useLingui } from '@lingui/react/macro';
import { Select } from '@mantine/core';
import type { Schemas } from '../../api/client.ts';
import type { Match, Options } from './job.ts';
import type { Flow } from './useFlow.ts';
import styles from './imports.module.css';

/** What a list without ids can be about. Meetings, contracts or costs have no name or address that would tell one from another. */
const findable = new Set(['account', 'contact', 'lead', 'person', 'deal', 'product', 'team']);

/** Whether the rows of a report can be found by something else than their ids. */
export const matches = (report: Schemas['ImportReport'] | undefined) =>
  report?.files.some((f) => !f.unknown && findable.has(f.object)) ?? false;

/** By what rows find their records, and what becomes of them: for lists that did not come out of the CRM. A change looks again. */
export function MatchStep({ flow }: { flow: Flow }) {
  const { t } = useLingui();
  const { match, only } = flow.options;
  const again = (change: Partial<Options>) => flow.again({ ...flow.options, ...change });
  return (
    <div className={styles.match} role="group" aria-label={t`Which records the rows are`}>
      <Select
        size="sm"
        label={t`Find records by`}
        allowDeselect={false}
        value={match ?? ''}
        data={[
          { value: '', label: t`The ids of the file` },
          { value: 'email', label: t`E-mail` },
          { value: 'name', label: t`Name` },
          { value: 'id', label: t`The id here` },
        ]}
        onChange={(v) => again({ match: (v || undefined) as Match | undefined })}
      />
      <Select
        size="sm"
        label={t`Then`}
        allowDeselect={false}
        value={only ?? ''}
        data={[
          { value: '', label: t`Create and update` },
          { value: 'create', label: t`Only create what is not here` },
          { value: 'update', label: t`Only update what is here` },
        ]}
        onChange={(v) => again({ only: (v || undefined) as Options['only'] })}
      />
      <p className="dim small">
        <Trans>For lists without ids of your CRM. A row that fits several records is rejected, with their ids.</Trans>
      </p>
    </div>
  );
}

import { Trans } from '@lingui/react/macro';
import type { Entry, Join } from '../mapping.ts';
import { useFieldName } from './useFieldName.ts';

const keys = (join: Join) => join.on.map((on) => `${on.column} = ${on.in}`).join(', ');
const nameOf = (join: Join) => join.files[0] ?? join.name;

/** What the rows of a table look up in others: by which key, and what becomes of the columns found there. */
export function Joins({ entry }: { entry: Entry }) {
  const fieldName = useFieldName();
  return entry.joins.map((join) => {
    const prefix = `${join.name}.`.toLowerCase();
    const made = entry.fields.flatMap((f) =>
      f.columns
        .filter((c) => c.toLowerCase().startsWith(prefix))
        .map((c) => `${c.slice(prefix.length)} → ${fieldName(f.field)}`),
    );
    return (
      <p key={join.name} className="small">
        <Trans>
          Each row looks up its row of <span translate="no">{nameOf(join)}</span> by{' '}
          <span translate="no">{keys(join)}</span>.
        </Trans>
        {made.length > 0 && (
          <>
            {' '}
            <Trans>
              Of it come: <span translate="no">{made.join(', ')}</span>.
            </Trans>
          </>
        )}
        {join.kept.length > 0 && (
          <>
            {' '}
            <Trans>
              Kept as fields of their own: <span translate="no">{join.kept.join(', ')}</span>.
            </Trans>
          </>
        )}
      </p>
    );
  });
}

/** What a table without records of its own is looked up for. */
export function LookedUp({ by }: { by: { entry: Entry; join: Join }[] }) {
  return by.map(({ entry, join }) => (
    <p key={`${entry.files[0]} ${join.name}`}>
      <Trans>
        Its rows are no records: each row of <span translate="no">{entry.files[0] ?? entry.object}</span> looks up its
        row here by <span translate="no">{keys(join)}</span>.
      </Trans>
      {join.kept.length > 0 && (
        <>
          {' '}
          <Trans>
            Kept as fields of their own: <span translate="no">{join.kept.join(', ')}</span>.
          </Trans>
        </>
      )}
    </p>
  ));
}

import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { DataTable, type Column } from '../../../ui/table/DataTable.tsx';
import { useReasons } from '../../../words/say/reasons/useReasons.ts';
import { useWords } from '../../../words/useWords.ts';
import styles from './report.module.css';

type FileRow = Schemas['ImportFile'];

/** What became of each file, and the rows that could not be taken, with line, column and reason. */
export function Files({ files, leftOut, rejectFile }: { files: FileRow[]; leftOut: number; rejectFile: string }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useWords();
  const tell = useReasons();
  const columns: Column<FileRow>[] = [
    { key: 'name', label: t`File`, cell: (f) => <span translate="no">{f.name}</span> },
    {
      key: 'layout',
      label: t`Recognised as`,
      cell: (f) =>
        f.unknown ? (
          <span title={tell(f, f.reason)}>
            <Trans>not recognised</Trans>
          </span>
        ) : (
          <>
            <span translate="no">{f.layout}</span> <span className="dim">→ {words.objects(f.object)}</span>
          </>
        ),
    },
    { key: 'rows', label: t`Rows`, number: true, cell: (f) => format.count(f.rows) },
    { key: 'taken', label: t`Taken`, number: true, cell: (f) => format.count(f.taken) },
    { key: 'rejected', label: t`Rejected`, number: true, cell: (f) => format.count(f.rejected) },
    ...(files.some((f) => f.refused > 0)
      ? [{ key: 'refused', label: t`Refused by a rule`, number: true, cell: (f: FileRow) => format.count(f.refused) }]
      : []),
    {
      key: 'form',
      label: t`Format`,
      cell: (f) => (
        <span className="dim" translate="no">
          {[f.encoding, f.date_order, { point: '1,234.50', comma: '1.234,50' }[f.numbers]].filter(Boolean).join(', ')}
        </span>
      ),
    },
  ];
  const rejects = files.flatMap((f) => f.rejects.map((r) => ({ ...r, file: f.name })));
  const unknown = files.filter((f) => f.unknown && f.reason);
  if (files.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>
        <Trans>Files</Trans>
      </h2>
      <DataTable stacked label={t`Files`} columns={columns} rows={files} rowKey={(_, i) => String(i)} />
      {leftOut > 0 && (
        <p className="small dim">
          <Plural
            value={leftOut}
            one="# more file is not listed: there are too many."
            other="# more files are not listed: there are too many."
          />
        </p>
      )}
      {files.map(
        (f, i) =>
          f.match && (
            <p key={i} className="small">
              <span translate="no">{f.name}</span>:{' '}
              <Trans>
                {format.count(f.match.found)} found, {format.count(f.match.new)} not found
              </Trans>
              {f.match.skipped > 0 && (
                <>
                  , <Trans>{format.count(f.match.skipped)} left out</Trans>
                </>
              )}
              {f.match.ambiguous > 0 && (
                <>
                  , <Trans>{format.count(f.match.ambiguous)} fit several records and were rejected</Trans>
                </>
              )}
            </p>
          ),
      )}
      {unknown.map((f, i) => (
        <p key={i} className="small dim">
          <span translate="no">{f.name}</span>: {tell(f, f.reason)}
        </p>
      ))}
      {rejects.length > 0 && (
        <>
          <h2>
            <Trans>Rows that could not be taken</Trans>
          </h2>
          {rejectFile && (
            <p className="small dim">
              <Trans>
                All of them are in the file <code translate="no">{rejectFile}</code> of the data folder. Mend them there
                and import that file.
              </Trans>
            </p>
          )}
          <DataTable
            stacked
            label={t`Rows that could not be taken`}
            columns={[
              { key: 'file', label: t`File`, cell: (r) => <span translate="no">{r.file}</span> },
              { key: 'line', label: t`Line or row`, number: true, cell: (r) => format.count(r.line) },
              { key: 'column', label: t`Column`, cell: (r) => <span translate="no">{r.column || '–'}</span> },
              {
                key: 'reason',
                label: t`Reason`,
                cell: (r) => <span title={tell(r, r.reason)}>{tell(r, r.reason)}</span>,
              },
            ]}
            rows={rejects}
            rowKey={(_, i) => String(i)}
          />
        </>
      )}
    </section>
  );
}

import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { NativeSelect } from '@mantine/core';
import { useWords } from '../../../../words/useWords.ts';
import { ColumnTable } from './ColumnTable.tsx';
import { FileOutcome } from './FileOutcome.tsx';
import { entriesOf, lookedUpBy, openOf, type Table } from '../mapping.ts';
import { Joins, LookedUp } from './Joins.tsx';
import { Questions } from './Questions.tsx';
import { Stages } from './Stages.tsx';
import type { Guess, Mapping } from '../useMapping.ts';
import styles from '../mapping.module.css';

/** One table: what its rows are, what its columns are, what is asked about it, and what became of it in the dry run. */
export function FilePanel({ table, m, guess }: { table: Table; m: Mapping; guess: Guess }) {
  const { t } = useLingui();
  const words = useWords();
  const entries = entriesOf(guess.outline, table);
  const main = entries.find(({ entry }) => !entry.part) ?? entries[0];
  const open = openOf(guess.suggestion, entries);
  const object = guess.suggestion.objects.find((o) => o.name === main?.entry.object);
  const lookedUp = lookedUpBy(guess.outline, table);
  const others = entries.filter((e) => e !== main);
  const staged =
    main?.entry.object === 'deal' && (main.entry.log || main.entry.fields.some((f) => f.field === 'stage'));
  return (
    <section className={styles.panel} aria-label={table.file}>
      <header className={styles.head}>
        <div>
          <h3 translate="no">{table.file}</h3>
          <p className="dim small">
            <Plural value={table.rows} one="# row" other="# rows" />
            {' · '}
            <Plural value={table.columns.length} one="# column" other="# columns" />
            {table.kept && (
              <>
                {' '}
                ·{' '}
                <Trans>
                  read by the kept mapping “<span translate="no">{table.kept}</span>”
                </Trans>
              </>
            )}
          </p>
        </div>
        <NativeSelect
          size="sm"
          label={t`A row is`}
          value={main?.entry.object ?? ''}
          onChange={(e) => m.become(table.file, e.currentTarget.value)}
          data={[
            { value: '', label: t`nothing: leave this file out` },
            ...guess.suggestion.objects
              .map((o) => ({ value: o.name, label: words.object(o.name) }))
              .sort((a, b) => a.label.localeCompare(b.label)),
          ]}
        />
        {main && object && !main.entry.log && !main.entry.history && (
          <>
            <NativeSelect
              size="sm"
              label={t`Find records by`}
              value={main.entry.match}
              onChange={(e) => m.change([{ what: 'match', entry: main.at, value: e.currentTarget.value }])}
              data={[
                { value: '', label: t`The ids of the file` },
                ...(object.email && main.entry.fields.some((f) => f.field === 'email')
                  ? [{ value: 'email', label: t`E-mail` }]
                  : []),
                ...(main.entry.fields.some((f) => f.field === object.title) ? [{ value: 'name', label: t`Name` }] : []),
                { value: 'id', label: t`The id here` },
                ...(main.entry.match === 'external' ? [{ value: 'external', label: t`The source's id` }] : []),
              ]}
            />
            <NativeSelect
              size="sm"
              label={t`Then`}
              value={main.entry.only}
              onChange={(e) => m.change([{ what: 'only', entry: main.at, value: e.currentTarget.value }])}
              data={[
                { value: '', label: t`Create and update` },
                { value: 'create', label: t`Only create what is not here` },
                { value: 'update', label: t`Only update what is here` },
              ]}
            />
          </>
        )}
      </header>
      {!main && lookedUp.length > 0 && <LookedUp by={lookedUp} />}
      {!main && lookedUp.length === 0 && (
        <p>
          <Trans>No object fits these columns, or the file is left out: say what a row is, to take it.</Trans>
        </p>
      )}
      {main?.entry.log && (
        <p className="small">
          <Trans>
            Each row is an event of a case: every case becomes a deal whose stage is its latest activity, and every row
            an activity of it.
          </Trans>
        </p>
      )}
      {main && open.length > 0 && <Questions open={open} table={table} main={main} m={m} />}
      {main && <ColumnTable table={table} main={main} object={object} outline={guess.outline} m={m} />}
      {main && <Joins entry={main.entry} />}
      {staged && <Stages stages={guess.outline.stages} m={m} />}
      {others.map(({ entry, at }) => (
        <p key={at} className="small">
          {entry.id.length > 0 ? (
            <Trans>
              Also makes {words.objects(entry.object)}: one for each value of{' '}
              <span translate="no">{entry.id.join(', ')}</span>.
            </Trans>
          ) : (
            <Trans>Also makes {words.objects(entry.object)}.</Trans>
          )}
        </p>
      ))}
      {main && <FileOutcome file={table.file} m={m} />}
    </section>
  );
}

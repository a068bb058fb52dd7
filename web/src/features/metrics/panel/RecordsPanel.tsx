import { Trans, useLingui } from '@lingui/react/macro';
import { Button, CloseButton, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { address } from '../../../api/client.ts';
import type { Question } from '../../../api/queries.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { Failed, Loading } from '../../../ui/state/states.tsx';
import { equals } from '../../../url/conditions.ts';
import { Condition } from '../../../words/Condition.tsx';
import { Exports } from '../../../ui/table/Exports.tsx';
import { useWords } from '../../../words/useWords.ts';
import { fittingGrain, type Cell } from '../search.ts';
import { useMetricSearch } from '../useMetricSearch.ts';
import { PanelTable } from './PanelTable.tsx';
import { cellQuestion, cellRecords, cellSums } from './query.ts';
import { useRoles } from './roles.ts';
import styles from './panel.module.css';

interface Props {
  cell: Cell;
  question: Question;
  grain?: Question['grain'];
}

/** The records one number is made of, beside the number. */
export function RecordsPanel({ cell, question, grain }: Props) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useWords();
  const roles = useRoles();
  const { name, search, open } = useMetricSearch();
  const heading = useRef<HTMLHeadingElement>(null);
  const query = cellQuestion(question, cell, grain ?? fittingGrain(search.from, search.to));
  const sums = useQuery(cellSums(name, query)).data?.sums ?? [];
  const records = useInfiniteQuery(cellRecords(name, query));
  const pages = records.data?.pages;
  const first = pages?.[0];

  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    heading.current?.focus();
    return () => (before?.isConnected ? before.focus() : undefined);
  }, []);
  const close = () => open(undefined);
  const [all, setAll] = useState(false);
  const choices = [...new Set(sums.map((s) => s.role))].map((role) => {
    const count = format.count(sums.filter((s) => s.role === role).reduce((n, s) => n + s.count, 0));
    return { value: role, label: `${roles[role]?.short ?? role} ${count}` };
  });

  return (
    <aside className={styles.panel} aria-label={t`Records`} onKeyDown={(e) => e.key === 'Escape' && close()}>
      <header className={styles.head}>
        <div>
          <h2 ref={heading} tabIndex={-1}>
            {words.metric(name)}
          </h2>
          <p className="dim small">
            {cell.period ? format.period(cell.period) : <Trans>All of the period</Trans>}
            {Object.entries(cell.row ?? {}).map(([d, v]) => (
              <span key={d}>
                {' '}
                · <Condition text={equals(d, v)} />
              </span>
            ))}
          </p>
        </div>
        <CloseButton aria-label={t`Close`} onClick={close} />
      </header>
      <div className={styles.tools}>
        {choices.length > 1 && (
          <SegmentedControl
            aria-label={t`Which records`}
            value={cell.role ?? 'all'}
            onChange={(role) => open({ ...cell, role: role === 'all' ? undefined : (role as Cell['role']) })}
            data={[{ value: 'all', label: t`All` }, ...choices]}
          />
        )}
        <Button
          className={styles.all}
          variant="subtle"
          size="compact-xs"
          aria-pressed={all}
          onClick={() => setAll(!all)}
        >
          {all ? <Trans>As cards</Trans> : <Trans>Every field</Trans>}
        </Button>
      </div>
      <div className={styles.body}>
        {records.isError && <Failed error={records.error} onRetry={() => void records.refetch()} />}
        {records.isPending && <Loading height={320} />}
        {first && (
          <PanelTable
            fields={first.fields}
            all={all}
            records={pages!.flatMap((p) => p.records)}
            onEnd={records.hasNextPage && !records.isFetchingNextPage ? () => void records.fetchNextPage() : undefined}
          />
        )}
      </div>
      {first && (
        <footer className={styles.foot}>
          <ul className={styles.sums}>
            {first.sums.map((s, i) => (
              <li key={i}>
                <span className="dim">
                  {s.metric ? words.metric(s.metric) : (roles[s.role]?.all ?? roles[s.role]?.long ?? s.role)}
                </span>{' '}
                <b className="num">
                  {s.sum === null
                    ? format.count(s.count)
                    : typeof s.sum === 'string'
                      ? format.money(s.sum, s.currency)
                      : format.number(s.sum)}
                </b>
              </li>
            ))}
          </ul>
          <Exports size="compact-xs" of={(format) => address(`/metrics/${name}/records`, { ...query, format })} />
        </footer>
      )}
    </aside>
  );
}

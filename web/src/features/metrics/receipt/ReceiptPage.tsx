import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { Query } from '../../../ui/state/Query.tsx';
import { DataTable, type Column } from '../../../ui/table/DataTable.tsx';
import { useTitle } from '../../../ui/useTitle.ts';
import { tidy } from '../../../url/view.ts';
import { useReasons } from '../../../words/say/reasons/useReasons.ts';
import { useWords } from '../../../words/useWords.ts';
import { Asked } from './Asked.tsx';
import { Differ } from './Differ.tsx';
import { receiptQuery, receiptQuestionQuery } from './queries.ts';
import { ReceiptRecords } from './ReceiptRecords.tsx';
import styles from '../metric.module.css';

const route = getRouteApi('/receipts/$receipt');

/** A number opened by its own address: computed again from the log as it was then, with all it depends on. */
export function ReceiptPage() {
  const { t } = useLingui();
  const words = useWords();
  const { receipt } = route.useParams();
  const answer = useQuery(receiptQuery(receipt));
  const question = useQuery(receiptQuestionQuery(receipt));
  useTitle(answer.data ? words.metric(answer.data.metric) : t`Number`);
  return (
    <Query page of={answer} height={320}>
      {(a) => (
        <div className={styles.page}>
          <Opened answer={a} today={question.data?.today} />
          <Query of={question} height={240}>
            {(q) => (
              <>
                <Differ receipt={receipt} question={q} />
                <Asked question={q} answer={a} />
                <ReceiptRecords question={q} />
              </>
            )}
          </Query>
        </div>
      )}
    </Query>
  );
}

/** The number, or the rows of them. */
function Opened({ answer: a, today }: { answer: Schemas['Answer']; today?: string }) {
  const { t } = useLingui();
  const words = useWords();
  const tell = useReasons();
  const format = useFormat();
  const row = a.rows[0];
  const one = a.rows.length === 1 && row!.label === null && Object.keys(row!.by).length === 0 ? row : undefined;
  const columns: Column<Schemas['Row']>[] = [
    ...Object.keys(row?.by ?? {}).map((d) => ({
      key: d,
      label: words.dimension(d),
      cell: (r: Schemas['Row']) => <span translate="no">{words.cutBy(d, r.by[d]?.name ?? '') || '–'}</span>,
    })),
    ...(a.rows.some((r) => r.label)
      ? [{ key: 'period', label: t`Period`, cell: (r: Schemas['Row']) => (r.label ? format.period(r.label) : '–') }]
      : []),
    {
      key: 'value',
      label: words.metric(a.metric),
      number: true,
      cell: (r) =>
        r.value === null ? <span title={tell(r, r.reason)}>–</span> : format.value(r.value, a.unit, r.currency),
    },
    { key: 'n', label: t`Records`, number: true, cell: (r) => format.count(r.n) },
  ];
  return (
    <>
      <header className={styles.head}>
        <div className={styles.title}>
          <h1>{words.metric(a.metric)}</h1>
          <p className="dim">
            {today && <Trans>As it was asked on {format.day(today)}, computed again from the same records.</Trans>}{' '}
            <Link
              to="/metrics/$name"
              params={{ name: a.metric }}
              search={tidy({
                from: a.from ?? undefined,
                to: a.to ?? undefined,
                as_of: a.as_of ?? undefined,
                known_at: a.known_at ?? undefined,
              })}
            >
              <Trans>See the metric as it is now</Trans>
            </Link>
          </p>
        </div>
        {one && (
          <div className={styles.numbers}>
            <p className={styles.number}>
              {one.value === null ? <Trans>Not enough data</Trans> : format.value(one.value, a.unit, one.currency)}
            </p>
            <p className={styles.under}>
              <span className="dim num">
                <Trans>n = {format.count(one.n)}</Trans>
              </span>
            </p>
            {one.value === null && <p className={styles.reason}>{tell(one, one.reason)}</p>}
          </div>
        )}
      </header>
      {!one && (
        <DataTable
          label={words.metric(a.metric)}
          columns={columns}
          rows={a.rows}
          rowKey={(_, i) => String(i)}
          height={Math.min(420, 44 + a.rows.length * 32)}
        />
      )}
    </>
  );
}

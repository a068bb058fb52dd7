import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '../../api/client.ts';
import { recordQuery } from '../../api/queries.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { Loading } from '../../ui/state/states.tsx';
import { FieldText } from '../../words/FieldText.tsx';
import { MetricLinks } from '../../words/links/MetricLinks.tsx';
import { useProblems } from '../../words/say/problems.ts';
import { useWords } from '../../words/useWords.ts';
import styles from './firstlook.module.css';

/** The day that is looked at; empty for now. */
type Past = { as_of?: string; known_at?: string };

/** How many findings stand there at first; they come with the largest money first. */
const mostShown = 6;

/** What in the data moves the numbers most, biggest money first, each with its records. */
export function Findings({ findings, past = {} }: { findings: Schemas['Finding'][]; past?: Past }) {
  const { t } = useLingui();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const shown = all ? findings : findings.slice(0, mostShown);
  return (
    <section className={styles.card} aria-label={t`What moves the numbers`}>
      <h2>
        <Trans>What moves the numbers</Trans>
      </h2>
      {findings.length === 0 && (
        <p className="dim">
          <Trans>Nothing unusual found.</Trans>
        </p>
      )}
      <ol className={styles.findings}>
        {shown.map((f, i) => (
          <One key={`${f.code}${i}`} finding={f} past={past} />
        ))}
      </ol>
      {findings.length > mostShown && (
        <Button
          variant="subtle"
          size="compact-sm"
          aria-expanded={all}
          onClick={() => setAll(!all)}
          className={styles.all}
        >
          {all ? <Trans>Show the largest {mostShown}</Trans> : <Trans>Show all {format.count(findings.length)}</Trans>}
        </Button>
      )}
    </section>
  );
}

function One({ finding: f, past }: { finding: Schemas['Finding']; past: Past }) {
  const format = useFormat();
  const words = useWords();
  const say = useProblems();
  const [open, setOpen] = useState(false);
  return (
    <li className={styles.finding}>
      <div className={styles.money} title={f.amount ? format.money(f.amount.amount, f.amount.currency) : undefined}>
        {f.amount ? format.headline(f.amount.amount, 'money', f.amount.currency) : <span className="dim">–</span>}
      </div>
      <div className={styles.words}>
        <p>{say(f, f.sentence)}</p>
        <p className="small dim">
          {f.metrics.length > 0 && (
            <Trans>
              Moves: <MetricLinks names={f.metrics} />
            </Trans>
          )}
          {f.records.length > 0 && (
            <Button variant="subtle" size="compact-xs" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? (
                <Trans>Hide</Trans>
              ) : (
                <>
                  {words.objects(f.object)} ({format.count(f.count)})
                </>
              )}
            </Button>
          )}
        </p>
        {open && <Records object={f.object} ids={f.records} past={past} />}
      </div>
    </li>
  );
}

/** The finding's records by name, ten at a time. */
function Records({ object, ids, past }: { object: string; ids: string[]; past: Past }) {
  const [count, setCount] = useState(10);
  const records = useQueries({
    queries: ids.slice(0, count).map((id) => recordQuery(object, id, past)),
  });
  if (records.every((r) => r.isPending)) return <Loading height={80} />;
  return (
    <>
      <ul className={styles.records}>
        {records.map((r, i) => (
          <li key={ids[i]}>
            <Link to="/records/$object/$id" params={{ object, id: ids[i]! }} search={{}} translate="no">
              {r.data?.title || ids[i]}
            </Link>
            {r.data?.fields['amount'] !== undefined && (
              <FieldText field={{ name: 'amount', kind: 'money' }} value={r.data.fields['amount']} />
            )}
          </li>
        ))}
      </ul>
      {ids.length > count && (
        <Button variant="subtle" size="compact-xs" onClick={() => setCount(count + 10)}>
          <Trans>Show more</Trans>
        </Button>
      )}
    </>
  );
}

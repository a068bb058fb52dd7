import { Trans, useLingui } from '@lingui/react/macro';
import { useInViewport } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '../../../api/client.ts';
import { Problem } from '../../../api/problem.ts';
import { metricQuery } from '../../../api/queries.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { useProblemText } from '../../../ui/state/problemText.ts';
import { questionOf, useView } from '../../../url/view.ts';
import { Delta } from '../../../words/Delta.tsx';
import { useReasons } from '../../../words/say/reasons/useReasons.ts';
import { useWords } from '../../../words/useWords.ts';
import styles from './others.module.css';

type Metric = Schemas['MetricSummary'];

/** Every other metric by what it is about, with its value. A company's own come first. */
export function Others({ metrics, groups: known }: { metrics: Metric[]; groups: Schemas['MetricGroup'][] }) {
  const { t } = useLingui();
  const words = useWords();
  const of = (code: string) =>
    metrics.filter((m) => m.group === code).sort((a, b) => a.place - b.place || (a.name < b.name ? -1 : 1));
  const groups = [
    { label: t`Your own`, metrics: of('') },
    ...known.map((g) => ({ label: words.group(g.code, g.label), metrics: of(g.code) })),
  ].filter((g) => g.metrics.length > 0);
  return (
    <section className={styles.others} aria-label={t`More metrics`}>
      <h2>
        <Trans>More metrics</Trans>
      </h2>
      <div className={styles.groups}>
        {groups.map((g) => (
          <Group key={g.label} label={g.label} metrics={g.metrics} />
        ))}
      </div>
    </section>
  );
}

/** Its numbers are asked for when it comes into sight. */
function Group({ label, metrics }: { label: string; metrics: Metric[] }) {
  const { ref, inViewport } = useInViewport<HTMLElement>();
  const [seen, setSeen] = useState(false);
  if (inViewport && !seen) setSeen(true);
  return (
    <section ref={ref} className={styles.group} aria-label={label}>
      <h3>{label}</h3>
      <ul className={styles.list}>
        {metrics.map((m) => (
          <Other key={m.name} metric={m} wanted={seen} />
        ))}
      </ul>
    </section>
  );
}

function Other({ metric: m, wanted }: { metric: Metric; wanted: boolean }) {
  const words = useWords();
  const tell = useReasons();
  const text = useProblemText();
  const format = useFormat();
  const [view] = useView();
  const total = useQuery({ ...metricQuery(m.name, questionOf(view)), enabled: wanted });
  const row = total.data?.rows[0];
  const brief = m.unit !== 'days' && m.unit !== 'months';
  return (
    <li>
      <Link to="/metrics/$name" params={{ name: m.name }} search={{}} title={words.question(m.name, m.question)}>
        {words.metric(m.name, m.title)}
      </Link>
      <span className={styles.number}>
        {row?.compare && row.value !== null && (
          <Delta compare={row.compare} unit={m.unit} currency={row.currency} short />
        )}
        {row && row.value !== null && (
          <b className="num">
            {brief ? format.headline(row.value, m.unit, row.currency) : format.value(row.value, m.unit)}
          </b>
        )}
        {(total.isError || (row && row.value === null)) && (
          <span className="dim" title={row ? tell(row, row.reason) : text(Problem.of(total.error))}>
            <Trans>not known</Trans>
          </span>
        )}
      </span>
    </li>
  );
}

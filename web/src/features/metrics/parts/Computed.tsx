import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '../../../api/client.ts';
import { address } from '../../../api/client.ts';
import { definitionQuery } from '../../../api/queries.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { Query } from '../../../ui/state/Query.tsx';
import { toast } from '../../../ui/toast.tsx';
import { questionOf } from '../../../url/view.ts';
import { Exports } from '../../../ui/table/Exports.tsx';
import { MetricLinks } from '../../../words/links/MetricLinks.tsx';
import { useMetricSearch } from '../useMetricSearch.ts';
import { Definition } from './Definition.tsx';
import styles from '../metric.module.css';

interface Props {
  name: string;
  answer: Schemas['Answer'];
  metric?: Schemas['MetricSummary'];
}

/** How the number came about: definition, filters, freshness, and the number's own address. */
export function Computed({ name, answer, metric }: Props) {
  const { t } = useLingui();
  const format = useFormat();
  const { search } = useMetricSearch();
  const definition = useQuery(definitionQuery(name));
  const [file, setFile] = useState(false);
  const question = {
    ...questionOf(search, search.where),
    grain: search.grain,
    by: search.by ? [search.by] : undefined,
  };
  const copy = async () => {
    await navigator.clipboard.writeText(new URL(`/receipts/${answer.receipt}`, location.href).href);
    toast(t`Address copied: it opens this number again, the same to the last digit`);
  };
  const related = [...new Set([...(metric?.beside ?? []), ...(metric?.variants ?? [])])];
  return (
    <section className={styles.card} aria-label={t`How it is computed`}>
      <div className={styles.cardhead}>
        <h2>
          <Trans>How it is computed</Trans>
        </h2>
        <div className={styles.actions}>
          {answer.receipt && (
            <Button variant="default" size="compact-xs" onClick={() => void copy()}>
              <Trans>Copy the link to this number</Trans>
            </Button>
          )}
          {answer.receipt && (
            <Button
              renderRoot={(p) => <Link {...p} to="/explain" search={{ second: answer.receipt }} />}
              variant="default"
              size="compact-xs"
            >
              <Trans>Why do these differ</Trans>
            </Button>
          )}
          <Exports size="compact-xs" of={(format) => address(`/metrics/${name}`, { ...question, format })} />
        </div>
      </div>
      <Query of={definition} height={120}>
        {(d) => (
          <>
            <Definition name={name} formula={d.formula} description={metric?.description ?? ''} />
            <dl className={styles.facts}>
              {(search.where ?? []).length > 0 && (
                <>
                  <dt>
                    <Trans>Only records where</Trans>
                  </dt>
                  <dd>
                    {search.where!.map((w) => (
                      <code key={w} translate="no">
                        {w}
                      </code>
                    ))}
                  </dd>
                </>
              )}
              <dt>
                <Trans>Definition</Trans>
              </dt>
              <dd>
                <Trans>version {d.version}</Trans> · <code translate="no">{d.hash.slice(0, 12)}</code> ·{' '}
                <span translate="no">{d.source}</span>
              </dd>
              <dt>
                <Trans>Days</Trans>
              </dt>
              <dd>
                {answer.from || answer.to ? (
                  `${answer.from ? format.day(answer.from) : '…'} – ${answer.to ? format.day(answer.to) : '…'}`
                ) : (
                  <Trans>all, without limit</Trans>
                )}
              </dd>
              <dt>
                <Trans>Log position</Trans>
              </dt>
              <dd className="num">{format.count(answer.position)}</dd>
              <dt>
                <Trans>History known since</Trans>
              </dt>
              <dd>{answer.history_since ? format.day(answer.history_since) : <Trans>not recorded</Trans>}</dd>
              {related.length > 0 && (
                <>
                  <dt>
                    <Trans>See also</Trans>
                  </dt>
                  <dd>
                    <span>
                      <MetricLinks names={related} />
                    </span>
                  </dd>
                </>
              )}
            </dl>
            <Button variant="subtle" size="compact-xs" aria-expanded={file} onClick={() => setFile(!file)}>
              {file ? <Trans>Hide the metric's file</Trans> : <Trans>Show the metric's file</Trans>}
            </Button>
            {file && (
              <pre className={styles.file} translate="no" tabIndex={0} role="region" aria-label={t`The metric's file`}>
                {d.text}
              </pre>
            )}
          </>
        )}
      </Query>
    </section>
  );
}

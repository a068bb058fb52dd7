import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { Condition } from '../../../words/Condition.tsx';
import { useWords } from '../../../words/useWords.ts';
import { Definition } from '../parts/Definition.tsx';
import styles from '../metric.module.css';

/** Everything the number depends on: definition, days, filters, the day it is seen from. */
export function Asked({ question: q, answer }: { question: Schemas['ReceiptQuestion']; answer: Schemas['Answer'] }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useWords();
  const compare = q.compare === 'year' ? t`Year before` : q.compare === 'previous' ? t`Period before` : t`Nothing`;
  const grains: Record<string, string> = {
    day: t`Day`,
    week: t`Week`,
    month: t`Month`,
    quarter: t`Quarter`,
    year: t`Year`,
  };
  const [from, to] = [answer.from ?? q.from, answer.to ?? q.to];
  return (
    <section className={styles.card} aria-label={t`What was asked`}>
      <h2>
        <Trans>What was asked</Trans>
      </h2>
      <Definition name={q.metric} formula={q.formula} description={q.description} />
      <dl className={styles.facts}>
        <Fact name={t`Definition`}>
          <Trans>version {q.version}</Trans> · <code translate="no">{q.hash}</code>
        </Fact>
        <Fact name={t`Period`}>
          {from && to ? (
            format.range(from, to)
          ) : from ? (
            <Trans>since {format.day(from)}</Trans>
          ) : to ? (
            <Trans>until {format.day(to)}</Trans>
          ) : (
            <Trans>All time</Trans>
          )}
        </Fact>
        {q.grain && <Fact name={t`Length of a period`}>{grains[q.grain]}</Fact>}
        {q.by.length > 0 && <Fact name={t`Dimension`}>{format.list(q.by.map((d) => words.dimension(d)))}</Fact>}
        <Fact name={t`Only records where`}>
          {q.where.length === 0 ? <Trans>no condition</Trans> : q.where.map((w) => <Condition key={w} text={w} />)}
        </Fact>
        {answer.whose.length > 0 && (
          <Fact name={t`Owner / team`}>
            <span translate="no">{format.list(answer.whose)}</span>
          </Fact>
        )}
        <Fact name={t`Compare with`}>{compare}</Fact>
        <Fact name={t`As of`}>
          {(q.as_of ?? q.known_at) ? (
            format.day((q.as_of ?? q.known_at)!)
          ) : (
            <Trans>the day of asking, {format.day(q.today)}</Trans>
          )}
          {q.known_at && (
            <>
              {' '}
              · <Trans>only what was known on {format.day(q.known_at)}</Trans>
            </>
          )}
        </Fact>
        {q.currency && (
          <Fact name={t`Report currency`}>
            <span translate="no">{q.currency}</span>
          </Fact>
        )}
        <Fact name={t`Log position`}>
          <span className="num">{format.count(q.position)}</span>
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { MetricLinks } from '../../../words/links/MetricLinks.tsx';
import { useProblems } from '../../../words/say/problems.ts';
import { useWords } from '../../../words/useWords.ts';
import styles from './report.module.css';

/** A sentence whose names, of files and columns, are nobody's to translate. */
function Named({ text, names }: { text: string; names: string[] }) {
  const name = names.find((n) => n !== '' && text.includes(n));
  if (!name) return text;
  const at = text.indexOf(name);
  const others = names.filter((n) => n !== name);
  return (
    <>
      <Named text={text.slice(0, at)} names={others} />
      <span translate="no">{name}</span>
      <Named text={text.slice(at + name.length)} names={others} />
    </>
  );
}

/** Problems in the data, by what they do to the numbers, with examples. */
export function Problems({ problems }: { problems: Schemas['ImportProblem'][] }) {
  const format = useFormat();
  const words = useWords();
  const say = useProblems();
  if (problems.length === 0)
    return (
      <p>
        <Trans>No problems found in the data.</Trans>
      </p>
    );
  return (
    <section className={styles.section}>
      <h2>
        <Trans>What to know about this data</Trans>
      </h2>
      <ul className={styles.problems}>
        {problems.map((p, i) => (
          <li key={`${p.code}${i}`}>
            <p className={styles.sentence}>
              <Named text={say(p, p.message)} names={Object.values(p.parts ?? {})} />
              {p.amount && <b className="num"> {format.money(p.amount.amount, p.amount.currency)}</b>}
            </p>
            {p.metrics.length > 0 && (
              <p className="small dim">
                <Trans>
                  Moves: <MetricLinks names={p.metrics} />
                </Trans>
              </p>
            )}
            {p.examples.length > 0 && (
              <details className="small">
                <summary>
                  <Trans>Examples</Trans>
                </summary>
                <ul className={styles.examples} translate="no">
                  {p.examples.map((e, k) => (
                    <li key={k}>
                      {e.id && e.object ? (
                        <Link to="/records/$object/$id" params={{ object: e.object, id: e.id }} search={{}}>
                          {e.name || e.id}
                        </Link>
                      ) : (
                        <>
                          {words.object(e.object)} {e.name}
                        </>
                      )}
                      {e.detail && <span className="dim"> {e.detail}</span>}
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

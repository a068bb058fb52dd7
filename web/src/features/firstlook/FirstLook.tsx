import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '../../api/may.ts';
import { firstLookQuery, keyMetricsQuery } from '../../api/queries.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { Query } from '../../ui/state/Query.tsx';
import { pastOf, useView } from '../../url/view.ts';
import { Findings } from './Findings.tsx';
import { History } from './History.tsx';
import { Twelve } from './Twelve.tsx';
import styles from './firstlook.module.css';

/** What the data says right after an import: how far history goes, what moves the numbers, what answers. */
export function FirstLook() {
  const format = useFormat();
  const settings = useMay()('settings');
  const [view] = useView();
  const look = useQuery(firstLookQuery(pastOf(view)));
  const periods = useQuery(keyMetricsQuery(pastOf(view)));
  const past = new Map(periods.data?.metrics.map((m) => [m.name, m.past]));
  return (
    <Query of={look} height={640}>
      {(l) => {
        const day = view.as_of ?? view.known_at;
        const answering = l.twelve.filter((e) => e.answers).length;
        return (
          <div className={styles.look}>
            <p className="dim">
              {day ? (
                <Trans>
                  {answering} of 12 metrics answered on {format.day(day)}.
                </Trans>
              ) : (
                <Trans>{answering} of 12 metrics answer now.</Trans>
              )}{' '}
              {l.history.since ? (
                <Trans>History is known since {format.day(l.history.since)}.</Trans>
              ) : (
                <Trans>No history is known: earlier days rest on today's values.</Trans>
              )}
            </p>
            {l.twelve.some((e) => e.answers && e.unit === 'money' && !e.currency) && (
              <p className="dim">
                {settings ? (
                  <Trans>
                    The amounts name no currency.{' '}
                    <Link to="/settings" search={{}}>
                      Choose the company's in the settings
                    </Link>
                    , and they are shown in it.
                  </Trans>
                ) : (
                  <Trans>The amounts name no currency.</Trans>
                )}
              </p>
            )}
            {l.twelve.some((e) => e.reason_code === 'currencies_mixed') && (
              <p className="dim">
                {settings ? (
                  <Trans>
                    The amounts are in several currencies.{' '}
                    <Link to="/settings" search={{}}>
                      Choose the company's and give the exchange rates in the settings
                    </Link>
                    , and they are added up.
                  </Trans>
                ) : (
                  <Trans>The amounts are in several currencies.</Trans>
                )}
              </p>
            )}
            <Twelve entries={l.twelve} past={past} />
            <History key={l.history.until} look={l} />
            <Findings findings={l.findings} past={pastOf(view)} />
          </div>
        );
      }}
    </Query>
  );
}

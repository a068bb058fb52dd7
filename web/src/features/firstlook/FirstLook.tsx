import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { firstLookQuery } from '../../api/queries.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { Query } from '../../ui/state/Query.tsx';
import { useView } from '../../url/view.ts';
import { Findings } from './Findings.tsx';
import { History } from './History.tsx';
import { Twelve } from './Twelve.tsx';
import styles from './firstlook.module.css';

/** What the data says right after an import: how far history goes, what moves the numbers, what answers. */
export function FirstLook() {
  const format = useFormat();
  const [view] = useView();
  const look = useQuery(firstLookQuery(view.as_of));
  return (
    <Query of={look} height={640}>
      {(l) => {
        const answering = l.twelve.filter((e) => e.answers).length;
        return (
          <div className={styles.look}>
            <p className="dim">
              <Trans>{answering} of 12 metrics answer now.</Trans>{' '}
              {l.history.since ? <Trans>History is known since {format.day(l.history.since)}.</Trans> : <Trans>No history is known: earlier days rest on today's values.</Trans>}
            </p>
            <History look={l} />
            <div className={styles.columns}>
              <Findings findings={l.findings} />
              <Twelve entries={l.twelve} />
            </div>
          </div>
        );
      }}
    </Query>
  );
}

import { useQuery } from '@tanstack/react-query';
import { catalogueQuery, metricQuery } from '../../api/queries.ts';
import { Query } from '../../ui/state/Query.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { questionOf } from '../../url/view.ts';
import { useWords } from '../../words/useWords.ts';
import { Computed } from './parts/Computed.tsx';
import { Filters } from './parts/Filters.tsx';
import { Headline } from './parts/Headline.tsx';
import { Leaderboard } from './parts/Leaderboard.tsx';
import { Notes, Refreshing } from './parts/Notes.tsx';
import { Trend } from './parts/Trend.tsx';
import { RecordsPanel } from './panel/RecordsPanel.tsx';
import { useMetricSearch } from './useMetricSearch.ts';
import styles from './metric.module.css';

export function MetricPage() {
  const words = useWords();
  const { name, search } = useMetricSearch();
  const catalogue = useQuery(catalogueQuery);
  const metric = catalogue.data?.metrics.find((m) => m.name === name);
  const question = questionOf(search, search.where);
  const total = useQuery(metricQuery(name, question));
  useTitle(words.metric(name));

  return (
    <div className={styles.page} data-panel={search.open !== undefined || undefined}>
      {total.isError && total.data === undefined && <Filters metric={metric} />}
      <Query page of={total} height={560}>
        {(answer) => (
          <>
            <Headline answer={answer} metric={metric} />
            <Refreshing answer={answer} />
            <Filters metric={metric} />
            {answer.refreshing?.state !== 'computing' && (
              <div className={styles.columns}>
                <div className={styles.main}>
                  <Trend metric={metric} question={question} unit={answer.unit} />
                  <Notes answer={answer} />
                </div>
                <Leaderboard metric={metric} question={question} total={answer} />
              </div>
            )}
            <Computed name={name} answer={answer} metric={metric} />
          </>
        )}
      </Query>
      {search.open && (
        <RecordsPanel key={JSON.stringify(search.open)} cell={search.open} question={question} grain={search.grain} />
      )}
    </div>
  );
}

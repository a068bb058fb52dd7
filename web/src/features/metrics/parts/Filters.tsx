import type { Schemas } from '../../../api/client.ts';
import { AddFilter } from '../../../words/filter/AddFilter.tsx';
import { FilterChips } from '../../../words/filter/FilterChips.tsx';
import { useMetricSearch } from '../useMetricSearch.ts';
import styles from '../metric.module.css';

/** The conditions in force, each with a cross, and menus for one more. */
export function Filters({ metric }: { metric?: Schemas['MetricSummary'] }) {
  const { search, filter, refilter } = useMetricSearch();
  return (
    <div className={styles.filters}>
      <AddFilter object={metric?.over ?? ''} more={metric?.dimensions} onAdd={filter} shortcut="/" />
      <FilterChips
        object={metric?.over ?? ''}
        more={metric?.dimensions}
        where={search.where ?? []}
        onChange={refilter}
      />
    </div>
  );
}

import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { tidy } from '../../url/view.ts';
import type { Cell, MetricSearch } from './search.ts';

const route = getRouteApi('/metrics/$name');

/** The metric page's address and ways to change it. Back takes back each step. */
export function useMetricSearch() {
  const search: MetricSearch = route.useSearch();
  const { name } = route.useParams();
  const navigate = useNavigate({ from: '/metrics/$name' });
  const change = (patch: Partial<MetricSearch>) => {
    void navigate({ search: (old) => tidy({ ...old, ...patch }), resetScroll: false });
  };
  const where = search.where ?? [];
  return {
    name,
    search,
    change,
    open: (cell: Cell | undefined) => change({ open: cell }),
    filter: (condition: string) =>
      change({ where: where.includes(condition) ? where : [...where, condition], open: undefined }),
    refilter: (next: string[]) => change({ where: next.length > 0 ? next : undefined, open: undefined }),
  };
}

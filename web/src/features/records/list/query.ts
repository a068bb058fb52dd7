import { infiniteQueryOptions } from '@tanstack/react-query';
import { listRecords, sameSubject } from '../../../api/queries.ts';
import { tidy } from '../../../url/view.ts';
import type { ListSearch } from '../search.ts';

/** What the address asks of the server; exports ask the same. */
export const listQuestion = (search: ListSearch, owned: boolean) => {
  const where = [...(owned && search.scope ? [search.scope] : []), ...(search.where ?? [])];
  return tidy({
    q: search.q,
    sort: search.sort,
    where: where.length > 0 ? where : undefined,
    as_of: search.as_of ?? search.known_at,
  });
};

export const recordsQuery = (object: string, question: ReturnType<typeof listQuestion>) =>
  infiniteQueryOptions({
    queryKey: ['records', object, question],
    queryFn: ({ signal, pageParam }) =>
      listRecords(object, { ...question, cursor: pageParam || undefined, limit: 100 }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: sameSubject('records', object),
  });

/** The columns a list starts with; every other field can be added. */
export const usualColumns: Record<string, string[]> = {
  deal: ['amount', 'stage', 'close_date', 'owner', 'account', 'outcome', 'created_at'],
  lead: ['company', 'status', 'source', 'owner', 'converted', 'converted_at', 'created_at'],
  account: ['type', 'industry', 'city', 'country', 'owner', 'created_at'],
  contact: ['account', 'job_title', 'email', 'phone', 'owner'],
  activity: ['kind', 'owner', 'account', 'deal', 'start_at', 'status'],
  person: ['team', 'manager', 'job_title', 'sells', 'active'],
};

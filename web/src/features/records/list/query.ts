import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.ts';
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
export const firstColumns = (fields: Schemas['FieldInfo'][]): string[] =>
  fields
    .filter((f) => f.column > 0)
    .sort((a, b) => a.column - b.column)
    .map((f) => f.name);

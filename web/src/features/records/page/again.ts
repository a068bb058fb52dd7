import type { Schemas } from '../../../api/client.ts';

type Detail = Schemas['RecordDetail'];
type List = Pick<Detail['related'][number], 'object' | 'count' | 'records'>;

/** Whether a list of the account has no more than the record's own list of the same kind. */
export const saysAgain = (list: List, own: { related: List[] }) =>
  own.related.some(
    (r) =>
      r.object === list.object &&
      r.count === list.count &&
      list.records.every((x) => r.records.some((y) => y.id === x.id)),
  );

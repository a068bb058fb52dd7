import { queryOptions } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.ts';
import { listRecords } from '../../../api/queries.ts';
import { equals } from '../../../url/conditions.ts';

export interface Stage {
  id: string;
  name: string;
  outcome: 'open' | 'won' | 'lost';
  /** Between 0 and 1; undefined where the stage has none. */
  probability?: number;
}

export function stageOf(r: Schemas['ListedRecord']): Stage {
  const { outcome, probability } = r.fields;
  const closed = outcome === 'won' || outcome === 'lost' ? outcome : 'open';
  const own = typeof probability === 'number' ? probability : undefined;
  return {
    id: r.id,
    name: r.title || r.id,
    outcome: closed,
    probability: closed === 'won' ? 1 : closed === 'lost' ? 0 : own,
  };
}

/** The stages of a pipeline in its order: open ones as they follow, then the ones that close. Without a pipeline, every stage. */
export const stagesQuery = (pipeline?: string) =>
  queryOptions({
    queryKey: ['records', 'stage', 'of', pipeline],
    queryFn: async ({ signal }) => {
      const where = pipeline ? [equals('pipeline', pipeline)] : undefined;
      const list = (await listRecords('stage', { where, sort: 'position', limit: 200 }, signal)).records.map(stageOf);
      return [...list.filter((s) => s.outcome === 'open'), ...list.filter((s) => s.outcome !== 'open')];
    },
  });

export const pipelinesQuery = queryOptions({
  queryKey: ['records', 'pipeline', 'all'],
  queryFn: ({ signal }) => listRecords('pipeline', { sort: 'name', limit: 200 }, signal),
});

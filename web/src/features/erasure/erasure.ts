import { queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../api/client.ts';
import { listRecords } from '../../api/queries.ts';

export type Plan = Schemas['ErasurePlan'];
export type ErasureJob = Schemas['ErasureJob'];

/** The object of a record's id: contact of contact_8f3kq2. */
export const objectOf = (id: string) => id.slice(0, Math.max(0, id.lastIndexOf('_')));

/** What has to be typed before an erasure begins: the name, or the id of who was erased before. */
export const wanted = (plan: Plan) => plan.record.name || plan.record.id;

const plain = (text: string) => text.trim().replace(/\s+/g, ' ').toLowerCase();

export const confirmed = (plan: Plan, typed: string) => plain(typed) !== '' && plain(typed) === plain(wanted(plan));

export const over = (job: ErasureJob) => job.state !== 'waiting' && job.state !== 'running';

export const erasuresQuery = queryOptions({
  queryKey: ['erasures'],
  queryFn: ({ signal }) => data(api.GET('/api/v1/erasures', { signal })),
});

export const planQuery = (id: string) =>
  queryOptions({
    queryKey: ['erasures', 'plan', id],
    queryFn: ({ signal }) =>
      data(
        api.GET('/api/v1/records/{object}/{id}/erasure', { params: { path: { object: objectOf(id), id } }, signal }),
      ),
    retry: false,
    staleTime: 0,
  });

export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ['erasure', id],
    queryFn: ({ signal }) => data(api.GET('/api/v1/erasures/jobs/{id}', { params: { path: { id } }, signal })),
    refetchInterval: (q) => (q.state.data && over(q.state.data) ? false : 500),
  });

export const erase = (id: string) =>
  data(api.POST('/api/v1/records/{object}/{id}/erasure', { params: { path: { object: objectOf(id), id } } }));

/** Leads, contacts and people with a text in their name. */
export const foundQuery = (objects: string[], q: string) =>
  queryOptions({
    queryKey: ['records', 'erasable', objects, q],
    queryFn: async ({ signal }) => {
      const lists = await Promise.all(objects.map((object) => listRecords(object, { q, limit: 10 }, signal)));
      return lists.flatMap((l) =>
        l.records.map((r) => ({ object: l.object, id: r.id, title: r.title, mail: mail(r) })),
      );
    },
    enabled: q !== '' && objects.length > 0,
    placeholderData: (old) => old,
  });

const mail = ({ fields }: Schemas['ListedRecord']) => (typeof fields['email'] === 'string' ? fields['email'] : '');

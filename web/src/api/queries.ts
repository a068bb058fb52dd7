import { queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from './client.ts';

/** While a question about the same thing is asked anew, the old answer stays, dimmed; another thing's answer never does. */
export const sameSubject =
  (...subject: string[]) =>
  <T>(old: T | undefined, before?: { queryKey: readonly unknown[] }): T | undefined =>
    subject.every((part, i) => before?.queryKey[i] === part) ? old : undefined;

/** Who asks, and how somebody comes in. It also shows when the session ended in another tab. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => data(api.GET('/api/v1/session', { signal })),
  staleTime: 60_000,
});

/** What every page may ask. Questions of one feature stand beside it. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => data(api.GET('/api/v1/me', { signal })),
});

/** What keeps the server from doing all of its work; asked often while there is something. */
export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => data(api.GET('/api/v1/health', { signal })),
  staleTime: 0,
  refetchInterval: (q) => (q.state.data?.notices.length ? 1_000 : 15_000),
});

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => data(api.GET('/api/v1/settings', { signal })),
});

/** This quarter, last year and the like, as of a day. */
export const periodsQuery = (day: string) =>
  queryOptions({
    queryKey: ['periods', day],
    queryFn: ({ signal }) => data(api.GET('/api/v1/periods', { params: { query: { day } }, signal })),
    staleTime: 60_000,
    select: (body) => body.periods,
  });

export const catalogueQuery = queryOptions({
  queryKey: ['catalogue'],
  queryFn: ({ signal }) => data(api.GET('/api/v1/metrics', { signal })),
  staleTime: 5 * 60_000,
});

export const schemaQuery = queryOptions({
  queryKey: ['schema'],
  queryFn: ({ signal }) => data(api.GET('/api/v1/schema', { signal })),
  staleTime: 60_000,
});

/** Whose records count is asked of records that have an owner; the others have no such thing. */
export const hasOwner = (schema: Schemas['SchemaBody'] | undefined, object: string) =>
  schema?.objects
    .find((o) => o.name === object)
    ?.fields.some((f) => f.name === 'owner' && f.ref_object === 'person') === true;

export type Question = {
  from?: string;
  to?: string;
  grain?: 'day' | 'week' | 'month' | 'quarter' | 'year';
  by?: string[];
  where?: string[];
  compare?: 'previous' | 'year';
  as_of?: string;
  known_at?: string;
  org?: 'as-was' | 'as-is';
  currency?: string;
  today?: string;
};

/** How long a page waits before it asks again for an answer that a job refreshes, in milliseconds. */
const refreshEvery = 2_000;

/** One metric's answer. The key holds the whole question, so the same question is asked once. */
export const metricQuery = (name: string, query: Question) =>
  queryOptions({
    queryKey: ['metric', name, query],
    queryFn: async ({ signal }): Promise<Schemas['Answer']> =>
      data(api.GET('/api/v1/metrics/{name}', { params: { path: { name }, query }, signal })) as Promise<
        Schemas['Answer']
      >,
    placeholderData: sameSubject('metric', name),
    refetchInterval: (q) => (q.state.data?.refreshing ? refreshEvery : false),
  });

/** How a metric read on several past days, in one request. */
export const metricDaysQuery = (name: string, days: string[], known_at?: string) =>
  queryOptions({
    queryKey: ['metric-days', name, days, known_at],
    queryFn: async ({ signal }): Promise<Schemas['MetricDays']> =>
      data(
        api.GET('/api/v1/metrics/{name}/days', { params: { path: { name }, query: { days, known_at } }, signal }),
      ) as Promise<Schemas['MetricDays']>,
    placeholderData: sameSubject('metric-days', name),
  });

/** The twelve with their last periods, in one request. */
export const keyMetricsQuery = (query: Question) =>
  queryOptions({
    queryKey: ['key-metrics', query],
    queryFn: async ({ signal }): Promise<Schemas['KeyMetrics']> =>
      data(api.GET('/api/v1/key-metrics', { params: { query }, signal })) as Promise<Schemas['KeyMetrics']>,
    placeholderData: sameSubject('key-metrics'),
    refetchInterval: (q) => (q.state.data?.metrics.some((m) => m.answer?.refreshing) ? refreshEvery : false),
  });

export const definitionQuery = (name: string) =>
  queryOptions({
    queryKey: ['definition', name],
    queryFn: ({ signal }) => data(api.GET('/api/v1/metrics/{name}/definition', { params: { path: { name } }, signal })),
  });

export const firstLookQuery = (day: { as_of?: string; known_at?: string }) =>
  queryOptions({
    queryKey: ['first-look', day],
    queryFn: ({ signal }) => data(api.GET('/api/v1/first-look', { params: { query: day }, signal })),
    placeholderData: sameSubject('first-look'),
  });

type ListQuestion = { q?: string; sort?: string; where?: string[]; as_of?: string; cursor?: string; limit?: number };

/** A page of records. */
export const listRecords = (
  object: string,
  query: ListQuestion,
  signal?: AbortSignal,
): Promise<Schemas['RecordList']> =>
  data(api.GET('/api/v1/records/{object}', { params: { path: { object }, query }, signal })) as Promise<
    Schemas['RecordList']
  >;

/** One record as it is now, or as it was at the end of a day. */
export const recordQuery = (object: string, id: string, day: { as_of?: string; known_at?: string } = {}) =>
  queryOptions({
    queryKey: ['record', object, id, { as_of: day.as_of, known_at: day.known_at }],
    queryFn: ({ signal }) =>
      data(
        api.GET('/api/v1/records/{object}/{id}', {
          params: { path: { object, id }, query: { as_of: day.as_of, known_at: day.known_at } },
          signal,
        }),
      ),
    placeholderData: sameSubject('record', object, id),
  });

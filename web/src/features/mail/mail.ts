import { queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../api/client.ts';

export type MailState = Schemas['MailState'];

/** Asked again sooner while mails wait. */
export const mailQuery = queryOptions({
  queryKey: ['mail'],
  queryFn: ({ signal }) => data(api.GET('/api/v1/mail', { signal })),
  refetchInterval: (q) => (q.state.data?.waiting ? 3_000 : 30_000),
});

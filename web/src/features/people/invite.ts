import { api, data } from '../../api/client.ts';
import type { HandedOver } from './HandOver.tsx';

/** Makes a link with which somebody chooses a password: an invitation, or a reset where they have one already. */
export async function invite(id: string, name: string): Promise<HandedOver> {
  const link = await data(api.POST('/api/v1/users/{id}/invite', { params: { path: { id } } }));
  return { name, ...link };
}

import createClient from 'openapi-fetch';
import { Problem } from './problem.ts';
import type { components, paths } from './schema.d.ts';

export type Schemas = components['schemas'];

/** where is repeated, because conditions hold commas; other lists are joined; objects become row[owner]=…. */
export function serialize(query: Record<string, unknown>): string {
  const out = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue;
    if (Array.isArray(value)) {
      if (value.length === 0) continue;
      if (key === 'where') for (const v of value) out.append(key, String(v));
      else out.set(key, value.join(','));
    } else if (typeof value === 'object') {
      for (const [k, v] of Object.entries(value)) out.set(`${key}[${k}]`, String(v ?? ''));
    } else out.set(key, String(value as string | number | boolean));
  }
  return out.toString();
}

export const api = createClient<paths>({ baseUrl: '', querySerializer: serialize });

api.use({
  async onResponse({ response }) {
    if (!response.ok && response.status !== 304) throw await Problem.from(response);
    return response;
  },
});

/** Takes the data out of an answer; errors were thrown already. */
export async function data<T>(request: Promise<{ data?: T }>): Promise<T> {
  const { data: body } = await request;
  if (body === undefined) throw new Problem(-1, { detail: 'the server sent an empty answer' });
  return body;
}

/** An address of the API for links to exports. */
export function address(path: string, query: Record<string, unknown>): string {
  const q = serialize(query);
  return `/api/v1${path}${q ? `?${q}` : ''}`;
}

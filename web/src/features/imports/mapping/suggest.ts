import { queryOptions } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.ts';
import { Problem } from '../../../api/problem.ts';

async function suggest(files: File[], signal: AbortSignal): Promise<string> {
  const form = new FormData();
  for (const file of files) form.append('files', file, file.name);
  const response = await fetch('/api/v1/imports/suggest', { method: 'POST', body: form, headers: { Accept: 'application/json' }, signal });
  if (!response.ok) throw await Problem.from(response);
  return ((await response.json()) as Schemas['MappingSuggestion']).mapping;
}

/** A first mapping for these files, with a comment on every guess. Nothing is imported. */
export const suggestionQuery = (files: File[]) =>
  queryOptions({
    queryKey: ['import', 'mapping', files.map((f) => [f.name, f.size, f.lastModified])],
    queryFn: ({ signal }) => suggest(files, signal),
    staleTime: Infinity,
    retry: false,
  });

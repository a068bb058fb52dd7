import { queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../../api/client.ts';
import { Problem } from '../../../api/problem.ts';

export type Suggestion = Schemas['MappingSuggestion'];
export type Outline = Schemas['MappingOutline'];
export type Entry = Schemas['MappingEntry'];
export type Join = Schemas['MappingJoin'];
export type Table = Schemas['MappingTable'];
export type TableColumn = Schemas['MappingColumn'];
export type Question = Schemas['MappingQuestion'];
export type Change = Schemas['MappingChange'];
export type Stage = Schemas['MappingStage'];
export type MappingObject = Schemas['MappingObject'];

/** What the columns of files seem to mean. Nothing is imported. encoding is how files are written whose bytes do not show it; as says what the rows of one file are; mapping is what was chosen of the others. */
export async function suggest(
  files: File[],
  chosen: { mapping?: string; encoding?: string; as?: { file: string; object: string } } = {},
): Promise<Suggestion> {
  const form = new FormData();
  if (chosen.mapping) form.set('mapping', chosen.mapping);
  if (chosen.encoding) form.set('encoding', chosen.encoding);
  if (chosen.as) form.set('as', JSON.stringify(chosen.as));
  for (const file of files) form.append('files', file, file.name);
  const response = await fetch('/api/v1/imports/suggest', {
    method: 'POST',
    body: form,
    headers: { Accept: 'application/json' },
  });
  if (!response.ok) throw await Problem.from(response);
  return (await response.json()) as Suggestion;
}

/** A mapping after changes; without changes what it says. */
export const revise = (mapping: string, changes: Change[]) =>
  data(api.POST('/api/v1/imports/mapping', { body: { mapping, changes } }));

export const keptQuery = queryOptions({
  queryKey: ['mappings'],
  queryFn: ({ signal }) => data(api.GET('/api/v1/mappings', { signal })),
});

export const keep = (name: string, mapping: string) =>
  data(api.PUT('/api/v1/mappings/{name}', { params: { path: { name } }, body: { mapping } }));

export const forget = (name: string) => api.DELETE('/api/v1/mappings/{name}', { params: { path: { name } } });

/** Which entries of a mapping are about a table, with their places in it. */
export const entriesOf = (outline: Outline, table: Table) =>
  outline.entries.map((entry, at) => ({ entry, at })).filter(({ entry }) => isAbout(entry, table));

/** The entries whose rows look up columns in a table. */
export const lookedUpBy = (outline: Outline, table: Table) =>
  outline.entries.flatMap((entry) =>
    entry.joins.filter((join) => isAbout(join, table)).map((join) => ({ entry, join })),
  );

function isAbout(entry: { files: string[]; header: string[] }, table: Table): boolean {
  const inner = table.file.includes(' › ') ? table.file.slice(table.file.indexOf(' › ') + 3) : undefined;
  const has = new Set(table.columns.map((c) => c.name.trim().toLowerCase()));
  const byName =
    entry.files.length === 0 || entry.files.some((f) => f === table.file || f === inner || fits(f, table.file));
  return byName && entry.header.every((h) => has.has(h.trim().toLowerCase()));
}

function fits(glob: string, file: string): boolean {
  const rule = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${rule}$`, 'i').test(file);
}

/** The questions of a suggestion that a mapping leaves open, for one table; sentences that are no question of it come as texts. */
export function openOf(suggestion: Suggestion, entries: { entry: Entry; at: number }[]) {
  return entries.flatMap(({ entry, at }) =>
    entry.undecided.map((text) => ({ at, text, question: suggestion.questions.find((q) => q.text === text) })),
  );
}

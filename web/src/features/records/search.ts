import { readText, readTexts, readView, tidy, type View } from '../../url/view.ts';

/** The address of a list. */
export interface ListSearch extends View {
  q?: string;
  /** A field, with a leading - for descending. */
  sort?: string;
  where?: string[];
  cols?: string[];
}

export function readListSearch(search: Record<string, unknown>): ListSearch {
  return tidy({
    ...readView(search),
    q: readText(search['q']),
    sort: readText(search['sort']),
    where: readTexts(search['where']),
    cols: readTexts(search['cols']),
  });
}

export const readRecordSearch = readView;

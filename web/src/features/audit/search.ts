import { readOne, readText, readView, tidy, type View } from '../../url/view.ts';

export const outcomes = ['done', 'refused', 'failed'] as const;

/** The address of the audit trail; its days are those of the period. */
export interface AuditSearch extends View {
  q?: string;
  actor?: string;
  what?: string;
  outcome?: (typeof outcomes)[number];
}

export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  return tidy({
    ...readView(search),
    q: readText(search['q']),
    actor: readText(search['actor']),
    what: readText(search['what']),
    outcome: readOne(search['outcome'], outcomes),
  });
}

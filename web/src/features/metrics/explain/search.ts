import { readOne, readText, tidy } from '../../../url/view.ts';

export const steps = ['new_data', 'late_corrections', 'definition', 'teams', 'rates'] as const;
export type StepCode = (typeof steps)[number];

/** The address of an explanation: two links to numbers, the row that is looked at, the step that is opened. */
export interface ExplainSearch {
  first?: string;
  second?: string;
  row?: number;
  step?: StepCode;
}

/** The receipt at the end of a pasted link, or the text itself. */
export function receiptOf(text: string): string {
  return (
    text
      .trim()
      .replace(/[?#].*$/s, '')
      .split('/')
      .at(-1) ?? ''
  );
}

export function readExplainSearch(search: Record<string, unknown>): ExplainSearch {
  const row = Number(search['row']);
  return tidy({
    first: readText(search['first']),
    second: readText(search['second']),
    row: Number.isInteger(row) && row > 0 ? row : undefined,
    step: readOne(search['step'], steps),
  });
}

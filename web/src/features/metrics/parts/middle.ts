import type { Schemas } from '../../../api/client.ts';

/**
 * The value of all rows together, where a line at it tells which rows are above and which below. Beyond every
 * row it is their sum and no middle; rows that measure another thing (each_by of the metric) have none either.
 */
export function middle(total: Pick<Schemas['Answer'], 'rows'>, top: number, another: boolean): number | undefined {
  const value = total.rows.length === 1 ? total.rows[0]!.value : null;
  return value !== null && !another && Number(value) <= top ? Number(value) : undefined;
}

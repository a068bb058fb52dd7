import type { Schemas } from '../../../api/client.ts';
import { instantOf, percentOf, shareOf, wallOf } from '../../../ui/format/wall.ts';
import type { FieldValue } from '../../../words/FieldText.tsx';

export const moneyOf = (v: FieldValue | undefined): Schemas['MoneyValue'] | undefined =>
  typeof v === 'object' && v !== null && 'amount' in v ? v : undefined;

export const refOf = (v: FieldValue | undefined): Schemas['RefValue'] | undefined =>
  typeof v === 'object' && v !== null && 'id' in v ? v : undefined;

/** How a value stands in its field: an instant by the company's clocks, a share in percent. */
export function writtenOf(kind: string, share: boolean, value: FieldValue | undefined, zone: string): string {
  if (value === null || value === undefined) return '';
  const money = moneyOf(value);
  if (money) return money.amount;
  if (kind === 'instant') return wallOf(String(value), zone);
  return share ? percentOf(String(value)) : String(value);
}

/** What was written of an instant or a share, as the server takes it. */
export function readOf(kind: string, share: boolean, written: string, zone: string): FieldValue {
  if (written.trim() === '') return null;
  return kind === 'instant' ? instantOf(written, zone) : share ? shareOf(written) : written;
}

/** What a person wrote, as the server takes it; what does not fit the kind goes as it is, so that the server says why. */
export function valueOf(kind: string, written: string, currency: string | null): FieldValue {
  const text = written.trim();
  if (text === '') return null;
  switch (kind) {
    case 'money':
      return { amount: text, currency };
    case 'int':
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case 'bool':
      return text === 'true';
    default:
      return text;
  }
}

import type { Schemas } from '../../../api/client.ts';
import type { FieldValue } from '../../../words/FieldText.tsx';

export const moneyOf = (v: FieldValue | undefined): Schemas['MoneyValue'] | undefined =>
  typeof v === 'object' && v !== null && 'amount' in v ? v : undefined;

export const refOf = (v: FieldValue | undefined): Schemas['RefValue'] | undefined =>
  typeof v === 'object' && v !== null && 'id' in v ? v : undefined;

/** What a person wrote, as the server takes it; what does not fit the kind goes as it is, so that the server says why. */
export function valueOf(kind: string, written: string, currency: string | null): FieldValue {
  const text = written.trim();
  if (text === '') return null;
  switch (kind) {
    case 'money': return { amount: text, currency };
    case 'int':
    case 'number': return Number.isFinite(Number(text)) ? Number(text) : text;
    case 'bool': return text === 'true';
    default: return text;
  }
}

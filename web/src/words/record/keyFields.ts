/** What must be seen of a record wherever it is listed, however narrow the place: the number first, then where it stands. */
const keys: Record<string, { number?: string; facts: string[] }> = {
  deal: { number: 'amount', facts: ['stage', 'close_date', 'owner'] },
  lead: { facts: ['company', 'status', 'source', 'owner'] },
  account: { facts: ['industry', 'city', 'country', 'owner'] },
  contact: { facts: ['account', 'job_title', 'owner'] },
  activity: { facts: ['kind', 'status', 'start_at', 'owner'] },
  deal_line: { number: 'total', facts: ['deal', 'product', 'quantity'] },
  contract: { number: 'value', facts: ['account', 'start_on', 'end_on', 'owner'] },
  order: { number: 'amount', facts: ['account', 'ordered_on', 'channel'] },
  cost: { number: 'amount', facts: ['kind', 'from_on', 'to_on'] },
  quota: { number: 'amount', facts: ['person', 'from_on', 'to_on'] },
  person: { facts: ['team', 'manager', 'job_title'] },
  calendar_event: { facts: ['start_at', 'kind', 'owner'] },
  stage: { number: 'probability', facts: ['pipeline', 'outcome', 'position'] },
  deal_split: { number: 'share', facts: ['person', 'deal', 'split_type'] },
};

export const keyFields = (object: string): { number?: string; facts: string[] } => keys[object] ?? { facts: [] };

/** Fields put in order so that the key fields stand first; the others follow as they were. */
export function keyFirst<F extends { name: string }>(object: string, fields: F[]): F[] {
  const { number, facts } = keyFields(object);
  const place = [...(number ? [number] : []), ...facts];
  const first = place.flatMap((name) => fields.filter((f) => f.name === name));
  return [...first, ...fields.filter((f) => !first.includes(f))];
}

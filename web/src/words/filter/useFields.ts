import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { schemaQuery } from '../../api/queries.ts';
import { useWords } from '../useWords.ts';

export interface FilterField {
  /** As conditions name it: stage, owner.team. */
  path: string;
  label: string;
  kind: string;
  /** The object a reference points to. */
  ref?: string;
  /** The reference it is reached over; none for the object's own fields. */
  over?: string;
}

/** The fields that a condition on an object can name: its own, and those of the records it refers to. more are others a metric can be cut by. */
export function useFilterFields(object: string, more: string[] = []): FilterField[] {
  const schema = useQuery(schemaQuery).data;
  const words = useWords();
  const extra = more.join();
  return useMemo(() => {
    const objects = schema?.objects ?? [];
    const fields = (name: string) => objects.find((o) => o.name === name)?.fields ?? [];
    // a day is what people mean; an instant's day stands beside it as x_on
    const one = (
      f: { name: string; label: string; kind: string; ref_object: string | null },
      over?: { name: string; label: string },
    ): FilterField => {
      const instant = f.kind === 'instant';
      const name = instant ? f.name.replace(/_at$/, '_on') : f.name;
      return {
        path: over ? `${over.name}.${name}` : name,
        label: words.field(f.name, f.label),
        kind: instant ? 'day' : f.kind,
        ref: f.ref_object ?? undefined,
        over: over ? words.field(over.name, over.label) : undefined,
      };
    };
    const own = fields(object).map((f) => one(f));
    const behind = fields(object).flatMap((f) =>
      f.kind === 'ref'
        ? fields(f.ref_object ?? '')
            .filter((g) => g.kind !== 'instant')
            .map((g) => one(g, f))
        : [],
    );
    const known = new Set([...own, ...behind].map((f) => f.path));
    const others = extra
      .split(',')
      .filter((d) => d && !known.has(d))
      .map((d): FilterField => ({ path: d, label: words.dimension(d), kind: 'text' }));
    return [...own, ...others, ...behind];
  }, [schema, object, words, extra]);
}

/** A condition of the object's own, as an example of how one is written. */
export function exampleOf(fields: FilterField[], currency: string): string {
  const own = fields.filter((f) => !f.over);
  const money = own.find((f) => f.kind === 'money');
  if (money) return `${money.path} > money("1000.00 ${currency}")`;
  const text =
    own.find((f) => f.kind === 'text' && f.path !== 'name' && f.path !== 'subject') ??
    own.find((f) => f.kind === 'text');
  if (text) return `has(${text.path})`;
  return own[0] ? `has(${own[0].path})` : '';
}

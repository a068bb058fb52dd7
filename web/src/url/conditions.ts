/** Conditions in the product's expression language, as the pages write and read them. */

import { buildRelative, relativeOperators, relativeParts, type RelativeOperator } from './relative.ts';

const recordID = /^[a-z_]+_[0-9a-hjkmnp-tv-z]{6,}$/;

const quoted = (text: string) => JSON.stringify(text);

/** The field is this value: a record's id, a text, or nothing at all. */
export function equals(field: string, value: string | null): string {
  if (value === null || value === '') return `!has(${field})`;
  return recordID.test(value) ? `${field} == id(${quoted(value)})` : `${field} == ${quoted(value)}`;
}

export interface ReadCondition {
  field: string;
  value: string | null;
}

/** The parts of a condition that equals wrote; undefined for what a person wrote by hand. */
export function readCondition(text: string): ReadCondition | undefined {
  const none = /^!has\(([\w.]+)\)$/.exec(text);
  if (none) return { field: none[1]!, value: null };
  const match = /^([\w.]+) == (?:id\()?("(?:[^"\\]|\\.)*")\)?$/.exec(text);
  if (!match) return undefined;
  try {
    return { field: match[1]!, value: JSON.parse(match[2]!) as string };
  } catch {
    return undefined;
  }
}

/** How a field is compared. */
export const operators = [
  'is',
  'not',
  'contains',
  'starts',
  'above',
  'from',
  'below',
  'upto',
  'empty',
  'filled',
] as const;
export type Operator = (typeof operators)[number] | RelativeOperator;

const signs: Partial<Record<Operator, string>> = {
  is: '==',
  not: '!=',
  above: '>',
  from: '>=',
  below: '<',
  upto: '<=',
};
const bySign = new Map(Object.entries(signs).map(([op, sign]) => [sign, op as Operator]));
const methods: Partial<Record<Operator, string>> = { contains: 'contains', starts: 'startsWith' };

/** Which comparisons a kind of field has. */
export function operatorsOf(kind: string): Operator[] {
  switch (kind) {
    case 'text':
      return ['is', 'not', 'contains', 'starts', 'empty', 'filled'];
    case 'ref':
      return ['is', 'not', 'empty', 'filled'];
    case 'bool':
      return ['is', 'empty', 'filled'];
    case 'money':
      return ['from', 'above', 'upto', 'below', 'empty', 'filled']; // an amount is compared with a written one, never equal to it
    case 'day':
      return [
        'during',
        'last',
        'next',
        'past',
        'future',
        'from',
        'above',
        'upto',
        'below',
        'is',
        'not',
        'empty',
        'filled',
      ];
    default:
      return ['from', 'above', 'upto', 'below', 'is', 'not', 'empty', 'filled'];
  }
}

export interface BuiltCondition {
  /** A field, or a field of the record that a field refers to. */
  path: string;
  op: Operator;
  /** As a person writes it: a record's id, a day, an amount with its currency, a number. */
  value: string;
}

/** A condition in the expression language; undefined while its value is not one of the kind. */
export function buildCondition({ path, op, value }: BuiltCondition, kind: string): string | undefined {
  if (op === 'empty') return `!has(${path})`;
  if (op === 'filled') return `has(${path})`;
  const text = value.trim();
  if (isRelative(op)) return buildRelative(path, op, text);
  if (text === '') return undefined;
  if (methods[op]) return `${path}.${methods[op]}(${quoted(text)})`;
  const literal = literalOf(kind, text);
  return literal === undefined ? undefined : `${path} ${signs[op]} ${literal}`;
}

/** Operators that compare with the day of the question. */
export const isRelative = (op: Operator): op is RelativeOperator => (relativeOperators as Operator[]).includes(op);

/** Operators that say everything by themselves. */
export const hasNoValue = (op: Operator) => op === 'empty' || op === 'filled' || op === 'past' || op === 'future';

function literalOf(kind: string, text: string): string | undefined {
  switch (kind) {
    case 'ref':
      return `id(${quoted(text)})`;
    case 'bool':
      return text === 'true' || text === 'false' ? text : undefined;
    case 'int':
      return /^-?\d+$/.test(text) ? text : undefined;
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(text) ? (text.includes('.') ? text : `${text}.0`) : undefined;
    case 'day':
      return /^\d{4}-\d\d-\d\d$/.test(text) ? `day(${quoted(text)})` : undefined;
    case 'money':
      return /^-?\d+(\.\d+)? [A-Z]{3}$/.test(text) ? `money(${quoted(text)})` : undefined;
    default:
      return quoted(text);
  }
}

/** The parts of a condition that menus can show; undefined for what only a person writes. */
export function partsOf(text: string): BuiltCondition | undefined {
  const has = /^(!?)has\(([\w.]+)\)$/.exec(text);
  if (has) return { path: has[2]!, op: has[1] ? 'empty' : 'filled', value: '' };
  const relative = relativeParts(text);
  if (relative) return relative;
  const string = '"(?:[^"\\\\]|\\\\.)*"';
  const method = new RegExp(`^([\\w.]+)\\.(contains|startsWith)\\((${string})\\)$`).exec(text);
  const compared = new RegExp(
    `^([\\w.]+) (==|!=|>=|<=|>|<) (?:(?:id|day|money)\\((${string})\\)|(${string})|(-?[\\d.]+|true|false))$`,
  ).exec(text);
  try {
    if (method)
      return {
        path: method[1]!,
        op: method[2] === 'contains' ? 'contains' : 'starts',
        value: JSON.parse(method[3]!) as string,
      };
    if (!compared) return undefined;
    const inQuotes = compared[3] ?? compared[4];
    return {
      path: compared[1]!,
      op: bySign.get(compared[2]!)!,
      value: inQuotes ? (JSON.parse(inQuotes) as string) : compared[5]!,
    };
  } catch {
    return undefined;
  }
}

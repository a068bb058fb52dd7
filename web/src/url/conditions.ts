/** Conditions in the product's expression language, as the pages write and read them. */

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

interface Shown {
  name: string;
  /** The number that stands first in a narrow place. */
  figure: boolean;
  /** Its place among the fields that follow, from 1; 0 for none. */
  fact: number;
  /** The rows that have it, where a number counts other rows than records. */
  of?: string | null;
}

/**
 * What must be seen of a record wherever it is listed, however narrow the place: the number first, then what is of the
 * row alone (the same deal may stand there several times), then where the record stands.
 */
export function keyFields<F extends Shown>(fields: F[]): { figure?: F; facts: F[] } {
  return {
    figure: fields.find((f) => f.figure),
    facts: [
      ...fields.filter((f) => f.of),
      ...fields.filter((f) => !f.of && f.fact > 0).sort((a, b) => a.fact - b.fact),
    ],
  };
}

/** Fields put in order so that the key fields stand first; the others follow as they were. */
export function keyFirst<F extends Shown>(fields: F[]): F[] {
  const { figure, facts } = keyFields(fields);
  const first = [...(figure ? [figure] : []), ...facts];
  return [...first, ...fields.filter((f) => !first.includes(f))];
}

/** The values that an axis shows, and how far apart its lines are. */
export interface Axis {
  min: number;
  max: number;
  interval: number;
}

/** 1, 2, 2.5 or 5 times a power of ten, at least as large as asked. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const part = least / power;
  return (part <= 1 ? 1 : part <= 2 ? 2 : part <= 2.5 ? 2.5 : part <= 5 ? 5 : 10) * power;
}

/**
 * An axis fitted to the values: it begins and ends at round numbers just outside them, so that what moves
 * fills the picture. Bars begin at zero, because their length is what is compared. It never passes the
 * limits that a kind of number has, such as 0 and 1 of a share. Where all values are whole, so are its lines.
 */
export function fitAxis(
  values: (number | null | undefined)[],
  { zero = false, least = -Infinity, most = Infinity, lines = 4 } = {},
): Axis | undefined {
  const known = values.filter((v) => v !== null && v !== undefined && Number.isFinite(v)) as number[];
  if (known.length === 0) return undefined;
  let low = Math.min(...known, ...(zero ? [0] : []));
  let high = Math.max(...known, ...(zero ? [0] : []));
  if (low === high) {
    const room = Math.abs(low) * 0.1 || 1; // one value stands in the middle
    if (!zero || low === 0) low -= zero ? 0 : room;
    high += room;
  }
  const step = roundStep((high - low) / lines);
  // what is counted has no halves: a line at 2.5 would be labelled 3
  const whole = most !== 1 && known.every(Number.isInteger);
  const interval = whole && !Number.isInteger(step) ? roundStep(Math.ceil(step)) : step;
  const clean = (v: number) => Number(v.toPrecision(12));
  return {
    min: Math.max(clean(Math.floor(low / interval + 1e-9) * interval), least),
    max: Math.min(clean(Math.ceil(high / interval - 1e-9) * interval), most),
    interval,
  };
}

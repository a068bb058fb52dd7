/** What clocks in a zone show at an instant, as an input of a date and a time takes it: 2026-01-31T09:00. */
export function wallOf(iso: string, zone: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? '' : shown(at.getTime(), zone);
}

/**
 * The instant at which clocks in a zone show a time; what is no time comes back as it is. A time that
 * clocks skip is as long after midnight as it says; of one that they show twice it is the first.
 */
export function instantOf(wall: string, zone: string): string {
  const utc = Date.parse(`${wall}Z`);
  if (Number.isNaN(utc)) return wall;
  const ahead = (at: number) => Date.parse(`${shown(at, zone)}Z`) - at;
  const candidates = [utc - ahead(utc - 86_400_000), utc - ahead(utc + 86_400_000)];
  const right = candidates.filter((at) => shown(at, zone) === shown(utc, 'UTC'));
  return new Date(right.length ? Math.min(...right) : (candidates[0] ?? utc)).toISOString().replace('.000Z', 'Z');
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (!clock)
    clocks.set(
      zone,
      (clock = new Intl.DateTimeFormat('en-CA', {
        timeZone: zone,
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      })),
    );
  return clock;
}

function shown(at: number, zone: string): string {
  const parts = clockOf(zone).formatToParts(new Date(Math.floor(at / 60_000) * 60_000));
  const of = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

/** A share as a person writes it, in percent, without the traces of binary fractions. */
export const percentOf = (share: number | string): string =>
  share === '' || !Number.isFinite(Number(share))
    ? String(share)
    : String(Number((Number(share) * 100).toPrecision(12)));

/** A percentage as a person writes it, with a comma or a point, as a share; what is no number comes back as it is. */
export function shareOf(percent: string): number | string {
  const text = percent.trim().replace(/\s*%$/, '').replace(',', '.');
  return text !== '' && Number.isFinite(Number(text)) ? Number((Number(text) / 100).toPrecision(12)) : percent;
}

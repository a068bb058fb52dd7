import { useLingui } from '@lingui/react/macro';

/** A record's part in a number, in words and as a sign; all: what the sum of its records is called, where that holds more. */
export function useRoles(): Record<string, { short: string; long: string; all?: string; sign: string }> {
  const { t } = useLingui();
  return {
    row: { short: t`Counted`, long: t`counted`, sign: '●' },
    spell: { short: t`Counted`, long: t`counted`, sign: '●' },
    numerator: { short: t`Above`, long: t`counted above the line`, sign: '▲' },
    denominator: { short: t`Below`, long: t`counted below the line only`, all: t`counted below the line`, sign: '▼' },
    quota: { short: t`Quotas`, long: t`a quota of the rep`, sign: '◎' },
    credit: { short: t`Credited wins`, long: t`a win that counts for the rep`, sign: '✓' },
    event: { short: t`Events`, long: t`an event in the rep’s calendar`, sign: '▪' },
    left_out: { short: t`Left out`, long: t`left out`, sign: '✕' },
  };
}

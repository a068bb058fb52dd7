import { Trans } from '@lingui/react/macro';

/** The codes of reasons that say: nobody wrote it down. */
const unknown = new Set(['evidence_missing', 'before_data', 'after_data']);

/** The codes of reasons that lie in the period itself. */
const ofPeriod = new Set(['period_ahead', 'period_over']);

/** What stands in place of a value: what was never in the data is not little of it. */
export function NoValue({ code }: { code?: string }) {
  if (ofPeriod.has(code ?? '')) return <Trans>No number</Trans>;
  return unknown.has(code ?? '') ? <Trans>Not known</Trans> : <Trans>Not enough data</Trans>;
}

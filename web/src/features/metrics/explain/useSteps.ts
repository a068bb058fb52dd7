import { useLingui } from '@lingui/react/macro';
import type { StepCode } from './search.ts';

/** The steps in words: their name, and what belongs to them. */
export function useSteps(): Record<StepCode, { name: string; means: string }> {
  const { t } = useLingui();
  return {
    new_data: { name: t`New data`, means: t`Records that came in, and what happened since` },
    late_corrections: { name: t`Late corrections`, means: t`What was said later about what had been counted` },
    definition: { name: t`Definition`, means: t`The metric's definition and the company's settings` },
    teams: { name: t`Teams`, means: t`Who belongs to which team` },
    rates: { name: t`Exchange rates`, means: t`Rates that were entered, changed, or are of later days` },
  };
}

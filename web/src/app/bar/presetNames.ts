import { useLingui } from '@lingui/react/macro';
import type { Preset } from '../../url/presets.ts';

/** What named runs of days are called. */
export function usePresetNames(): Record<Preset, string> {
  const { t } = useLingui();
  return {
    all: t`All time`,
    this_month: t`This month`,
    last_month: t`Last month`,
    this_quarter: t`This quarter`,
    last_quarter: t`Last quarter`,
    this_year: t`This fiscal year`,
    last_year: t`Last fiscal year`,
    last_12_months: t`Last 12 months`,
  };
}

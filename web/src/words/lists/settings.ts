import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** Settings of the company by the names of sales/settings.go: what has no words here is shown as that table has it. */
export const settingLabels: Record<string, MessageDescriptor> = {
  zone: msg`Time zone`,
  fiscal_first_month: msg`First month of the fiscal year`,
  fiscal_calendar: msg`Fiscal calendar`,
  week_start: msg`First day of the week`,
  currency: msg`Report currency`,
  own_domains: msg`Own mail domains`,
  working_hours: msg`Working hours`,
  gross_margin: msg`Gross margin`,
  system_of_record: msg`System of record`,
};

export const settingHelp: Record<string, MessageDescriptor> = {
  zone: msg`Decides on which day a moment falls.`,
  fiscal_calendar: msg`Empty for years of months. Years of weeks: the weeks of a quarter’s months, the weekday the year ends on, and whether it is the last one before the fiscal year’s first month or the one nearest to its beginning. A day in front says since when.`,
  currency: msg`Three letters, such as EUR. Empty: amounts are shown as they came.`,
  own_domains: msg`With commas between.`,
  working_hours: msg`Days and hours, a break between two stretches.`,
  gross_margin: msg`A share such as 80%. Empty: lifetime value is shown on revenue.`,
  system_of_record: msg`Whose value counts where a source and an edit made here differ: newest, crm or here, then objects and fields of their own.`,
};

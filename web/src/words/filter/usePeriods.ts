import { useLingui } from '@lingui/react/macro';

/** Periods counted from the day of the question, in words: "quarter:-1" is last quarter. */
export function usePeriods(): (value: string) => string {
  const { t } = useLingui();
  return (value) => {
    switch (value) {
      case 'day:0':
        return t`today`;
      case 'day:-1':
        return t`yesterday`;
      case 'day:1':
        return t`tomorrow`;
      case 'week:0':
        return t`this week`;
      case 'week:-1':
        return t`last week`;
      case 'week:1':
        return t`next week`;
      case 'month:0':
        return t`this month`;
      case 'month:-1':
        return t`last month`;
      case 'month:1':
        return t`next month`;
      case 'quarter:0':
        return t`this quarter`;
      case 'quarter:-1':
        return t`last quarter`;
      case 'quarter:1':
        return t`next quarter`;
      case 'year:0':
        return t`this year`;
      case 'year:-1':
        return t`last year`;
      case 'year:1':
        return t`next year`;
    }
    return value;
  };
}

import { plural, t } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import { hasSentences } from '../../ui/i18n/locale.ts';
import type { Schemas } from '../../api/client.ts';
import type { Format } from '../../ui/format/format.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';

type Finding = Schemas['Finding'];

const dayBefore = (iso: string) => new Date(Date.parse(`${iso}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** day is the day that is looked at, none for today. */
type Say = (f: Finding, format: Format, count: number, day?: string) => string;

/** The findings' sentences by code. Numbers come with the finding; none is computed here. */
const sentences = (): Record<string, Say> => ({
  reversed_wins: (f, format, count, seen) => {
    const day = f.day ? format.day(f.day) : '';
    const what = plural(count, { one: `# win was reversed on ${day}.`, other: `# wins were reversed on ${day}.` });
    const { before, now } = f.rates;
    if (!f.day || before === null || before === undefined || now === null || now === undefined) return what;
    const [was, is, then] = [format.share(before), format.share(now), format.day(dayBefore(f.day))];
    if (seen) {
      const on = format.day(seen);
      return `${what} ${t`The win rate read ${was} on ${then}, the day before. With all that has changed since, it read ${is} on ${on}.`}`;
    }
    return `${what} ${t`The win rate read ${was} on ${then}, the day before. With all that has changed since, it reads ${is} today.`}`;
  },
  closed_before_created: (_f, _format, count) =>
    plural(count, {
      one: '# won deal closes before it was created: no sales cycle can be told from it.',
      other: '# won deals close before they were created: no sales cycle can be told from them.',
    }),
  won_without_amount: (_f, _format, count) =>
    plural(count, {
      one: '# won deal has no amount and adds nothing to revenue.',
      other: '# won deals have no amount and add nothing to revenue.',
    }),
  closed_without_close_date: (_f, _format, count) =>
    plural(count, {
      one: '# closed deal has no close date and is in no period.',
      other: '# closed deals have no close date and are in no period.',
    }),
  deals_without_owner: (f, format, count) => {
    const of = format.count(f.of || count);
    return plural(count, {
      one: `# of ${of} deals has no owner: nothing can be said per rep.`,
      other: `# of ${of} deals have no owner: nothing can be said per rep.`,
    });
  },
  deals_without_account: (f, format, count) => {
    const of = format.count(f.of || count);
    return plural(count, {
      one: `# of ${of} deals has no account: new customers cannot be told from it.`,
      other: `# of ${of} deals have no account: new customers cannot be told from them.`,
    });
  },
  open_past_close_date: (_f, _format, count) =>
    plural(count, {
      one: '# open deal has a close date that has passed.',
      other: '# open deals have a close date that has passed.',
    }),
  lead_status_conflict: (_f, _format, count) =>
    plural(count, {
      one: '# lead has a status that says converted, but is not marked as converted.',
      other: '# leads have a status that says converted, but are not marked as converted.',
    }),
  reconciled_close_dates: (_f, _format, count) =>
    plural(count, {
      one: '# close date differs from the last one in the source’s history.',
      other: '# close dates differ from the last ones in the source’s history.',
    }),
  duplicate_account_names: (_f, _format, count) =>
    plural(count, {
      one: '# account shares its name with another one.',
      other: '# accounts share a name with another one.',
    }),
});

/** Words a finding in the chosen language; what has no words here comes as the server wrote it. */
export function useFindings(): (finding: Finding, day?: string) => string {
  const { i18n, _ } = useLingui();
  const format = useFormat();
  return useMemo(() => {
    const words: Partial<ReturnType<typeof sentences>> = hasSentences(i18n.locale) ? sentences() : {};
    return (finding, day) => words[finding.code]?.(finding, format, finding.count, day) ?? finding.sentence;
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [i18n, _, format]);
}

import { plural, t } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import { hasSentences } from '../../ui/i18n/locale.ts';
import type { Schemas } from '../../api/client.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';

type Problem = Pick<Schemas['ImportProblem'], 'code' | 'message' | 'count' | 'of'>;
/** of is the formatted total that count is a part of; whole is the same as a number. */
type Say = (count: number, of: string, whole: number) => string;

/** The problems of an import by code. Names and amounts stand beside the sentence. */
const sentences = (): Record<string, Say> => ({
  wins_closed_before_created: (count, of) =>
    plural(count, {
      one: `# of ${of} won deals closes before it was created: how long a sale takes cannot be told from it.`,
      other: `# of ${of} won deals close before they were created: how long a sale takes cannot be told from them.`,
    }),
  reversed_wins: (count) =>
    plural(count, {
      one: '# deal was won and is not any more: win rate and won revenue of earlier days were higher than today’s.',
      other:
        '# deals were won and are not any more: win rate and won revenue of earlier days were higher than today’s.',
    }),
  refused_changes: (count) => plural(count, { one: '# change was refused.', other: '# changes were refused.' }),
  stages_unknown: (count) =>
    plural(count, {
      one: 'Nothing in the export says what # stage means: deals in it count as open.',
      other: 'Nothing in the export says what # stages mean: deals in them count as open.',
    }),
  stages_conflicting: () =>
    t`Deals in the same stage disagree on being won, lost or open; the stage means what most of them say.`,
  deals_without_stage: (count) =>
    plural(count, {
      one: '# deal is in no stage and counts as open.',
      other: '# deals are in no stage and count as open.',
    }),
  deals_without_owner: (count, of) =>
    plural(count, {
      one: `# of ${of} deals has no owner: its revenue belongs to nobody.`,
      other: `# of ${of} deals have no owner: their revenue belongs to nobody.`,
    }),
  rejected_rows: (count) => plural(count, { one: '# row could not be taken.', other: '# rows could not be taken.' }),
  unknown_files: (count) => plural(count, { one: '# file was not taken.', other: '# files were not taken.' }),
  files_broken_off: (count) =>
    plural(count, {
      one: '# file stops before its end. What was read up to there is taken, the rest is missing: export or copy it again.',
      other:
        '# files stop before their end. What was read up to there is taken, the rest is missing: export or copy them again.',
    }),
  absent_records_kept: (count) =>
    plural(count, {
      one: '# record that these complete files lack is kept, because rows about the same kind of record could not be taken. Put these rows right and import again.',
      other:
        '# records that these complete files lack are kept, because rows about the same kind of record could not be taken. Put these rows right and import again.',
    }),
  units_assumed: (count) =>
    plural(count, {
      one: '# column does not say a unit and is read as the example says. Where that is wrong, write a mapping.',
      other: '# columns do not say a unit and are read as the examples say. Where that is wrong, write a mapping.',
    }),
  quarters_read: (count) =>
    plural(count, {
      one: 'The quarters of # file were read by the fiscal year of the settings.',
      other: 'The quarters of # files were read by the fiscal year of the settings.',
    }),
  uneven_splits: (count, of) =>
    plural(count, {
      one: `The credit splits of # of ${of} deals do not add up to 100 %: more is scaled down to the deal, and what is missing is the owner’s. Put them right in the source and import again.`,
      other: `The credit splits of # of ${of} deals do not add up to 100 %: more is scaled down to the deal, and what is missing is the owner’s. Put them right in the source and import again.`,
    }),
  rates_missing: (count) =>
    plural(count, {
      one: '# amount is in a currency without an exchange rate to the company’s: sums leave it out. Enter the rate in the settings or import a file of rates.',
      other:
        '# amounts are in a currency without an exchange rate to the company’s: sums leave them out. Enter the rates in the settings or import a file of rates.',
    }),
  layouts_alike: (count) =>
    plural(count, {
      one: '# file fits two known layouts equally well and was read as the first. Where that is wrong, write a mapping.',
      other:
        '# files fit two known layouts equally well and were read as the first. Where that is wrong, write a mapping.',
    }),
  lost_characters: (count) =>
    plural(count, {
      one: '# row has characters that cannot be read in the encoding of the file and stand as �. Export the file again as UTF-8, or say how it is written.',
      other:
        '# rows have characters that cannot be read in the encoding of the file and stand as �. Export the file again as UTF-8, or say how it is written.',
    }),
  wins_without_amount: (count, of) =>
    plural(count, {
      one: `# of ${of} won deals has no amount: won revenue and selling price leave it out.`,
      other: `# of ${of} won deals have no amount: won revenue and selling price leave them out.`,
    }),
  closed_without_close_date: (count) =>
    plural(count, {
      one: '# closed deal has no close date and is in no period.',
      other: '# closed deals have no close date and are in no period.',
    }),
  reconciled_stages: (count) =>
    plural(count, {
      one: '# deal is in another stage than its history ends with; the gap was closed at the last-modified time.',
      other: '# deals are in another stage than their history ends with; the gap was closed at the last-modified time.',
    }),
  reconciled_amounts: (count) =>
    plural(count, {
      one: '# deal has another amount than its history ends with; the gap was closed at the last-modified time.',
      other: '# deals have another amount than their history ends with; the gap was closed at the last-modified time.',
    }),
  reconciled_close_dates: (count) =>
    plural(count, {
      one: '# deal has another close date than its history ends with; the gap was closed at the last-modified time.',
      other:
        '# deals have another close date than their history ends with; the gap was closed at the last-modified time.',
    }),
  reconciled_values: (count) =>
    plural(count, {
      one: '# other value differs from the end of the history; the gap was closed at the last-modified time.',
      other: '# other values differ from the end of the history; the gap was closed at the last-modified time.',
    }),
  lead_status_conflicts: (count) =>
    plural(count, {
      one: '# lead has a status that says converted while the converted flag says no; the flag counts.',
      other: '# leads have a status that says converted while the converted flag says no; the flag counts.',
    }),
  leads_without_created_date: (count) =>
    plural(count, {
      one: '# lead has no created date: it exists from the first day that a record naming it proves, else from this import on, and lead conversion cannot be put into a period.',
      other:
        '# leads have no created date: they exist from the first day that a record naming them proves, else from this import on, and lead conversion cannot be put into a period.',
    }),
  deals_without_history: (count, of) =>
    plural(count, {
      one: `# of ${of} deals has no history: what it was on earlier days rests on today’s values.`,
      other: `# of ${of} deals have no history: what they were on earlier days rests on today’s values.`,
    }),
  missing_records: (count) =>
    plural(count, {
      one: '# record is mentioned that no file holds. It is kept as a placeholder and filled when its row is imported.',
      other:
        '# records are mentioned that no file holds. They are kept as placeholders and filled when their rows are imported.',
    }),
  dates_in_the_future: (count) =>
    plural(count, {
      one: '# record is created in the future: it exists from this import on.',
      other: '# records are created in the future: they exist from this import on.',
    }),
  unreadable_cells: (count) =>
    plural(count, {
      one: '# cell of a custom column did not fit the type of the column and was left out.',
      other: '# cells of custom columns did not fit the type of the column and were left out.',
    }),
  empty_words: (count) =>
    plural(count, {
      one: '# cell holds a word for nothing, such as FALSE, N/A, null or -, and was read as empty.',
      other: '# cells hold a word for nothing, such as FALSE, N/A, null or -, and were read as empty.',
    }),
  duplicate_rows: (count, of) =>
    plural(count, {
      one: `# of ${of} rows that repeat a record says something else than the row that counts: the one modified last, without such a time the last of its file.`,
      other: `# of ${of} rows that repeat a record say something else than the row that counts: the one modified last, without such a time the last of its file.`,
    }),
  damaged_ids: (count) =>
    plural(count, {
      one: '# cell holds a long number that a spreadsheet program cut short (1.23457E+11), where an id belongs. Nothing was joined by it; export again, or format the column as a number without decimals before saving as text.',
      other:
        '# cells hold long numbers that a spreadsheet program cut short (1.23457E+11), where ids belong. Nothing was joined by them; export again, or format the columns as numbers without decimals before saving as text.',
    }),
  same_rows: (count) =>
    plural(count, {
      one: '# row stands word for word more than once in the export and was taken once.',
      other: '# rows stand word for word more than once in the export and were taken once.',
    }),
  conflicting_flags: (count) =>
    plural(count, {
      one: '# deal has flags for closed and won that contradict each other or the stage: the flags count. Put them right in the source and import again.',
      other:
        '# deals have flags for closed and won that contradict each other or the stage: the flags count. Put them right in the source and import again.',
    }),
  hidden_rows: (count) =>
    plural(count, {
      one: '# row is hidden in the sheet and was read like the others: sums differ from what the sheet shows.',
      other: '# rows are hidden in the sheet and were read like the others: sums differ from what the sheet shows.',
    }),
  join_keys_unknown: (count) =>
    plural(count, {
      one: '# row has a key that the joined table does not have: what comes from there is not known.',
      other: '# rows have a key that the joined table does not have: what comes from there is not known.',
    }),
  rates_base: (count) =>
    plural(count, {
      one: '# exchange rate names one currency alone: the other is the one that its source reckons in.',
      other: '# exchange rates name one currency alone: the other is the one that their source reckons in.',
    }),
  rates_undated: (count) =>
    plural(count, {
      one: '# exchange rate has no day: the first of a pair holds on all days, a later one from when it was set.',
      other: '# exchange rates have no day: the first of a pair holds on all days, a later one from when it was set.',
    }),
  rates_aside: (count) =>
    plural(count, {
      one: '# exchange rate without a day was set aside: the dated rates that came with it count.',
      other: '# exchange rates without a day were set aside: the dated rates that came with them count.',
    }),
  edits_kept: (count) =>
    plural(count, {
      one: '# value edited here stays although the source says something else.',
      other: '# values edited here stay although the source says something else.',
    }),
  edits_replaced: (count) =>
    plural(count, {
      one: '# value edited here was replaced by what the source says.',
      other: '# values edited here were replaced by what the source says.',
    }),
  series_cut: (count) =>
    plural(count, {
      one: '# recurring event takes place more often than is kept: the first 20,000 times of an event, 200,000 of a file.',
      other:
        '# recurring events take place more often than is kept: the first 20,000 times of an event, 200,000 of a file.',
    }),
  series_endless: (count) =>
    plural(count, {
      one: '# recurring event has no end and was followed to the end of next year.',
      other: '# recurring events have no end and were followed to the end of next year.',
    }),
  zones_unknown: (count) =>
    plural(count, {
      one: '# time is in a time zone that is not known and that the file does not define: it was read as one without a zone.',
      other:
        '# times are in a time zone that is not known and that the file does not define: they were read as ones without a zone.',
    }),
  owners_guessed: (count) =>
    plural(count, {
      one: '# calendar does not say whose it is: taken to be that of whoever takes part in most of its events. Call the file by the owner’s mail address to say it.',
      other:
        '# calendars do not say whose they are: each taken to be that of whoever takes part in most of its events. Call the files by the owners’ mail addresses to say it.',
    }),
  owners_nobody: (count) =>
    plural(count, {
      one: '# calendar holds no address of anybody: its events belong to nobody. Call the file by the owner’s mail address, such as kim@seller.example.ics.',
      other:
        '# calendars hold no address of anybody: their events belong to nobody. Call the files by the owners’ mail addresses, such as kim@seller.example.ics.',
    }),
  unwrapped_rows: (count) =>
    plural(count, {
      one: '# line holds a whole row inside one pair of quotes and was read as the row inside.',
      other: '# lines hold a whole row inside one pair of quotes and were read as the row inside.',
    }),
  lines_before_header: (count) =>
    plural(count, {
      one: '# line above the header was passed over.',
      other: '# lines above the header were passed over.',
    }),
  lines_before_messages: (count) =>
    plural(count, {
      one: '# line before the first message is no message and was passed over.',
      other: '# lines before the first message are no messages and were passed over.',
    }),
  header_again: (count) =>
    plural(count, {
      one: '# row is the header again and was passed over.',
      other: '# rows are the header again and were passed over.',
    }),
  subtotal_rows: (count) =>
    plural(count, {
      one: '# line of subtotals, counts or headings between the rows was passed over.',
      other: '# lines of subtotals, counts or headings between the rows were passed over.',
    }),
  merged_rows: (count) =>
    plural(count, {
      one: '# row stands below a merged cell and was given its value.',
      other: '# rows stand below a merged cell and were given its value.',
    }),
  total_rows: (count) =>
    plural(count, {
      one: '# line of totals or notes below the last row was passed over.',
      other: '# lines of totals or notes below the last row were passed over.',
    }),
  error_cells: (count) =>
    plural(count, {
      one: '# cell holds a formula with an error or without a result and was read as empty. Repair the formula, save the workbook, import it again.',
      other:
        '# cells hold a formula with an error or without a result and were read as empty. Repair the formulas, save the workbook, import it again.',
    }),
  values_beside_rows: (count) =>
    plural(count, {
      one: '# value stands beside the rows and is no part of them.',
      other: '# values stand beside the rows and are no part of them.',
    }),
  conflicting_merges: (count) =>
    plural(count, {
      one: '# merge contradicts what others say: a record is merged once, into the first that the export names. Look it up in the source.',
      other:
        '# merges contradict what others say: a record is merged once, into the first that the export names. Look them up in the source.',
    }),
  merges_without_date: (count) =>
    plural(count, {
      one: '# merge has no date: taken for the day on which the record that is gone was last modified, else the one that stays.',
      other:
        '# merges have no date: taken for the day on which the record that is gone was last modified, else the one that stays.',
    }),
  columns_like_fields: (count) =>
    plural(count, {
      one: '# column sounds like a field that the known layout of the file reads from no column: it is kept as a field of its own. If the file is of another system, write a mapping.',
      other:
        '# columns sound like fields that the known layout of the file reads from no column: they are kept as fields of their own. If the file is of another system, write a mapping.',
    }),
  unnamed_tables: (count) =>
    plural(count, {
      one: '# table of a data warehouse is none that is known here, and its rows were set aside. If they are wanted, write a mapping.',
      other:
        '# tables of a data warehouse are none that are known here, and their rows were set aside. If they are wanted, write a mapping.',
    }),
  superseded_rows: (count) =>
    plural(count, {
      one: '# record was brought again later in the same run; the last one counts.',
      other: '# records were brought again later in the same run; the last ones count.',
    }),
  ignored_history_rows: (count) =>
    plural(count, {
      one: '# history row was left out: deleted in the source, or about fields that are not kept.',
      other: '# history rows were left out: deleted in the source, or about fields that are not kept.',
    }),
  names_unknown: (count, _of, whole) => {
    const rows = plural(whole, { one: '# row', other: '# rows' });
    return plural(count, {
      one: `# name in ${rows} is of no record: it stands under a placeholder of its own. Put the spelling right in the files, or import again and accept the nearest name.`,
      other: `# names in ${rows} are of no record: they stand under placeholders of their own. Put the spelling right in the files, or import again and accept the nearest names.`,
    });
  },
  names_twice: (count, _of, whole) => {
    const rows = plural(whole, { one: '# row', other: '# rows' });
    return plural(count, {
      one: `# name in ${rows} is of two records: what refers to it was left without the reference. Refer to it by id.`,
      other: `# names in ${rows} are of two records each: what refers to them was left without the reference. Refer to them by id.`,
    });
  },
  names_accepted: (count, _of, whole) => {
    const rows = plural(whole, { one: '# row', other: '# rows' });
    return plural(count, {
      one: `# name in ${rows} was taken for the nearest known one, as accepted.`,
      other: `# names in ${rows} were taken for the nearest known ones, as accepted.`,
    });
  },
  ids_made: (count) =>
    plural(count, {
      one: '# row has no id in the file: its name and date make it. Where one of them changes in the source, the next import brings a new record.',
      other:
        '# rows have no id in the file: their names and dates make it. Where one of them changes in the source, the next import brings a new record.',
    }),
  records_without_created_date: (count) =>
    plural(count, {
      one: '# record has no created date: it exists from the first day that it or a record naming it proves, else from this import on.',
      other:
        '# records have no created date: each exists from the first day that it or a record naming it proves, else from this import on.',
    }),
});

/** The codes that have words. */
export const problemCodes = () => Object.keys(sentences());

/** Words a data problem in the chosen language; what has no words here comes as the server wrote it. */
export function useProblems(): (problem: Problem) => string {
  const { i18n, _ } = useLingui();
  const format = useFormat();
  return useMemo(() => {
    const words: Partial<ReturnType<typeof sentences>> = hasSentences(i18n.locale) ? sentences() : {};
    return (p: Problem) => words[p.code]?.(p.count, format.count(p.of), p.of) ?? p.message;
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [i18n, _, format]);
}

import { t } from '@lingui/core/macro';
import type { Says } from '../say.ts';

/** Why a file, a row or a cell of an import was not taken (internal/reason/files.go). */
export const fileReasons = () =>
  ({
    file_empty: () => t`the file is empty`,
    file_excel: () =>
      t`this is an Excel workbook or a zip archive, not a CSV file: save the sheet as CSV UTF-8, or unpack the archive`,
    file_excel_old: () =>
      t`this is an old Excel workbook (.xls) or one with a password: save it as .xlsx without a password, or save the sheet as CSV UTF-8`,
    file_gzip: () => t`this file is compressed with gzip: unpack it first`,
    file_kind: ({ kind }) =>
      t`files that end in ${kind} are not read: give CSV, Excel (.xlsx), JSON, JSON lines, Parquet or iCalendar (.ics)`,
    file_kind_unknown: () =>
      t`its name has no ending that is read: give CSV, Excel (.xlsx), JSON, JSON lines, Parquet or iCalendar (.ics)`,
    file_pdf: () => t`this is a PDF, not a CSV file`,
    file_quotes: ({ line, most }) =>
      t`line ${line}: more than ${most} quotes are opened and never closed; export the file again, with quotes inside a field doubled`,
    file_encoding: () => t`its bytes do not show how its characters are written`,
    file_utf32: () => t`this file is written in UTF-32: save it as UTF-8`,
    header_unreadable: ({ line }, say) => {
      const why = say.inner('why');
      return t`the header in line ${line} cannot be read: ${why}`;
    },
    layout_unknown: () => t`no known export has these columns`,
    layout_own: () =>
      t`this is a list of salesops itself: the mapping that is suggested reads it, and “salesops export” writes everything with its history`,
    layout_export: () =>
      t`this is part of a whole export of salesops, which is read into an empty folder: “salesops import DIR --data NEW”`,
    layout_lacks: ({ layout, columns }) => t`the header is nearest to ${layout}, but there is no column ${columns}`,
    layout_has: ({ layout, columns }) => t`the header is nearest to ${layout}, but it has a column ${columns}`,

    archive_damaged: () => t`it is damaged: pack or export it again`,
    archive_empty: () =>
      t`the archive holds no file that can be imported: give CSV, Excel (.xlsx), JSON, JSON lines, Parquet or iCalendar (.ics)`,
    archive_locked: () => t`it is locked with a password: unpack the archive first`,
    archive_method: () => t`it is packed in a way that cannot be read here: unpack the archive first`,
    archive_nested: () => t`it is an archive inside an archive: unpack the outer one first`,
    archive_too_large: () => t`it unpacks to far more than an export would: unpack it yourself and look at it first`,
    json_empty: () => t`its objects are empty`,
    json_keys: ({ most }) => t`its objects have more than ${most} different keys`,
    json_list: () => t`the list in this file holds no objects: each row must be an object in JSON`,
    json_no_line: () => t`no line of this file is a JSON object`,
    json_start: () => t`this is not JSON: it begins with neither a brace nor a bracket`,
    json_broken: () => t`this is not JSON: a quote, a comma or a bracket is missing`,
    json_key_twice: () => t`the key stands twice in the object`,
    json_line: () => t`this line is not an object in JSON: each row must be one`,
    singer_state: () => t`this STATE message has no value to go on from`,
    json_new_key: ({ key }) =>
      t`it has the key ${key}, which was not there before: the file was changed while it was read`,
    json_no_object: () => t`this is not an object in JSON: each row must be one`,
    excel_hidden: () => t`the sheet is hidden and was not read: show it in Excel and save the workbook if it is wanted`,
    excel_no_part: () => t`the workbook names this sheet but does not hold it: save it again`,
    excel_no_table: () => t`the workbook has no sheet with a table`,
    excel_right_of_header: () =>
      t`the row has a value to the right of the last column of the header: give that column a name, or empty the cell`,

    ics_start: () => t`this is no calendar: an iCalendar file begins with BEGIN:VCALENDAR`,
    ics_no_events: () => t`the calendar holds no events`,
    ics_too_large: () => t`the calendar is larger than 256 MiB: export it in parts`,
    ics_event_open: () => t`the event is never closed: END:VEVENT is missing`,
    ics_event_long: ({ most }) => t`the event has more than ${most} lines that say something`,
    ics_no_start: () => t`the event does not say when it begins: DTSTART is missing`,
    ics_ends_first: () => t`the event ends before it begins`,
    ics_line: ({ property }) => t`the line of ${property} has no colon before its value`,
    ics_rule: ({ part }) => t`the recurrence cannot be followed: ${part}`,
    ics_duration: ({ value }) => t`${value} is not a duration such as PT45M`,

    file_failed: ({ file }, say) => {
      const why = say.inner('why');
      return t`${file}: ${why}`;
    },
    file_changed: () => t`the file was changed while it was read`,
    parquet_no_columns: () => t`the file has no columns`,
    parquet_columns: ({ most }) => t`the file has more than ${most} columns`,
    parquet_encrypted: () => t`the file is encrypted: write it again without a key`,
    parquet_damaged: () => t`the Parquet file is damaged or was not written to its end: write it again`,
    excel_binary: () => t`this is a binary workbook (.xlsb): save it as .xlsx or CSV UTF-8`,
    excel_too_large: ({ part }) => t`the workbook is too large in ${part}: save the sheet as CSV UTF-8`,
    excel_damaged: () => t`the workbook is damaged: open it in Excel, save it again, or save the sheet as CSV UTF-8`,
    excel_text: () => t`the workbook holds more text than can be kept in memory: save the sheets as CSV UTF-8`,
    excel_cell_long: () => t`a cell of the workbook is longer than 4 MB`,
    excel_columns: ({ most }) => t`the sheet has more than ${most} columns`,
    excel_breaks_off: ({ line }) => t`row ${line}: the sheet breaks off: open the workbook in Excel and save it again`,
    excel_row_long: ({ line }) => t`row ${line}: a cell is longer than 4 MB`,
    file_breaks_off: ({ byte }) => t`the file breaks off at byte ${byte}: it was not written or copied to its end`,
    gzip_breaks_off: ({ byte }) => t`the gzip file breaks off at byte ${byte}: it was not written or copied to its end`,
    excel_zip: () => t`the workbook is damaged or was not written to its end: export or copy it again`,
    gzip_damaged: () => t`the gzip file is damaged: pack or export it again`,
    zip_damaged: () => t`the zip archive is damaged or was not written to its end: pack or export it again`,
    archive_members: ({ most }) => t`the archive holds more than ${most} files: unpack it and import the folder`,
    json_object_long: ({ line }) => t`line ${line}: one object is longer than 16 MB`,
    json_line_long: ({ line }) => t`line ${line}: one line is longer than 16 MB`,
    json_wrong: ({ line }) => t`line ${line}: this is not JSON`,

    row_too_wide: ({ found, columns }) =>
      t`fields in the row: ${found}, in the header: ${columns}; a separator inside a field must stand in quotes`,
    opendocument: () => t`this is an OpenDocument file (.ods): save it as .xlsx or CSV UTF-8`,
    row_cut_off: ({ found, columns }) => t`fields in the row: ${found}, in the header: ${columns}; the row is cut off`,
    row_too_long: ({ megabytes }) => t`the row is longer than ${megabytes} MB`,
    row_too_many: ({ most }) => t`the row has more than ${most} columns`,
    row_without_time: () => t`has no time: a history row needs one`,
    quote_open: () => t`a quote is opened and never closed`,
    nul_byte: () => t`contains a NUL byte: the file is damaged here`,

    match_empty: ({ field }) => t`has no ${field} to match by`,
    match_ambiguous: ({ count, field, ids }) =>
      t`its ${field} is that of ${count} records, so it cannot be told which one is meant: ${ids}`,
    id_missing: () => t`has no id`,
    id_damaged: ({ value }) =>
      t`“${value}” is a long number that a spreadsheet program cut short: export again, or format the column as a number without decimals before saving as text`,
    id_wrong: ({ value }) => t`“${value}” is not an id`,
    id_of_other: ({ value, object }, say) => {
      const kind = say.words.object(object);
      return t`“${value}” is not the id of this object: ${kind}`;
    },
    rate_without_currency: () => t`names no currency`,
    rate_without_day: () => t`says no day from which on the rate holds`,
    rate_base: ({ currency }) =>
      t`is a rate of ${currency}, and nothing says of which other currency: set the company’s, or give it in a mapping`,
    rate_of_itself: ({ value, currency }) => t`“${value}” is the rate of ${currency} to itself, which is 1`,
    rate_wrong: ({ value, from, to }) =>
      t`“${value}” is not a rate: it says how many ${to} one ${from} is, such as 1.0842`,
    currency_unknown: ({ value }) => t`“${value}” is not a currency: use an ISO code such as USD`,
    not_number: ({ value }) => t`“${value}” is not a number`,
    number_too_long: ({ value }) => t`“${value}” is not a number: it is too long`,
    number_grouping: ({ value }) => t`“${value}” is not a number: its thousands are not grouped by three`,
    number_ambiguous: ({ value, grouped, divided }) =>
      t`“${value}” can be ${grouped} or ${divided}: write numbers: comma or numbers: point in the mapping`,
    number_writing: ({ value }) => t`“${value}” is not a number: write digits with a point, such as 1234.50`,
    number_exponent: ({ value }) => t`“${value}” is not a number: its exponent cannot be read`,
    amount_too_large: ({ value }) => t`“${value}” is larger than an amount can be`,
    amount_percent: ({ value }) =>
      t`“${value}” is a percentage, and this column holds amounts of money: give the amount itself`,
    not_percentage: ({ value }) => t`“${value}” is not a percentage`,
    not_whole: ({ value }) => t`“${value}” is not a whole number`,
    not_boolean: ({ value }) => t`“${value}” is neither true nor false`,
    not_date: ({ value }) => t`“${value}” is not a date`,
    date_ambiguous: ({ value }) => t`“${value}” could be day/month or month/day`,
    date_not_calendar: ({ value }) => t`“${value}” is not a day of the calendar`,
    date_not_ordered: ({ value, order }, say) => {
      const written = say.term(order);
      return t`“${value}” is not a day of the calendar when read as ${written}`;
    },
    time_unreadable: ({ value }) => t`“${value}” has no time of day behind the date that can be read`,
    text_too_long: ({ most }) => t`is longer than ${most} bytes, the most that is kept of it`,
    id_too_long: ({ value, most }) => t`“${value}” is longer than ${most} bytes, the most that an id can have`,
    cell_unreadable: () => t`cannot be read`,
  }) satisfies Says;

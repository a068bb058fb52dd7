package reason

// files are the messages about a file, a row or a cell of an import that was not accepted.
var files = map[string]string{
	// a whole file
	"file_empty": "the file is empty",
	"file_excel": "this is an Excel workbook or a zip archive, not a CSV file: save the sheet as CSV UTF-8, " +
		"or unpack the archive",
	"file_excel_old": "this is an old Excel workbook (.xls) or one with a password: save it as .xlsx without a " +
		"password, or save the sheet as CSV UTF-8",
	"file_gzip": "this file is compressed with gzip: unpack it first",
	"file_pdf":  "this is a PDF, not a CSV file",
	"file_kind": "files that end in {kind} are not read: give CSV, Excel (.xlsx), JSON, JSON lines, Parquet " +
		"or iCalendar (.ics)",
	"file_kind_unknown": "its name has no ending that is read: give CSV, Excel (.xlsx), JSON, JSON lines, Parquet or " +
		"iCalendar (.ics)",
	"file_encoding": "its bytes do not show how its characters are written, and they can be read as several scripts",
	"file_utf32":    "this file is written in UTF-32: save it as UTF-8",
	"file_quotes": "line {line}: more than {most} quotes are opened and never closed; export the file again, " +
		"with quotes inside a field doubled",
	"header_unreadable": "the header in line {line} cannot be read: {why}",
	"layout_unknown":    "no known export has these columns",
	"layout_own": "this is a list of salesops itself: --suggest writes a mapping that reads it, and `salesops " +
		"export` writes everything with its history",
	"layout_export": "this is part of a whole export of salesops, which is read into an empty folder: salesops " +
		"import DIR --data NEW",
	"layout_lacks": "the header is nearest to {layout}, but there is no column {columns}",
	"layout_has":   "the header is nearest to {layout}, but it has a column {columns}",

	// archives, JSON, workbooks
	"archive_damaged": "it is damaged: pack or export it again",
	"archive_empty": "the archive holds no file that can be imported: give CSV, Excel (.xlsx), JSON, JSON " +
		"lines, Parquet or iCalendar (.ics)",
	"archive_locked":    "it is locked with a password: unpack the archive first",
	"archive_method":    "it is packed in a way that cannot be read here: unpack the archive first",
	"archive_nested":    "it is an archive inside an archive: unpack the outer one first",
	"archive_too_large": "it unpacks to far more than an export would: unpack it yourself and look at it first",
	"json_empty":        "its objects are empty",
	"json_keys":         "its objects have more than {most} different keys",
	"json_list":         "the list in this file holds no objects: each row must be an object in JSON",
	"json_no_line":      "no line of this file is a JSON object",
	"json_start":        "this is not JSON: it begins with neither a brace nor a bracket",
	"json_broken":       "this is not JSON: a quote, a comma or a bracket is missing",
	"json_key_twice":    "the key stands twice in the object",
	"json_line":         "this line is not an object in JSON: each row must be one",
	"singer_state":      "this STATE message has no value to go on from",
	"json_new_key":      "it has the key {key}, which was not there before: the file was changed while it was read",
	"json_no_object":    "this is not an object in JSON: each row must be one",
	"excel_hidden": "the sheet is hidden and was not read: show it in Excel and save the workbook if it is " +
		"wanted",
	"excel_no_part":  "the workbook names this sheet but does not hold it: save it again",
	"excel_no_table": "the workbook has no sheet with a table",
	"excel_right_of_header": "the row has a value to the right of the last column of the header: give that column a " +
		"name, or empty the cell",

	// calendars
	"ics_start":      "this is no calendar: an iCalendar file begins with BEGIN:VCALENDAR",
	"ics_no_events":  "the calendar holds no events",
	"ics_too_large":  "the calendar is larger than 256 MiB: export it in parts",
	"ics_event_open": "the event is never closed: END:VEVENT is missing",
	"ics_event_long": "the event has more than {most} lines that say something",
	"ics_no_start":   "the event does not say when it begins: DTSTART is missing",
	"ics_ends_first": "the event ends before it begins",
	"ics_line":       "the line of {property} has no colon before its value",
	"ics_rule":       "the recurrence cannot be followed: {part}",
	"ics_duration":   "{value} is not a duration such as PT45M",

	// files that could not be read to the end
	"file_failed":        "{file}, {why}",
	"file_changed":       "the file was changed while it was read",
	"file_breaks_off":    "the file breaks off at byte {byte}: it was not written or copied to its end",
	"gzip_breaks_off":    "the gzip file breaks off at byte {byte}: it was not written or copied to its end",
	"parquet_no_columns": "the file has no columns",
	"parquet_columns":    "the file has more than {most} columns",
	"parquet_encrypted":  "the file is encrypted: write it again without a key",
	"parquet_damaged":    "the Parquet file is damaged or was not written to its end: write it again",
	"excel_binary":       "this is a binary workbook (.xlsb): save it as .xlsx or CSV UTF-8",
	"opendocument":       "this is an OpenDocument file (.ods): save it as .xlsx or CSV UTF-8",
	"excel_too_large":    "the workbook is too large in {part}: save the sheet as CSV UTF-8",
	"excel_damaged":      "{what} is damaged: open it in Excel, save it again, or save the sheet as CSV UTF-8",
	"excel_zip":          "the workbook is damaged or was not written to its end: export or copy it again",
	"excel_text":         "the workbook holds more text than can be kept in memory: save the sheets as CSV UTF-8",
	"excel_cell_long":    "a cell of the workbook is longer than 4 MB",
	"excel_columns":      "the sheet has more than {most} columns",
	"excel_breaks_off":   "row {line}: the sheet breaks off: open the workbook in Excel and save it again",
	"excel_row_long":     "row {line}: a cell is longer than 4 MB",
	"gzip_damaged":       "the gzip file is damaged: pack or export it again",
	"zip_damaged":        "the zip archive is damaged or was not written to its end: pack or export it again",
	"archive_members":    "the archive holds more than {most} files: unpack it and import the folder",
	"json_object_long":   "line {line}: one object is longer than 16 MB",
	"json_line_long":     "line {line}: one line is longer than 16 MB",
	"json_wrong":         "line {line}: this is not JSON: {what}",

	// a whole row
	"row_too_wide": "the row has {found} fields, the header {columns}: a separator inside a field must stand in " +
		"quotes",
	"row_cut_off":      "the row has {found} fields, the header {columns}: the row is cut off",
	"row_too_long":     "the row is longer than {megabytes} MB",
	"row_too_many":     "the row has more than {most} columns",
	"row_without_time": "has no time: a history row needs one",
	"quote_open":       "a quote is opened and never closed",
	"nul_byte":         "contains a NUL byte: the file is damaged here",

	// a cell
	"match_empty":     "has no {field} to match by",
	"match_ambiguous": "its {field} is that of {count} records, so it cannot be told which one is meant: {ids}",
	"id_missing":      "has no id",
	"id_damaged": "\"{value}\" is a long number that a spreadsheet program cut short: export again, or " +
		"format the column as a number without decimals before saving as text",
	"id_wrong":              `"{value}" is not an id`,
	"id_of_other":           `"{value}" is not the id of a {object}`,
	"rate_without_currency": "names no currency",
	"rate_without_day":      "says no day from which on the rate holds",
	"rate_base": "is a rate of {currency}, and nothing says of which other currency: set the company's " +
		"(salesops settings currency=EUR), or give it in a mapping",
	"rate_of_itself":    `"{value}" is the rate of {currency} to itself, which is 1`,
	"rate_wrong":        `"{value}" is not a rate: it says how many {to} one {from} is, such as 1.0842`,
	"currency_unknown":  `"{value}" is not a currency: use an ISO code such as USD`,
	"not_number":        `"{value}" is not a number`,
	"number_too_long":   `"{value}" is not a number: it is too long`,
	"number_grouping":   `"{value}" is not a number: its thousands are not grouped by three`,
	"number_ambiguous":  `"{value}" can be {grouped} or {divided}: write numbers: comma or numbers: point in the mapping`,
	"number_writing":    `"{value}" is not a number: write digits with a point, such as 1234.50`,
	"number_exponent":   `"{value}" is not a number: its exponent cannot be read`,
	"amount_too_large":  `"{value}" is larger than an amount can be`,
	"amount_percent":    `"{value}" is a percentage, and this column holds amounts of money: give the amount itself`,
	"not_percentage":    `"{value}" is not a percentage`,
	"not_whole":         `"{value}" is not a whole number`,
	"not_boolean":       `"{value}" is neither true nor false`,
	"not_date":          `"{value}" is not a date`,
	"date_ambiguous":    `"{value}" could be day/month or month/day`,
	"date_not_calendar": `"{value}" is not a day of the calendar`,
	"date_not_ordered":  `"{value}" is not a day of the calendar when read as {order}`,
	"time_unreadable":   `"{value}" has no time of day behind the date that can be read`,
	"text_too_long":     "is longer than {most} bytes, the most that is kept of it",
	"id_too_long":       `"{value}" is longer than {most} bytes, the most that an id can have`,
	"cell_unreadable":   "cannot be read",
}

package reason

// requests are the messages about refused requests.
var requests = map[string]string{
	// records
	"record_unknown":  "there is no {record}",
	"record_not_of":   "there is no {object} {record}",
	"record_of_other": "{record} is not a {object}",
	"record_changed":  "{record} has changed since you looked: load it again, then change it",
	"record_exists":   "{record} exists already: change it instead",
	"record_deleted":  "{record} is deleted: restore it before you change it",
	"record_merged":   "{record} is merged into another record: take the merge back instead",
	"object_unknown":  "there is no object {object}: GET /api/v1/schema lists them",
	"object_reserved": "records of {object} are written by the program itself, not by hand, an import or an " +
		"undo",
	"field_unknown": "a {object} has no field {field}: GET /api/v1/schema lists them",
	"field_needed":  "a {object} needs a value for \"{field}\"",
	"field_long":    "the value of \"{field}\" of a {object} is longer than {most} bytes",
	"field_unseen": "the value of \"{field}\" of a {object} contains characters that nobody sees (control " +
		"characters, or such that turn the direction of text): remove them",
	"field_value":   "the value of {field} must be {want}, or null to clear it",
	"outcome_wrong": "{value} is not an outcome: use open, won or lost",
	"stage_elsewhere": "the stage {stage} belongs to another pipeline: choose a stage of the deal's own " +
		"pipeline, or change both",
	"day_out_of_range":         "{field} is the day {day}: use a day between {first} and {last}",
	"year_out_of_range":        "{field} lies in the year {year}: use a time between {first} and {last}",
	"probability_out_of_range": "a probability lies between 0 and 1, not {value}",
	"count_out_of_range":       "{field} cannot be {value}: use a number from 0 up",
	"id_malformed":             "{id} is not an id: an id looks like name_8f3kq2, copy it from a list",
	"erase_not_a_person":       "a {object} is not a person: leads, contacts and people can be erased",
	"erase_while_importing":    "an import runs, whose files contain what is to be erased: try again when it is over",
	"erased_for_good":          "change {seq} erased personal values: nothing can bring them back",

	// questions
	"condition_wrong":   "the condition {condition} on {over}: {why}",
	"dimension_unknown": "{metric} cannot be cut by {dimension}{hint} It can be cut by {names}",
	"dimension_foreign": "{metric} cannot be cut by {dimension}: it can be cut by {names}",
	"dimension_kind": "{metric} cannot be cut by {dimension}, which is no text, number, reference or yes/no: " +
		"filter by it with --where, or cut by {names}",
	"dimension_period": "{metric} cannot be cut by {dimension}, which is a grain: write --grain {dimension}",
	"range_backwards":  "the range ends on {to}, before it begins on {from}: swap them",
	"range_exchange":   "from {from} is later than to {to}: exchange them",
	"as_of_late": "as-of {as_of} is later than known-at {known_at}: what was known on a day cannot tell a " +
		"later one; choose an earlier as-of or a later known-at",
	"whose_unknown":   "there is no team and no person called {name}{hint}",
	"whose_several":   "{name} is the name of several: use the id of one, {ids}",
	"whose_other":     "{id} is neither a team nor a person",
	"whose_foreign":   "{over} belongs to nobody: it cannot be limited to a team or a person",
	"compare_endless": "a comparison needs a range or a grain: add --from and --to, or --grain month",
	"no_day":          "{metric} belongs to no day: leave out from, to and grain",
	"too_many_periods": "{metric} looks at the same rows for each of {count} periods: choose a coarser grain or " +
		"fewer days",
	"receipt_wrong": "this is no receipt: copy the whole text",
	"explain_metric": "these are different questions: the first asks for {first}, the second for {second}; take " +
		"two links to the same number",
	"explain_days": "these are different questions: the first asks for {first}, the second for {second}; take " +
		"two links to the same days",
	"explain_grain": "these are different questions: the first is cut into periods by {first}, the second by " +
		"{second}; ask both alike",
	"explain_by": "these are different questions: the first is cut by {first}, the second by {second}; ask " +
		"both alike",
	"explain_where": "these are different questions: the first counts only {first}, the second only {second}; " +
		"ask both with the same conditions",
	"explain_whose": "these are different questions: the first is limited to {first}, the second to {second}; " +
		"ask both for the same team or person",
	"explain_currency": "these are in different currencies, {first} and {second}: ask both in the same one",
	"explain_unit":     "the definition changed its unit from {first} to {second}: no amount lies between the two",
	"explain_step":     "there is no step {step}: use new_data, late_corrections, definition, teams or rates",
	"request_unfit":    "the request does not fit: {what}",
	"took_too_long":    "this took longer than the server allows; ask for a shorter period or fewer groups",
	"cancelled":        "the request was cancelled",
	"went_wrong":       "something went wrong here; the server's log has the details",

	// settings
	"currency_wrong": "{value} is not a currency: use an ISO 4217 code such as EUR",
	"zone_unknown":   "{value} is not a time zone: use a name such as Europe/Berlin, America/New_York or UTC",
	"domain_wrong":   "{value} is not a mail domain: use one such as example.com, several separated by commas",
	"master_wrong": "{value} names no system of record: write newest, crm or here, and OBJECT=… or OBJECT.FIELD=… " +
		"for others, such as newest,deal.amount=here",
	"review_unknown": "{key} is not to be reviewed: it was decided, undone, or never differed",
	"margin_wrong":   "{value} is not a margin: use a share above 0 and up to 1, such as 0.8, or 80%",
	"hours_wrong":    "{value} are not working hours: write days and hours such as mon-fri 09:00-12:00,13:00-17:30",

	// mail
	"mail_address_wrong": "this is no mail address: write one such as ann@example.com",

	// imports
	"dates_undecided": "{file}, column {column}, {where}: {value} can be day/month/year or month/day/year, and " +
		"no date in the column, the file or the folder shows which: run again with --dates dmy or --dates mdy (or " +
		"--dates ymd); nothing was imported",
	"dates_of_both_kinds": "{file}, column {column}, {where}: {value} can be day/month/year or month/day/year, and " +
		"the column holds dates of both kinds: run again with --dates dmy or --dates mdy (or --dates ymd); nothing " +
		"was imported",
	"numbers_undecided": "{file}, column {column}, {where}: {value} can be {grouped} or {divided}, and no number " +
		"in the column, the file or the folder shows which: run again with --numbers comma (for 1.234,50) or " +
		"--numbers point (for 1,234.50); nothing was imported",
	"numbers_of_both_kinds": "{file}, column {column}, {where}: {value} can be {grouped} or {divided}, and the " +
		"column holds numbers of both kinds: run again with --numbers comma (for 1.234,50) or --numbers point (for " +
		"1,234.50); nothing was imported",
	"encoding_undecided": "{file}: its bytes do not show how its characters are written, and they can be read as " +
		"several scripts: run again with --encoding NAME, such as windows-1250 (Central European), windows-1251 " +
		"(Cyrillic), shift_jis (Japanese), gb18030 or big5 (Chinese), euc-kr (Korean), windows-1252 (Western); " +
		"nothing was imported",
	"join_differs": "{first} and {second} have the same key {key} and say different things in {column}, " +
		"{value} and {other}: a joined table has one row for each key; nothing was imported",
	"imports_waiting":      "{count} imports are waiting already: try again when they are done",
	"import_unknown":       "there is no import {import}: its id stands in the last line of its report",
	"import_not_running":   "no import {import} is running",
	"import_wrote_nothing": "this import wrote nothing that could be taken back",
	"import_files_gone": "the files of this import are not here any more, as after a restore: a backup does not " +
		"hold them. Import them again",
	"job_unknown": "there is no job {job}",
	"job_over":    "the job {job} is over already",
	"job_not_again": "the job {job} cannot be repeated: only a backup that failed or was stopped can; an import is " +
		"begun again with its files",
	"job_broke_off": "the program ended {count} times while it worked on this: look for the cause before it is " +
		"asked for again",
	"job_unreadable":   "what is kept of {job} ({kind}) cannot be read, so it was not carried out: ask for it again",
	"job_kind_unknown": "this version of the program does not know how to do {kind}: use the newer one",
	"upload_empty":     "no file arrived: send at least one part named files",
	"upload_broken":    "the upload broke off: send it again",
	"upload_too_many": "one import takes at most {most} files: send them in several imports, or use `salesops " +
		"import FOLDER`",

	// the data folder
	"columns_mended": "the columns were damaged and are being made again from the log, {percent} % are done: nothing " +
		"is lost; try again in a moment",
	"columns_renewed": "the columns are being made from the log, {percent} % are done: try again in a moment",
	"log_busy":        "another program is writing to {path}: try again",
	"log_stopped": "the log takes no more changes since a write to disk failed ({cause}): check the disk, then " +
		"start the program again; what was acknowledged is kept",
	"backup_damaged":   "the backup is damaged or was cut off ({cause}): use another one",
	"backup_locked":    "the backup is encrypted: give --identity or --passphrase-file",
	"backup_wrong_key": "the key does not open this backup: give the identity or passphrase it was made with",
	"backup_none":      "this is no backup of salesops",
	"backup_newer": "the backup was written by a newer version of the program ({program}, format {format}; this " +
		"one reads up to {most}): use the newer one",
	"backup_unlike":  "the backup does not hold the log it says it does ({cause}): use another one",
	"backup_unknown": "there is no backup {name}",
	"restore_there": "{folder} is there already: add --replace to put the backup in its place; what is there is " +
		"kept beside it",
	"restore_open":    "{folder} is open: end the process that serves it, then restore",
	"restore_running": "another restore into {folder} runs: wait for it",
	"erasure_begun": "an erasure that has begun is carried out to its end: stopped in between it would leave some of " +
		"the values",
	"erasures_waiting": "{count} erasures are waiting already: try again when they are done",
	"backup_running":   "a backup is being made: try again when it is done",
	"disk_full": "the disk of the data folder is full, so nothing can be saved: make room, and it goes on by itself; " +
		"what was saved before is kept and can be read",
	"no_room": "the disk is full: make room, then try again",
}

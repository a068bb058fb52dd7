import { t } from '@lingui/core/macro';
import type { Says } from '../say.ts';

/** Why something that was asked for was refused (internal/reason/requests.go). */
export const requestReasons = () =>
  ({
    record_unknown: ({ record }) => t`there is no ${record}`,
    record_not_of: ({ object, record }, say) => {
      const kind = say.words.object(object);
      return t`${kind}: there is no ${record}`;
    },
    record_of_other: ({ object, record }, say) => {
      const kind = say.words.object(object);
      return t`${record} is not one of these: ${kind}`;
    },
    record_changed: ({ record }) => t`${record} has changed since you looked: load it again, then change it`,
    record_exists: ({ record }) => t`${record} exists already: change it instead`,
    record_deleted: ({ record }) => t`${record} is deleted: restore it before you change it`,
    record_merged: ({ record }) => t`${record} is merged into another record: take the merge back instead`,
    object_reserved: ({ object }) =>
      t`records of ${object} are written by the program itself, not by hand, an import or an undo`,
    object_unknown: ({ object }) => t`there is no object ${object}`,
    field_unknown: ({ object, field }, say) => {
      const kind = say.words.object(object);
      return t`${kind} has no field ${field}`;
    },
    field_long: ({ object, field, most }, say) => {
      const kind = say.words.object(object);
      const name = say.words.field(field);
      return t`${kind}: “${name}” is longer than ${most} bytes`;
    },
    field_unseen: ({ object, field }, say) => {
      const kind = say.words.object(object);
      const name = say.words.field(field);
      return t`${kind}: “${name}” contains characters that nobody sees, such as control characters: remove them`;
    },
    field_needed: ({ object, field }, say) => {
      const kind = say.words.object(object);
      const name = say.words.field(field);
      return t`${kind}: a value is needed for “${name}”`;
    },
    field_value: ({ field, want }, say) => {
      const name = say.words.field(field);
      const wanted = say.term(want);
      return t`${name} takes ${wanted}`;
    },
    outcome_wrong: ({ value }) => t`${value} is not an outcome: use open, won or lost`,
    stage_elsewhere: ({ stage }) =>
      t`the stage ${stage} belongs to another pipeline: choose a stage of the deal’s own pipeline, or change both`,
    day_out_of_range: ({ field, day, first, last }, say) => {
      const name = say.words.field(field);
      return t`${name} is the day ${day}: use a day between ${first} and ${last}`;
    },
    year_out_of_range: ({ field, year, first, last }, say) => {
      const name = say.words.field(field);
      return t`${name} lies in the year ${year}: use a time between ${first} and ${last}`;
    },
    probability_out_of_range: () => t`a probability lies between 0 % and 100 %`,
    count_out_of_range: ({ field, value }, say) => {
      const name = say.words.field(field);
      return t`${name} cannot be ${value}: use a number from 0 up`;
    },
    id_malformed: ({ id }) => t`${id} is not an id: an id looks like name_8f3kq2, copy it from a list`,
    erase_not_a_person: ({ object }, say) => {
      const name = say.words.object(object ?? '');
      return t`${name} is not a person: leads, contacts and people can be erased`;
    },
    erase_while_importing: () => t`an import runs, whose files contain what is to be erased: try again when it is over`,
    erased_for_good: ({ seq }) => t`change ${seq} erased personal values: nothing can bring them back`,

    condition_wrong: ({ condition }, say) => {
      const why = say.inner('why');
      return t`the condition ${condition} cannot be used here: ${why}`;
    },
    dimension_unknown: ({ metric, dimension, names }, say) => {
      const name = say.words.metric(metric);
      return t`“${name}” cannot be cut by ${dimension}; it can be cut by ${names}`;
    },
    dimension_kind: ({ metric, dimension, names }, say) => {
      const name = say.words.metric(metric);
      return t`“${name}” cannot be cut by ${dimension}: filter by it, or cut by ${names}`;
    },
    dimension_period: ({ metric, dimension }, say) => {
      const name = say.words.metric(metric);
      return t`“${name}” cannot be cut by ${dimension}: choose it as the grain`;
    },
    dimension_foreign: ({ metric, dimension, names }, say) => {
      const name = say.words.metric(metric);
      return t`“${name}” cannot be cut by ${dimension}; it can be cut by ${names}`;
    },
    range_backwards: ({ from, to }) => t`the range ends on ${to}, before it begins on ${from}: swap them`,
    range_exchange: ({ from, to }) => t`the range ends on ${to}, before it begins on ${from}: swap them`,
    as_of_late: ({ as_of: asOf, known_at: knownAt }) =>
      t`what was known on ${knownAt} cannot tell the later day ${asOf}: choose an earlier as-of day or a later known-at day`,
    whose_unknown: ({ name }) => t`there is no team and no person called ${name}`,
    whose_several: ({ name, ids }) => t`${name} is the name of several: use the id of one, ${ids}`,
    whose_other: ({ id }) => t`${id} is neither a team nor a person`,
    whose_foreign: ({ over }) => t`${over} belongs to nobody: it cannot be limited to a team or a person`,
    compare_endless: () => t`a comparison needs a period or a grain: choose one`,
    no_day: ({ metric }, say) => {
      const name = say.words.metric(metric);
      return t`“${name}” belongs to no day: leave out the period and the grain`;
    },
    too_many_periods: ({ metric, count }, say) => {
      const name = say.words.metric(metric);
      return t`“${name}” looks at the same rows for each of ${count} periods: choose a coarser grain or fewer days`;
    },
    receipt_wrong: () => t`this is no link to a number: copy the whole text`,
    explain_metric: ({ first, second }, say) => {
      const one = say.words.metric(first);
      const other = say.words.metric(second);
      return t`these are different questions: the first asks for “${one}”, the second for “${other}”; take two links to the same number`;
    },
    explain_days: ({ first, second }) =>
      t`these are different questions: the first asks for ${first}, the second for ${second}; take two links to the same days`,
    explain_grain: ({ first, second }) =>
      t`these are different questions: the first is cut into periods by ${first}, the second by ${second}; ask both alike`,
    explain_by: ({ first, second }) =>
      t`these are different questions: the first is cut by ${first}, the second by ${second}; ask both alike`,
    explain_where: ({ first, second }) =>
      t`these are different questions: the first counts only ${first}, the second only ${second}; ask both with the same conditions`,
    explain_whose: ({ first, second }) =>
      t`these are different questions: the first is limited to ${first}, the second to ${second}; ask both for the same team or person`,
    explain_currency: ({ first, second }) =>
      t`these are in different currencies, ${first} and ${second}: ask both in the same one`,
    explain_unit: ({ first, second }) =>
      t`the definition changed its unit from ${first} to ${second}: no amount lies between the two`,
    explain_step: ({ step }) => t`there is no step ${step}`,
    request_unfit: ({ what }) => t`the request does not fit: ${what}`,
    took_too_long: () => t`this took longer than the server allows; ask for a shorter period or fewer groups`,
    cancelled: () => t`the request was cancelled`,
    went_wrong: () => t`something went wrong here; the server’s log has the details`,

    currency_wrong: ({ value }) => t`${value} is not a currency: use an ISO 4217 code such as EUR`,
    zone_unknown: ({ value }) =>
      t`${value} is not a time zone: use a name such as Europe/Berlin, America/New_York or UTC`,
    domain_wrong: ({ value }) =>
      t`${value} is not a mail domain: use one such as example.com, several separated by commas`,
    master_wrong: ({ value }) =>
      t`${value} names no system of record: write newest, crm or here, and object=… or object.field=… for others, such as newest,deal.amount=here`,
    review_unknown: () => t`this is not to be reviewed any more: it was decided or undone`,
    margin_wrong: ({ value }) => t`${value} is not a margin: use a share above 0 and up to 1, such as 0.8, or 80%`,
    hours_wrong: ({ value }) =>
      t`${value} are not working hours: write days and hours such as mon-fri 09:00-12:00,13:00-17:30`,
    mail_address_wrong: () => t`this is no mail address: write one such as ann@example.com`,

    dates_undecided: ({ file, column, value }) =>
      t`${file}, column ${column}: ${value} can be day/month/year or month/day/year, and nothing in the column, the file or the folder shows which. Nothing was imported.`,
    numbers_undecided: ({ file, column, value, grouped, divided }) =>
      t`${file}, column ${column}: ${value} can be ${grouped} or ${divided}, and nothing in the column, the file or the folder shows which. Nothing was imported.`,
    numbers_of_both_kinds: ({ file, column, value, grouped, divided }) =>
      t`${file}, column ${column}: ${value} can be ${grouped} or ${divided}, and the column holds numbers of both kinds. Nothing was imported.`,
    dates_of_both_kinds: ({ file, column, value }) =>
      t`${file}, column ${column}: ${value} can be day/month/year or month/day/year, and the column holds dates of both kinds. Nothing was imported.`,
    encoding_undecided: ({ file }) =>
      t`${file}: its bytes do not show how its characters are written. Nothing was imported.`,
    join_differs: ({ first, second, key, column, value, other }) =>
      t`${first} and ${second} have the same key ${key} and say different things in ${column}: ${value} and ${other}. A joined table has one row for each key. Nothing was imported.`,
    imports_waiting: ({ count }) => t`imports that are waiting already: ${count}; try again when they are done`,
    import_unknown: ({ import: id }) => t`there is no import ${id}`,
    import_not_running: ({ import: id }) => t`no import ${id} is running`,
    import_wrote_nothing: () => t`this import wrote nothing that could be taken back`,
    import_files_gone: () =>
      t`the files of this import are not here any more, as after a restore: a backup does not hold them. Import them again`,
    job_unknown: ({ job }) => t`there is no job ${job}`,
    job_not_again: ({ job }) =>
      t`the job ${job} cannot be repeated: only a backup that failed or was stopped can; an import is begun again with its files`,
    job_over: ({ job }) => t`the job ${job} is over already`,
    job_broke_off: ({ count }) =>
      t`the program ended while it worked on this; attempts: ${count}. Look for the cause before it is asked for again`,
    job_unreadable: ({ job, kind }) =>
      t`what is kept of ${job} (${kind}) cannot be read, so it was not carried out: ask for it again`,
    job_kind_unknown: ({ kind }) => t`this version of the program does not know how to do ${kind}: use the newer one`,
    upload_empty: () => t`no file arrived: choose at least one`,
    upload_broken: () => t`the upload broke off: send it again`,
    upload_too_many: ({ most }) => t`one import takes at most ${most} files: send them in several imports`,

    backup_damaged: ({ cause }) => t`the backup is damaged or was cut off (${cause}): use another one`,
    backup_locked: () => t`the backup is encrypted: check it on the command line, with its key`,
    backup_wrong_key: () => t`the key does not open this backup: give the identity or passphrase it was made with`,
    backup_none: () => t`this is no backup of salesops`,
    backup_newer: ({ program, format, most }) =>
      t`the backup was written by a newer version of the program (${program}, format ${format}; this one reads up to ${most}): use the newer one`,
    backup_unlike: ({ cause }) => t`the backup does not hold the log it says it does (${cause}): use another one`,
    backup_unknown: ({ name }) => t`there is no backup ${name}`,
    restore_there: ({ folder }) =>
      t`${folder} is there already: add --replace to put the backup in its place; what is there is kept beside it`,
    restore_open: ({ folder }) => t`${folder} is open: end the process that serves it, then restore`,
    restore_running: ({ folder }) => t`another restore into ${folder} runs: wait for it`,
    erasure_begun: () =>
      t`an erasure that has begun is carried out to its end: stopped in between it would leave some of the values`,
    erasures_waiting: ({ count }) => t`erasures are waiting already: ${count}. Try again when they are done`,
    backup_running: () => t`a backup is being made: try again when it is done`,
    columns_mended: ({ percent }) =>
      t`the columns were damaged and are being made again from the log, ${percent} % are done: nothing is lost; try again in a moment`,
    columns_renewed: ({ percent }) =>
      t`the columns are being made from the log, ${percent} % are done: try again in a moment`,
    log_busy: ({ path }) => t`another program is writing to ${path}: try again`,
    log_stopped: ({ cause }) =>
      t`the log takes no more changes since a write to disk failed (${cause}): check the disk, then start the program again; what was acknowledged is kept`,
    disk_full: () =>
      t`the disk of the data folder is full, so nothing can be saved: make room, and it goes on by itself; what was saved before is kept and can be read`,
    no_room: () => t`the disk is full: make room, then try again`,
  }) satisfies Says;

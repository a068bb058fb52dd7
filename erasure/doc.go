// Package erasure removes what is known of a person from a data folder, when the person has asked for it.
//
// The log commits to personal values by salted hashes, so they can be removed without breaking its chain: the record
// stays, with its deals and dates, and numbers stay as they are. What is removed: the personal fields of the person's
// record and of those merged into it, at all times, and of the calendar events that name the person. Copies outside the
// log (columns, reject files, snapshots) are made again or deleted by the caller: see Plan.In.
//
// A list of erasures is kept in the folder and beside it, so that a restore of an older backup erases again.
package erasure

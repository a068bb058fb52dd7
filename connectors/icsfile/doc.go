// Package icsfile reads iCalendar files (RFC 5545, .ics) as a table: one row for every event of
// a calendar, recurring ones once for each time they take place.
//
// It knows the text's lines, time zones and recurrences; what a meeting is to selling it does
// not know. Tasks, journals and alarms are passed over. Rules are stepped through by
// teambition/rrule-go on the clock of the wall, and only then become instants; the reader of
// the text is the project's own, because one bad event must not take its neighbours with it
// (docs/adr has the counts).
//
// Read Table first, then series.go for what makes the times of an event.
package icsfile

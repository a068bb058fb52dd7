// Package icalendar says what the events of iCalendar files (.ics) mean: each is a calendar
// event of the person whose calendar the file is, found by address among the people of every
// source; the first attendee that is a known contact is its contact.
//
// It does not read files: connectors/icsfile does. Which class a meeting has is decided when
// time is counted (timeuse), by the addresses of those who attend. Read Tool.
package icalendar

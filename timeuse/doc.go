// Package timeuse says where working hours go: calendar events become classes with the reason for
// each, a sweep over a day counts every minute once, and what people did towards buyers, by the CRM
// and by their calendars, is one set of rows.
//
// It writes nothing. The rules (classify.go) and the counting (sweep.go) know neither records nor SQL:
// events and hours in, minutes out. docs/methods.md has the definitions. Read SellerTime and Touches,
// the row sets, then Rules and Sweep.
package timeuse

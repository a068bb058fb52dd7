// Package timeuse computes where working hours go. It gives each calendar event a class with a reason, counts
// every minute of a day once, and joins activities of the CRM and meetings of calendars into one row set.
//
// It writes nothing. The rules (classify.go) and the counting (sweep.go) know neither records nor SQL:
// events and hours in, minutes out. docs/methods.md has the definitions. Read SellerTime and Touches,
// the row sets, then Rules and Sweep.
package timeuse

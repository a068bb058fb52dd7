package tool

import (
	"salesops/internal/period"
	"salesops/record"
)

// Row is a row while the Finish of its layout completes it.
type Row interface {
	// ID is the row's external id in its canonical form.
	ID() string
	// Text is the cell of a Part column; "" when the file has no such column.
	Text(header string) string
	// Join puts the cells of several Part columns together, with spaces between.
	Join(headers ...string) string
	// Time is the instant in a Part column of kind Day or Instant; a day is its first instant in the
	// company's zone.
	Time(header string) (period.Instant, bool)
	// DayOf is the day of an instant in the company's zone.
	DayOf(at period.Instant) period.Day
	// Created and Modified are the row's own stamps; 0 when it has none.
	Created() period.Instant
	Modified() period.Instant
	// Value is what the row says of a field; unset when it says nothing.
	Value(field string) record.Value
	// Set gives a field a value in place of what the row's cells said.
	Set(field string, v record.Value)
	// Since says that the values of some fields began at a time of their own and not with the record.
	// stamped means that the source noted that time itself.
	Since(at period.Instant, stamped bool, fields ...string)
	// Before says what a field held from creation until its dated value.
	Before(field string, v record.Value)
}

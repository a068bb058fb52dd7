package connectors

import (
	"strings"

	"salesops/connectors/cell"
	"salesops/internal/period"
	"salesops/record"
)

// rowRead is a row while the Finish of its layout completes it.
type rowRead struct {
	facts *facts
	id    string
	parts []part
	zones cell.Zones
}

// part is a cell that Finish needs.
type part struct {
	header string
	text   string
	at     cell.Moment
	isTime bool
}

// dated are fields whose values began at a time of their own.
type dated struct {
	at     period.Instant
	known  bool // the time is the source's own stamp, not a date that somebody entered
	fields []string
}

// ID is the row's external id in its canonical form.
func (r *rowRead) ID() string { return r.id }

// Text is the cell of a Part column; "" when the file has no such column.
func (r *rowRead) Text(header string) string {
	for i := range r.parts {
		if r.parts[i].header == header {
			return r.parts[i].text
		}
	}
	return ""
}

// Time is the instant in a Part column of kind Day or Instant; a day is its first instant in the company's zone.
func (r *rowRead) Time(header string) (period.Instant, bool) {
	for i := range r.parts {
		if p := &r.parts[i]; p.header == header && p.isTime {
			return p.at.Instant(r.zones), true
		}
	}
	return 0, false
}

// Join puts the cells of several Part columns together, with spaces between.
func (r *rowRead) Join(headers ...string) string {
	var all []string
	for _, h := range headers {
		if s := r.Text(h); s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, " ")
}

// Created and Modified are the row's own stamps; 0 when it has none.
func (r *rowRead) Created() period.Instant  { return r.facts.created }
func (r *rowRead) Modified() period.Instant { return r.facts.modified }

// DayOf is the day of an instant in the company's zone.
func (r *rowRead) DayOf(at period.Instant) period.Day { return at.Day(r.zones.Company) }

// Value is what the row says of a field; unset when it says nothing.
func (r *rowRead) Value(field string) record.Value { return r.facts.value(field) }

// Set gives a field a value in place of what the row's cells said.
func (r *rowRead) Set(field string, v record.Value) { r.facts.set(field, v) }

// Since says that the values of some fields began at a time of their own and not with the
// record. stamped means that the source noted that time itself.
func (r *rowRead) Since(at period.Instant, stamped bool, fields ...string) {
	r.facts.dated = append(r.facts.dated, dated{at, stamped, fields})
}

// Before says what a field held from creation until its dated value.
func (r *rowRead) Before(field string, v record.Value) {
	r.facts.initial = append(r.facts.initial, record.FieldValue{Name: field, Value: v})
}

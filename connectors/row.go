package connectors

import (
	"strings"

	"salesops/internal/period"
	"salesops/record"
)

// ID is the row's external id in its canonical form.
func (r *Row) ID() string { return r.id }

// Text is the cell of a Part column; "" when the file has no such column.
func (r *Row) Text(header string) string {
	for i := range r.parts {
		if r.parts[i].header == header {
			return r.parts[i].text
		}
	}
	return ""
}

// Time is the instant in a Part column of kind Day or Instant; a day is its first instant in the company's zone.
func (r *Row) Time(header string) (period.Instant, bool) {
	for i := range r.parts {
		if p := &r.parts[i]; p.header == header && p.isTime {
			return p.at.Instant(r.imp.zones), true
		}
	}
	return 0, false
}

// Join puts the cells of several Part columns together, with spaces between.
func (r *Row) Join(headers ...string) string {
	var all []string
	for _, h := range headers {
		if s := r.Text(h); s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, " ")
}

// Created and Modified are the row's own stamps; 0 when it has none.
func (r *Row) Created() period.Instant  { return r.facts.created }
func (r *Row) Modified() period.Instant { return r.facts.modified }

// DayOf is the day of an instant in the company's zone.
func (r *Row) DayOf(at period.Instant) period.Day { return at.Day(r.imp.company) }

// Value is what the row says of a field; unset when it says nothing.
func (r *Row) Value(field string) record.Value { return r.facts.value(field) }

// Set gives a field a value in place of what the row's cells said.
func (r *Row) Set(field string, v record.Value) { r.facts.set(field, v) }

// Since says that the values of some fields began at a time of their own and not with the
// record. stamped means that the source noted that time itself.
func (r *Row) Since(at period.Instant, stamped bool, fields ...string) {
	r.facts.dated = append(r.facts.dated, dated{at, stamped, fields})
}

// Before says what a field held from creation until its dated value.
func (r *Row) Before(field string, v record.Value) {
	r.facts.initial = append(r.facts.initial, record.FieldValue{Name: field, Value: v})
}

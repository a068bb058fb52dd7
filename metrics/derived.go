package metrics

import (
	"strings"

	"salesops/internal/expr"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// The values of a deal's due.
const (
	dueOverdue = "overdue"
	dueThis    = "this period"
	dueLater   = "later"
)

// derivedFields are fields that no record holds, because they follow from others and from the
// day of the question: metric files, filters and dimensions use them like any other.
func derivedFields(object string) []expr.Field {
	if object != sales.Deal {
		return nil
	}
	return []expr.Field{
		// A deal below zero takes back what was sold: it is nobody's win, and has no price.
		{Name: "credit_note", Kind: expr.Bool, Label: "Credit note"},
		{Name: "due", Kind: expr.Text, Label: "Due"},
	}
}

// isDerived says whether a field of an object is one of them: a company's own field of the same
// name goes before.
func (w words) isDerived(object, name string) bool {
	if set := rowSetOf(object); set != nil {
		if set.owns(name) {
			return false
		}
		object = set.like
	}
	for _, f := range derivedFields(object) {
		if f.Name == name {
			o, ok := w.schema.Object(object)
			return ok && !holds(o, name)
		}
	}
	return false
}

func holds(o *record.Object, name string) bool {
	for _, f := range o.Fields {
		if f.Name == name && !f.Retired {
			return true
		}
	}
	return false
}

// derive is the SQL of a derived field of the records in a table, whose columns it asks for.
func (b *build) derive(table string, columns map[string]bool, object, name string) expr.Column {
	own := func(field string) string { return b.need(table, columns, object, field).SQL }
	if name == "credit_note" {
		return expr.Column{SQL: "coalesce(" + own("amount") + " < 0, false)"}
	}
	closes := own("close_date")
	asOf := b.args.Add(b.r.asOf) + "::DATE"
	ends := b.args.Add(b.r.duePeriod().To) + "::DATE"
	return expr.Column{SQL: strings.Join([]string{
		"(CASE WHEN", closes, "IS NULL OR coalesce(" + own("outcome") + " IN ('won', 'lost'), false) THEN NULL",
		"WHEN", closes, "<", asOf, "THEN '" + dueOverdue + "' WHEN", closes, "<", ends, "THEN '" + dueThis + "' ELSE '" + dueLater + "' END)",
	}, " ")}
}

// duePeriod is what an open deal's due calls this period: the days that were asked for where
// the as-of day is one of them, else the fiscal quarter of that day.
func (r *request) duePeriod() period.Range {
	if bounded(r.ranges.now) && r.ranges.now.Contains(r.asOf) {
		return r.ranges.now
	}
	return r.ranges.calendar.PeriodOf(r.asOf, period.Quarter)
}

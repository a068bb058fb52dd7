package metrics

import (
	"slices"
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

// derivedFields returns fields that no record has, because they are computed from others and from the day of
// the question. Metric files, filters and dimensions use them like any other field.
func derivedFields(object string) []expr.Field {
	if object != sales.Deal {
		return nil
	}
	return []expr.Field{
		// A deal with a negative amount takes back what was sold. It is no win and has no price.
		{Name: "credit_note", Kind: expr.Bool, Label: "Credit note"},
		{Name: "due", Kind: expr.Text, Label: "Due"},
		{Name: acvField, Kind: expr.Money, Label: "Annual contract value"},
		{Name: tcvField, Kind: expr.Money, Label: "Total contract value"},
	}
}

// A deal's value in a year of its term, and over all of it: see sales.Annualised.
const acvField, tcvField = "acv", "tcv"

// annual reports whether a field is one of these two.
func (w words) annual(object, field string) bool {
	return (field == acvField || field == tcvField) && w.isDerived(object, field)
}

// noTerm leaves out deals whose yearly value is unknown. They do not count as 0; when there are no others,
// there is no answer.
func noTerm() guard {
	every := 1.0
	return guard{Code: "no_term", Act: ActLeaveOut, Above: &every, Rows: "!has(" + tcvField + ")",
		Say: noun{One: "has no known term and amount", Many: "have no known term and amount"}}
}

// impliedGuards returns the guards of a metric that adds up annual or total values and has no guard for missing
// terms.
func (m *metric) impliedGuards() []guard {
	values := []string{m.Value}
	for _, p := range []*part{m.Numerator, m.Denominator} {
		if p != nil {
			values = append(values, p.Sum)
		}
	}
	if m.Over != sales.Deal || !slices.Contains(values, acvField) && !slices.Contains(values, tcvField) ||
		slices.ContainsFunc(m.Guards, func(g guard) bool { return g.Code == noTerm().Code }) {
		return nil
	}
	return []guard{noTerm()}
}

// isDerived reports whether a field of an object is derived. A company's own field with the same name takes
// precedence.
func (w words) isDerived(object, name string) bool {
	if w.set != nil && object == w.set.Name {
		if w.set.owns(name) {
			return false
		}
		object = w.set.Like
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

// derive returns the SQL of a derived field of the records in a table, and notes the columns that it needs.
func (b *Statement) derive(table string, columns map[string]bool, object, name string) expr.Column {
	own := func(field string) string { return b.need(table, columns, object, field).SQL }
	if name == "credit_note" {
		return expr.Column{SQL: "coalesce(" + own("amount") + " < 0, false)"}
	}
	if name == acvField || name == tcvField {
		return annual(name, b.need(table, columns, object, "amount"), own("term_months"))
	}
	closes := own("close_date")
	asOf := b.args.Add(b.r.asOf) + "::DATE"
	b.byPeriod = true
	ends := b.args.Add(b.r.duePeriod().To) + "::DATE"
	return expr.Column{SQL: strings.Join([]string{
		"(CASE WHEN", closes, "IS NULL OR coalesce(" + own("outcome") + " IN ('won', 'lost'), false) THEN NULL",
		"WHEN", closes, "<", asOf, "THEN '" + dueOverdue + "' WHEN", closes, "<", ends,
		"THEN '" + dueThis + "' ELSE '" + dueLater + "' END)",
	}, " ")}
}

// annual is the SQL of a deal's value in a year or over its term, half to even.
func annual(name string, amount expr.Column, term string) expr.Column {
	if name == tcvField {
		return expr.Column{SQL: "(CASE WHEN " + term + " >= 1 THEN " + amount.SQL + " END)", Currency: amount.Currency}
	}
	return expr.Column{SQL: "(CASE WHEN " + term + " >= 1 THEN " + HalfEven(amount.SQL+"::HUGEINT * 12", term) +
		" END)::BIGINT", Currency: amount.Currency}
}

// duePeriod is the period of the value "this period" of due: the range of the question when it contains the
// as-of day, otherwise the fiscal quarter of that day.
func (r *request) duePeriod() period.Range {
	if r.ranges.now.Bounded() && r.ranges.now.Contains(r.asOf) {
		return r.ranges.now
	}
	return r.ranges.calendar.PeriodOf(r.asOf, period.Quarter)
}

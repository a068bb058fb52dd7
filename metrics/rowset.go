package metrics

import (
	"context"
	"slices"

	"salesops/analytics"
	"salesops/internal/expr"
	"salesops/internal/period"
	"salesops/record"
)

// RowSet is a set of rows that are made from records of objects, such as a person's quota in a period or a
// deal's visit to a stage. Metric files name it under over and use it as they use an object. It tells the
// metrics all that they must know of it: no other file of this package names a row set.
type RowSet struct {
	Name string
	Like string // the object whose fields its rows have, beside those of their own
	Own  []expr.Field
	// Terms are named conditions; nil means those of the like object.
	Terms map[string]string
	// Same are own fields that equal another column of the row: the owner of a rep's row is its id.
	Same map[string]string
	// Extra are columns that no expression sees.
	Extra []string
	// Opens are the objects to whose records rows open, indexed by the column row_kind.
	Opens []string
	// From are the objects of which it is made. Without records of the first there is nothing to count; with
	// Any, records of another are enough.
	From []string
	Any  bool
	// Source names what is missing when there are no rows; "" for the rows themselves.
	Source string
	// Several means that one record may have several rows, which the column line distinguishes.
	Several bool
	// Dayless rows have no day of their own; each is about a period of the question.
	Dayless bool
	// Begins is set when rows are about periods and are distinguished by them (columns place, period_from and
	// period_to). It is the field of the first of From with the first day of such a record.
	Begins string
	// Uncut means that a row depends on the limits of its period, so that counts of two parts of a period do
	// not add up.
	Uncut bool
	// Stands means that rows are states on a day. A comparison to date then uses their state on the last of its
	// days.
	Stands bool
	// Certain means that a share of one row is no sample and has no interval.
	Certain bool
	// Shown are own fields that a drill shows beside the record's.
	Shown []string
	// Long is the note for a range of several quarters that counts as one period.
	Long *Note
	// Prepare reads what the rows need.
	Prepare func(ctx context.Context, b *Statement, limits []period.Range) (Rows, error)
	// Incomplete returns which records make no row; nil when there are none.
	Incomplete func(ctx context.Context, b *Statement) ([]Incomplete, error)
	// Parts are further records behind a row.
	Parts []Part
	// Calculator computes the metrics of kind derived over the rows; nil when there are none.
	Calculator Calculator
}

// RowSets are the row sets that metrics may count.
type RowSets []*RowSet

// of returns the row set with a name; nil for an object.
func (all RowSets) of(name string) *RowSet {
	if i := slices.IndexFunc(all, func(s *RowSet) bool { return s.Name == name }); i >= 0 {
		return all[i]
	}
	return nil
}

// calculated returns the names of the row sets with a calculator.
func (all RowSets) calculated() []string {
	var names []string
	for _, s := range all {
		if s.Calculator != nil {
			names = append(names, s.Name)
		}
	}
	return names
}

// Rows writes the rows of one statement.
type Rows interface {
	// Select writes a SELECT of columns: id, those of the fields, and row_kind and line where the
	// row set has them.
	Select(columns []string) (string, error)
}

// Select is a function that implements Rows.
type Select func(columns []string) (string, error)

// Select calls the function.
func (s Select) Select(columns []string) (string, error) { return s(columns) }

// converter is implemented by Rows whose amounts are not yet in the result's currency.
type converter interface {
	amount(ctx context.Context, f expr.Fragment) (string, error)
}

// split separates columns into those of the like object's records and the row set's own.
func (s *RowSet) split(columns []string) (theirs, own []string) {
	for _, c := range columns {
		mine := c == columnKind || c == columnLine || slices.Contains(s.Extra, c) ||
			slices.ContainsFunc(s.Own, func(f expr.Field) bool {
				return f.Name == c || f.Kind == expr.Money && f.Name+"_currency" == c
			})
		if mine {
			own = append(own, c)
		} else {
			theirs = append(theirs, c)
		}
	}
	return theirs, own
}

// The columns that distinguish rows of several kinds, and several rows of one record.
const (
	columnKind = "row_kind"
	columnLine = "line"
)

// owns reports whether a field is one of the row set's own.
func (s *RowSet) owns(field string) bool {
	return s != nil && slices.ContainsFunc(s.Own, func(f expr.Field) bool { return f.Name == field })
}

// same returns the column that has the value of a field of the rows.
func (s *RowSet) same(field string) string {
	if s != nil && s.Same[field] != "" {
		return s.Same[field]
	}
	return field
}

// periodic reports whether rows are about the periods of the question.
func (s *RowSet) periodic() bool { return s != nil && (s.Dayless || s.Begins != "") }

// placed reports whether rows are distinguished by the period that they are about.
func (s *RowSet) placed() bool { return s != nil && s.Begins != "" }

// stepRows prepares the rows of a row set.
func (b *Statement) stepRows(ctx context.Context, limits []period.Range) error {
	if b.set == nil {
		return nil
	}
	var err error
	b.rows, err = b.set.Prepare(ctx, b, limits)
	return err
}

// stepPlaced sets up the periods that distinguish rows.
func (b *Statement) stepPlaced(ctx context.Context, limits []period.Range) error {
	b.on, b.orgOn, b.place = `"r".period_from`, `"r".period_to`, `"r".place`
	return b.periodsIn(ctx, limits, b.firstBegun)
}

// firstBegun returns the first day of the earliest record of which rows are made; the as-of day without any.
func (b *Statement) firstBegun(ctx context.Context) (period.Day, error) {
	first := b.r.asOf
	err := b.s.rows(ctx, b.set.From[0], []string{b.set.Begins}, b.r.when,
		func(batch *analytics.Batch, row int) error {
			if !batch.Null(0, row) {
				first = min(first, batch.Day(0, row))
			}
			return nil
		})
	return first, err
}

// source is the SELECT of the metric's rows.
func (b *Statement) source(columns []string) (string, error) {
	object, at := b.m.Over, b.r.when
	at.Only = b.only
	switch {
	case b.set != nil:
		return b.rows.Select(columns)
	case b.ever:
		return b.s.cols.States(object, columns, at, b.args.Add) // any of them will do
	case b.split:
		return b.splitRows(columns, at)
	case b.settles():
		return b.settledRows(columns)
	}
	return b.s.cols.Rows(object, columns, at, b.args.Add)
}

// periodsOf divides limits into the periods of the answer, in order.
func (b *Statement) periodsOf(limits []period.Range) []period.Range {
	var out []period.Range
	for _, l := range limits {
		if b.r.ranges.grain == period.Whole {
			out = append(out, l)
		} else {
			out = append(out, b.r.ranges.periods(l)...)
		}
	}
	return out
}

// ownColumns returns what a drill reads from a row set besides the records' ids.
func (b *Statement) ownColumns(o *opened) (kind, line, inner, shown string) {
	kind, line = "0", "0"
	if b.set == nil {
		return kind, line, "", ""
	}
	o.objects = b.set.Opens
	if len(b.set.Opens) > 1 {
		b.base[columnKind] = true
		kind = `"r".` + columnKind
	}
	if b.set.Several {
		b.base[columnLine] = true
		line = `"r".` + columnLine
	}
	for _, name := range b.set.Shown {
		f, _ := b.w.field(b.m.Over, name)
		b.base[name] = true
		inner += `, "r".` + quote(name)
		shown += ", " + quote(name)
		o.shown = append(o.shown, FieldInfo{Name: name, Label: f.Label, Kind: record.Kind(f.Kind).String(),
			RefObject: f.RefObject, Of: b.set.Name})
	}
	return kind, line, inner, shown
}

// longNote returns the note for a range of several quarters that counts as one period.
func (sh *sheet) longNote(r *request) []Note {
	const quarter = 14 * 7 // days of the longest one
	if sh.m.set == nil || sh.m.set.Long == nil || r.ranges.grain != period.Whole ||
		r.ranges.now.Bounded() && r.ranges.now.Days() <= quarter {
		return nil
	}
	return []Note{*sh.m.set.Long}
}

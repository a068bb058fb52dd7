package metrics

import (
	"context"
	"slices"

	"salesops/analytics"
	"salesops/internal/expr"
	"salesops/internal/period"
	"salesops/record"
)

// rowSet is a set of rows that no object holds, made from the records of some: a person's
// quota in a period, a deal's visit to a stage. Metric files name it under over, and use it
// as they use an object. One file each: rowset_*.go.
type rowSet struct {
	name string
	like string // the object whose fields its rows have, beside those of their own
	own  []expr.Field
	// extra are columns that no expression sees.
	extra []string
	// opens are the objects whose records rows open to, by the column row_kind: 0 is the first.
	opens []string
	// from are the objects it is made of. Without records of the first there is nothing to
	// count; any says that those of another do as well.
	from []string
	any  bool
	// several says that one record may have several rows, told apart by the column line.
	several bool
	// dayless rows have no day of their own but stand for the periods of the question.
	dayless bool
	// stands rows are looked at on a day: to date they are those as of the last one.
	stands bool
	// shown are own fields that a drill shows beside the record's.
	shown []string
	// prepare reads what the rows need and gives the function that writes their SELECT.
	prepare func(ctx context.Context, b *build, limits []period.Range) (relation, error)
	// also lists further records of which a row is made; nil when there are none.
	also func(ctx context.Context, b *build, g *grouping, c Cell, limit period.Range) ([]*opened, error)
}

// relation writes a SELECT of columns: id, those of the fields, and row_kind and line where the
// row set has them.
type relation func(columns []string) (string, error)

// rowSetOf finds a row set by its name; nil for an object. It is asked many times for each
// statement, so only the one set is made.
func rowSetOf(name string) *rowSet {
	switch name {
	case "seller_quota":
		return quotaRows()
	case "touch":
		return touchRows()
	case "stage_visit":
		return visitRows()
	case "buyer":
		return buyerRows()
	case "deal_due":
		return dueRows()
	case "seller_time":
		return timeRows()
	}
	return nil
}

// split parts the columns of a relation: those of the like object's records, and the row set's own.
func (s *rowSet) split(columns []string) (theirs, own []string) {
	for _, c := range columns {
		mine := c == "row_kind" || c == "line" || slices.Contains(s.extra, c) ||
			slices.ContainsFunc(s.own, func(f expr.Field) bool {
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

// owns says whether a field is one of the row set's own.
func (s *rowSet) owns(field string) bool {
	return slices.ContainsFunc(s.own, func(f expr.Field) bool { return f.Name == field })
}

// stepRows prepares the rows of a row set.
func (b *build) stepRows(ctx context.Context, limits []period.Range) error {
	if b.set = rowSetOf(b.m.Over); b.set == nil {
		return nil
	}
	var err error
	b.rows, err = b.set.prepare(ctx, b, limits)
	return err
}

// source is the SELECT of the metric's rows.
func (b *build) source(object string, columns []string, at analytics.When) (string, error) {
	if b.set != nil {
		return b.rows(columns)
	}
	if b.ever {
		return b.s.cols.Versions(object, columns, at, b.args.Add)
	}
	if b.split {
		return b.splitRows(columns, at)
	}
	if b.settles() {
		return b.settledRows(columns)
	}
	return b.s.cols.Rows(object, columns, at, b.args.Add)
}

// periodsOf cuts limits into the periods that the answer has, in order.
func (b *build) periodsOf(limits []period.Range) []period.Range {
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

// ownColumns names what a drill takes from a row set beside the records' ids.
func (b *build) ownColumns(o *opened) (kind, line, inner, shown string) {
	kind, line = "0", "0"
	if b.set == nil {
		return kind, line, "", ""
	}
	o.objects = b.set.opens
	if len(b.set.opens) > 1 {
		b.base["row_kind"] = true
		kind = `"r".row_kind`
	}
	if b.set.several {
		b.base["line"] = true
		line = `"r".line`
	}
	for _, name := range b.set.shown {
		f, _ := b.w.field(b.m.Over, name)
		b.base[name] = true
		inner += `, "r".` + quote(name)
		shown += ", " + quote(name)
		o.shown = append(o.shown, FieldInfo{Name: name, Label: f.Label, Kind: record.Kind(f.Kind).String(),
			RefObject: f.RefObject})
	}
	return kind, line, inner, shown
}

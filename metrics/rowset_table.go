package metrics

import (
	"context"
	"maps"
	"slices"
	"strings"

	"salesops/analytics"
	"salesops/internal/expr"
	"salesops/internal/period"
	"salesops/record"
)

// TableRows is a row set that reads a keyed table of the columns. Its rows have the fields of their record as
// of the day, and own fields.
type TableRows struct {
	Name  string
	Table analytics.Keyed
	// Only is a condition of the table for the rows; "" means all rows.
	Only string
	// Own are the fields of its rows ("x_on" for the day of an instant x_at); nil means all fields of the
	// table.
	Own []string
	// Shown are own fields that a drill shows beside the record's.
	Shown []string
}

// RowSet is the row set.
func (t TableRows) RowSet() *RowSet {
	return &RowSet{
		Name: t.Name, Stands: true, Like: t.Table.Object, Opens: []string{t.Table.Object},
		From: []string{t.Table.Object}, Several: t.Table.Several, Own: t.fields(), Shown: t.Shown, Prepare: t.prepare,
	}
}

// fields are what metrics may name.
func (t TableRows) fields() []expr.Field {
	var all []expr.Field
	for _, f := range t.Table.Fields {
		all = append(all, expr.Field{Name: f.Name, Kind: expr.Kind(f.Kind), RefObject: f.Object, Label: f.Label})
		if name, ok := strings.CutSuffix(f.Name, "_at"); ok && f.Kind == record.Instant {
			all = append(all, expr.Field{Name: name + "_on", Kind: expr.Day, Label: f.Label})
		}
	}
	if t.Own == nil {
		return all
	}
	var own []expr.Field
	for _, name := range t.Own {
		i := slices.IndexFunc(all, func(f expr.Field) bool { return f.Name == name })
		own = append(own, all[i])
	}
	return own
}

func (t TableRows) prepare(ctx context.Context, b *Statement, _ []period.Range) (Rows, error) {
	return Select(func(columns []string) (string, error) {
		theirs, own := b.set.split(columns)
		need := map[string]bool{"id": true}
		for _, c := range own {
			need[c] = true
		}
		if t.Only != "" {
			need[t.Only] = true
		}
		rows, err := b.s.cols.Table(ctx, t.Table.Name, slices.Sorted(maps.Keys(need)), b.r.when, b.args.Add)
		if err != nil {
			return "", err
		}
		need = map[string]bool{"id": true}
		for _, c := range theirs {
			need[c] = true
		}
		join := ""
		if len(need) > 1 {
			records, err := b.s.cols.Rows(t.Table.Object, slices.Sorted(maps.Keys(need)), b.r.when, b.args.Add)
			if err != nil {
				return "", err
			}
			join = ` JOIN (` + records + `) d ON d.id = t.id`
		}
		list := make([]string, len(columns))
		for i, c := range columns {
			list[i] = "t." + quote(c)
			if c != "id" && slices.Contains(theirs, c) {
				list[i] = "d." + quote(c)
			}
		}
		where := ""
		if t.Only != "" {
			where = " WHERE t." + quote(t.Only)
		}
		return "SELECT " + strings.Join(list, ", ") + " FROM (" + rows + ") t" + join + where, nil
	}), nil
}

package metrics

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"salesops/analytics"
	"salesops/internal/expr"
	"salesops/internal/period"
	"salesops/record"
)

// Referring are the records that name another one in a field: how many, and the ids of the first
// few in the order of a list.
type Referring struct {
	Object string
	Field  string
	Label  string
	Total  int64
	IDs    []record.ID
}

// Referring gives the records that name a record, by object and field, as of a day or now. All
// fields are looked at in one statement: there are dozens, and few of them name any one record.
func (e *Engine) Referring(ctx context.Context, scope record.Scope, object string, id record.ID, asOf *period.Day, few int) ([]Referring, error) {
	var out []Referring
	err := e.at(ctx, scope, 0, func(s *session) error {
		r, err := e.request(ctx, s, Query{AsOf: asOf}, &metric{})
		if err != nil {
			return err
		}
		out, err = s.referring(ctx, r.when, object, id, few)
		return err
	})
	return out, err
}

// referrers are the fields that point to an object, in the schema's order.
func (s *session) referrers(object string) []Referring {
	var out []Referring
	for _, name := range s.schema.Names() {
		o, ok := s.schema.Object(name)
		if !ok || o.Aside {
			continue
		}
		for _, f := range o.Fields {
			if f.Kind == record.Ref && f.Object == object && !f.Retired {
				out = append(out, Referring{Object: name, Field: f.Name, Label: f.Label})
			}
		}
	}
	return out
}

// referring counts what names the record and finds the first few, the newest first.
func (s *session) referring(ctx context.Context, at analytics.When, object string, id record.ID, few int) ([]Referring, error) {
	found := s.referrers(object)
	if len(found) == 0 || !s.scope.All {
		return nil, nil
	}
	var args expr.Args
	named := args.Add(id) + "::BIGINT"
	branches := make([]string, len(found))
	for i, f := range found {
		columns, key := []string{"id", f.Field}, "id"
		if o, _ := s.schema.Object(f.Object); o != nil {
			if created, ok := o.Field("created_at"); ok && created.Kind == record.Instant {
				columns, key = append(columns, "created_at"), "epoch_us(created_at)"
			}
		}
		rows, err := s.cols.Rows(f.Object, columns, at, args.Add)
		if err != nil {
			return nil, err
		}
		branches[i] = "SELECT " + strconv.Itoa(i) + " AS place, id, " + key + " AS made FROM (" + rows + ") WHERE " + quote(f.Field) + " = " + named
	}
	sql := "SELECT place, id, total FROM (SELECT *, count(*) OVER (PARTITION BY place) AS total," +
		" row_number() OVER (PARTITION BY place ORDER BY made IS NULL, made DESC, id DESC) AS rank FROM (" +
		strings.Join(branches, " UNION ALL ") + ")) WHERE rank <= " + strconv.Itoa(few) + " ORDER BY place, rank"
	err := s.each(ctx, sql, args.Values(), func(b *analytics.Batch, row int) error {
		f := &found[b.Int(0, row)]
		f.IDs, f.Total = append(f.IDs, record.ID(b.Int(1, row))), b.Int(2, row)
		return nil
	})
	return slices.DeleteFunc(found, func(f Referring) bool { return f.Total == 0 }), err
}

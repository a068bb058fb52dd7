package metrics

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/record"
)

// Referring has the records that name another one in a field: their number, and the ids of the first few in the
// order of a list.
type Referring struct {
	Object string
	Field  string
	Label  string
	Total  int64
	IDs    []record.ID
}

// Referring returns the records that name a record, by object and field, as of a day or now. One statement
// reads all fields: there are dozens, and few of them name any one record.
func (e *Engine) Referring(ctx context.Context, scope record.Scope, object string, id record.ID, asOf *period.Day,
	few int) ([]Referring, error) {
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

// referring counts the records that name the record and finds the newest few. The columns only find the rows,
// because sorting them there for every field would cost more than everything else.
func (s *session) referring(ctx context.Context, at analytics.When, object string, id record.ID,
	few int) ([]Referring, error) {
	found := s.referrers(object)
	if len(found) == 0 {
		return nil, nil
	}
	args := []int64{int64(id)}
	bind := func(v any) string {
		instant, ok := v.(period.Instant)
		if !ok {
			return "" // the columns refuse it
		}
		args = append(args, int64(instant))
		return "$" + strconv.Itoa(len(args))
	}
	branches := make([]string, len(found))
	for i, f := range found {
		columns, made := []string{"id", f.Field}, "id"
		if o, _ := s.schema.Object(f.Object); o != nil {
			if created, ok := o.Field("created_at"); ok && created.Kind == record.Instant {
				columns, made = append(columns, "created_at"), "epoch_us(created_at)"
			}
		}
		rows, err := s.cols.Rows(f.Object, columns, at, bind)
		if err != nil {
			return nil, err
		}
		branches[i] = "SELECT " + strconv.Itoa(i) + " AS place, id, " + made + " AS made FROM (" + rows + ") WHERE " +
			quote(f.Field) + " = $1::BIGINT"
	}
	newest := make([]newestFew, len(found))
	err := s.lookup(ctx, strings.Join(branches, " UNION ALL "), args, func(b *analytics.Batch, row int) {
		place := b.Int(1, row)
		found[place].Total++
		newest[place].add(few, dated{record.ID(b.Int(2, row)), !b.Null(3, row), b.Int(3, row)})
	})
	for i := range found {
		for _, one := range newest[i] {
			found[i].IDs = append(found[i].IDs, one.id)
		}
	}
	return slices.DeleteFunc(found, func(f Referring) bool { return f.Total == 0 }), err
}

// lookup runs a planned statement and calls fn for every row that it found.
func (s *session) lookup(ctx context.Context, text string, args []int64, fn func(b *analytics.Batch, row int)) error {
	objects := s.reads(text)
	look := s.cols.Lookup
	if s.recall != nil {
		look = func(ctx context.Context, text string, args []int64,
			fn func(*analytics.Batch) error) (record.Seq, error) {
			return s.recall.Lookup(ctx, s.cols, text, args, s.readOf(objects), fn)
		}
	}
	at, err := look(ctx, text, args, func(b *analytics.Batch) error {
		for row := range b.Rows() {
			if !b.Null(1, row) {
				fn(b, row)
			}
		}
		return nil
	})
	if err == nil && at != s.position {
		return errMoved
	}
	return err
}

// dated is a record and when it was made, where that is known.
type dated struct {
	id    record.ID
	known bool
	made  int64
}

// newestFew are the records that were created last, the newest first; those without a date come last.
type newestFew []dated

func (n *newestFew) add(few int, one dated) {
	at, _ := slices.BinarySearchFunc(*n, one, func(a, b dated) int {
		switch {
		case a.known && !b.known:
			return -1
		case b.known && !a.known:
			return 1
		}
		return cmp.Or(cmp.Compare(b.made, a.made), cmp.Compare(b.id, a.id))
	})
	if at >= few {
		return
	}
	*n = slices.Insert(*n, at, one)
	if len(*n) > few {
		*n = (*n)[:few]
	}
}

package metrics

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"salesops/analytics"
	"salesops/internal/expr"
	"salesops/record"
)

// nameBook knows the titles of records, by object.
type nameBook map[string]map[record.ID]string

// none is how an answer names the absence of a value.
const none = "(none)"

// names reads the titles of the records that an answer names.
func (s *session) names(ctx context.Context, sh *sheet) (nameBook, error) {
	ids := map[string]map[record.ID]bool{}
	for i, d := range sh.dims {
		if d.kind != expr.Ref {
			continue
		}
		for _, c := range sh.combinations() {
			if !c.dims[i].null {
				wanted(ids, d.object, record.ID(c.dims[i].num))
			}
		}
	}
	return s.titles(ctx, ids)
}

func wanted(ids map[string]map[record.ID]bool, object string, id record.ID) {
	if ids[object] == nil {
		ids[object] = map[record.ID]bool{}
	}
	ids[object][id] = true
}

// titles reads the latest titles of records; deleted ones keep their last.
func (s *session) titles(ctx context.Context, ids map[string]map[record.ID]bool) (nameBook, error) {
	book := nameBook{}
	for object, set := range ids {
		book[object] = map[record.ID]string{}
		o, ok := s.schema.Object(object)
		if !ok || o.Title == "" || len(set) == 0 {
			continue
		}
		list := make([]record.ID, 0, len(set))
		for id := range set {
			list = append(list, id)
		}
		slices.Sort(list)
		if err := s.titlesNow(ctx, object, o.Title, list, book[object]); err != nil {
			return nil, err
		}
		missing := slices.DeleteFunc(list, func(id record.ID) bool { _, ok := book[object][id]; return ok })
		if len(missing) == 0 {
			continue
		}
		sql := "SELECT id, arg_max(" + quote(o.Title) + ", eff_to) FROM " + quote(object+"_ver") + " WHERE id IN (SELECT unnest($1::BIGINT[])) AND " + quote(o.Title) + " IS NOT NULL GROUP BY id"
		err := s.each(ctx, sql, []any{missing}, func(b *analytics.Batch, row int) error {
			book[object][record.ID(b.Int(0, row))] = b.Text(1, row)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return book, nil
}

func (s *session) titlesNow(ctx context.Context, object, title string, ids []record.ID, into map[record.ID]string) error {
	var args expr.Args
	rows, err := s.cols.Rows(object, []string{"id", title}, analytics.When{Stubs: true}, args.Add)
	if err != nil {
		return err
	}
	sql := "SELECT id, " + quote(title) + " FROM (" + rows + ") WHERE id IN (SELECT unnest(" + args.Add(ids) + "::BIGINT[])) AND " + quote(title) + " IS NOT NULL"
	return s.each(ctx, sql, args.Values(), func(b *analytics.Batch, row int) error {
		into[record.ID(b.Int(0, row))] = b.Text(1, row)
		return nil
	})
}

// title is a record's name; one without a name is called by its id.
func (b nameBook) title(object string, id record.ID) string {
	if name := strings.TrimSpace(b[object][id]); name != "" {
		return name
	}
	return record.FormatID(object, id)
}

// key is a dimension's value as an answer shows it.
func (b nameBook) key(d dimension, v dimValue) Key {
	id := d.id(v)
	switch {
	case id == nil:
		return Key{Name: none}
	case d.kind == expr.Ref:
		return Key{ID: id, Name: b.title(d.object, record.ID(v.num))}
	case d.kind == expr.Bool && v.num == 1:
		return Key{ID: id, Name: "yes"}
	case d.kind == expr.Bool:
		return Key{ID: id, Name: "no"}
	}
	return Key{ID: id, Name: *id}
}

// compareKeys sorts by name and then id, with none at the end.
func compareKeys(a, b Key) int {
	switch {
	case a.ID == nil && b.ID == nil:
		return 0
	case a.ID == nil:
		return 1
	case b.ID == nil:
		return -1
	}
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(*a.ID, *b.ID))
}

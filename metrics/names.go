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

// nameBook has the titles of records, by object.
type nameBook map[string]map[record.ID]string

// none is the text for a missing value.
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
	book, err := s.titles(ctx, ids)
	if err != nil {
		return nil, err
	}
	return book, s.tellApart(ctx, book, sh)
}

func wanted(ids map[string]map[record.ID]bool, object string, id record.ID) {
	if ids[object] == nil {
		ids[object] = map[record.ID]bool{}
	}
	ids[object][id] = true
}

// maxTitles is the number of titles of one object that are kept for a position.
const maxTitles = 5000

// titles returns the latest titles of records, for deleted records the last one. They are kept for the
// position.
func (s *session) titles(ctx context.Context, ids map[string]map[record.ID]bool) (nameBook, error) {
	book := nameBook{}
	for object, set := range ids {
		book[object] = map[record.ID]string{}
		o, ok := s.schema.Object(object)
		if !ok || o.Title == "" || len(set) == 0 {
			continue
		}
		if err := s.cols.Note(object, o.Title); err != nil {
			return nil, err
		}
		list := s.facts.untitled(object, set, book[object])
		if len(list) == 0 {
			continue
		}
		slices.Sort(list)
		if err := s.readTitles(ctx, object, o.Title, list, book[object]); err != nil {
			return nil, err
		}
		s.facts.keepTitles(object, list, book[object])
	}
	return book, nil
}

// untitled fills in the kept titles and returns the records whose titles are not kept.
func (f *facts) untitled(object string, set map[record.ID]bool, into map[record.ID]string) []record.ID {
	f.mu.Lock()
	defer f.mu.Unlock()
	var missing []record.ID
	for id := range set {
		if name, ok := f.titles[object][id]; ok {
			into[id] = name
		} else {
			missing = append(missing, id)
		}
	}
	return missing
}

// keepTitles keeps what was read; a record without a title has the empty one.
func (f *facts) keepTitles(object string, ids []record.ID, read map[record.ID]string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.titles[object] == nil {
		f.titles[object] = map[record.ID]string{}
	}
	if len(f.titles[object])+len(ids) > maxTitles {
		return
	}
	for _, id := range ids {
		f.titles[object][id] = read[id]
	}
}

// readTitles reads the latest titles, for records that are deleted the last one.
func (s *session) readTitles(ctx context.Context, object, title string, ids []record.ID,
	into map[record.ID]string) error {
	return s.latest(ctx, object, title, ids,
		func(id record.ID, b *analytics.Batch, row int) { into[id] = b.Text(1, row) })
}

// latest reads the latest value of a field, for records that are deleted the last one.
func (s *session) latest(ctx context.Context, object, field string, ids []record.ID,
	take func(id record.ID, b *analytics.Batch, row int)) error {
	seen := map[record.ID]bool{}
	read := func(b *analytics.Batch, row int) error {
		id := record.ID(b.Int(0, row))
		seen[id] = true
		take(id, b, row)
		return nil
	}
	var args expr.Args
	rows, err := s.cols.Rows(object, []string{"id", field}, analytics.When{Stubs: true}, args.Add)
	if err != nil {
		return err
	}
	sql := "SELECT id, " + quote(field) + " FROM (" + rows + ") WHERE id IN (SELECT unnest(" + args.Add(ids) +
		"::BIGINT[])) AND " + quote(field) + " IS NOT NULL"
	if err := s.each(ctx, sql, args.Values(), read); err != nil {
		return err
	}
	missing := slices.DeleteFunc(slices.Clone(ids), func(id record.ID) bool { return seen[id] })
	if len(missing) == 0 {
		return nil
	}
	args = expr.Args{}
	ended, err := s.cols.Versions(object, []string{"id", field, "eff_to"}, analytics.When{Stubs: true}, args.Add)
	if err != nil {
		return err
	}
	sql = "SELECT id, arg_max(" + quote(field) + ", eff_to) FROM (" + ended + ") WHERE id IN (SELECT unnest(" +
		args.Add(missing) + "::BIGINT[])) AND " + quote(field) + " IS NOT NULL GROUP BY id"
	return s.each(ctx, sql, args.Values(), read)
}

// title returns a record's name; without a name, its id.
func (b nameBook) title(object string, id record.ID) string {
	if name := strings.TrimSpace(b[object][id]); name != "" {
		return name
	}
	return record.FormatID(object, id)
}

// key returns a dimension's value as an answer shows it.
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

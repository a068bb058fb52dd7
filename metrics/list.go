package metrics

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"salesops/analytics"
	"salesops/internal/expr"
	"salesops/internal/fault"
	"salesops/record"
)

const (
	defaultPage = 50
	maxPage     = 1000
)

// List returns records of an object: filtered, searched, sorted, in pages. The next page begins after the last
// record of this one, also when records were added since.
func (e *Engine) List(ctx context.Context, scope record.Scope, q ListQuery) (*RecordSet, error) {
	if q.Limit < 0 || q.Limit > maxPage {
		return nil, fault.Invalidf("a page has at most %d records: ask for fewer and follow the cursor", maxPage)
	}
	if q.Limit == 0 {
		q.Limit = defaultPage
	}
	var out *RecordSet
	err := e.at(ctx, scope, 0, func(s *session) error {
		r, err := e.request(ctx, s, Query{AsOf: q.AsOf, Today: q.Today, Where: q.Where, Whose: q.Whose, Org: q.Org},
			&metric{})
		if err != nil {
			return err
		}
		out, err = s.list(ctx, r, q)
		return err
	})
	return out, err
}

func (s *session) list(ctx context.Context, r *request, q ListQuery) (*RecordSet, error) {
	fields, o, ok := s.fieldsOf(q.Object)
	if !ok {
		return nil, fault.Missingf("there is no object %q%s", q.Object, didYouMean(q.Object, s.schema.Names()))
	}
	b := newStatement(s, r, &metric{file: file{Name: q.Object, Over: q.Object}})
	if err := b.stepFilter(ctx); err != nil {
		return nil, err
	}
	if err := b.stepWhose(ctx); err != nil {
		return nil, err
	}
	b.stepSearch(o, q.Search)
	key, err := b.sortKey(ctx, q, o)
	if err != nil {
		return nil, err
	}
	out := &RecordSet{Object: q.Object, Fields: fields, Position: s.position}
	if out.Total, err = b.total(ctx); err != nil {
		return nil, err
	}
	if q.Sort == "" {
		q.Desc = true
	}
	ids, next, err := b.page(ctx, key, q)
	if err != nil {
		return nil, err
	}
	out.NextCursor = next
	out.Records, err = s.items(ctx, q.Object, ids, r.when)
	return out, err
}

// stepSearch keeps the records of which a text contains the words.
func (b *Statement) stepSearch(o *record.Object, search string) {
	search = strings.TrimSpace(search)
	if search == "" {
		return
	}
	pattern := b.args.Add("%"+strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(search)+"%") + "::VARCHAR"
	var any []string
	for _, f := range o.Fields {
		if f.Kind == record.Text && !f.Retired && !f.Document && !b.s.cols.Scope().Masks(o.Name, f.Name) {
			b.base[f.Name] = true
			any = append(any, `"r".`+quote(f.Name)+" ILIKE "+pattern+` ESCAPE '\'`)
		}
	}
	if len(any) == 0 {
		any = []string{"false"}
	}
	b.where = append(b.where, "("+strings.Join(any, " OR ")+")")
}

// sortKey is the SQL by which records are sorted, with the type of its values.
type sortKey struct{ sql, cast string }

func (b *Statement) sortKey(ctx context.Context, q ListQuery, o *record.Object) (sortKey, error) {
	name := q.Sort
	if name == "" {
		name = "created_at"
		if _, ok := o.Field(name); !ok {
			return sortKey{`"r".id`, "BIGINT"}, nil
		}
	}
	f, ok := b.w.field(o.Name, name)
	if !ok {
		var names []string
		for _, f := range o.Fields {
			names = append(names, f.Name)
		}
		return sortKey{}, fault.Invalidf("%s cannot be sorted by %q: it has no such field%s", o.Name,
			name, didYouMean(name, names))
	}
	if f.Kind == expr.Ref {
		if behind, ok := b.s.schema.Object(f.RefObject); ok && behind.Title != "" {
			c, err := b.column(name + "." + behind.Title)
			return sortKey{"lower(" + c.SQL + ")", "VARCHAR"}, err
		}
	}
	c, err := b.column(name)
	if f.Kind == expr.Money && err == nil {
		return b.moneyKey(ctx, name, c, q.Desc)
	}
	switch f.Kind {
	case expr.Text:
		return sortKey{"lower(" + c.SQL + ")", "VARCHAR"}, err
	case expr.Day:
		return sortKey{c.SQL, "DATE"}, err
	case expr.Instant:
		return sortKey{c.SQL, "TIMESTAMP"}, err
	case expr.Number:
		return sortKey{c.SQL, "DOUBLE"}, err
	case expr.Bool:
		return sortKey{c.SQL, "BOOLEAN"}, err
	}
	return sortKey{c.SQL, "BIGINT"}, err
}

func (b *Statement) total(ctx context.Context) (n int64, err error) {
	with, from, err := b.from()
	if err != nil {
		return 0, err
	}
	err = b.s.each(ctx, with+" SELECT count(*)"+from+b.restrict(), b.args.Values(),
		func(batch *analytics.Batch, row int) error {
			n = batch.Int(0, row)
			return nil
		})
	return n, err
}

// after is the position at which a page ended: the sort value as text (nil for unset) and the id.
type after struct {
	Value *string   `json:"v"`
	ID    record.ID `json:"i"`
	Order string    `json:"o"`
}

func (b *Statement) page(ctx context.Context, key sortKey, q ListQuery) ([]record.ID, string, error) {
	order := q.Sort + "," + strconv.FormatBool(q.Desc)
	where := slices.Clone(b.where)
	if q.Cursor != "" {
		var last after
		if err := readCursor(q.Cursor, &last); err != nil {
			return nil, "", err
		}
		if last.Order != order {
			return nil, "", fault.Invalidf("this cursor belongs to a list in another order: start again without it")
		}
		where = append(where, b.behind(key, last, q.Desc))
	}
	direction := " ASC"
	if q.Desc {
		direction = " DESC"
	}
	with, from, err := b.from()
	if err != nil {
		return nil, "", err
	}
	restrict := ""
	if len(where) > 0 {
		restrict = " WHERE " + strings.Join(where, " AND ")
	}
	sql := with + ` SELECT "r".id, (` + key.sql + ")::VARCHAR" + from + restrict +
		" ORDER BY (" + key.sql + ") IS NULL, " + key.sql + direction + `, "r".id` + direction +
		" LIMIT " + strconv.Itoa(q.Limit+1)
	var ids []record.ID
	var ends []after
	err = b.s.each(ctx, sql, b.args.Values(), func(batch *analytics.Batch, row int) error {
		id := record.ID(batch.Int(0, row))
		ids = append(ids, id)
		end := after{ID: id, Order: order}
		if !batch.Null(1, row) {
			text := batch.Text(1, row)
			end.Value = &text
		}
		ends = append(ends, end)
		return nil
	})
	if err != nil || len(ids) <= q.Limit {
		return ids, "", err
	}
	next, err := writeCursor(ends[q.Limit-1])
	return ids[:q.Limit], next, err
}

// behind is the condition of the rows after a position. Unset values come last.
func (b *Statement) behind(key sortKey, last after, desc bool) string {
	beyond := " > "
	if desc {
		beyond = " < "
	}
	id := `"r".id` + beyond + b.args.Add(last.ID) + "::BIGINT"
	if last.Value == nil {
		return "(" + key.sql + " IS NULL AND " + id + ")"
	}
	value := b.args.Add(*last.Value) + "::VARCHAR::" + key.cast
	return "(" + key.sql + " IS NULL OR " + key.sql + beyond + value + " OR (" + key.sql + " = " +
		value + " AND " + id + "))"
}

func writeCursor(v any) (string, error) {
	text, err := json.Marshal(v)
	return base64.RawURLEncoding.EncodeToString(text), err
}

func readCursor(text string, into any) error {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	if err != nil {
		return fault.Invalidf("this is no cursor: take next_cursor of the last page, or start without one")
	}
	return nil
}

package metrics

import (
	"context"
	"math"
	"slices"
	"strings"

	"salesops/analytics"
	"salesops/internal/expr"
	"salesops/internal/money"
	"salesops/record"
)

// fieldsOf describes an object's fields for people: those that the asker may see.
func (s *session) fieldsOf(object string) ([]FieldInfo, *record.Object, bool) {
	o, ok := s.schema.Object(object)
	if !ok || o.Aside {
		return nil, nil, false
	}
	out := []FieldInfo{}
	columns, facts := o.Columns(), o.Facts()
	for _, f := range o.Fields {
		if !f.Retired && !s.cols.Scope().Masks(object, f.Name) {
			out = append(out, FieldInfo{Name: f.Name, Label: f.Label, Kind: f.Kind.String(), RefObject: f.Object,
				Column: slices.Index(columns, f.Name) + 1, Fact: slices.Index(facts, f.Name) + 1,
				Figure: f.Name == o.Shown.Figure})
		}
	}
	return out, o, true
}

// items reads whole records by id, in the order of the ids. A record that is not
// there at that moment is left out.
func (s *session) items(ctx context.Context, object string, ids []record.ID, at analytics.When) ([]Item, error) {
	fields, o, ok := s.fieldsOf(object)
	if !ok || len(ids) == 0 {
		return []Item{}, nil
	}
	columns := []string{"id"}
	place := map[string]int{}
	for _, f := range fields {
		place[f.Name] = len(columns)
		columns = append(columns, f.Name)
		if f.Kind == record.Money.String() {
			columns = append(columns, f.Name+"_currency")
		}
	}
	at.Stubs = true
	var args expr.Args
	rows, err := s.cols.Rows(object, columns, at, args.Add)
	if err != nil {
		return nil, err
	}
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = quote(c)
	}
	sql := "SELECT " + strings.Join(quoted, ", ") + " FROM (" + rows + ") WHERE id IN (SELECT unnest(" +
		args.Add(ids) + "::BIGINT[]))"
	found := map[record.ID]Item{}
	var values []map[string]any
	err = s.each(ctx, sql, args.Values(), func(b *analytics.Batch, row int) error {
		id := record.ID(b.Int(0, row))
		item := Item{Object: object, ID: record.FormatID(object, id), Fields: map[string]any{}}
		for _, f := range fields {
			if v := shownValue(f, b, place[f.Name], row); v != nil {
				item.Fields[f.Name] = v
			}
		}
		item.Title, _ = item.Fields[o.Title].(string)
		if strings.TrimSpace(item.Title) == "" {
			item.Title = item.ID
		}
		found[id] = item
		values = append(values, item.Fields)
		return nil
	})
	if err == nil {
		err = s.nameRefs(ctx, fields, values)
	}
	if err != nil {
		return nil, err
	}
	out := make([]Item, 0, len(ids))
	for _, id := range ids {
		if item, ok := found[id]; ok {
			out = append(out, item)
		}
	}
	return out, nil
}

// nameRefs puts the ids and the names of records in the place of references.
func (s *session) nameRefs(ctx context.Context, fields []FieldInfo, all []map[string]any) error {
	refs := map[string]map[record.ID]bool{}
	for _, values := range all {
		for _, f := range fields {
			if ref, ok := values[f.Name].(refValue); ok {
				wanted(refs, f.RefObject, record.ID(ref))
			}
		}
	}
	names, err := s.titles(ctx, refs)
	if err != nil {
		return err
	}
	for _, values := range all {
		for _, f := range fields {
			if ref, ok := values[f.Name].(refValue); ok {
				text := record.FormatID(f.RefObject, record.ID(ref))
				values[f.Name] = Key{ID: &text, Name: names.title(f.RefObject, record.ID(ref))}
			}
		}
	}
	return nil
}

// refValue stands for a reference until its name is read.
type refValue record.ID

// Amount is a money field of an item.
type Amount struct {
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
}

// shownValue is a field's value as an item shows it; nil when it is unset.
func shownValue(f FieldInfo, b *analytics.Batch, col, row int) any {
	if b.Null(col, row) {
		return nil
	}
	switch f.Kind {
	case "text":
		return b.Text(col, row)
	case "int":
		return b.Int(col, row)
	case "number":
		if v := b.Float(col, row); !math.IsNaN(v) && !math.IsInf(v, 0) {
			return v
		}
		return nil
	case "bool":
		return b.Bool(col, row)
	case "day":
		return b.Day(col, row).String()
	case "instant":
		return b.Instant(col, row).String()
	case "money":
		a := money.Amount{Minor: b.Int(col, row)}
		if !b.Null(col+1, row) {
			a.Currency = b.Text(col+1, row)
		}
		return Amount{a.String(), a.Currency}
	case "ref":
		return refValue(b.Int(col, row))
	}
	return nil
}

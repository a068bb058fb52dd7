package analytics

import (
	"context"
	"slices"
	"strings"

	"salesops/internal/money"
	"salesops/record"
)

// standing is a version without end and the table that holds it.
type standing struct {
	*row
	table table
}

// latest reads the versions without end of the given records.
func (s *session) latest(ctx context.Context, l *layout, ids []record.ID) (map[record.ID]standing, error) {
	found := make(map[record.ID]standing, len(ids))
	names := make([]string, len(l.columns))
	for i, c := range l.columns {
		names[i] = Ident(c.name)
	}
	for _, t := range l.latest() {
		rest := slices.DeleteFunc(slices.Clone(ids), func(id record.ID) bool { return found[id].row != nil })
		if len(rest) == 0 {
			break
		}
		where, args := idCondition("id", rest)
		text := "SELECT " + strings.Join(names, ", ") + " FROM " + Ident(l.name(t)) + where
		if err := s.query(ctx, text, args, func(b *Batch) error {
			for i := range b.Rows() {
				r := l.rowAt(b, i)
				found[r.id] = standing{r, t}
			}
			return nil
		}); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// idCondition returns a condition for a list of ids. A single id is compared directly, which lets DuckDB
// skip row groups by their minimum and maximum.
func idCondition(name string, ids []record.ID) (string, []any) {
	if len(ids) == 1 {
		return " WHERE " + Ident(name) + " = $1::BIGINT", []any{ids[0]}
	}
	return " WHERE " + Ident(name) + " IN (SELECT unnest($1::BIGINT[]))", []any{ids}
}

// rowAt converts a row of a batch whose columns are the layout's.
func (l *layout) rowAt(b *Batch, i int) *row {
	r := &row{cells: make([]cell, len(l.fields)+extraCells)}
	for col := range l.columns {
		switch c := &l.columns[col]; c.part {
		case partID:
			r.id = record.ID(b.Int(col, i))
		case partStub:
			r.stub = b.Bool(col, i)
		case partBackfilledFields:
			if names := b.Text(col, i); names != "" {
				for name := range strings.SplitSeq(names, ",") {
					if slot, ok := l.slots[name]; ok {
						r.cells[slot].backfilled = true
					}
				}
			}
		case partEffFrom:
			r.effFrom = b.Instant(col, i)
		case partEffTo:
			r.effTo = b.Instant(col, i)
		case partKnownFrom:
			r.knownFrom = b.Instant(col, i)
		case partKnownTo:
			r.knownTo = b.Instant(col, i)
		case partSeq:
			r.seq = record.Seq(b.Int(col, i))
		case partCreatedSeq:
			r.createdSeq = record.Seq(b.Int(col, i))
		case partValue:
			if !b.Null(col, i) {
				r.cells[c.slot].value = l.readValue(b, c.slot, col, i)
			}
		case partBackfilled, partClosedOn, partClosed, partCurrency, partDay:
			// computed from other columns; the currency is read with its amount
		}
	}
	return r
}

func (l *layout) readValue(b *Batch, slot, col, i int) record.Value {
	switch l.fields[slot].Kind {
	case record.Text:
		return record.TextValue(b.Text(col, i))
	case record.Int:
		return record.IntValue(b.Int(col, i))
	case record.Number:
		v, _ := record.NumberValue(b.Float(col, i))
		return v
	case record.Bool:
		return record.BoolValue(b.Bool(col, i))
	case record.Day:
		return record.DayValue(b.Day(col, i))
	case record.Instant:
		return record.InstantValue(b.Instant(col, i))
	case record.Money:
		code := slices.IndexFunc(l.columns, func(c column) bool { return c.part == partCurrency && c.slot == slot })
		return record.MoneyValue(money.Amount{Minor: b.Int(col, i), Currency: b.Text(code, i)})
	case record.Ref:
		return record.RefValue(record.ID(b.Int(col, i)))
	case record.Unset:
	}
	return record.Value{}
}

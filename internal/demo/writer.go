package demo

import (
	"context"
	"fmt"

	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// source is the name under which the company's records came.
const source = "demo"

// pieces bounds a command, as imports do.
const pieces = 4_000

// writer collects what happens and writes it in pieces, all caused by one import record, so
// that the whole company can be undone.
type writer struct {
	log    *record.Log
	id     record.ID
	cause  record.Seq
	drafts []record.Draft

	// What the report tells: the first day, and how many records of each object, in the order of their first.
	since   period.Day
	objects []string
	made    map[string]int64
	changes int64
}

func (w *writer) begin(ctx context.Context, since period.Day, at period.Instant) error {
	w.id, w.since, w.made = w.log.NewID(), since, map[string]int64{}
	done, err := w.log.Apply(ctx, record.Command{Actor: "demo", Source: source, Drafts: []record.Draft{{
		Kind: record.Create, Object: sales.Import, ID: w.id,
		External: record.FormatID(sales.Import, w.id), Flags: record.Import,
		Fields: []record.FieldValue{text("summary", "Demo company"), text("state", "running"),
			{Name: "started_at", Value: record.InstantValue(at)}},
	}}})
	if err != nil {
		return fmt.Errorf("write the demo company: %w", err)
	}
	w.cause = done[0].First
	return nil
}

func (w *writer) finish(ctx context.Context, at period.Instant) error {
	if err := w.flush(ctx); err != nil {
		return err
	}
	report, err := w.report()
	if err != nil {
		return err
	}
	w.drafts = append(w.drafts, record.Draft{
		Kind: record.Set, Object: sales.Import, ID: w.id, Flags: record.Import,
		Fields: []record.FieldValue{text("state", "done"), text("report", report),
			{Name: "finished_at", Value: record.InstantValue(at)}},
	})
	return w.flush(ctx)
}

// create makes a record that began at a time; unset values are left out.
func (w *writer) create(object string, at period.Instant, fields ...record.FieldValue) record.ID {
	id := w.log.NewID()
	if w.made[object]++; w.made[object] == 1 {
		w.objects = append(w.objects, object)
	}
	w.drafts = append(w.drafts, record.Draft{
		Kind: record.Create, Object: object, ID: id, Flags: record.Import, EffectiveAt: at,
		KnownAt: at, Fields: given(fields),
	})
	return id
}

// set changes a record at a time; unset values clear.
func (w *writer) set(object string, id record.ID, at period.Instant, fields ...record.FieldValue) {
	w.drafts = append(w.drafts, record.Draft{
		Kind: record.Set, Object: object, ID: id, Flags: record.Import, EffectiveAt: at, KnownAt: at, Fields: fields,
	})
}

func (w *writer) flushed(ctx context.Context) error {
	if len(w.drafts) < pieces {
		return nil
	}
	return w.flush(ctx)
}

func (w *writer) flush(ctx context.Context) error {
	for len(w.drafts) > 0 {
		n := min(len(w.drafts), pieces)
		if _, err := w.log.Apply(ctx, record.Command{Actor: "demo", Source: source, Cause: w.cause,
			Drafts: w.drafts[:n]}); err != nil {
			return fmt.Errorf("write the demo company: %w", err)
		}
		w.changes += int64(n)
		w.drafts = append(w.drafts[:0], w.drafts[n:]...)
	}
	return nil
}

func given(fields []record.FieldValue) []record.FieldValue {
	out := fields[:0]
	for _, f := range fields {
		if f.Value.IsSet() {
			out = append(out, f)
		}
	}
	return out
}

// The values of fields. Empty texts, references to nothing and amounts without a currency
// are unset.

func text(name, value string) record.FieldValue {
	if value == "" {
		return record.FieldValue{Name: name}
	}
	return record.FieldValue{Name: name, Value: record.TextValue(value)}
}

func ref(name string, id record.ID) record.FieldValue {
	if id == 0 {
		return record.FieldValue{Name: name}
	}
	return record.FieldValue{Name: name, Value: record.RefValue(id)}
}

func on(name string, d period.Day) record.FieldValue {
	return record.FieldValue{Name: name, Value: record.DayValue(d)}
}

func when(name string, t period.Instant) record.FieldValue {
	return record.FieldValue{Name: name, Value: record.InstantValue(t)}
}

func flag(name string, b bool) record.FieldValue {
	return record.FieldValue{Name: name, Value: record.BoolValue(b)}
}

func whole(name string, n int64) record.FieldValue {
	return record.FieldValue{Name: name, Value: record.IntValue(n)}
}

func number(name string, f float64) record.FieldValue {
	v, _ := record.NumberValue(f) // only finite numbers are made here
	return record.FieldValue{Name: name, Value: v}
}

func amount(name string, minor int64, currency string) record.FieldValue {
	if currency == "" {
		return record.FieldValue{Name: name}
	}
	return record.FieldValue{Name: name, Value: record.MoneyValue(money.Amount{Minor: minor, Currency: currency})}
}

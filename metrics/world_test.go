package metrics_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"salesops/analytics"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
	"salesops/sales"
)

// today is the clock of all tests that set no other.
const todayText = "2026-06-30"

func day(t testing.TB, s string) period.Day {
	t.Helper()
	d, err := period.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func clock() period.Instant {
	d, err := period.ParseDay(todayText)
	if err != nil {
		panic(err)
	}
	return d.Start(time.UTC) + 12*3600*1_000_000
}

// world is a log in memory, its columns and an engine on them.
type world struct {
	t       testing.TB
	mu      sync.Mutex
	schema  *record.Schema
	changes []record.Change
	last    map[record.ID]record.Seq
	ids     record.ID
	names   map[string]record.ID // object/label → id
	cols    *analytics.Columns
	catalog *metrics.Catalog
	engine  *metrics.Engine
}

func newWorld(t testing.TB, catalog *metrics.Catalog) *world {
	t.Helper()
	schema, err := record.NewSchema(sales.Objects())
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, schema: schema, last: map[record.ID]record.Seq{}, names: map[string]record.ID{},
		catalog: catalog, ids: 1000}
	w.cols, err = analytics.Open(t.Context(), "", w,
		analytics.Options{Threads: 1, Keyed: rowsets.Tables(), Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.cols.Close(); err != nil {
			t.Error(err)
		}
	})
	w.engine = metrics.New(w.cols, catalog, metrics.Options{Clock: clock})
	return w
}

func (w *world) Schema() *record.Schema { return w.schema }

func (w *world) Head() record.Seq {
	w.mu.Lock()
	defer w.mu.Unlock()
	return record.Seq(len(w.changes))
}

func (w *world) Tail(_ context.Context, _ record.Scope, from record.Seq, fn func([]record.Change) error) error {
	w.mu.Lock()
	list := slices.Clone(w.changes)
	w.mu.Unlock()
	if int(from) > len(list) {
		return nil
	}
	return fn(list[max(from, 1)-1:])
}

func (w *world) Wait(ctx context.Context, _ record.Seq) error { <-ctx.Done(); return ctx.Err() }

// add appends a change.
func (w *world) add(c record.Change) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c.Seq = record.Seq(len(w.changes) + 1)
	c.Prev = w.last[c.ID]
	w.last[c.ID] = c.Seq
	if c.KnownAt == 0 {
		c.KnownAt = c.EffectiveAt
	}
	w.changes = append(w.changes, c)
}

func (w *world) catchUp() {
	w.t.Helper()
	if _, err := w.cols.CatchUp(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) ask(q metrics.Query) *metrics.Answer {
	w.t.Helper()
	a, err := w.engine.Ask(w.t.Context(), record.Everything(), q)
	if err != nil {
		w.t.Fatalf("%+v: %v", q, err)
	}
	return a
}

// replay asks a receipt of an engine that has kept no answer: one that has gives back the very answer it is
// compared with.
func (w *world) replay(receipt string) (*metrics.Answer, error) {
	w.t.Helper()
	fresh := metrics.New(w.cols, w.catalog, metrics.Options{Clock: clock})
	return fresh.Replay(w.t.Context(), record.Everything(), receipt)
}

// longAgo is when records without a created day began.
var longAgo = period.DayOf(2000, 1, 1).Start(time.UTC)

// put writes a record from a row of an example: field names with texts, numbers
// and labels of other records; times repeats it, then holds later changes.
func (w *world) put(object string, row map[string]any) {
	w.t.Helper()
	times := 1
	if n, ok := row["times"].(int); ok {
		times = n
	}
	accounts, spread := row["accounts"].(int) // the row for each of that many accounts without a name of their own
	if spread {
		times = accounts
	}
	for range times {
		if spread {
			row = maps.Clone(row)
			delete(row, "accounts")
			w.ids++
			row["account"] = fmt.Sprint("account ", w.ids)
		}
		var id record.ID
		if label, ok := row["as"].(string); ok {
			id = w.named(object, label)
		} else if name, ok := row["name"].(string); ok {
			id = w.named(object, name)
		} else {
			w.ids++
			id = w.ids
		}
		fields := w.fields(object, row)
		at := longAgo
		for _, f := range fields {
			if f.Name == "created_at" {
				at = f.Value.Instant()
			}
		}
		w.add(record.Change{Kind: record.Create, Object: object, ID: id, EffectiveAt: at, Fields: fields})
		again, _ := row["after"].([]any) // the same order of the same account, so many days later
		for _, days := range again {
			more := maps.Clone(row)
			for _, key := range []string{"times", "after", "as", "name"} {
				delete(more, key)
			}
			first := w.value("", record.Field{Kind: record.Day}, row["ordered_on"]).Day()
			more["ordered_on"] = (first + period.Day(days.(int))).String()
			w.put(object, more)
		}
		later, _ := row["then"].([]any)
		for _, l := range later {
			change := l.(map[string]any)
			on := w.value("", record.Field{Kind: record.Day}, change["on"]).Day()
			w.add(record.Change{Kind: record.Set, Object: object, ID: id,
				EffectiveAt: on.Start(time.UTC) + 3600*1_000_000, Fields: w.fields(object, change)})
		}
	}
}

// named gives the id of a label; what is never put is created with the label for a name.
func (w *world) named(object, label string) record.ID {
	key := object + "/" + label
	if id, ok := w.names[key]; ok {
		return id
	}
	w.ids++
	w.names[key] = w.ids
	return w.ids
}

func (w *world) fields(object string, row map[string]any) []record.FieldValue {
	w.t.Helper()
	o, ok := w.schema.Object(object)
	if !ok {
		w.t.Fatalf("there is no object %s", object)
	}
	var out []record.FieldValue
	for _, key := range slices.Sorted(maps.Keys(row)) {
		if key == "times" || key == "after" || key == "as" || key == "then" || (key == "on" && row["then"] == nil) {
			continue
		}
		f, ok := o.Field(key)
		if base, isDay := strings.CutSuffix(key, "_on"); !ok && isDay {
			f, ok = o.Field(base + "_at")
		}
		if !ok {
			w.t.Fatalf("%s has no field %s", object, key)
		}
		out = append(out, record.FieldValue{Name: f.Name, Value: w.value(object, *f, row[key])})
	}
	return out
}

func (w *world) value(object string, f record.Field, v any) record.Value {
	w.t.Helper()
	text := fmt.Sprint(v)
	if at, ok := v.(time.Time); ok {
		text = at.Format(time.DateOnly)
	}
	switch f.Kind {
	case record.Text:
		return record.TextValue(text)
	case record.Int:
		return record.IntValue(int64(v.(int)))
	case record.Number:
		n, ok := v.(float64)
		if whole, isInt := v.(int); isInt {
			n, ok = float64(whole), true
		}
		value, fits := record.NumberValue(n)
		if !ok || !fits {
			w.t.Fatalf("%s.%s: %v is no number", object, f.Name, v)
		}
		return value
	case record.Bool:
		return record.BoolValue(v.(bool))
	case record.Day:
		return record.DayValue(day(w.t, text))
	case record.Instant:
		if at, err := period.ParseInstant(text); err == nil {
			return record.InstantValue(at)
		}
		return record.InstantValue(day(w.t, text).Start(time.UTC) + 10*3600*1_000_000)
	case record.Money:
		amount, code, _ := strings.Cut(text, " ")
		a, err := money.Parse(amount, code)
		if err != nil {
			w.t.Fatal(err)
		}
		return record.MoneyValue(a)
	case record.Ref:
		return record.RefValue(w.named(f.Object, text))
	}
	w.t.Fatalf("%s.%s cannot be written in an example", object, f.Name)
	return record.Value{}
}

// complete creates the records that were only referred to.
func (w *world) complete() {
	made := map[record.ID]bool{}
	for _, c := range w.changes {
		made[c.ID] = made[c.ID] || c.Kind == record.Create
	}
	for _, key := range slices.Sorted(maps.Keys(w.names)) {
		object, label, _ := strings.Cut(key, "/")
		if id := w.names[key]; !made[id] {
			w.add(record.Change{Kind: record.Create, Object: object, ID: id, EffectiveAt: longAgo,
				Fields: []record.FieldValue{{Name: "name", Value: record.TextValue(label)}}})
		}
	}
}

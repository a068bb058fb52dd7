package recordtest

import (
	"context"
	"sync/atomic"
	"testing"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
)

// The vocabulary of the suite: two objects with every kind of field, and one that is seen through
// another.
const (
	thing = "thing"
	place = "place"
	note  = "note"
)

func objects() []record.Object {
	return []record.Object{
		{Code: 10, Name: thing, Label: "Thing", Title: "name",
			Seen: record.Visibility{Owner: "place"}, Fields: []record.Field{
				{Key: 1, Name: "name", Kind: record.Text},
				{Key: 2, Name: "size", Kind: record.Int},
				{Key: 3, Name: "weight", Kind: record.Number},
				{Key: 4, Name: "good", Kind: record.Bool},
				{Key: 5, Name: "day", Kind: record.Day},
				{Key: 6, Name: "made_at", Kind: record.Instant},
				{Key: 7, Name: "price", Kind: record.Money},
				{Key: 8, Name: "place", Kind: record.Ref, Object: place},
				{Key: 9, Name: "email", Kind: record.Text, Personal: true},
				{Key: 10, Name: "code", Kind: record.Text, Required: false},
			}},
		{Code: 11, Name: place, Label: "Place", Title: "name",
			Seen: record.Visibility{Everybody: true}, Fields: []record.Field{
				{Key: 1, Name: "name", Kind: record.Text, Required: true},
				{Key: 2, Name: "phone", Kind: record.Text, Personal: true},
			}},
		{Code: 12, Name: note, Label: "Note", Seen: record.Visibility{Owner: "writer", Through: []string{"about"}},
			Fields: []record.Field{
				{Key: 1, Name: "writer", Kind: record.Ref, Object: place},
				{Key: 2, Name: "about", Kind: record.Ref, Object: thing},
			}},
	}
}

// clock is the clock of a test: each reading is a millisecond later.
type clock struct{ now atomic.Int64 }

const start = period.Instant(1_700_000_000_000_000)

func (c *clock) read() period.Instant { return start + period.Instant(c.now.Add(1000)) }

var everything = record.Everything()

// world is a log over a store of the engine under test.
type world struct {
	*record.Log
	store record.Store
	clock *clock
	ctx   context.Context // of the test, which lasts as long as the world

	packFrom int
}

// newPackedWorld returns a world whose commands pack from packFrom drafts on; 0 means the default.
func newPackedWorld(t testing.TB, store record.Store, packFrom int) *world {
	t.Helper()
	w := &world{store: store, clock: &clock{}, ctx: t.Context(), packFrom: packFrom}
	w.reopen(t)
	return w
}

// reopen opens the log again over the same store, as a restart does.
func (w *world) reopen(t testing.TB, guards ...record.Guard) {
	t.Helper()
	if w.Log != nil {
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	log, err := record.Open(w.ctx, w.store, record.Options{Objects: objects(), Guards: guards, Clock: w.clock.read,
		IDs: record.SeededIDs(1), PackFrom: w.packFrom})
	if err != nil {
		t.Fatal(err)
	}
	w.Log = log
	t.Cleanup(func() {
		if err := log.Close(); err != nil {
			t.Error(err)
		}
	})
}

// reopenOver opens the log again over another view of the same store, until the next reopening.
func (w *world) reopenOver(t testing.TB, store record.Store) {
	t.Helper()
	kept := w.store
	defer func() { w.store = kept }()
	w.store = store
	w.reopen(t)
}

// apply writes one command of the owner, which must not be refused.
func (w *world) apply(t testing.TB, drafts ...record.Draft) record.Done {
	t.Helper()
	return w.run(t, record.Command{Actor: "owner", Drafts: drafts})
}

func (w *world) run(t testing.TB, c record.Command) record.Done {
	t.Helper()
	done, err := w.Apply(w.ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	return done[0]
}

func (w *world) get(t testing.TB, id record.ID) record.Record {
	t.Helper()
	r, err := w.Get(w.ctx, everything, "", id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// changes returns a copy of the whole log.
func (w *world) changes(t testing.TB) []record.Change {
	t.Helper()
	var all []record.Change
	if err := w.Tail(w.ctx, everything, 1,
		func(c []record.Change) error { all = append(all, c...); return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

func with(name string, v record.Value) record.FieldValue {
	return record.FieldValue{Name: name, Value: v}
}

func text(name, s string) record.FieldValue { return with(name, record.TextValue(s)) }

func create(object string, fields ...record.FieldValue) record.Draft {
	return record.Draft{Kind: record.Create, Object: object, Fields: fields}
}

func set(object string, id record.ID, fields ...record.FieldValue) record.Draft {
	return record.Draft{Kind: record.Set, Object: object, ID: id, Fields: fields}
}

// verify fails the test when Verify reports a problem.
func (w *world) verify(t testing.TB) {
	t.Helper()
	report, err := w.Verify(w.ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range report.Problems {
		t.Errorf("verify: %s", p.Text)
	}
}

// refused applies one command and checks that it is refused with a fault of the given kind.
func (w *world) refused(t testing.TB, kind fault.Kind, why string, c record.Command) {
	t.Helper()
	if c.Actor == "" {
		c.Actor = "owner"
	}
	_, err := w.Apply(w.ctx, c)
	if err == nil {
		t.Errorf("%s: taken", why)
	} else if got := fault.KindOf(err); got != kind {
		t.Errorf("%s: %v (%s), want %s", why, err, got, kind)
	}
}

func one(d record.Draft) record.Command { return record.Command{Drafts: []record.Draft{d}} }

// imported returns a command of an import.
func imported(cause record.Seq, drafts ...record.Draft) record.Command {
	for i := range drafts {
		drafts[i].Flags |= record.Import
	}
	return record.Command{Actor: "import", Source: "crm", Cause: cause, Drafts: drafts}
}

// at dates a draft: effective and known n milliseconds after start.
func at(n int, d record.Draft) record.Draft {
	d.EffectiveAt = start + period.Instant(n)*1000
	d.KnownAt = d.EffectiveAt
	return d
}

func external(e string, d record.Draft) record.Draft {
	d.External = e
	return d
}

func (w *world) lookup(t testing.TB, object, e string) record.ID {
	t.Helper()
	found, err := w.Lookup(w.ctx, "crm", object, []string{e})
	if err != nil {
		t.Fatal(err)
	}
	return found[e]
}

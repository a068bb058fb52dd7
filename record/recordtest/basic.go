package recordtest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"salesops/internal/fault"
	"salesops/internal/money"
	"salesops/record"
)

func writeAndRead(t *testing.T, w *world) {
	done := w.apply(t, create(place, text("name", "here"), text("phone", "+1 555")))
	here := done.IDs[0]
	done = w.apply(t, create(thing, text("name", "a"), with("size", record.IntValue(-3)),
		with("good", record.BoolValue(true)),
		with("price", record.MoneyValue(money.Amount{Minor: 1250, Currency: "EUR"})),
		with("place", record.RefValue(here)), text("email", "a@b.c")))
	id := done.IDs[0]
	if done.First != 2 || done.Last != 2 {
		t.Errorf("done = %+v, want change 2", done)
	}
	w.apply(t, set(thing, id, text("name", "b"), text("code", "")))
	want := map[string]record.Value{
		"name": record.TextValue("b"), "size": record.IntValue(-3), "good": record.BoolValue(true),
		"email": record.TextValue("a@b.c"),
		"price": record.MoneyValue(money.Amount{Minor: 1250, Currency: "EUR"}), "place": record.RefValue(here),
	}
	check := func() {
		t.Helper()
		r := w.get(t, id)
		if !r.Exists || r.Stub || r.Seq != 3 || r.Object != thing || r.ID != id || !maps.Equal(r.Fields, want) {
			t.Errorf("record = %+v", r)
		}
	}
	check()
	w.reopen(t)
	check()
	if _, err := w.Get(w.ctx, record.Scope{}, thing, id); fault.KindOf(err) != fault.Missing {
		t.Errorf("the zero scope sees a record: %v", err)
	}
	if _, err := w.Get(w.ctx, everything, place, id); fault.KindOf(err) != fault.Missing {
		t.Errorf("a thing was got as a place: %v", err)
	}
	line, err := w.Timeline(w.ctx, everything, id, 0, 1)
	if err != nil || len(line) != 1 || line[0].Seq != 3 || line[0].Prev != 2 || line[0].Kind != record.Set ||
		line[0].Actor != "owner" {
		t.Errorf("timeline = %+v, %v", line, err)
	}
	if line, err = w.Timeline(w.ctx, everything, id, 3, 10); err != nil || len(line) != 1 || line[0].Seq != 2 {
		t.Errorf("timeline before 3 = %+v, %v", line, err)
	}
	if c, err := w.Change(w.ctx, everything, 3); err != nil ||
		!slices.Equal(c.Fields, []record.FieldValue{text("name", "b")}) {
		t.Errorf("change 3 = %+v, %v", c, err)
	}
	if _, err := w.Change(w.ctx, everything, 4); fault.KindOf(err) != fault.Missing {
		t.Errorf("change 4: %v", err)
	}
	if id := w.NewID(); id <= here {
		t.Errorf("the id %d after reopening is not new", id)
	}
}

func refusals(t *testing.T, w *world) {
	here := w.apply(t, create(place, text("name", "here"))).IDs[0]
	id := w.apply(t, create(thing, text("name", "a"))).IDs[0]
	before := w.changes(t)
	nan, ok := record.NumberValue(0)
	if !ok {
		t.Fatal("0 is a number")
	}
	fields := func(f ...record.FieldValue) record.Command { return one(set(thing, id, f...)) }
	cases := []struct {
		why  string
		kind fault.Kind
		c    record.Command
	}{
		{"an unknown object", fault.Invalid, one(create("dream"))},
		{"an unknown field", fault.Invalid, fields(text("colour", "red"))},
		{"a value of another kind", fault.Invalid, fields(with("size", nan))},
		{"a field twice", fault.Invalid, fields(text("name", "x"), text("name", "y"))},
		{"text that is not UTF-8", fault.Invalid, fields(text("name", "a\xff"))},
		{"a text of more than 1 MB", fault.Invalid, fields(text("name", strings.Repeat("x", 1<<20+1)))},
		{"an unknown currency", fault.Invalid,
			fields(with("price", record.MoneyValue(money.Amount{Minor: 1, Currency: "QQQ"})))},
		{"a reference to nothing", fault.Missing, fields(with("place", record.RefValue(here+1000)))},
		{"a reference to another object", fault.Missing, fields(with("place", record.RefValue(id)))},
		{"a missing required field", fault.Invalid, one(create(place, text("phone", "1")))},
		{"clearing a required field", fault.Invalid, one(set(place, here, with("name", record.Value{})))},
		{"setting an unknown record", fault.Missing, one(set(thing, id+1000, text("name", "x")))},
		{"setting no record", fault.Missing, one(set(thing, 0, text("name", "x")))},
		{"setting a place as a thing", fault.Invalid, one(set(thing, here, text("name", "x")))},
		{"creating what exists", fault.Conflict, one(record.Draft{Kind: record.Create, Object: thing, ID: id})},
		{"no kind", fault.Invalid, one(record.Draft{Object: thing, ID: id})},
		{"an unknown kind", fault.Invalid, one(record.Draft{Kind: 99, Object: thing, ID: id})},
		{"a negative id", fault.Invalid, one(set(thing, -id, text("name", "x")))},
		{"a delete with fields", fault.Invalid,
			one(record.Draft{Kind: record.Delete, Object: thing,
				ID: id, Fields: []record.FieldValue{text("name", "x")}})},
		{"a cause in the future", fault.Invalid,
			record.Command{Cause: 99, Drafts: []record.Draft{set(thing, id, text("name", "x"))}}},
		{"last seen of nothing", fault.Missing, record.Command{Source: "crm",
			Seen: []record.Seen{{ID: id + 1000, Fields: []record.Print{{Field: "a", Value: 1}}}}}},
		{"a good draft before a bad one", fault.Invalid, record.Command{Source: "crm",
			Drafts: []record.Draft{external("x1", create(thing, text("name", "new"))),
				set(thing, id, text("name", "changed")), set(thing, id, text("colour", "red"))},
			Seen: []record.Seen{{ID: id, Fields: []record.Print{{Field: "a", Value: 1}}}}}},
	}
	for _, c := range cases {
		w.refused(t, c.kind, c.why, c.c)
	}
	if _, err := w.Apply(w.ctx,
		record.Command{Drafts: []record.Draft{create(thing)}}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a command without an actor: %v", err)
	}
	ended, cancel := context.WithCancel(w.ctx)
	cancel()
	if _, err := w.Apply(ended, record.Command{Actor: "owner", Drafts: []record.Draft{create(thing)}}); !errors.Is(err,
		context.Canceled) {
		t.Errorf("a command whose context had ended: %v", err)
	}
	if after := w.changes(t); len(after) != len(before) {
		t.Errorf("refused commands left %d changes", len(after)-len(before))
	}
	if got := w.get(t, id).Fields["name"].Text(); got != "a" {
		t.Errorf("name = %q after refusals", got)
	}
	if bound := w.lookup(t, thing, "x1"); bound != 0 {
		t.Errorf("a refused command bound an external id to %d", bound)
	}
	seen, err := w.LastSeen(w.ctx, "crm", []record.ID{id})
	if err != nil || len(seen) != 0 {
		t.Errorf("a refused command left last seen values %v, %v", seen, err)
	}
}

func neighbours(t *testing.T, w *world) {
	id := w.apply(t, create(thing, text("name", "a"))).IDs[0]
	cmds := make([]record.Command, 40)
	for i := range cmds {
		cmds[i] = one(set(thing, id, with("size", record.IntValue(int64(i+1)))))
		cmds[i].Actor = "owner"
		if i%4 == 3 {
			cmds[i].Drafts = append(cmds[i].Drafts, set(thing, id, text("colour", "red")))
		}
	}
	done, err := w.Apply(w.ctx, cmds...)
	if len(done) != len(cmds) {
		t.Fatalf("%d results for %d commands", len(done), len(cmds))
	}
	joined, ok := err.(interface{ Unwrap() []error }) //nolint:errorlint // the join itself is looked at
	if !ok || len(joined.Unwrap()) != 10 {
		t.Fatalf("error = %v", err)
	}
	for i, e := range joined.Unwrap() {
		var refusal *record.CommandError
		if !errors.As(e, &refusal) || refusal.Index != i*4+3 || fault.KindOf(refusal) != fault.Invalid {
			t.Errorf("refusal %d = %v", i, e)
		}
	}
	want := record.Seq(2)
	for i, d := range done {
		if i%4 == 3 {
			if d.First != 0 {
				t.Errorf("a refused command has changes %+v", d)
			}
			continue
		}
		if d.First != want || d.Last != want {
			t.Errorf("command %d became %+v, want change %d", i, d, want)
		}
		want++
	}
	if got := w.get(t, id).Fields["size"].Int(); got != 39 {
		t.Errorf("size = %d, want that of the last taken command", got)
	}
}

func ifSeq(t *testing.T, w *world) {
	done := w.apply(t, create(thing, text("name", "a")))
	id := done.IDs[0]
	d := set(thing, id, text("name", "b"))
	d.IfSeq = done.Last
	again := set(thing, id, with("size", record.IntValue(1)))
	again.IfSeq = done.Last // earlier changes of the same command do not count as a conflict
	w.apply(t, d, again)
	w.refused(t, fault.Conflict, "an edit of an older version", one(d))
	if r := w.get(t, id); r.Fields["name"].Text() != "b" || r.Seq != 3 {
		t.Errorf("record = %+v", r)
	}
}

func unchanged(t *testing.T, w *world) {
	id := w.apply(t, create(thing, text("name", "a"), text("email", "a@b.c"))).IDs[0]
	if done := w.apply(t, set(thing, id, text("name", "a"), text("email", "a@b.c"),
		with("size", record.Value{}))); done.First != 0 || done.IDs[0] != id {
		t.Errorf("setting what is so already became %+v", done)
	}
	fact := at(-1000, set(thing, id, text("code", "x")))
	w.run(t, imported(0, fact))
	if done := w.run(t, imported(0, fact)); done.First != 0 {
		t.Errorf("importing the same fact again became %+v", done)
	}
}

func tailAndWait(t *testing.T, w *world) {
	const n = 12_001
	drafts := make([]record.Draft, n)
	for i := range drafts {
		drafts[i] = create(thing, with("size", record.IntValue(int64(i))))
	}
	waited := make(chan error, 1)
	go func() { waited <- w.Wait(w.ctx, n-1) }()
	w.run(t, imported(0, drafts...))
	if err := <-waited; err != nil {
		t.Error(err)
	}
	next, slicesSeen := record.Seq(5), 0
	err := w.Tail(w.ctx, everything, 5, func(c []record.Change) error {
		slicesSeen++
		if len(c) > 5000 {
			t.Errorf("a slice of %d changes", len(c))
		}
		for i := range c {
			if c[i].Seq != next || c[i].Fields[0].Value.Int() != int64(next-1) {
				t.Fatalf("change %d where %d belongs", c[i].Seq, next)
			}
			next++
		}
		return nil
	})
	if err != nil || next != n+1 || slicesSeen < 3 {
		t.Errorf("tail ended before %d after %d slices: %v", next, slicesSeen, err)
	}
	ended, cancel := context.WithCancel(w.ctx)
	cancel()
	if err := w.Wait(ended, n); !errors.Is(err, context.Canceled) {
		t.Errorf("wait beyond the head: %v", err)
	}
	stop := errors.New("stop")
	if err := w.Tail(w.ctx, everything, 1, func([]record.Change) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("tail swallowed %v", err)
	}
}

func gapFree(t *testing.T, w *world) {
	const writers, each = 8, 25
	var group sync.WaitGroup
	for i := range writers {
		group.Go(func() {
			for n := range each {
				c := record.Command{Actor: "owner",
					Drafts: []record.Draft{create(thing, text("name", fmt.Sprint(i, n))),
						create(place, text("name", "p"))}}
				if n%5 == 4 {
					c.Drafts[1].Fields = nil // refused, because the name is required
				}
				done, err := w.Apply(w.ctx, c)
				if (err != nil) != (n%5 == 4) {
					t.Error(err)
				}
				if err == nil && done[0].Last != done[0].First+1 {
					t.Errorf("a command's changes lie apart: %+v", done[0])
				}
			}
		})
	}
	group.Wait()
	next := record.Seq(1)
	for _, c := range w.changes(t) {
		if c.Seq != next {
			t.Fatalf("change %d where %d belongs", c.Seq, next)
		}
		next++
	}
	if want := record.Seq(writers*each*2*4/5 + 1); next != want {
		t.Errorf("%d changes, want %d", next-1, want-1)
	}
}

func besideImport(t *testing.T, w *world) {
	id := w.apply(t, create(thing)).IDs[0]
	stop := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
			}
			drafts := make([]record.Draft, 1000)
			for i := range drafts {
				drafts[i] = create(thing, with("size", record.IntValue(int64(n))))
			}
			if _, err := w.Apply(w.ctx, imported(0, drafts...)); err != nil {
				t.Error(err)
				return
			}
		}
	})
	// All edits are written while chunks are waiting, and at most one chunk goes before each edit.
	last := w.Head()
	for n := range 20 {
		done, err := w.Apply(w.ctx, record.Command{Actor: "owner",
			Drafts: []record.Draft{set(thing, id, with("size", record.IntValue(int64(n+1))))}})
		if err != nil {
			t.Fatal(err)
		}
		if done[0].First-last > 3*1000 {
			t.Errorf("an edit waited for %d changes of an import", done[0].First-last)
		}
		last = w.Head()
	}
	close(stop)
	group.Wait()
}

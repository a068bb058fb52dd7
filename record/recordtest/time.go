package recordtest

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"salesops/internal/period"
	"salesops/record"
)

func timeTravel(t *testing.T, w *world) {
	id := w.run(t, imported(0, at(-9000, create(thing, text("name", "nine"))))).IDs[0]
	w.run(t, imported(0, at(-5000, set(thing, id, text("name", "five")))))
	// A correction that is dated back: effective at -7, known only now.
	late := set(thing, id, text("name", "seven"))
	late.EffectiveAt = start - 7_000_000
	w.run(t, imported(0, late))
	known := w.Head()
	w.run(t, imported(0, at(-12000, set(thing, id, with("size", record.IntValue(12))))))
	cases := []struct {
		at     record.At
		exists bool
		name   string
	}{
		{record.At{}, true, "five"},
		{record.At{Effective: start - 6_000_000}, true, "seven"},
		{record.At{Effective: start - 6_000_000, Known: start - 1}, true, "nine"},
		{record.At{Effective: start - 8_000_000}, true, "nine"},
		// a change before the creation makes the record exist from then on
		{record.At{Effective: start - 10_000_000}, true, ""},
		{record.At{Effective: start - 10_000_000, Position: known}, false, ""},
		{record.At{Effective: start - 20_000_000}, false, ""},
		{record.At{Position: 1}, true, "nine"},
		{record.At{Known: start - 8_000_000}, true, "nine"},
	}
	for _, c := range cases {
		r, err := w.AsOf(w.ctx, everything, thing, id, c.at)
		if err != nil || r.Exists != c.exists || r.Fields["name"].Text() != c.name {
			t.Errorf("at %+v = %+v, %v; want %v %q", c.at, r, err, c.exists, c.name)
		}
	}
	if r := w.get(t, id); r.Fields["name"].Text() != "five" || r.Fields["size"].Int() != 12 ||
		r.Created != start-12_000_000 {
		t.Errorf("now = %+v", r)
	}
}

// anyClock checks that what is written later counts, and is known later, however the clock is set and however often the
// program starts again.
func anyClock(t *testing.T, w *world) {
	id := w.apply(t, create(thing, text("name", "0"))).IDs[0]
	latest := w.changes(t)[0].KnownAt
	written := 0
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 4).Draw(rt, "edits") {
			w.clock.now.Add(rapid.Int64Range(-3, 3).Draw(rt, "hours") * 3_600_000_000)
			if rapid.Bool().Draw(rt, "again") {
				w.reopen(t)
			}
			written++
			name := fmt.Sprint(written)
			w.apply(t, set(thing, id, text("name", name)))
			if now := w.Now(); now < latest {
				rt.Fatalf("the log's time is %d after a change at %d", now, latest)
			}
			if got := w.get(t, id).Fields["name"].Text(); got != name {
				rt.Fatalf("the record is called %s, the last edit was %s", got, name)
			}
			c, err := w.Change(w.ctx, everything, w.Head())
			if err != nil || c.KnownAt < latest || c.EffectiveAt < latest {
				rt.Fatalf("known %d, effective %d, after a change at %d (%v)", c.KnownAt, c.EffectiveAt, latest, err)
			}
			latest = c.KnownAt
		}
	})
}

func plannedAhead(t *testing.T, w *world) {
	id := w.apply(t, create(thing, text("name", "today"))).IDs[0]
	d := set(thing, id, text("name", "tomorrow"))
	d.EffectiveAt = start + 86_400_000_000
	w.apply(t, d)
	if got := w.get(t, id).Fields["name"].Text(); got != "today" {
		t.Errorf("today the name is %q", got)
	}
	then, err := w.AsOf(w.ctx, everything, thing, id, record.At{Effective: d.EffectiveAt})
	if err != nil || then.Fields["name"].Text() != "tomorrow" {
		t.Errorf("tomorrow = %+v, %v", then, err)
	}
	w.clock.now.Store(int64(2 * 86_400_000_000))
	if got := w.get(t, id).Fields["name"].Text(); got != "tomorrow" {
		t.Errorf("a day later the name is %q", got)
	}
	// Whatever a source's clock says, a fact cannot be known before it arrived here.
	ahead := set(thing, id, text("code", "x"))
	ahead.KnownAt = period.Forever
	seq := w.run(t, imported(0, ahead)).Last
	if c, err := w.Change(w.ctx, everything, seq); err != nil || c.KnownAt > w.clock.read() {
		t.Errorf("known at %v, %v", c.KnownAt, err)
	}
}

// clockPutBack sets the clock back by an hour between edits and in the middle of an import.
func clockPutBack(t *testing.T, w *world) {
	putBack := func() { w.clock.now.Add(-3600_000_000) }
	id := w.apply(t, create(thing, text("name", "a"))).IDs[0]
	is := func(step int, id record.ID, name string) {
		t.Helper()
		r := w.get(t, id)
		folded, err := w.AsOf(w.ctx, everything, thing, id, record.At{})
		if err != nil || !r.Exists || r.Fields["name"].Text() != name || folded.Fields["name"].Text() != name {
			t.Errorf("step %d: now %+v, folded %+v, %v; want %q", step, r, folded, err, name)
		}
	}
	putBack()
	is(1, id, "a") // a change that was written before is not in the future
	edit := w.apply(t, set(thing, id, text("name", "b"))).Last
	is(2, id, "b")
	putBack()
	is(3, id, "b")
	w.undo(t, edit)
	is(4, id, "a")
	w.apply(t, set(thing, id, text("name", "c")))
	is(5, id, "c")

	batch := w.run(t, imported(0, create(place, text("name", "the import"))))
	first := w.run(t, imported(batch.First, create(thing, text("name", "x")),
		set(thing, id, text("name", "of the source")))).IDs[0]
	putBack()
	second := w.run(t, imported(batch.First, create(thing, text("name", "y")),
		set(thing, first, text("name", "x2")))).IDs[0]
	is(6, first, "x2")
	is(7, second, "y")
	is(8, id, "of the source")
	w.undo(t, batch.First)
	is(9, id, "c")

	var known period.Instant
	for _, c := range w.changes(t) {
		// values that an undo takes back from a source were never known
		if c.Flags&record.Undo == 0 && c.KnownAt < known {
			t.Errorf("change %d is known at %v, one before it at %v", c.Seq, c.KnownAt, known)
		}
		known = max(known, c.KnownAt)
	}
}

package recordtest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
)

func (w *world) undo(t testing.TB, seq record.Seq) record.UndoReport {
	t.Helper()
	preview, err := w.PreviewUndo(w.ctx, seq)
	if err != nil {
		t.Fatal(err)
	}
	head := w.Head()
	report, err := w.Undo(w.ctx, "owner", seq)
	if err != nil {
		t.Fatal(err)
	}
	if preview.Changes != report.Changes || !slices.Equal(preview.Objects, report.Objects) ||
		!slices.Equal(preview.Kept, report.Kept) || preview.First != 0 {
		t.Errorf("preview %+v is not what the undo did: %+v", preview, report)
	}
	if int(w.Head()-head) != report.Changes {
		t.Errorf("%d changes, the report says %d", w.Head()-head, report.Changes)
	}
	again, err := w.Undo(w.ctx, "owner", seq)
	if err != nil || again.Changes != 0 {
		t.Errorf("undoing twice made %d changes, %v", again.Changes, err)
	}
	return report
}

func undoOne(t *testing.T, w *world) {
	id := w.apply(t, create(thing, text("name", "a"), text("email", "a@b.c"))).IDs[0]
	edit := w.apply(t, set(thing, id, text("name", "b"), with("size", record.IntValue(1)), text("email", "b@b.c"))).Last
	w.undo(t, edit)
	r := w.get(t, id)
	if r.Fields["name"].Text() != "a" || r.Fields["size"].IsSet() || r.Fields["email"].Text() != "a@b.c" {
		t.Errorf("after undo = %+v", r)
	}
	c, err := w.Change(w.ctx, everything, w.Head())
	if err != nil || c.Cause != edit || c.Flags&record.Undo == 0 || c.Actor != "owner" {
		t.Errorf("compensation = %+v, %v", c, err)
	}
	made := w.apply(t, create(thing, text("name", "new")))
	w.undo(t, made.Last)
	if w.get(t, made.IDs[0]).Exists {
		t.Error("an undone record exists")
	}
	if _, err := w.Undo(w.ctx, "owner", w.Head()+100); fault.KindOf(err) != fault.Missing {
		t.Errorf("undo of nothing: %v", err)
	}
	w.apply(t, record.Draft{Kind: record.Forget, Object: thing, ID: id})
	if _, err := w.Undo(w.ctx, "owner", w.Head()); fault.KindOf(err) != fault.Invalid {
		t.Errorf("undo of a forget: %v", err)
	}
}

// batch starts a batch: it creates a record whose creation is the cause of the changes that follow.
func (w *world) batch(t testing.TB) record.Seq {
	t.Helper()
	return w.apply(t, create(thing, text("name", "batch"))).Last
}

func undoBatch(t *testing.T, w *world) {
	old := w.run(t, imported(0, external("O", at(-9000, create(thing, text("name", "old")))))).IDs[0]
	batch := w.batch(t)
	stub := external("P", create(place))
	stub.Flags = record.Stub
	p := w.run(t, imported(batch, stub, external("Q", create(place, text("name", "q"))))).IDs
	made := w.run(t, imported(batch,
		external("N", at(-7000, create(thing, text("name", "new"), with("place", record.RefValue(p[0]))))),
		at(-6000, set(thing, old, text("name", "changed"))),
		at(-5000, set(thing, old, text("name", "changed again"), with("place", record.RefValue(p[0])))))).IDs[0]
	w.run(t, record.Command{Actor: "import", Source: "crm", Cause: batch, Seen: []record.Seen{
		{ID: old, Fields: []record.Print{{Field: "code", Value: 6}, {Field: "name", Value: 5}}},
		{ID: made, Fields: []record.Print{{Field: "name", Value: 7}}}}})
	keeper := w.apply(t, create(thing, with("place", record.RefValue(p[1])))).IDs[0] // refers to q
	first, err := w.Change(w.ctx, everything, batch)
	if err != nil {
		t.Fatal(err)
	}
	// a change of the batch's own record is not undone
	w.run(t, imported(batch, set(thing, first.ID, text("name", "batch, done"))))
	report := w.undo(t, batch)
	want := []record.UndoCount{{Object: place, Deleted: 1, Stubbed: 1}, {Object: thing, Deleted: 1, Reverted: 1}}
	if !report.Batch || !slices.Equal(report.Objects, want) || len(report.Kept) != 0 {
		t.Errorf("report = %+v", report)
	}
	for _, at := range []record.At{{}, {Effective: start - 5_500_000}, {Effective: start - 4_000_000}} {
		r, err := w.AsOf(w.ctx, everything, thing, old, at)
		if err != nil || r.Fields["name"].Text() != "old" || r.Fields["place"].IsSet() {
			t.Errorf("old at %+v = %+v, %v", at, r, err)
		}
		if r, err = w.AsOf(w.ctx, everything, thing, made, at); err != nil || r.Exists {
			t.Errorf("made at %+v = %+v, %v", at, r, err)
		}
	}
	before, err := w.AsOf(w.ctx, everything, thing, old, record.At{Position: report.First - 1})
	if err != nil || before.Fields["name"].Text() != "changed again" {
		t.Errorf("at the position before the undo = %+v, %v", before, err)
	}
	if q := w.get(t, p[1]); !q.Stub || !q.Exists || q.Fields["name"].IsSet() || !w.get(t, keeper).Exists {
		t.Errorf("q = %+v, want a stub", q)
	}
	if w.lookup(t, thing, "N") != 0 || w.lookup(t, place, "P") != 0 || w.lookup(t, place, "Q") != p[1] ||
		w.lookup(t, thing, "O") != old {
		t.Error("external ids after the undo are wrong")
	}
	seen, err := w.LastSeen(w.ctx, "crm", []record.ID{old, made})
	if _, name := seen[old]["name"]; err != nil || name || seen[old]["code"] != 6 || seen[made] != nil {
		t.Errorf("last seen = %v, %v", seen, err)
	}
	if own := w.get(t, first.ID); !own.Exists || own.Fields["name"].Text() != "batch, done" {
		t.Errorf("the batch's own record is %+v", own)
	}
}

// undoAndAgain checks that importing again after an undo gives the same records as one import, also
// when the times are read differently.
func undoAndAgain(t *testing.T, w *world) {
	for _, shift := range []int{0, 500, -500} {
		batch := w.batch(t)
		id := w.run(t, imported(batch, external("N", at(-9000+shift, create(thing, text("name", "new")))))).IDs[0]
		w.run(t, imported(batch, at(-5000+shift, external("N", set(thing, 0, text("name", "later"))))))
		changes, err := w.Timeline(w.ctx, everything, id, 0, -1)
		if err != nil || len(changes) != 2 {
			t.Errorf("the record of the second import has %d changes, %v", len(changes), err)
		}
		if r := w.get(t, id); r.Fields["name"].Text() != "later" ||
			r.Created != start+period.Instant(-9000+shift)*1000 {
			t.Errorf("shifted by %d = %+v", shift, r)
		}
		w.undo(t, batch)
	}
}

func undoKeeps(t *testing.T, w *world) {
	old := w.run(t, imported(0, at(-9000, create(thing, text("name", "old"), text("code", "1"))))).IDs[0]
	batch := w.batch(t)
	made := w.run(t, imported(batch, external("N", create(thing, text("name", "new"), text("code", "n"))),
		set(thing, old, text("name", "changed"), text("code", "2")))).IDs[0]
	w.apply(t, set(thing, old, text("name", "mine")))
	since := w.Head()
	w.apply(t, set(thing, made, text("name", "mine too")))
	report := w.undo(t, batch)
	kept := map[record.ID][]string{}
	for _, k := range report.Kept {
		kept[k.ID] = append(kept[k.ID], k.Field)
		if k.ID == old && k.Since != since {
			t.Errorf("kept since %d, want %d", k.Since, since)
		}
	}
	if !slices.Equal(kept[old], []string{"name"}) || !slices.Contains(kept[made], "") ||
		!slices.Contains(kept[made], "name") {
		t.Errorf("kept = %+v", report.Kept)
	}
	if r := w.get(t, old); r.Fields["name"].Text() != "mine" || r.Fields["code"].Text() != "1" {
		t.Errorf("old = %+v", r)
	}
	if r := w.get(t, made); !r.Exists || r.Fields["name"].Text() != "mine too" || r.Fields["code"].IsSet() ||
		w.lookup(t, thing, "N") != made {
		t.Errorf("made = %+v", r)
	}
}

// undoDeleted checks that references of a deleted record count only when the record may be
// restored.
func undoDeleted(t *testing.T, w *world) {
	first := w.batch(t)
	stub := create(place)
	stub.Flags = record.Stub
	home := w.run(t, imported(first, external("P", stub))).IDs[0]
	mine := w.apply(t, create(thing, text("name", "mine"), with("place", record.RefValue(home)))).IDs[0]
	w.apply(t, record.Draft{Kind: record.Delete, Object: thing, ID: mine})
	w.undo(t, first)
	w.apply(t, record.Draft{Kind: record.Restore, Object: thing, ID: mine})
	if r := w.get(t, home); !r.Exists || !r.Stub {
		t.Errorf("a restored record refers to %+v", r)
	}
	second := w.batch(t)
	never := w.run(t, imported(second, at(-9000, external("D", create(thing, text("name", "d")))))).IDs[0]
	w.run(t, imported(second, at(-9000, record.Draft{Kind: record.Delete, Object: thing, ID: never})))
	w.undo(t, second)
	if id := w.lookup(t, thing, "D"); id != 0 {
		t.Errorf("the id of a record that never was still names %d", id)
	}
}

// undoElsewhere checks that an undo leaves alone a record of which the undone import only states
// what an earlier import, undone before, had brought.
func undoElsewhere(t *testing.T, w *world) {
	first := w.batch(t)
	home := w.run(t, imported(first, at(-9000, external("P", create(place, text("name", "p")))))).IDs[0]
	w.apply(t, record.Draft{Kind: record.Delete, Object: place, ID: home})
	w.undo(t, first) // the deletion counts, so the record keeps its creation
	second := w.batch(t)
	w.run(t, imported(second, external("T", create(thing, text("name", "t")))))
	w.run(t, record.Command{Actor: "import", Source: "crm", Cause: second,
		Stated: []record.Stated{{ID: home, What: &record.Statement{Fields: []string{"name"}}}}})
	before := w.get(t, home)
	w.undo(t, second)
	if after := w.get(t, home); after.Exists || after.Seq != before.Seq {
		t.Errorf("a deleted record that the undone import stated = %+v, before %+v", after, before)
	}
}

func undoLife(t *testing.T, w *world) {
	ids := w.apply(t, create(thing, text("name", "a")), create(thing, text("name", "b"))).IDs
	gone := w.apply(t, record.Draft{Kind: record.Delete, Object: thing, ID: ids[0]}).Last
	w.undo(t, gone)
	if !w.get(t, ids[0]).Exists {
		t.Error("the delete was not undone")
	}
	joined := w.apply(t, record.Draft{Kind: record.Merge, Object: thing, ID: ids[0], Into: ids[1]}).Last
	w.undo(t, joined)
	if to, err := w.Resolve(w.ctx, ids[0]); err != nil || to != ids[0] || !w.get(t, ids[0]).Exists {
		t.Errorf("the merge was not undone: %d, %v", to, err)
	}
	stub := create(place)
	stub.Flags = record.Stub
	p := w.run(t, imported(0, external("P", stub))).IDs[0]
	batch := w.batch(t)
	w.run(t, imported(batch, external("P", create(place, text("name", "filled")))))
	w.undo(t, batch)
	if r := w.get(t, p); !r.Stub || r.Fields["name"].IsSet() {
		t.Errorf("a stub that was filled = %+v", r)
	}
}

// broken is a store whose writes fail on request, before or after they are made.
type broken struct {
	record.Store
	fail func() error
}

func (b *broken) Commit(ctx context.Context, batch *record.Batch) error {
	if err := b.fail(); err != nil {
		return err
	}
	return b.Store.Commit(ctx, batch)
}

func failedWrite(t *testing.T, w *world) {
	w.apply(t, create(thing, text("name", "kept")))
	failure := error(nil)
	store := &broken{w.store, func() error { return failure }}
	log, err := record.Open(w.ctx, store, record.Options{Objects: objects(), Clock: w.clock.read})
	if err != nil {
		t.Fatal(err)
	}
	c := record.Command{Actor: "owner", Drafts: []record.Draft{create(thing)}}
	failure = fault.Busyf("somebody else writes")
	if _, err := log.Apply(w.ctx, c); fault.KindOf(err) != fault.Busy {
		t.Errorf("busy: %v", err)
	}
	failure = nil
	if _, err := log.Apply(w.ctx, c); err != nil {
		t.Errorf("after busy: %v", err)
	}
	failure = errors.New("input/output error")
	if _, err := log.Apply(w.ctx, c); fault.KindOf(err) != fault.Internal || !errors.Is(err, failure) {
		t.Errorf("failed write: %v", err)
	}
	failure = nil
	_, err = log.Apply(w.ctx, c)
	if why, _ := fault.ReasonOf(err); fault.KindOf(err) != fault.Busy || why.Code != "log_stopped" ||
		!strings.Contains(why.Parts["cause"], "input/output error") {
		t.Errorf("after a failed write: %v", err)
	}
	if log.Head() != 2 {
		t.Errorf("head %d", log.Head())
	}
	if _, err := log.Change(w.ctx, everything, 1); err != nil {
		t.Errorf("reading after a failed write: %v", err)
	}
	if err := log.Close(); err != nil {
		t.Error(err)
	}
	w.reopen(t)
	w.apply(t, create(thing))
	if w.Head() != 3 {
		t.Errorf("head %d after reopening", w.Head())
	}
}

// undoWhole has the last of many deletions of an undo refused, and checks that nothing is written.
func undoWhole(t *testing.T, w *world) {
	const many = 2500
	batch := w.batch(t)
	var drafts []record.Draft
	for range many {
		drafts = append(drafts, create(thing, text("name", "new")))
	}
	ids := w.run(t, imported(batch, drafts...)).IDs
	refused := slices.Max(ids)
	w.reopen(t, func(_ context.Context, _ record.View, d *record.Draft) error {
		if d.Kind == record.Delete && d.ID == refused {
			return fault.Deniedf("this one stays")
		}
		return nil
	})
	head := w.Head()
	if _, err := w.Undo(w.ctx, "user:1", batch); fault.KindOf(err) != fault.Denied {
		t.Errorf("undo = %v, want denied", err)
	}
	if got := w.Head(); got != head {
		t.Errorf("a refused undo left %d changes", got-head)
	}
	w.reopen(t)
	if report, err := w.Undo(w.ctx, "user:1", batch); err != nil || report.Changes != many ||
		report.Last-report.First+1 != many {
		t.Errorf("undo = %+v, %v", report, err)
	}
}

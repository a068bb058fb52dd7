package recordtest

import (
	"context"
	"slices"
	"testing"

	"salesops/internal/period"
	"salesops/record"
)

// undoAlone undoes single changes of an import. What a later import states keeps a value when the whole import is
// undone, but not when somebody means exactly this change; and that is so in either order.
func undoAlone(t *testing.T, w *world) {
	for what, undo := range map[string]func(batch, change record.Seq){
		"the change":                  func(_, change record.Seq) { w.undo(t, change) },
		"the change, then the import": func(batch, change record.Seq) { w.undo(t, change); w.undo(t, batch) },
		"the import":                  func(batch, _ record.Seq) { w.undo(t, batch) },
	} {
		old := w.run(t, imported(0, at(-9000, create(thing, text("name", "old"))))).IDs[0]
		batch := w.batch(t)
		change := w.run(t, imported(batch, at(-8000, set(thing, old, text("name", "new"))))).Last
		w.run(t, record.Command{Actor: "import", Source: "crm", Cause: w.batch(t),
			Stated: []record.Stated{{ID: old, What: &record.Statement{Fields: []string{"name"}}}}})
		undo(batch, change)
		want := "old"
		if what == "the import" {
			want = "new"
		}
		if r := w.get(t, old); r.Fields["name"].Text() != want {
			t.Errorf("after undoing %s: %q, want %q", what, r.Fields["name"].Text(), want)
		}
	}
}

// undoStated undoes an import of which a later one states the values, after a person changed one. What stays because it
// is stated is counted as such, and not as changed since.
func undoStated(t *testing.T, w *world) {
	batch := w.batch(t)
	id := w.run(t, imported(batch, external("S", at(-9000, create(thing, text("name", "a"), text("code", "b"),
		text("email", "c")))))).IDs[0]
	later := w.batch(t)
	w.run(t, record.Command{Actor: "import", Source: "crm", Cause: later,
		Stated: []record.Stated{{ID: id, What: &record.Statement{Fields: []string{"code", "name"}}}}})
	w.apply(t, set(thing, id, text("name", "mine"), text("email", "mine")))
	since := w.Head()
	report := w.undo(t, batch)
	kept := map[string]record.Seq{}
	for _, k := range report.Kept {
		kept[k.Field] = k.Since
	}
	if kept["email"] != since || kept["name"] != 0 || kept["code"] != 0 {
		t.Errorf("kept %+v, want what is not stated", report.Kept)
	}
	if s := report.Stated; s.Records != 1 || s.Values != 2 || !slices.Equal(s.By, []record.Seq{later}) {
		t.Errorf("stated %+v", report.Stated)
	}
	if r := w.get(t, id); !r.Exists || r.Fields["name"].Text() != "mine" || r.Fields["code"].Text() != "b" ||
		r.Fields["email"].Text() != "mine" {
		t.Errorf("after the undo: %+v", r)
	}
	report = w.undo(t, later)
	if r := w.get(t, id); r.Fields["code"].IsSet() || r.Fields["name"].Text() != "mine" || report.Stated.Records != 0 {
		t.Errorf("after the undo of what stated it: %+v, %+v", r, report)
	}
}

// undoManyStated undoes an import of several records. What a later import states of each keeps its value, whichever of
// them it is and however many the statement is about.
func undoManyStated(t *testing.T, w *world) {
	batch := w.batch(t)
	var ids []record.ID
	for _, name := range []string{"a", "b", "c", "d"} {
		made := w.run(t, imported(batch, external(name, at(-9000, create(thing, text("name", name))))))
		ids = append(ids, made.IDs[0])
	}
	later := w.batch(t)
	for _, some := range [][]record.ID{ids[:1], ids[2:]} {
		var stated []record.Stated
		for _, id := range some {
			stated = append(stated, record.Stated{ID: id, What: &record.Statement{Fields: []string{"name"}}})
		}
		w.run(t, record.Command{Actor: "import", Source: "crm", Cause: later, Stated: stated})
	}
	report := w.undo(t, batch)
	if s := report.Stated; s.Records != 3 || s.Values != 3 || !slices.Equal(s.By, []record.Seq{later}) {
		t.Errorf("stated %+v", report.Stated)
	}
	for i, id := range ids {
		if r := w.get(t, id); r.Exists != (i != 1) {
			t.Errorf("after the undo record %d is %+v", i, r)
		}
	}
}

// undoApart undoes parts of an import in turn. A later import keeps what it states, also when it has changed another
// field itself, and when another change of the record was undone alone.
func undoApart(t *testing.T, w *world) {
	old := w.run(t,
		imported(0, at(-9000, create(thing, text("name", "old"), text("code", "old"), text("email", "old"))))).IDs[0]
	batch := w.batch(t)
	alone := w.run(t, imported(batch, at(-8000, set(thing, old, text("code", "new"))))).Last
	w.run(t, imported(batch, at(-7000, set(thing, old, text("name", "new"), text("email", "new")))))
	later := w.batch(t)
	w.run(t, imported(later, at(-6000, set(thing, old, text("email", "later")))))
	w.run(t, record.Command{Actor: "import", Source: "crm", Cause: later,
		Stated: []record.Stated{{ID: old, What: &record.Statement{Fields: []string{"code", "name"}}}}})
	is := func(what string, name, code, email string) {
		t.Helper()
		if r := w.get(t, old); r.Fields["name"].Text() != name || r.Fields["code"].Text() != code ||
			r.Fields["email"].Text() != email {
			t.Errorf("%s: %v, want %s, %s and %s", what, r.Fields, name, code, email)
		}
	}
	w.undo(t, alone)
	is("one change undone", "new", "old", "later")
	w.undo(t, batch)
	is("the import undone", "new", "old", "later")
	w.undo(t, later)
	is("the later one undone", "old", "old", "old")
}

// undoEarlyDelete undoes a deletion that is dated before all that is known of a record. It exists again from its first
// fact on, not only from its creation.
func undoEarlyDelete(t *testing.T, w *world) {
	id := w.run(t, imported(0, at(-5000, create(thing, text("name", "a"))))).IDs[0]
	w.run(t, imported(0, at(-7000, set(thing, id, text("name", "b")))))
	batch := w.batch(t)
	w.run(t, imported(batch, at(-8000, record.Draft{Kind: record.Delete, Object: thing, ID: id})))
	w.undo(t, batch)
	for moment, exists := range map[int]bool{-8500: false, -7500: false, -7000: true, -6000: true,
		-5000: true, -1000: true} {
		r, err := w.AsOf(w.ctx, everything, thing, id, record.At{Effective: start + period.Instant(moment)*1000})
		if err != nil || r.Exists != exists {
			t.Errorf("at %d: exists %v, %v; want %v", moment, r.Exists, err, exists)
		}
	}
}

// undoMixed undoes a batch that says of one record what its source knew before and what somebody entered. The former is
// taken back as of then, the latter as of now.
func undoMixed(t *testing.T, w *world) {
	old := w.run(t, imported(0, at(-9000, create(thing, text("name", "old"), text("code", "old"))))).IDs[0]
	batch := w.batch(t)
	w.run(t, imported(batch, at(-8000, set(thing, old, text("name", "imported")))))
	w.run(t, record.Command{Actor: "owner", Cause: batch,
		Drafts: []record.Draft{set(thing, old, text("code", "entered"))}})
	before := w.Now()
	w.undo(t, batch)
	is := func(what string, at record.At, name, code string) {
		t.Helper()
		r, err := w.AsOf(w.ctx, everything, thing, old, at)
		if err != nil || r.Fields["name"].Text() != name || r.Fields["code"].Text() != code {
			t.Errorf("%s: %+v, %v; want %s and %s", what, r.Fields, err, name, code)
		}
	}
	is("now", record.At{}, "old", "old")
	is("now, as known before the undo", record.At{Effective: before, Known: before}, "old", "entered")
	is("before it was entered, as known now", record.At{Effective: start - 5_000_000}, "old", "old")
	is("before it was entered, as known then", record.At{Effective: start - 5_000_000, Known: start - 5_000_000}, "old",
		"old")
}

// undoUndone undoes undos: what they took back counts again, also for the undos that come after.
func undoUndone(t *testing.T, w *world) {
	id := w.apply(t, create(thing, text("name", "a"))).IDs[0]
	name := func(what, want string) {
		t.Helper()
		if got := w.get(t, id).Fields["name"].Text(); got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	second := w.apply(t, set(thing, id, text("name", "b"))).Last
	third := w.apply(t, set(thing, id, text("name", "c"))).Last
	w.undo(t, third)
	name("the third undone", "b")
	back := w.Head()
	w.undo(t, back)
	name("that undone", "c")
	w.undo(t, second)
	name("the second undone", "c")
	w.undo(t, third)
	name("the third undone again", "a")

	place := w.apply(t, create(place, text("name", "p"))).IDs[0]
	gone := w.apply(t, record.Draft{Kind: record.Delete, Object: "place", ID: place}).Last
	w.undo(t, gone)
	w.undo(t, w.Head())
	if w.get(t, place).Exists {
		t.Error("the undo of a deletion was undone, and the record exists")
	}
	if undone, err := w.Undone(w.ctx, []record.Seq{gone, second, third, back}); err != nil || !undone[gone] ||
		!undone[second] || !undone[third] || !undone[back] || len(undone) != 4 {
		t.Errorf("undone are %v, %v", undone, err)
	}
	if undone, err := w.Undone(w.ctx, []record.Seq{1, w.Head()}); err != nil || undone[1] || undone[w.Head()] {
		t.Errorf("undone are %v, %v; want none", undone, err)
	}
}

// undoMerges undoes imports that merge, separate and delete records, after which a person has changed what they did.
func undoMerges(t *testing.T, w *world) {
	kind := func(k record.ChangeKind, id, into record.ID) record.Draft {
		return record.Draft{Kind: k, Object: thing, ID: id, Into: into}
	}
	resolves := func(what string, id, want record.ID) {
		t.Helper()
		if got, err := w.Resolve(w.ctx, id); err != nil || got != want {
			t.Errorf("%s: %d stands for %d, %v; want %d", what, id, got, err, want)
		}
	}
	ids := w.apply(t, create(thing, text("name", "a")), create(thing, text("name", "b"))).IDs
	w.apply(t, kind(record.Merge, ids[0], ids[1]))
	batch := w.batch(t)
	w.run(t, imported(batch, kind(record.Unmerge, ids[0], 0)))
	resolves("separated by an import", ids[0], ids[0])
	w.undo(t, batch)
	resolves("with that import undone", ids[0], ids[1])
	if into := w.MergedInto(ids[1]); !slices.Equal(into, ids[:1]) {
		t.Errorf("merged into the second are %v", into)
	}

	batch = w.batch(t)
	made := w.run(t, imported(batch, external("M", create(thing, text("name", "made"))))).IDs[0]
	w.run(t, imported(batch, kind(record.Merge, made, ids[1])))
	resolves("made and merged by an import", made, ids[1])
	w.undo(t, batch)
	resolves("with that import undone", made, made)
	if w.get(t, made).Exists || w.lookup(t, thing, "M") != 0 {
		t.Error("a record that an undone import made and merged is there")
	}

	old := w.run(t, imported(0, at(-9000, create(thing, text("name", "old"))))).IDs[0]
	batch = w.batch(t)
	w.run(t, imported(batch, at(-8000, kind(record.Delete, old, 0))))
	w.apply(t, kind(record.Restore, old, 0))
	again := w.apply(t, kind(record.Delete, old, 0)).Last
	report := w.undo(t, batch)
	want := record.Kept{Object: thing, ID: old, Record: record.FormatID(thing, old), Since: again}
	if w.get(t, old).Exists || !slices.Equal(report.Kept, []record.Kept{want}) {
		t.Errorf("deleted by an import and by a person since: %+v, kept %+v", w.get(t, old), report.Kept)
	}
	before, err := w.AsOf(w.ctx, everything, thing, old, record.At{Effective: start - 5_000_000})
	if err != nil || !before.Exists {
		t.Errorf("between the import and the person: %+v, %v", before, err)
	}
}

// idsOf lists ids and external ids, as pages and imports ask for them.
func idsOf(t *testing.T, w *world) {
	here := w.run(t, imported(0, external("P", create(place, text("name", "p"))), external("A", create(place,
		text("name", "a"))))).IDs
	things := w.run(t, imported(0, external("P", create(thing, text("name", "t"))))).IDs
	w.apply(t, record.Draft{Kind: record.Merge, Object: place, ID: here[0], Into: here[1]})
	for _, source := range []string{"erp", "books"} { // which call it otherwise, and the same
		w.run(t, record.Command{Actor: "import", Source: source, Drafts: []record.Draft{
			{Kind: record.Set, Object: place, ID: here[1], External: "Z" + source,
				Fields: []record.FieldValue{text("phone", source)}},
			{Kind: record.Set, Object: place, ID: here[1], External: "A",
				Fields: []record.FieldValue{text("phone", "+"+source)}}}})
	}
	gone := w.apply(t, create(place, text("name", "gone"))).IDs[0]
	w.apply(t, record.Draft{Kind: record.Delete, Object: place, ID: gone})
	var ids []record.ID
	if err := w.EachID(w.ctx, place, func(id record.ID) error { ids = append(ids, id); return nil }); err != nil ||
		!slices.Equal(ids, []record.ID{here[0], here[1], gone}) {
		t.Errorf("places %v, %v", ids, err)
	}
	var bound []string
	if err := w.EachExternal(w.ctx, "crm", place, func(external string, id record.ID) error {
		if id != here[1] {
			t.Errorf("%s names %d, want %d", external, id, here[1])
		}
		bound = append(bound, external)
		return nil
	}); err != nil || !slices.Equal(bound, []string{"A", "P"}) {
		t.Errorf("ids of the source %v, %v", bound, err)
	}
	for id, want := range map[record.ID][]record.ExternalID{here[0]: nil, here[1]: {{Source: "books", External: "A"},
		{Source: "books", External: "Zbooks"}, {Source: "crm", External: "A"},
		{Source: "crm", External: "P"}, {Source: "erp", External: "A"}, {Source: "erp", External: "Zerp"}},
		things[0]: {{Source: "crm", External: "P"}}, gone: {}} {
		if found, err := w.External(w.ctx, id); err != nil || !slices.Equal(found, want) {
			t.Errorf("ids of %d: %v, %v; want %v", id, found, err, want)
		}
	}
	for what, err := range map[string]error{
		"each id":       w.EachID(w.ctx, "dream", func(record.ID) error { return nil }),
		"each external": w.EachExternal(w.ctx, "crm", "dream", func(string, record.ID) error { return nil }),
		"lookup":        second(w.Lookup(w.ctx, "crm", "dream", []string{"P"})),
		"resolve":       second(w.Resolve(w.ctx, 0)),
	} {
		if err == nil {
			t.Errorf("%s of what cannot be is taken", what)
		}
	}
	if at := w.Clock(); at <= start || at > start+period.Instant(1_000_000_000) {
		t.Errorf("the clock says %s", at)
	}
}

func second[T any](_ T, err error) error { return err }

// caused lists the changes with a cause, without those between them, as a scope shows them.
func caused(t *testing.T, w *world) {
	batch := w.batch(t)
	first := w.run(t, imported(batch, create(thing, text("name", "one")))).Last
	w.apply(t, create(thing, text("name", "between")))
	last := w.run(t, imported(batch, create(place, text("name", "two")))).Last
	list := func(scope record.Scope, cause record.Seq) (found []record.Seq) {
		if err := w.EachCaused(w.ctx, scope, cause, func(changes []record.Change) error {
			for _, c := range changes {
				found = append(found, c.Seq)
			}
			return nil
		}); err != nil {
			t.Error(err)
		}
		return found
	}
	for _, q := range []struct {
		scope record.Scope
		cause record.Seq
		want  []record.Seq
	}{{everything, batch, []record.Seq{first, last}}, {record.RecordsOf(), batch, []record.Seq{last}},
		{record.Scope{}, batch, nil}, {everything, first, nil}} {
		if got := list(q.scope, q.cause); !slices.Equal(got, q.want) {
			t.Errorf("caused by %d in scope %s: %v, want %v", q.cause, q.scope, got, q.want)
		}
	}
	w.undo(t, batch)
	if got := list(everything, batch); len(got) != 4 || got[0] != first {
		t.Errorf("with its undo: %v", got)
	}
}

// unlisted is a store as a program left it that did not list what is audited.
type unlisted struct{ record.Store }

func (u unlisted) Commit(ctx context.Context, b *record.Batch) error {
	b.Audited = nil
	return u.Store.Commit(ctx, b)
}

// trail lists erasures, the newest first, also those of a log whose program did not list them.
func trail(t *testing.T, w *world) {
	ids := w.apply(t, create(thing, text("email", "a@b.c")), create(thing, text("email", "b@b.c")),
		create(thing, text("email", "c@b.c"))).IDs
	w.reopenOver(t, unlisted{w.store})
	var erased []record.Seq
	erase := func(id record.ID) {
		erased = append(erased, w.apply(t, record.Draft{Kind: record.Forget, Object: thing, ID: id}).Last)
		w.apply(t, set(thing, id, text("name", "later")))
	}
	list := func(what string, before record.Seq, limit int, want ...record.Seq) {
		t.Helper()
		changes, err := w.Trail(w.ctx, before, limit)
		var got []record.Seq
		for _, c := range changes {
			if got = append(got, c.Seq); c.Actor != "owner" ||
				c.Object != record.FieldObject && (c.Kind != record.Forget || c.Object != thing) {
				t.Errorf("%s: %+v", what, c)
			}
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, %v; want %v", what, got, err, want)
		}
	}
	erase(ids[0])
	erased = append(erased, w.apply(t, create(record.FieldObject, text("object", thing), text("name", "colour"),
		text("kind", "text"))).Last)
	list("that was not listed", 0, 10)
	w.reopenOver(t, w.store)
	list("opened again", 0, 10, erased[1], erased[0])
	erase(ids[2])
	w.reopenOver(t, w.store)
	list("all", 0, 10, erased[2], erased[1], erased[0])
	list("at most two", 0, 2, erased[2], erased[1])
	list("at most three", 0, 3, erased[2], erased[1], erased[0])
	list("before the last", erased[2], 10, erased[1], erased[0])
	list("before the one after it", erased[2]+1, 10, erased[2], erased[1], erased[0])
	list("before the first", erased[0], 10)
}

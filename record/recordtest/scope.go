package recordtest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"salesops/internal/fault"
	"salesops/record"
)

// scopes compares every read function of the log with a plain loop over all changes. Everybody sees
// a place; a thing is seen through the place that owns it; a note is seen by its writer and through
// its thing.
func scopes(t *testing.T, w *world) {
	r := rand.New(rand.NewPCG(5, 17)) //nolint:gosec // the same sample for everybody
	var places, things, notes []record.ID
	for i := range 4 {
		places = append(places, w.apply(t, create(place, text("name", fmt.Sprint("place ", i)))).IDs[0])
	}
	pick := func(ids []record.ID) record.Value {
		if i := r.IntN(len(ids) + 1); i < len(ids) {
			return record.RefValue(ids[i])
		}
		return record.Value{}
	}
	for range 30 {
		things = append(things, w.apply(t, create(thing, text("name", "t"), with("place", pick(places)))).IDs[0])
	}
	for range 30 {
		notes = append(notes,
			w.apply(t, create(note, with("writer", pick(places)), with("about", pick(things)))).IDs[0])
	}
	for range 60 {
		id := things[r.IntN(len(things))]
		switch r.IntN(6) {
		case 0:
			id = notes[r.IntN(len(notes))]
			// refused when the thing is deleted
			_, _ = w.Apply(w.ctx, one(set(note, id, with("about", pick(things)))))
		case 1:
			_, _ = w.Apply(w.ctx, one(record.Draft{Kind: record.Delete, Object: thing, ID: id}))
		case 2: // dated back, so the current value stays
			_, _ = w.Apply(w.ctx, one(at(-1000, set(thing, id, with("place", pick(places))))))
		default:
			_, _ = w.Apply(w.ctx, one(set(thing, id, with("place", pick(places)))))
		}
	}
	w.apply(t, record.Draft{Kind: record.Merge, Object: place, ID: places[3], Into: places[0]})

	w.reopen(t)
	all := slices.Concat(places, things, notes)
	for _, scope := range []record.Scope{
		everything, {}, record.RecordsOf(), record.RecordsOf(0), record.RecordsOf(places[0]),
		record.RecordsOf(places[1], places[2]),
	} {
		t.Run(scope.String(), func(t *testing.T) { w.seenBy(t, scope, all) })
	}
}

// seenBy compares each read function with what the plain loop says a scope shows.
func (w *world) seenBy(t *testing.T, scope record.Scope, all []record.ID) {
	seen := w.plainlySeen(t, scope)
	states, err := w.States(w.ctx, scope, all)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := w.Timelines(w.ctx, scope, all)
	if err != nil {
		t.Fatal(err)
	}
	listed, tailed := map[record.ID]bool{}, map[record.ID]bool{}
	for _, object := range []string{place, thing, note} {
		if err := w.Each(w.ctx, scope, object,
			func(r record.Record) error { listed[r.ID] = true; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Tail(w.ctx, scope, 1, func(changes []record.Change) error {
		for _, c := range changes {
			tailed[c.ID] = true
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, id := range all {
		want := seen[id]
		if want {
			shown++
		}
		_, state := states[id]
		_, line := lines[id]
		r, get := w.Get(w.ctx, scope, "", id)
		_, asOf := w.AsOf(w.ctx, scope, "", id, record.At{Position: w.Head()})
		_, own := w.Timeline(w.ctx, scope, id, 0, 1)
		newest := w.get(t, id).Seq
		_, change := w.Change(w.ctx, scope, newest)
		for reader, got := range map[string]bool{
			"States": state, "Timelines": line, "Each": listed[id], "Tail": tailed[id], "Get": get == nil && r.ID == id,
			"AsOf": asOf == nil, "Timeline": own == nil, "Change": change == nil,
		} {
			if got != want {
				t.Errorf("%s shows record %d: %t, want %t", reader, id, got, want)
			}
		}
		if err := cmp.Or(get, asOf, own, change); err != nil && fault.KindOf(err) != fault.Missing {
			t.Errorf("record %d is hidden by %v, want that it is missing", id, err)
		}
	}
	if some := len(scope.People()) > 0; some && (shown <= 4 || shown == len(all)) {
		t.Errorf("%d of %d records are seen: the sample proves nothing", shown, len(all))
	}
}

// plainlySeen computes what a scope shows from all changes and the rules in objects().
func (w *world) plainlySeen(t *testing.T, scope record.Scope) map[record.ID]bool {
	t.Helper()
	last := map[record.ID]record.Record{}
	by := map[record.ID][]record.Change{}
	for _, c := range w.changes(t) {
		by[c.ID] = append([]record.Change{c}, by[c.ID]...)
	}
	into := map[record.ID]record.ID{}
	for id, changes := range by {
		last[id] = record.Fold(changes, record.At{})
		for _, c := range changes {
			if c.Kind == record.Merge {
				into[id] = c.Into
			}
		}
	}
	owned := func(v record.Value) bool {
		id := v.Ref()
		if other, ok := into[id]; ok {
			id = other
		}
		return id != 0 && slices.Contains(scope.People(), id)
	}
	seen := map[record.ID]bool{}
	for id, changes := range by {
		switch fields := last[id].Fields; {
		case scope.Nothing():
		case scope.Everything() || changes[0].Object == place:
			seen[id] = true
		case changes[0].Object == thing:
			seen[id] = owned(fields["place"])
		case changes[0].Object == note:
			about := fields["about"].Ref()
			seen[id] = owned(fields["writer"]) || about != 0 && owned(last[about].Fields["place"])
		}
	}
	return seen
}

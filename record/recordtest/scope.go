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
	every := plainRows{all: true}
	of := func(people ...record.ID) plainScope {
		return plainScope{scope: record.RecordsOf(people...), place: every, thing: plainRows{people: people},
			note: plainRows{people: people}}
	}
	some := of(places[1], places[2])
	none := some
	none.scope, none.thing = some.scope.Except(map[string]record.Rows{thing: {None: true}}), plainRows{none: true}
	whole := some
	whole.scope, whole.thing = some.scope.Except(map[string]record.Rows{thing: {All: true}}), every
	other := some
	other.scope = some.scope.Except(map[string]record.Rows{note: {People: places[:1]}})
	other.note = plainRows{people: places[:1]}
	shared := of(places[1])
	shared.scope = shared.scope.Sharing(map[string][]record.ID{thing: things[:3], note: notes[:2]})
	shared.thing.records, shared.note.records = things[:3], notes[:2]
	except := plainScope{scope: record.AllRecords(map[string]record.Rows{thing: {People: places[2:3]}}, nil),
		place: every, thing: plainRows{people: places[2:3]}, note: every}
	for _, s := range []plainScope{
		{everything, every, every, every}, {scope: record.Scope{}, place: plainRows{none: true},
			thing: plainRows{none: true}, note: plainRows{none: true}},
		of(), of(0), of(places[0]), some, none, whole, other, shared, except,
	} {
		t.Run(s.scope.String(), func(t *testing.T) { w.seenBy(t, s, all) })
	}
}

// plainScope is a scope, and what it shows of each object as the plain loop takes it.
type plainScope struct {
	scope              record.Scope
	place, thing, note plainRows
}

type plainRows struct {
	all, none       bool
	people, records []record.ID
}

// masks compares what the log hands out under a scope without fields with what it holds.
func masks(t *testing.T, w *world) {
	id := w.apply(t, create(thing, text("name", "one"), text("email", "red"))).IDs[0]
	both := w.apply(t, set(thing, id, text("name", "two"), text("email", "green"))).Last
	alone := w.apply(t, set(thing, id, text("email", "blue"))).Last
	// a change ahead, so the state now is folded
	w.apply(t, record.Draft{Kind: record.Set, Object: thing, ID: id, EffectiveAt: w.Now() + 1e15,
		Fields: []record.FieldValue{text("email", "late")}})
	scope := record.AllRecords(nil, map[string][]string{thing: {"email"}})
	for range 2 {
		hides := func(what string, fields map[string]record.Value, err error) {
			t.Helper()
			_, hidden := fields["email"]
			if err != nil || hidden || fields["name"].Text() == "" {
				t.Errorf("%s: %v, %v", what, fields, err)
			}
		}
		r, err := w.Get(w.ctx, scope, thing, id)
		hides("Get", r.Fields, err)
		r, err = w.AsOf(w.ctx, scope, thing, id, record.At{Position: alone})
		hides("AsOf", r.Fields, err)
		err = w.Each(w.ctx, scope, thing, func(r record.Record) error { hides("Each", r.Fields, nil); return nil })
		if err != nil {
			t.Fatal(err)
		}
		told := func(what string, changes []record.Change, err error) {
			t.Helper()
			names := 0
			for _, c := range changes {
				if c.ID != id {
					continue
				}
				names++
				if len(c.Fields) != 1 || c.Fields[0].Name != "name" {
					t.Errorf("%s: %+v", what, c)
				}
			}
			if err != nil || names != 2 {
				t.Errorf("%s tells %d changes, want 2: %v", what, names, err)
			}
		}
		changes, err := w.Timeline(w.ctx, scope, id, 0, -1)
		told("Timeline", changes, err)
		lines, err := w.Timelines(w.ctx, scope, []record.ID{id})
		told("Timelines", lines[id], err)
		var tail []record.Change
		err = w.Tail(w.ctx, scope, 1, func(some []record.Change) error {
			tail = append(tail, some...)
			return nil
		})
		told("Tail", tail, err)
		c, err := w.Change(w.ctx, scope, both)
		told("Change", []record.Change{c, c}, err)
		if _, err := w.Change(w.ctx, scope, alone); fault.KindOf(err) != fault.Missing || err == nil {
			t.Errorf("a change of nothing but what is hidden: %v", err)
		}
		w.reopen(t)
	}
}

// seenBy compares each read function with what the plain loop says a scope shows.
func (w *world) seenBy(t *testing.T, plain plainScope, all []record.ID) {
	scope, seen := plain.scope, w.plainlySeen(t, plain)
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
	some := slices.ContainsFunc(plain.thing.people, func(id record.ID) bool { return id != 0 })
	if some && (shown <= 4 || shown == len(all)) {
		t.Errorf("%d of %d records are seen: the sample proves nothing", shown, len(all))
	}
}

// plainlySeen computes what a scope shows from all changes and the rules in objects().
func (w *world) plainlySeen(t *testing.T, plain plainScope) map[record.ID]bool {
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
	owned := func(rows plainRows, v record.Value) bool {
		id := v.Ref()
		if other, ok := into[id]; ok {
			id = other
		}
		return id != 0 && slices.Contains(rows.people, id)
	}
	things := func(id record.ID) bool {
		return !plain.thing.none && (plain.thing.all || slices.Contains(plain.thing.records, id) ||
			owned(plain.thing, last[id].Fields["place"]))
	}
	seen := map[record.ID]bool{}
	for id, changes := range by {
		switch fields := last[id].Fields; changes[0].Object {
		case place:
			seen[id] = plain.place.all
		case thing:
			seen[id] = things(id)
		case note:
			about := fields["about"].Ref()
			seen[id] = !plain.note.none && (plain.note.all || slices.Contains(plain.note.records, id) ||
				owned(plain.note, fields["writer"]) || about != 0 && things(about))
		}
	}
	return seen
}

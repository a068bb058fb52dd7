package recordtest

import (
	"context"
	"maps"
	"strconv"
	"strings"
	"testing"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
)

// allowed asks Allow and Guards what they are shown, and compares what a scope covers for a writer with what it shows
// to a reader.
func allowed(t *testing.T, w *world) {
	here := w.apply(t, create(place, text("name", "here")), create(place, text("name", "twin")),
		create(place, text("name", "there"))).IDs
	things := w.apply(t, create(thing, text("name", "a"), with("place", record.RefValue(here[0]))),
		create(thing, text("name", "b"), with("place", record.RefValue(here[1]))),
		create(thing, text("name", "c"), with("place", record.RefValue(here[2]))), create(thing, text("name", "d"))).IDs
	notes := w.apply(t, create(note, with("writer", record.RefValue(here[0]))),
		create(note, with("about", record.RefValue(things[0])), with("writer", record.RefValue(here[2]))),
		create(note, with("about", record.RefValue(things[3]))), create(note)).IDs
	w.apply(t, record.Draft{Kind: record.Merge, Object: place, ID: here[1], Into: here[0]})
	w.apply(t, record.Draft{Kind: record.Delete, Object: thing, ID: things[2]})
	scopes := []record.Scope{everything, {}, record.RecordsOf(), record.RecordsOf(here[0]), record.RecordsOf(here[2]),
		record.RecordsOf(here[0], here[2]),
		record.RecordsOf(here[2]).Sharing(map[string][]record.ID{thing: {things[3]}}),
		record.RecordsOf(here[0]).Except(map[string]record.Rows{thing: {None: true}}),
		record.RecordsOf(here[0]).Except(map[string]record.Rows{thing: {All: true}}),
		everything.Except(map[string]record.Rows{note: {People: here[:1]}})}
	all := append(append(append([]record.ID{}, here...), things...), notes...)
	asked := 0
	_, err := w.Apply(w.ctx, record.Command{Actor: "owner", Source: "crm", Drafts: []record.Draft{
		set(thing, things[0], text("name", "new"))},
		Allow: func(ctx context.Context, v record.View, drafts []record.Draft) error {
			asked++
			if len(drafts) != 1 || drafts[0].ID != things[0] || v.Actor() != "owner" || v.Source() != "crm" ||
				v.Now() < start || v.Schema() != w.Schema() {
				t.Errorf("asked about %+v by %s from %s at %s", drafts, v.Actor(), v.Source(), v.Now())
			}
			for _, s := range scopes {
				for _, id := range all {
					covers, err := s.Covers(ctx, v, id)
					to, _ := w.Resolve(ctx, id)
					r, unseen := w.Get(ctx, s, "", to)
					if err != nil || covers != (unseen == nil) {
						t.Errorf("scope %s covers %d: %v, %v; a reader is told %+v, %v", s, id, covers, err, r, unseen)
					}
				}
			}
			if covers, err := everything.Covers(ctx, v, 1<<40); covers || err != nil {
				t.Errorf("a record that is not there is covered: %v, %v", covers, err)
			}
			if r, known, err := v.State(ctx, here[1]); err != nil || !known || r.ID != here[0] {
				t.Errorf("a merged record: %+v, %v, %v", r, known, err)
			}
			if r, known, err := v.State(ctx, things[2]); err != nil || !known || r.Exists {
				t.Errorf("a deleted record: %+v, %v, %v", r, known, err)
			}
			if r, known, err := v.State(ctx, 1<<40); err != nil || known || r.ID != 0 {
				t.Errorf("no record: %+v, %v, %v", r, known, err)
			}
			return nil
		}})
	if err != nil || asked == 0 {
		t.Errorf("asked %d times: %v", asked, err)
	}
	head := w.Head()
	no := func(context.Context, record.View, []record.Draft) error { return fault.Deniedf("no") }
	w.refused(t, fault.Denied, "not allowed", record.Command{Drafts: []record.Draft{create(thing)}, Allow: no})
	if _, err := w.UndoAllowed(w.ctx, "owner", head, no); fault.KindOf(err) != fault.Denied {
		t.Errorf("an undo that is not allowed: %v", err)
	}
	if w.Head() != head {
		t.Errorf("the log moved from %d to %d", head, w.Head())
	}
}

// limits writes what is as long, as early or as late as may be, and what is one more.
func limits(t *testing.T, w *world) {
	id := w.apply(t, create(thing, text("name", "a"))).IDs[0]
	long := func(n int) string { return strings.Repeat("x", n) }
	day := func(d period.Day) record.Command { return one(set(thing, id, with("day", record.DayValue(d)))) }
	moment := func(at period.Instant) record.Command {
		return one(set(thing, id, with("made_at", record.InstantValue(at))))
	}
	effective := func(at period.Instant) record.Command {
		d := set(thing, id, text("name", long(int(at&3)+2)))
		d.EffectiveAt = at
		return one(d)
	}
	known := func(at period.Instant) record.Command {
		d := set(thing, id, text("code", long(int(at&3)+2)))
		d.Flags, d.KnownAt, d.EffectiveAt = record.Import, at, start-1
		return record.Command{Source: "crm", Drafts: []record.Draft{d}}
	}
	for _, q := range []struct {
		why string
		ok  bool
		c   record.Command
	}{
		{"an actor of 200 bytes", true, record.Command{Actor: record.Actor(long(200)),
			Drafts: []record.Draft{create(thing)}}},
		{"an actor of 201 bytes", false,
			record.Command{Actor: record.Actor(long(201)), Drafts: []record.Draft{create(thing)}}},
		{"an actor that is not UTF-8", false, record.Command{Actor: "\xff", Drafts: []record.Draft{create(thing)}}},
		{"a source of 200 bytes", true, record.Command{Source: long(200), Drafts: []record.Draft{create(thing)}}},
		{"a source of 201 bytes", false, record.Command{Source: long(201), Drafts: []record.Draft{create(thing)}}},
		{"a source that is not UTF-8", false, record.Command{Source: "\xff", Drafts: []record.Draft{create(thing)}}},
		{"all sources", false, record.Command{Source: "*", Drafts: []record.Draft{create(thing)}}},
		{"a cause that is the last change", true,
			record.Command{Cause: w.Head(), Drafts: []record.Draft{create(thing)}}},
		{"a cause to come", false, record.Command{Cause: w.Head() + 100, Drafts: []record.Draft{create(thing)}}},
		{"a cause below 0", false, record.Command{Cause: -1, Drafts: []record.Draft{create(thing)}}},
		{"an id of 500 bytes", true, record.Command{Source: "crm",
			Drafts: []record.Draft{external(long(500), create(thing))}}},
		{"an id of 501 bytes", false,
			record.Command{Source: "crm", Drafts: []record.Draft{external(long(501), create(thing))}}},
		{"an id that is not UTF-8", false,
			record.Command{Source: "crm", Drafts: []record.Draft{external("\xff", create(thing))}}},
		{"a name as long as may be", true, one(set(thing, id, text("name", long(record.MaxName))))},
		{"a longer name", false, one(set(thing, id, text("name", long(record.MaxName+1))))},
		{"a text as long as may be", true, one(set(thing, id, text("code", long(record.MaxProse))))},
		{"a longer text", false, one(set(thing, id, text("code", long(record.MaxProse+1))))},
		{"a text of an import as long as may be", true,
			imported(0, set(thing, id, text("name", long(record.MaxText))))},
		{"a longer text of an import", false, imported(0, set(thing, id, text("name", long(record.MaxText+1))))},
		{"the first day", true, day(period.MinDay)}, {"the day before", false, day(period.MinDay - 1)},
		{"the last day", true, day(period.MaxDay)}, {"the day after", false, day(period.MaxDay + 1)},
		{"the first moment", true, moment(period.Beginning)}, {"one before", false, moment(period.Beginning - 1)},
		{"the last moment", true, moment(period.Forever)}, {"one after", false, moment(period.Forever + 1)},
		{"in effect from the first moment", true, effective(period.Beginning)},
		{"in effect before", false, effective(period.Beginning - 1)},
		{"in effect from the last moment", true, effective(period.Forever)},
		{"in effect after", false, effective(period.Forever + 1)},
		{"known from the first moment", true, known(period.Beginning)},
		{"known before", false, known(period.Beginning - 1)},
		{"known in the future", true, known(period.Forever + 1)},
		{"a record below 0", false, one(set(thing, -1))},
	} {
		if q.c.Actor == "" {
			q.c.Actor = "owner"
		}
		if _, err := w.Apply(w.ctx, q.c); (err == nil) != q.ok || !q.ok && fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", q.why, err)
		}
	}
	w.apply(t, create(place, text("name", "p")))
	for what, c := range map[string]record.Command{
		"what is stated without a cause": {Stated: []record.Stated{{ID: id, What: &record.Statement{}}}},
		"what is stated in no order": {Cause: 1, Stated: []record.Stated{{ID: id + 1, What: &record.Statement{}},
			{ID: id, What: &record.Statement{}}}},
		"last seen values in no order": {Source: "crm",
			Seen: []record.Seen{{ID: id, Fields: []record.Print{{Field: "b"},
				{Field: "a"}}}}},
	} {
		w.refused(t, fault.Invalid, what, c)
	}
	w.refused(t, fault.Missing, "last seen values of no record",
		record.Command{Source: "crm", Seen: []record.Seen{{ID: id + 1000, Drop: []string{"a"}}}})
	gone := w.apply(t, create(thing, text("name", "gone"))).IDs[0]
	w.apply(t, record.Draft{Kind: record.Delete, Object: thing, ID: gone})
	w.refused(t, fault.Conflict, "merging a deleted record",
		one(record.Draft{Kind: record.Merge, Object: thing, ID: gone, Into: id}))
	w.refused(t, fault.Conflict, "merging into a deleted record",
		one(record.Draft{Kind: record.Merge, Object: thing, ID: id, Into: gone}))
	w.refused(t, fault.Invalid, "forgetting what holds nothing of a person",
		one(record.Draft{Kind: record.Forget, Object: note,
			ID: w.apply(t, create(note)).IDs[0]}))
}

// seenOfForgotten erases a record whose source sends personal values on. Their fingerprints go, and do not come back.
func seenOfForgotten(t *testing.T, w *world) {
	id := w.run(t, imported(0, external("E", create(thing, text("name", "a"), text("email", "a@b.c"))))).IDs[0]
	seen := func(fields ...record.Print) {
		w.run(t, record.Command{Actor: "import", Source: "crm", Seen: []record.Seen{{ID: id, Fields: fields}}})
	}
	is := func(what string, want map[string]uint64) {
		t.Helper()
		found, err := w.LastSeen(w.ctx, "crm", []record.ID{id})
		if err != nil || len(found[id]) != len(want) {
			t.Errorf("%s: %v, %v; want %v", what, found[id], err, want)
		}
		for name, n := range want {
			if found[id][name] != n {
				t.Errorf("%s: %v, want %v", what, found[id], want)
			}
		}
	}
	seen(record.Print{Field: "email", Value: 7}, record.Print{Field: "name", Value: 8})
	is("sent", map[string]uint64{"email": 7, "name": 8})
	w.apply(t, record.Draft{Kind: record.Forget, Object: thing, ID: id})
	is("erased", map[string]uint64{"name": 8})
	seen(record.Print{Field: "email", Value: 9}, record.Print{Field: "name", Value: 10})
	is("sent again", map[string]uint64{"name": 10})
	w.run(t, imported(0, external("E", set(thing, 0, text("email", "a@b.c"), text("name", "b")))))
	if r := w.get(t, id); r.Fields["email"].IsSet() || r.Fields["name"].Text() != "b" {
		t.Errorf("what the source sends on came back: %+v", r)
	}
}

// reasons reads the codes of refusals and what their sentences name, which programs and translations use.
func reasons(t *testing.T, w *world) {
	here := w.apply(t, create(place, text("name", "here"))).IDs[0]
	ids := w.apply(t, create(thing, text("name", "a")), create(thing, text("name", "b")), create(thing)).IDs
	w.apply(t, record.Draft{Kind: record.Merge, Object: thing, ID: ids[1], Into: ids[0]})
	w.apply(t, record.Draft{Kind: record.Delete, Object: thing, ID: ids[2]})
	forgot := w.apply(t, record.Draft{Kind: record.Forget, Object: thing, ID: ids[0]}).Last
	latest := set(thing, ids[0], text("name", "x"))
	latest.IfSeq = 1
	name := func(id record.ID) string { return record.FormatID(thing, id) }
	apply := func(d record.Draft) error {
		return second(w.Apply(w.ctx, record.Command{Actor: "owner", Drafts: []record.Draft{d}}))
	}
	for _, q := range []struct {
		err  error
		kind fault.Kind
		code string
		want map[string]string
	}{
		{apply(set(thing, 1<<40, text("name", "x"))), fault.Missing, "record_unknown",
			map[string]string{"record": name(1 << 40)}},
		{apply(latest), fault.Conflict, "record_changed", map[string]string{"record": name(ids[0])}},
		{apply(record.Draft{Kind: record.Create, Object: thing, ID: ids[0]}), fault.Conflict, "record_exists",
			map[string]string{"record": name(ids[0])}},
		{apply(set(thing, ids[2], text("name", "x"))), fault.Conflict, "record_deleted",
			map[string]string{"record": name(ids[2])}},
		{apply(record.Draft{Kind: record.Restore, Object: thing, ID: ids[1]}), fault.Invalid, "record_merged",
			map[string]string{"record": name(ids[1])}},
		{apply(create(place)), fault.Invalid, "field_needed", map[string]string{"object": place, "field": "name"}},
		{apply(set(place, here, text("name", ""))), fault.Invalid, "field_needed",
			map[string]string{"object": place, "field": "name"}},
		{apply(create(thing, text("name", strings.Repeat("x", record.MaxName+1)))), fault.Invalid, "field_long",
			map[string]string{"object": thing, "field": "name", "most": strconv.Itoa(record.MaxName)}},
		{apply(create(thing, text("code", "a\u202eb"))), fault.Invalid, "field_unseen",
			map[string]string{"object": thing, "field": "code"}},
		{second(w.PreviewUndo(w.ctx, forgot)), fault.Invalid, "erased_for_good",
			map[string]string{"seq": strconv.FormatInt(int64(forgot), 10)}},
		{func() error { _, _, err := record.ParseID("nothing"); return err }(), fault.Invalid, "id_malformed",
			map[string]string{"id": `"nothing"`}},
	} {
		why, _ := fault.ReasonOf(q.err)
		if fault.KindOf(q.err) != q.kind || why.Code != q.code || !maps.Equal(why.Parts, q.want) {
			t.Errorf("%v (%s, %v), want %s, %v", q.err, why.Code, why.Parts, q.code, q.want)
		}
	}
}

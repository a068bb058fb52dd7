package recordtest

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"salesops/internal/fault"
	"salesops/record"
)

func externals(t *testing.T, w *world) {
	id := w.run(t, imported(0, external("006A", create(thing, text("name", "a"))))).IDs[0]
	if got := w.lookup(t, thing, "006A"); got != id {
		t.Errorf("006A is %d, want %d", got, id)
	}
	if got := w.lookup(t, place, "006A"); got != 0 {
		t.Errorf("006A of another object is %d", got)
	}
	done := w.run(t, imported(0, external("006A", set(thing, 0, text("name", "b")))))
	if done.IDs[0] != id || w.get(t, id).Fields["name"].Text() != "b" {
		t.Errorf("setting by external id reached %d", done.IDs[0])
	}
	c := imported(0, external("006A", create(thing)))
	w.refused(t, fault.Conflict, "a second record of the same external id", c)
	other := imported(0, external("006A", create(thing)))
	other.Source = "crm2" // the export of another company
	second := w.run(t, other).IDs[0]
	if second == id {
		t.Error("two sources share one external id")
	}
	w.refused(t, fault.Conflict, "binding a bound id",
		imported(0, external("006A", set(thing, second, text("name", "x")))))
	w.refused(t, fault.Missing, "setting an unknown external id",
		imported(0, external("006Z", set(thing, 0, text("name", "x")))))
	w.run(t, imported(0, external("006B", set(thing, id))))
	found, err := w.External(w.ctx, id)
	want := []record.ExternalID{{Source: "crm", External: "006A"}, {Source: "crm", External: "006B"}}
	if err != nil || !slices.Equal(found, want) {
		t.Errorf("external ids = %v, %v", found, err)
	}
	var walked []string
	err = w.EachExternal(w.ctx, "crm", thing, func(e string, to record.ID) error {
		walked = append(walked, e)
		if to != id {
			t.Errorf("%s names %d", e, to)
		}
		return nil
	})
	if err != nil || !slices.Equal(walked, []string{"006A", "006B"}) {
		t.Errorf("walked %v, %v", walked, err)
	}
}

func externalsConcurrent(t *testing.T, w *world) {
	const writers, each = 8, 20
	var taken atomic.Int64
	var group sync.WaitGroup
	for range writers {
		group.Go(func() {
			for n := range each {
				_, err := w.Apply(w.ctx, imported(0, external(fmt.Sprint("x", n), create(thing))))
				switch {
				case err == nil:
					taken.Add(1)
				case fault.KindOf(err) != fault.Conflict:
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if taken.Load() != each || w.Head() != each {
		t.Errorf("%d records for %d external ids", taken.Load(), each)
	}
}

func stubs(t *testing.T, w *world) {
	// The row of a thing arrives before the row of its place.
	stub := external("P1", create(place))
	stub.ID, stub.Flags = w.NewID(), record.Stub
	there := create(thing, text("name", "a"), with("place", record.RefValue(stub.ID)))
	w.run(t, imported(0, there, stub)) // also tests a reference to a record created later in the same command
	if r := w.get(t, stub.ID); !r.Stub || !r.Exists {
		t.Errorf("stub = %+v", r)
	}
	w.run(t, imported(0, at(-5000, external("P1", create(place, text("name", "here"))))))
	r := w.get(t, stub.ID)
	if r.Stub || r.Fields["name"].Text() != "here" || r.Created != start-5_000_000 {
		t.Errorf("filled stub = %+v", r)
	}
	second := external("P2", create(place))
	second.Flags = record.Stub
	id := w.run(t, imported(0, second)).IDs[0]
	w.run(t, imported(0, external("P2", set(place, 0))))
	if w.get(t, id).Stub {
		t.Error("a row without values left a stub")
	}
}

func lastSeen(t *testing.T, w *world) {
	id := w.run(t, imported(0, create(thing))).IDs[0]
	see := func(s record.Seen) { w.run(t, record.Command{Actor: "import", Source: "crm", Seen: []record.Seen{s}}) }
	look := func() map[string]uint64 {
		t.Helper()
		seen, err := w.LastSeen(w.ctx, "crm", []record.ID{id, id + 1})
		if err != nil {
			t.Fatal(err)
		}
		return seen[id]
	}
	see(record.Seen{ID: id, Fields: []record.Print{{Field: "name", Value: 1}, {Field: "size", Value: 1<<64 - 1}}})
	see(record.Seen{ID: id, Fields: []record.Print{{Field: "code", Value: 3}, {Field: "name", Value: 2}}})
	if got := look(); !maps.Equal(got, map[string]uint64{"name": 2, "size": 1<<64 - 1, "code": 3}) {
		t.Errorf("seen = %v", got)
	}
	if w.Head() != 1 {
		t.Error("last seen values became changes")
	}
	see(record.Seen{ID: id, Drop: []string{"size", "other"}})
	if got := look(); !maps.Equal(got, map[string]uint64{"name": 2, "code": 3}) {
		t.Errorf("seen after a drop = %v", got)
	}
	see(record.Seen{ID: id})
	if got := look(); got != nil {
		t.Errorf("seen after removal = %v", got)
	}
}

func deleteAndRestore(t *testing.T, w *world) {
	id := w.apply(t, create(thing, text("name", "a"))).IDs[0]
	w.apply(t, record.Draft{Kind: record.Delete, Object: thing, ID: id})
	deleted := w.Head()
	if r := w.get(t, id); r.Exists || r.Fields["name"].Text() != "a" {
		t.Errorf("deleted = %+v", r)
	}
	w.refused(t, fault.Conflict, "a person's edit of a deleted record", one(set(thing, id, text("name", "b"))))
	w.run(t, imported(0, set(thing, id, text("name", "c"))))
	if r := w.get(t, id); r.Exists {
		t.Error("an import's edit brought a deleted record back")
	}
	if done := w.apply(t, record.Draft{Kind: record.Delete, Object: thing, ID: id}); done.First != 0 {
		t.Error("deleting twice made a change")
	}
	w.apply(t, record.Draft{Kind: record.Restore, Object: thing, ID: id})
	if r := w.get(t, id); !r.Exists || r.Fields["name"].Text() != "c" {
		t.Errorf("restored = %+v", r)
	}
	then, err := w.AsOf(w.ctx, everything, thing, id, record.At{Position: deleted})
	if err != nil || then.Exists {
		t.Errorf("at the delete = %+v, %v", then, err)
	}
}

func merge(t *testing.T, w *world) {
	ids := w.run(t, imported(0, external("A", create(thing, text("name", "a"))),
		external("B", create(thing, text("name", "b"))), external("C", create(thing)))).IDs
	a, b, c := ids[0], ids[1], ids[2]
	here := w.apply(t, create(place, text("name", "here"))).IDs[0]
	join := func(id, into record.ID) record.Draft {
		return record.Draft{Kind: record.Merge, Object: thing, ID: id, Into: into}
	}
	w.refused(t, fault.Invalid, "a merge into itself", one(join(a, a)))
	w.refused(t, fault.Missing, "a merge into another object", one(join(a, here)))
	w.apply(t, join(a, b))
	merged := w.Head()
	w.apply(t, join(b, c))
	w.refused(t, fault.Invalid, "a merge in a circle", one(join(c, a)))
	for _, id := range ids {
		if to, err := w.Resolve(w.ctx, id); err != nil || to != c {
			t.Errorf("%d stands for %d, %v", id, to, err)
		}
	}
	if w.get(t, a).Exists || w.get(t, b).Exists || !w.get(t, c).Exists {
		t.Error("merged records exist")
	}
	if got := w.lookup(t, thing, "A"); got != c {
		t.Errorf("external id A names %d", got)
	}
	if found, err := w.External(w.ctx, c); err != nil || len(found) != 3 {
		t.Errorf("external ids of the merged = %v, %v", found, err)
	}
	w.run(t, imported(0, external("A", set(thing, 0, with("size", record.IntValue(7))))))
	if got := w.get(t, c).Fields["size"].Int(); got != 7 {
		t.Errorf("a row of a merged record went elsewhere: size %d", got)
	}
	w.refused(t, fault.Invalid, "restoring a merged record",
		one(record.Draft{Kind: record.Restore, Object: thing, ID: a}))
	then, err := w.AsOf(w.ctx, everything, thing, b, record.At{Position: merged})
	if err != nil || !then.Exists {
		t.Errorf("before its merge b = %+v, %v", then, err)
	}
	w.reopen(t)
	w.apply(t, record.Draft{Kind: record.Unmerge, Object: thing, ID: b})
	if to, err := w.Resolve(w.ctx, a); err != nil || to != b || !w.get(t, b).Exists {
		t.Errorf("after taking the second merge back a stands for %d, %v", to, err)
	}
	w.refused(t, fault.Invalid, "unmerging twice", one(record.Draft{Kind: record.Unmerge, Object: thing, ID: b}))
}

func customFields(t *testing.T, w *world) {
	define := func(name, kind string, more ...record.FieldValue) record.Draft {
		return create(record.FieldObject,
			append([]record.FieldValue{text("object", thing), text("name", name), text("kind", kind)}, more...)...)
	}
	// One command defines a field and sets its first value.
	done := w.apply(t, define("tier", "text"), create(thing, text("tier", "gold")))
	id := done.IDs[1]
	w.apply(t, define("home", "ref", text("ref_object", place), text("label", "Home")),
		define("secret", "text", with("personal", record.BoolValue(true))))
	w.apply(t, set(thing, id, text("secret", "hush")))
	for range 2 {
		o, _ := w.Schema().Object(thing)
		f, ok := o.Field("tier")
		if !ok || f.Key < 1000 || !f.Custom || f.Kind != record.Text {
			t.Errorf("field = %+v, %v", f, ok)
		}
		if f, ok := o.Field("home"); !ok || f.Object != place || f.Label != "Home" {
			t.Errorf("field = %+v, %v", f, ok)
		}
		if r := w.get(t, id); r.Fields["tier"].Text() != "gold" || r.Fields["secret"].Text() != "hush" {
			t.Errorf("record = %+v", r)
		}
		w.reopen(t)
	}
	w.refused(t, fault.Conflict, "a name that is taken", one(define("tier", "int")))
	w.refused(t, fault.Conflict, "a name of the product", one(define("name", "text")))
	w.refused(t, fault.Invalid, "a kind that is none", one(define("x", "blob")))
	w.refused(t, fault.Invalid, "a name that is none", one(define("Not a name", "text")))
	w.refused(t, fault.Invalid, "a reference to nothing", one(define("x", "ref")))
	w.refused(t, fault.Invalid, "another kind", one(set(record.FieldObject, done.IDs[0], text("kind", "int"))))
	bad := one(define("gone", "text"))
	bad.Drafts = append(bad.Drafts, create(thing, text("gone", "x"), text("colour", "red")))
	w.refused(t, fault.Invalid, "a field with a bad first value", bad)
	if o, _ := w.Schema().Object(thing); o != nil {
		if _, ok := o.Field("gone"); ok {
			t.Error("a refused command left its field")
		}
	}
	w.apply(t, set(record.FieldObject, done.IDs[0], text("label", "Tier"), with("retired", record.BoolValue(true))))
	w.refused(t, fault.Invalid, "a new value of a retired field", one(set(thing, id, text("tier", "lead"))))
	if w.get(t, id).Fields["tier"].Text() != "gold" {
		t.Error("retiring a field lost its values")
	}
}

func forget(t *testing.T, w *world) {
	const address = "forget.me@example.com"
	id := w.run(t, imported(0, external("L1", create(thing, text("name", "a"), text("email", address))))).IDs[0]
	w.run(t, record.Command{Actor: "import", Source: "crm",
		Seen: []record.Seen{{ID: id, Fields: []record.Print{{Field: "email", Value: 2}, {Field: "name", Value: 1}}}}})
	other := w.apply(t, create(thing, text("email", "stay@example.com"))).IDs[0]
	w.apply(t, set(thing, id, text("email", "second."+address)))
	w.apply(t, record.Draft{Kind: record.Forget, Object: thing, ID: id})
	for _, c := range w.changes(t) {
		for _, f := range c.Fields {
			if c.ID == id && f.Name == "email" && f.Value.IsSet() {
				t.Errorf("change %d still has %v", c.Seq, f.Value.Text())
			}
		}
	}
	if r := w.get(t, id); r.Fields["email"].IsSet() || r.Fields["name"].Text() != "a" || !r.Exists {
		t.Errorf("forgotten = %+v", r)
	}
	if got := w.get(t, other).Fields["email"].Text(); got != "stay@example.com" {
		t.Errorf("another record lost its address: %q", got)
	}
	seen, err := w.LastSeen(w.ctx, "crm", []record.ID{id})
	if err != nil || !maps.Equal(seen[id], map[string]uint64{"name": 1}) {
		t.Errorf("last seen = %v, %v", seen, err)
	}
	// The source still sends the value and is ignored; a person may enter it again.
	w.run(t, imported(0, set(thing, id, text("email", address), text("name", "b"))))
	if r := w.get(t, id); r.Fields["email"].IsSet() || r.Fields["name"].Text() != "b" {
		t.Errorf("after the next import = %+v", r)
	}
	w.apply(t, set(thing, id, text("email", "new@example.com")))
	if r := w.get(t, id); r.Fields["email"].Text() != "new@example.com" {
		t.Errorf("after a person's edit = %+v", r)
	}
	w.verify(t)
	// A record that was merged into another keeps its own history, which is forgotten apart.
	twin := w.apply(t, create(thing, text("name", "twin"), text("email", "twin."+address))).IDs[0]
	w.apply(t, record.Draft{Kind: record.Merge, Object: thing, ID: twin, Into: id})
	if got := w.MergedInto(id); !slices.Equal(got, []record.ID{twin}) {
		t.Errorf("merged into it: %v, want %v", got, twin)
	}
	w.apply(t, record.Draft{Kind: record.Forget, Object: thing, ID: twin})
	for _, c := range w.changes(t) {
		for _, f := range c.Fields {
			if c.ID == twin && f.Name == "email" && f.Value.IsSet() {
				t.Errorf("change %d of the merged record still has %v", c.Seq, f.Value.Text())
			}
		}
	}
	w.apply(t, record.Draft{Kind: record.Unmerge, Object: thing, ID: twin})
	if r := w.get(t, twin); !r.Exists || r.Fields["email"].IsSet() || r.Fields["name"].Text() != "twin" {
		t.Errorf("the forgotten record stands for itself again as %+v", r)
	}
	// One command enters a value and forgets it.
	fresh := create(thing, text("email", address))
	fresh.ID = w.NewID()
	w.apply(t, fresh, record.Draft{Kind: record.Forget, Object: thing, ID: fresh.ID})
	if r := w.get(t, fresh.ID); r.Fields["email"].IsSet() {
		t.Errorf("forgotten at once = %+v", r)
	}
}

// forgetRefused checks that a refused command with a Forget leaves the personal values alone that
// another command of the same commit wrote.
func forgetRefused(t *testing.T, w *world) {
	by := func(drafts ...record.Draft) record.Command { return record.Command{Actor: "owner", Drafts: drafts} }
	for range 10 {
		fresh := create(thing, text("name", "n"), text("email", "x@y.z"))
		fresh.ID = w.NewID()
		bad := set(thing, w.NewID(), text("name", "nobody"))
		// The first command is committed alone. The others wait for it meanwhile and share the next
		// commit.
		_, err := w.Apply(w.ctx, by(create(thing, text("name", "first"))), by(fresh),
			by(record.Draft{Kind: record.Forget, Object: thing, ID: fresh.ID}, bad))
		if fault.KindOf(err) != fault.Missing {
			t.Fatalf("the change of an unknown record: %v", err)
		}
		if got := w.get(t, fresh.ID).Fields["email"].Text(); got != "x@y.z" {
			t.Errorf("the address of a record whose forgetting was refused is %q", got)
		}
	}
	w.verify(t)
}

package recordtest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
)

// undos is a log in which batches, edits and undos occur in any order.
type undos struct {
	*world
	t       *testing.T
	rt      *rapid.T
	tag     string       // marks the external ids of this run
	batches []record.Seq // that are not undone
	gone    map[record.Seq]bool
	things  map[record.ID]string // every record ever made → its external id, "" when it has none
	places  map[record.ID]string
	held    map[statedPart][]record.Seq // what batches stated that other batches had brought
}

// statedPart is what a change says of a field or, with field "", of the record's existence.
type statedPart struct {
	seq   record.Seq
	field string
}

func (u *undos) draw(n int, what string) int { return rapid.IntRange(0, n).Draw(u.rt, what) }

func (u *undos) day(what string) period.Instant {
	return start + period.Instant(rapid.IntRange(-9, 0).Draw(u.rt, what))*1000
}

// bound returns the record of an external id, as an import looks it up.
func (u *undos) bound(object, external string) record.ID {
	found, err := u.Lookup(u.ctx, "crm", object, []string{external})
	if err != nil {
		u.rt.Fatal(err)
	}
	return found[external]
}

// row adds what an import writes for one row: the first row of a record creates it, and a missing
// place is created as a stub.
func (u *undos) row(c *record.Command) {
	d := record.Draft{Kind: record.Create, Object: thing, Flags: record.Import, EffectiveAt: u.day("effective"),
		KnownAt: u.day("known")}
	d.External = fmt.Sprint(u.tag, "thing ", u.draw(2, "thing"))
	if id := u.bound(thing, d.External); id != 0 {
		d.ID, d.External = id, ""
		d.Kind = rapid.SampledFrom([]record.ChangeKind{record.Set, record.Set, record.Set, record.Delete,
			record.Restore}).Draw(u.rt, "kind")
	} else {
		d.ID = u.NewID()
		u.things[d.ID] = d.External
	}
	if d.Kind == record.Create || d.Kind == record.Set {
		for _, name := range []string{"name", "code"} {
			if rapid.Bool().Draw(u.rt, "with "+name) {
				d.Fields = append(d.Fields, text(name, rapid.SampledFrom([]string{"", "a", "b"}).Draw(u.rt, name)))
			}
		}
		if rapid.Bool().Draw(u.rt, "with place") {
			d.Fields = append(d.Fields, with("place", record.RefValue(u.place(c, d.EffectiveAt, d.KnownAt))))
		}
	}
	c.Drafts = append(c.Drafts, d)
}

func (u *undos) place(c *record.Command, at, known period.Instant) record.ID {
	external := fmt.Sprint(u.tag, "place ", u.draw(1, "place"))
	id := u.bound(place, external)
	stub := record.Draft{Kind: record.Create, Object: place, External: external, EffectiveAt: at, KnownAt: known,
		Flags: record.Import | record.Stub}
	if id == 0 {
		for _, d := range c.Drafts { // created by this command
			if d.External == external {
				return d.ID
			}
		}
		stub.ID = u.NewID()
		u.places[stub.ID] = external
		c.Drafts = append(c.Drafts, stub)
		return stub.ID
	}
	if rapid.Bool().Draw(u.rt, "fills") { // the place's own row arrives
		fill := record.Draft{Kind: record.Set, Object: place, ID: id, EffectiveAt: at,
			KnownAt: known, Flags: record.Import,
			Fields: []record.FieldValue{text("name", rapid.SampledFrom([]string{"x", "y"}).Draw(u.rt, "place's name"))}}
		c.Drafts = append(c.Drafts, fill)
	}
	return id
}

func (u *undos) importSome(t testing.TB) {
	seq := u.batch(t)
	for range 1 + u.draw(1, "commands") {
		c := record.Command{Actor: "import", Source: "crm", Cause: seq}
		u.row(&c)
		if _, err := u.Apply(u.ctx, c); err != nil {
			u.rt.Fatal(err)
		}
	}
	stated := rapid.Bool().Draw(u.rt, "states") && u.state(seq)
	if first, _, err := u.store.Caused(u.ctx, seq); err == nil && (first != 0 || stated) {
		u.batches = append(u.batches, seq)
	}
}

// state has a batch state something of a record that is in the log already.
func (u *undos) state(batch record.Seq) bool {
	var ids []record.ID
	for i := range 3 {
		if id := u.bound(thing, fmt.Sprint(u.tag, "thing ", i)); id != 0 && u.draw(2, "unstated") > 0 {
			ids = append(ids, id)
		}
	}
	for i := range 2 {
		if id := u.bound(place, fmt.Sprint(u.tag, "place ", i)); id != 0 && rapid.Bool().Draw(u.rt, "stated place") {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	c := record.Command{Actor: "import", Source: "crm", Cause: batch}
	for _, id := range slices.Compact(ids) {
		what := &record.Statement{}
		for _, name := range []string{"code", "name", "place"} {
			switch u.draw(3, "stated "+name) {
			case 0, 1:
				what.Fields = append(what.Fields, name)
			case 2:
				what.Told = append(what.Told, name)
			}
		}
		c.Stated = append(c.Stated, record.Stated{ID: id, What: what})
		u.hold(batch, id, what)
	}
	if len(c.Stated) == 0 {
		return false
	}
	if _, err := u.Apply(u.ctx, c); err != nil {
		u.rt.Fatal(err)
	}
	return true
}

// hold notes which changes remain because a batch states them now.
func (u *undos) hold(batch record.Seq, id record.ID, what *record.Statement) {
	changes := u.changesOf(id)
	theirs := slices.DeleteFunc(slices.Clone(changes), func(c record.Change) bool {
		return c.Flags&record.Import == 0 || c.Flags&record.Undo != 0 || c.Cause == batch
	})
	slices.SortStableFunc(theirs, func(x, y record.Change) int {
		return cmp.Or(cmp.Compare(x.EffectiveAt, y.EffectiveAt), cmp.Compare(x.KnownAt, y.KnownAt),
			cmp.Compare(x.Seq, y.Seq))
	})
	var found []statedPart
	latest := func(field string, about func(c *record.Change) bool) {
		for i := range slices.Backward(theirs) {
			if c := &theirs[i]; about(c) && u.fieldCounts(c, field) {
				found = append(found, statedPart{c.Seq, field})
				return
			}
		}
	}
	for _, name := range what.Fields {
		if !slices.ContainsFunc(changes,
			func(c record.Change) bool { return c.Cause == batch && c.Flags&record.Undo == 0 && names(&c, name) }) {
			latest(name, func(c *record.Change) bool { return names(c, name) })
		}
	}
	latest("", func(c *record.Change) bool { return c.Kind != record.Set })
	for i := range theirs {
		c := &theirs[i]
		if c.Kind == record.Create && u.fieldCounts(c, "") {
			found = append(found, statedPart{c.Seq, ""})
		}
		for _, name := range what.Told {
			if names(c, name) && u.fieldCounts(c, name) {
				found = append(found, statedPart{c.Seq, name})
			}
		}
	}
	for _, f := range found {
		u.held[f] = append(u.held[f], batch)
	}
}

func names(c *record.Change, field string) bool {
	return slices.ContainsFunc(c.Fields, func(f record.FieldValue) bool { return f.Name == field })
}

// fieldCounts reports whether a change counts for a field or, with "", for its record's existence.
func (u *undos) fieldCounts(c *record.Change, field string) bool {
	return u.counts(c) || slices.ContainsFunc(u.held[statedPart{c.Seq, field}],
		func(batch record.Seq) bool { return !u.gone[batch] })
}

// countsInPart reports whether anything that a change says counts.
func (u *undos) countsInPart(c *record.Change) bool {
	return u.fieldCounts(c, "") || slices.ContainsFunc(c.Fields,
		func(f record.FieldValue) bool { return u.fieldCounts(c, f.Name) })
}

// edit makes a random edit of a person. It ignores refusals.
func (u *undos) edit() {
	d := record.Draft{Kind: record.Create, Object: thing, Fields: []record.FieldValue{text("name", "mine")}}
	ids := slices.Sorted(maps.Keys(u.things))
	if len(ids) > 0 && u.draw(4, "edits") > 0 {
		d.ID = rapid.SampledFrom(ids).Draw(u.rt, "edited")
		d.Kind = rapid.SampledFrom([]record.ChangeKind{record.Set, record.Set, record.Set, record.Delete,
			record.Restore}).Draw(u.rt, "edit")
	}
	if d.ID != 0 && !slices.ContainsFunc(u.changesOf(d.ID), func(c record.Change) bool { return u.countsInPart(&c) }) {
		return // its creation was undone: restoring it starts it anew
	}
	if d.Kind == record.Set {
		d.Fields = []record.FieldValue{text(rapid.SampledFrom([]string{"name", "code"}).Draw(u.rt, "edited field"),
			rapid.SampledFrom([]string{"", "a", "mine"}).Draw(u.rt, "edited to"))}
	}
	if places := slices.Sorted(maps.Keys(u.places)); len(places) > 0 && d.Kind != record.Delete &&
		d.Kind != record.Restore && u.draw(2, "edits place") == 0 {
		if to := rapid.SampledFrom(places).Draw(u.rt, "edited place"); u.get(u.t, to).Exists {
			d.Fields = append(d.Fields, with("place", record.RefValue(to)))
		}
	}
	if d.Kind == record.Delete || d.Kind == record.Restore {
		d.Fields = nil
	}
	done, err := u.Apply(u.ctx, record.Command{Actor: "owner", Drafts: []record.Draft{d}})
	if err != nil && fault.KindOf(err) != fault.Conflict {
		u.rt.Fatal(err)
	}
	if err == nil && d.ID == 0 {
		u.things[done[0].IDs[0]] = ""
	}
}

func (u *undos) undoOne() {
	i := u.draw(len(u.batches)-1, "undone")
	seq := u.batches[i]
	u.batches = slices.Delete(u.batches, i, i+1)
	preview, err := u.PreviewUndo(u.ctx, seq)
	if err != nil {
		u.rt.Fatal(err)
	}
	report, err := u.Undo(u.ctx, "owner", seq)
	if err != nil {
		u.rt.Fatal(err)
	}
	if preview.Changes != report.Changes || !slices.Equal(preview.Objects, report.Objects) ||
		!slices.Equal(preview.Kept, report.Kept) {
		u.rt.Fatalf("preview %+v, report %+v", preview, report)
	}
	u.gone[seq] = true
	for _, k := range report.Kept {
		if c, err := u.Change(u.ctx, everything, k.Since); err != nil || !u.counts(&c) {
			u.rt.Fatalf("kept by %+v, which does not count, %v", c, err)
		}
	}
	u.listed(seq, report)
	if again, err := u.PreviewUndo(u.ctx, seq); err != nil || again.Changes != 0 {
		u.rt.Fatalf("undone twice: %+v, %v", again, err)
	}
}

// listed checks that the report names every edit that keeps a record which the undone batch made.
func (u *undos) listed(seq record.Seq, report record.UndoReport) {
	for id := range u.things {
		changes := u.changesOf(id)
		if len(changes) == 0 || changes[0].Cause != seq {
			continue
		}
		stays := slices.ContainsFunc(changes, func(c record.Change) bool { return u.counts(&c) })
		named := slices.ContainsFunc(report.Kept, func(k record.Kept) bool { return k.ID == id && k.Field == "" })
		if stays != named {
			u.rt.Fatalf("record %d stays %v, but is listed %v: %+v", id, stays, named, report.Kept)
		}
	}
}

// changesOf returns a record's changes, oldest first.
func (u *undos) changesOf(id record.ID) []record.Change {
	changes, err := u.Timeline(u.ctx, everything, id, 0, -1)
	if fault.KindOf(err) == fault.Missing {
		return nil // the command that creates it was refused
	}
	if err != nil {
		u.rt.Fatal(err)
	}
	slices.Reverse(changes)
	return changes
}

func (u *undos) counts(c *record.Change) bool { return c.Flags&record.Undo == 0 && !u.gone[c.Cause] }

// check compares every record at every moment with the changes that count.
func (u *undos) check() {
	now, ever := map[record.ID]bool{}, map[record.ID]bool{} // the records that counting changes refer to
	empty := map[record.ID]string{}
	for id := range u.things {
		changes := u.changesOf(id)
		u.checkRecord(id, changes, empty)
		exists, _, fields := u.counted(changes, record.At{})
		if place := fields["place"]; exists && place.IsSet() {
			now[place.Ref()] = true
		}
		for i := range changes {
			for _, f := range changes[i].Fields {
				if f.Name == "place" && f.Value.IsSet() && u.fieldCounts(&changes[i], "place") {
					ever[f.Value.Ref()] = true
				}
			}
		}
	}
	for id := range u.places {
		u.checkRecord(id, u.changesOf(id), empty)
	}
	for id, external := range empty {
		r := u.get(u.t, id)
		switch {
		case now[id] && (!r.Exists || !r.Stub || len(r.Fields) > 0):
			u.rt.Fatalf("%+v is referred to and should be an empty stub", r)
		case !ever[id] && r.Exists:
			u.rt.Fatalf("a ghost stays: %+v", r)
		case !r.Exists && external != "" && u.bound(r.Object, external) == id:
			u.rt.Fatalf("the id %q still names %+v", external, r)
		}
	}
}

// counted applies naive to the changes that count. When anything of a record counts, its creation
// counts too.
func (u *undos) counted(changes []record.Change, at record.At) (exists, stub bool, fields map[string]record.Value) {
	var left []record.Change
	for i := range changes {
		c := changes[i]
		switch {
		case u.counts(&c):
		case i == 0 || u.countsInPart(&c):
			c.Fields = slices.DeleteFunc(slices.Clone(c.Fields),
				func(f record.FieldValue) bool { return !u.fieldCounts(&changes[i], f.Name) })
			if left = append(left, c); !slices.ContainsFunc(changes,
				func(c record.Change) bool { return u.countsInPart(&c) }) {
				return false, false, nil
			}
			continue
		default:
			continue
		}
		left = append(left, c)
	}
	return naive(left, at)
}

func (u *undos) checkRecord(id record.ID, changes []record.Change, empty map[record.ID]string) {
	if !slices.ContainsFunc(changes, func(c record.Change) bool { return u.countsInPart(&c) }) {
		if len(changes) > 0 {
			empty[id] = u.things[id] + u.places[id]
		}
		return
	}
	for at := -10; at <= 1; at++ {
		for known := -10; known <= 2; known += 3 {
			moment := record.At{Effective: start + period.Instant(at)*1000, Known: start + period.Instant(known)*1000}
			if at == 1 {
				moment.Effective = 0
			}
			if known == 2 {
				moment.Known = 0
			}
			exists, _, fields := u.counted(changes, moment)
			got := record.Fold(changes, moment) // what AsOf does, with the changes read once
			if got.Exists != exists || !maps.Equal(got.Fields, fields) {
				u.rt.Fatalf("record %d at %+v: %+v, want %v %v of %+v", id, moment, got, exists, fields, changes)
			}
		}
	}
}

// anyUndos runs random imports and edits and undoes the imports in random order. At every moment,
// every record must then follow from the changes that no undo took back, and nothing else may
// remain. When imports follow undos, this is checked after the last undo: until then, a change that
// an import dates before an undo's own change is overruled by it.
func anyUndos(t *testing.T, w *world) {
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		u := &undos{world: w, t: t, rt: rt, tag: fmt.Sprint(run, " "), gone: map[record.Seq]bool{},
			held: map[statedPart][]record.Seq{}, things: map[record.ID]string{}, places: map[record.ID]string{}}
		mixed := rapid.Bool().Draw(rt, "undos between imports")
		for range rapid.IntRange(2, 10).Draw(rt, "steps") {
			switch step := u.draw(5, "step"); {
			case step < 3:
				u.importSome(t)
			case step < 5 || !mixed:
				u.edit()
			case len(u.batches) > 0:
				u.undoOne()
			}
		}
		for len(u.batches) > 0 {
			u.undoOne()
			if !mixed {
				u.edit()
				u.check()
			}
		}
		u.check()
	})
}

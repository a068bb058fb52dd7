package recordtest

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"salesops/internal/period"
	"salesops/record"
)

// drawDraft draws a dated Set or Create for one of some records, which may not exist yet.
func drawDraft(t *rapid.T, ids []record.ID, made map[record.ID]bool) record.Draft {
	id := rapid.SampledFrom(ids).Draw(t, "record")
	d := record.Draft{Kind: record.Set, Object: thing, ID: id, Flags: record.Import}
	if !made[id] {
		d.Kind = record.Create
		made[id] = true
	} else {
		d.Kind = rapid.SampledFrom([]record.ChangeKind{record.Set, record.Set, record.Set, record.Set, record.Delete,
			record.Restore}).Draw(t, "kind")
	}
	d.EffectiveAt = start + period.Instant(rapid.IntRange(-9, 0).Draw(t, "effective"))*1000
	d.KnownAt = start + period.Instant(rapid.IntRange(-9, 0).Draw(t, "known"))*1000
	if d.Kind != record.Create && d.Kind != record.Set {
		return d
	}
	for _, name := range []string{"name", "code", "email"} {
		if rapid.Bool().Draw(t, "with "+name) {
			d.Fields = append(d.Fields, text(name, rapid.SampledFrom([]string{"", "a", "b", "c"}).Draw(t, name)))
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "stub") == 0 && d.Kind == record.Create {
		d.Flags |= record.Stub
	}
	return d
}

func (w *world) newIDs() []record.ID { return []record.ID{w.NewID(), w.NewID(), w.NewID()} }

// naive computes the state of a record in a second way: it goes through all changes for every
// field.
func naive(changes []record.Change, at record.At) (exists, stub bool, fields map[string]record.Value) {
	in := func(c record.Change) bool {
		return (at.Effective == 0 || c.EffectiveAt <= at.Effective) && (at.Known == 0 || c.KnownAt <= at.Known) &&
			(at.Position == 0 || c.Seq <= at.Position)
	}
	later := func(a, b *record.Change) bool {
		switch {
		case b == nil:
			return true
		case a.EffectiveAt != b.EffectiveAt:
			return a.EffectiveAt > b.EffectiveAt
		case a.KnownAt != b.KnownAt:
			return a.KnownAt > b.KnownAt
		}
		return a.Seq > b.Seq
	}
	fields = map[string]record.Value{}
	var life, fact *record.Change
	winner := map[string]*record.Change{}
	for i := range changes {
		c := &changes[i]
		if !in(*c) {
			continue
		}
		if c.Kind != record.Set && c.Kind != record.Forget && later(c, life) {
			life = c
		}
		if (c.Kind == record.Set || c.Kind == record.Create) && (fact == nil || c.Seq > fact.Seq) {
			fact = c
		}
		for _, f := range c.Fields {
			if later(c, winner[f.Name]) {
				winner[f.Name] = c
				fields[f.Name] = f.Value
			}
		}
	}
	maps.DeleteFunc(fields, func(_ string, v record.Value) bool { return !v.IsSet() })
	exists = fact != nil
	if life != nil {
		exists = life.Kind == record.Create || life.Kind == record.Restore || life.Kind == record.Unmerge
	}
	return exists, fact != nil && fact.Flags&record.Stub != 0, fields
}

func anyHistory(t *testing.T, w *world) {
	rapid.Check(t, func(rt *rapid.T) {
		before := w.Head()
		ids, made := w.newIDs(), map[record.ID]bool{}
		for range rapid.IntRange(1, 8).Draw(rt, "commands") {
			c := record.Command{Actor: "import", Source: "crm"}
			for range rapid.IntRange(1, 3).Draw(rt, "drafts") {
				c.Drafts = append(c.Drafts, drawDraft(rt, ids, made))
			}
			if _, err := w.Apply(w.ctx, c); err != nil {
				rt.Fatal(err)
			}
		}
		byRecord := map[record.ID][]record.Change{}
		err := w.Tail(w.ctx, everything, before+1, func(changes []record.Change) error {
			for _, c := range changes {
				byRecord[c.ID] = append(byRecord[c.ID], c)
			}
			return nil
		})
		if err != nil {
			rt.Fatal(err)
		}
		states, err := w.States(w.ctx, everything, ids)
		if err != nil {
			rt.Fatal(err)
		}
		head := w.Head()
		moments := []record.At{{}, {Position: head}, {Effective: w.clock.read()}, {
			Effective: start + period.Instant(rapid.IntRange(-10, 0).Draw(rt, "as of"))*1000,
			Known:     start + period.Instant(rapid.IntRange(-10, 0).Draw(rt, "known at"))*1000,
			Position:  max(1, head-record.Seq(rapid.IntRange(0, 10).Draw(rt, "position"))),
		}}
		for id := range made {
			for i, moment := range moments {
				exists, stub, fields := naive(byRecord[id], moment)
				got, err := w.AsOf(w.ctx, everything, thing, id, moment)
				if err != nil {
					rt.Fatal(err)
				}
				if i < 3 { // no change lies in the future, so all three moments must equal the stored state
					live := states[id]
					if live.Exists != got.Exists || live.Stub != got.Stub || live.Seq != got.Seq ||
						live.Created != got.Created || !maps.Equal(live.Fields, got.Fields) {
						rt.Fatalf("live %+v is not the replay %+v", live, got)
					}
				}
				if got.Exists != exists || got.Stub != stub || !maps.Equal(got.Fields, fields) {
					rt.Fatalf("at %+v: %+v, want %v %v %v", moment, got, exists, stub, fields)
				}
			}
		}
	})
}

// anyUndo checks that the undo of a batch restores every moment of records that nobody else
// changed.
func anyUndo(t *testing.T, w *world) {
	rapid.Check(t, func(rt *rapid.T) {
		ids, made := w.newIDs(), map[record.ID]bool{}
		draw := func(cause record.Seq) {
			c := record.Command{Actor: "import", Source: "crm", Cause: cause}
			for range rapid.IntRange(1, 6).Draw(rt, "drafts") {
				d := drawDraft(rt, ids, made)
				if cause != 0 && d.Kind != record.Create {
					d.Kind = record.Set // undoDeleted tests deletions and restores
				}
				c.Drafts = append(c.Drafts, d)
			}
			if _, err := w.Apply(w.ctx, c); err != nil {
				rt.Fatal(err)
			}
		}
		draw(0)
		before := slices.Collect(maps.Keys(made))
		batch := w.batch(t)
		draw(batch)
		draw(batch)
		preview, err := w.PreviewUndo(w.ctx, batch)
		if err != nil {
			rt.Fatal(err)
		}
		report, err := w.Undo(w.ctx, "owner", batch)
		if err != nil {
			rt.Fatal(err)
		}
		if len(report.Kept) > 0 || preview.Changes != report.Changes {
			rt.Fatalf("preview %+v, report %+v", preview, report)
		}
		for _, id := range ids {
			if !made[id] {
				continue
			}
			changes, err := w.Timeline(w.ctx, everything, id, 0, -1)
			if err != nil {
				rt.Fatal(err)
			}
			for day := -10; day <= 1; day++ {
				moment := record.At{Effective: start + period.Instant(day)*1000}
				after := record.Fold(changes, moment) // what AsOf does, with the changes read once
				moment.Position = batch
				want := record.Fold(changes, moment)
				if after.Exists != want.Exists || slices.Contains(before, id) &&
					!maps.Equal(after.Fields, want.Fields) {
					rt.Fatalf("record %d at %+v: %+v, want %+v", id, moment, after, want)
				}
			}
		}
	})
}

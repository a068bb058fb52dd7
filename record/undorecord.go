package record

import (
	"slices"

	"salesops/internal/period"
)

// recordUndo is the plan of what an undo does to one record.
type recordUndo struct {
	*undoHistory
	object *Object
	now    *state
	drafts []Draft
	seen   []Seen
	kept   []Kept
	stated int // number of values that stay because later imports state them

	deletes, stubs, restores bool
}

// plan computes what undoing does to one record. chain holds all its changes, oldest first. After
// the plan, the state at every moment follows from the changes that still count.
func (u *undoing) plan(chain []entry) *recordUndo {
	t := u.history(chain)
	p := &recordUndo{undoHistory: t, object: t.o, now: &state{}}
	for i := range chain {
		p.now.put(t.o, &chain[i])
	}
	_, referred := u.stubs[chain[0].ID]
	t.stays = t.any || referred
	if t.stays {
		p.planFields(t.moments(false))
		p.planExistence(t.moments(true))
		p.fixStubFlag()
	} else {
		p.removeRecord()
	}
	if t.any {
		p.listKept()
	} else if referred {
		p.stubs = len(p.drafts) > 0
	}
	for i := range p.drafts {
		p.drafts[i].IfSeq = p.now.seq
	}
	p.forgetSeen()
	return p
}

// add plans a change at a moment.
func (p *recordUndo) add(m moment, kind ChangeKind, into ID) *Draft {
	d := Draft{Kind: kind, Object: p.object.Name, ID: p.now.id, Into: into, EffectiveAt: m.at,
		KnownAt: m.known, Flags: Undo}
	if m.known >= period.Forever {
		d.KnownAt = 0 // the current time
	}
	p.drafts = append(p.drafts, d)
	return &p.drafts[len(p.drafts)-1]
}

// planFields plans values for every field that the undone changes affect.
func (p *recordUndo) planFields(moments []moment) {
	var keys []uint32
	for i := range p.chain {
		for _, f := range p.chain[i].facts {
			if !p.any || !p.fieldCounts(i, f.key) {
				keys = append(keys, f.key)
			}
		}
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	said := make([][]planned, len(keys))
	for _, m := range moments {
		var d *Draft
		for i, key := range keys {
			want := p.holder(key, m.at, m.known, true).value(key)
			is := p.holder(key, m.at, m.known, false)
			v := is.value(key)
			if g := latest(said[i], m); g.overrules(is) {
				v = g.value
			}
			if v == want {
				continue
			}
			if d == nil {
				d = p.add(m, Set, 0)
			}
			d.Fields = append(d.Fields, FieldValue{p.object.byKey[key].Name, want})
			said[i] = append(said[i], planned{moment: m, value: want})
		}
	}
}

// planned is what the undo itself writes: the value of a field, or a change of existence.
type planned struct {
	moment
	value Value
	kind  ChangeKind
}

// latest returns the latest planned entry that is known at a moment; nil for none. Moments are
// visited in ascending order.
func latest(said []planned, m moment) *planned {
	for i := range slices.Backward(said) {
		if said[i].known <= m.known {
			return &said[i]
		}
	}
	return nil
}

// overrules reports whether a planned entry wins over a change of the record. The entry is written
// later, so it also wins with the same stamp.
func (g *planned) overrules(e *entry) bool {
	return g != nil && (e == nil || e.EffectiveAt < g.at || e.EffectiveAt == g.at && e.KnownAt <= g.known)
}

// planExistence plans deletions, restores and merges, so that the record exists exactly when the
// changes that count say so.
func (p *recordUndo) planExistence(moments []moment) {
	var said []planned
	add := func(m moment, kind ChangeKind, into ID) {
		p.add(m, kind, into)
		said = append(said, planned{moment: m, kind: kind})
	}
	merged := p.u.log.resolve(p.now.id) != p.now.id
	for _, m := range moments {
		want, wantFacts := p.decider(m.at, m.known, true)
		is, facts := p.decider(m.at, m.known, false)
		kind := is.kind()
		if g := latest(said, m); g.overrules(is) {
			kind = g.kind
		}
		lives := alive(want.kind(), wantFacts)
		unmerges := kind == Merge && merged && want.kind() != Merge
		switch {
		case unmerges:
			add(m, Unmerge, 0)
			merged = false
			if p.restores = lives; !lives {
				add(m, Delete, 0)
			}
		case lives == alive(kind, facts):
		case lives:
			add(m, Restore, 0)
			p.restores = true
		case want.kind() == Merge:
			add(m, Merge, want.Into)
		default:
			add(m, Delete, 0)
		}
	}
}

func (e *entry) kind() ChangeKind {
	if e == nil {
		return 0
	}
	return e.Kind
}

// removeRecord plans the deletion of a record that is wholly undone, and the release of its
// external ids. Its fields do not matter any more.
func (p *recordUndo) removeRecord() {
	p.planExistence(p.moments(true))
	p.deletes = len(p.drafts) > 0
	switch {
	case p.deletes:
		p.restores = false
		last := &p.drafts[len(p.drafts)-1]
		last.Flags |= Stub
	case !p.released():
		// The record exists at no moment, for example because its source deleted it, but its
		// external ids are still bound to it.
		p.add(moment{p.chain[0].EffectiveAt, p.chain[0].KnownAt}, Delete, 0).Flags |= Stub
	}
}

// released reports whether an earlier undo has released the record's external ids.
func (p *recordUndo) released() bool {
	for i := range slices.Backward(p.chain) {
		switch e := &p.chain[i]; {
		case e.Flags&Undo == 0:
			return false
		case e.Kind == Delete && e.Flags&Stub != 0:
			return true
		}
	}
	return false
}

// fixStubFlag sets the flag Stub as needed. The latest change that sets fields decides it.
func (p *recordUndo) fixStubFlag() {
	stub, says := p.stub(), false
	for i := range p.drafts {
		if p.drafts[i].Kind == Set {
			says = true
			if stub {
				p.drafts[i].Flags |= Stub
			}
		}
	}
	if says || p.now.stub == stub {
		return
	}
	d := p.add(moment{p.now.since, p.chain[0].KnownAt}, Set, 0)
	if stub {
		d.Flags |= Stub
	}
}

// listKept lists what stays although the change that wrote it is undone.
func (p *recordUndo) listKept() {
	list := func(name string, since Seq) {
		id := p.now.id
		k := Kept{Object: p.object.Name, ID: id, Record: FormatID(p.object.Name, id), Field: name, Since: since}
		if !slices.Contains(p.kept, k) {
			p.kept = append(p.kept, k)
		}
	}
	latest := Seq(0)
	for i := range p.chain {
		if p.until[i] == never {
			latest = p.chain[i].Seq
		}
	}
	for i := range p.chain {
		e := &p.chain[i]
		if !p.affected(i) {
			continue
		}
		if i == 0 && e.Kind == Create && latest != 0 {
			list("", latest)
		}
		if life, _ := p.decider(period.Forever, period.Forever, false); e.Kind != Create && e.Kind != Set &&
			life != nil && life.Seq > e.Seq && p.counting(life) {
			list("", life.Seq)
		}
		for _, f := range e.facts {
			if p.until[i] != never && p.keptByHeir(i, f.key, false) {
				p.stated++
				continue
			}
			if holder := p.holder(f.key, period.Forever, period.Forever, false); holder.Seq > e.Seq &&
				p.counting(holder) {
				list(p.object.byKey[f.key].Name, holder.Seq)
			}
		}
	}
}

func (p *recordUndo) counting(e *entry) bool {
	i := p.indexOf(e)
	return i >= 0 && p.until[i] == never
}

// indexOf returns the index of a change in the chain; -1 when it is not there.
func (p *recordUndo) indexOf(e *entry) int {
	return slices.IndexFunc(p.chain, func(c entry) bool { return c.Seq == e.Seq })
}

// forgetSeen removes fingerprints, so that the next import can bring back what is undone: all of
// them for a record that is wholly undone, otherwise those of the fields that lose their value.
func (p *recordUndo) forgetSeen() {
	var sources []string
	for i := range p.chain {
		e := &p.chain[i]
		if e.Flags&Import == 0 || slices.Contains(sources, e.Source) || p.any && !p.affected(i) {
			continue
		}
		sources = append(sources, e.Source)
		seen := Seen{ID: p.now.id, Source: e.Source}
		if p.any {
			if seen.Drop = p.lostFields(); len(seen.Drop) == 0 {
				continue
			}
		}
		p.seen = append(p.seen, seen)
	}
}

// lostFields returns the fields that lose the undone value without a later one in its place.
func (p *recordUndo) lostFields() []string {
	var names []string
	for i := range p.chain {
		e := &p.chain[i]
		if !p.affected(i) {
			continue
		}
		for _, f := range e.facts {
			if p.fieldCounts(i, f.key) {
				continue
			}
			holder := p.holder(f.key, period.Forever, period.Forever, false)
			if holder.Seq <= e.Seq || !p.fieldCounts(p.indexOf(holder), f.key) {
				names = append(names, p.object.byKey[f.key].Name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

package record

import (
	"slices"

	"salesops/internal/period"
)

// recordUndo is what an undo does to one record.
type recordUndo struct {
	*tale
	object *Object
	now    *state
	drafts []Draft
	seen   []Seen
	kept   []Kept
	stated int // values that stay because later imports state them

	deletes, stubs, restores bool
}

// plan works out what undoing does to one record; chain holds all its changes, oldest first.
// At every moment the record becomes what the changes say that still count.
func (u *undoing) plan(chain []entry) *recordUndo {
	t := u.tale(chain)
	p := &recordUndo{tale: t, object: t.o, now: &state{}}
	for i := range chain {
		p.now.put(t.o, &chain[i])
	}
	_, referred := u.stubs[chain[0].ID]
	t.stays = t.any || referred
	switch {
	case t.any:
		p.fields(t.moments(false))
		p.life(t.moments(true))
		p.sort()
		p.keep()
	case referred:
		p.fields(t.moments(false))
		p.life(t.moments(true))
		p.sort()
		p.stubs = len(p.drafts) > 0
	default:
		p.never()
	}
	for i := range p.drafts {
		p.drafts[i].IfSeq = p.now.seq
	}
	p.forget()
	return p
}

// add plans a change, and lets the moments after it see it.
func (p *recordUndo) add(m moment, kind ChangeKind, into ID) *Draft {
	d := Draft{Kind: kind, Object: p.object.Name, ID: p.now.id, Into: into, EffectiveAt: m.at,
		KnownAt: m.known, Flags: Undo}
	if m.known >= period.Forever {
		d.KnownAt = 0 // now
	}
	p.drafts = append(p.drafts, d)
	return &p.drafts[len(p.drafts)-1]
}

// fields gives every field what it has without what is undone.
func (p *recordUndo) fields(moments []moment) {
	var keys []uint32
	for i := range p.chain {
		for _, f := range p.chain[i].facts {
			if !p.any || !p.says(i, f.key) {
				keys = append(keys, f.key)
			}
		}
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	said := make([][]given, len(keys))
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
			said[i] = append(said[i], given{moment: m, value: want})
		}
	}
}

// given is what the undo itself says: of a field, or of the record's life.
type given struct {
	moment
	value Value
	kind  ChangeKind
}

// latest is what counts at a moment of what was given; moments come in order.
func latest(said []given, m moment) *given {
	for i := range slices.Backward(said) {
		if said[i].known <= m.known {
			return &said[i]
		}
	}
	return nil
}

// overrules says that it decides over a change of the record; being later, it does so at the
// same moment too.
func (g *given) overrules(e *entry) bool {
	return g != nil && (e == nil || e.EffectiveAt < g.at || e.EffectiveAt == g.at && e.KnownAt <= g.known)
}

// life lets the record exist when it does without what is undone.
func (p *recordUndo) life(moments []moment) {
	var said []given
	add := func(m moment, kind ChangeKind, into ID) {
		p.add(m, kind, into)
		said = append(said, given{moment: m, kind: kind})
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

// never makes a record that is wholly undone never have been: its fields do not matter any
// more. Its external ids are free again.
func (p *recordUndo) never() {
	p.life(p.moments(true))
	p.deletes = len(p.drafts) > 0
	switch {
	case p.deletes:
		p.restores = false
		last := &p.drafts[len(p.drafts)-1]
		last.Flags |= Stub
	case !p.released():
		// It exists at no moment, as when its source deleted it, but its external ids still name it.
		p.add(moment{p.chain[0].EffectiveAt, p.chain[0].KnownAt}, Delete, 0).Flags |= Stub
	}
}

// released says whether an earlier undo has freed the record's external ids.
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

// sort puts the stub's flag right, which the latest fact decides.
func (p *recordUndo) sort() {
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

// keep lists what stays although what wrote it is undone.
func (p *recordUndo) keep() {
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
		if !p.takes(i) {
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
			if p.until[i] != never && p.keeps(i, f.key, false) {
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
	i := p.place(e)
	return i >= 0 && p.until[i] == never
}

// place is where a change stands in the chain.
func (p *recordUndo) place(e *entry) int {
	return slices.IndexFunc(p.chain, func(c entry) bool { return c.Seq == e.Seq })
}

// forget lets the next import of the sources bring what is undone again: of a record that is
// wholly undone everything, of another the fields that it loses.
func (p *recordUndo) forget() {
	var sources []string
	for i := range p.chain {
		e := &p.chain[i]
		if e.Flags&Import == 0 || slices.Contains(sources, e.Source) || p.any && !p.takes(i) {
			continue
		}
		sources = append(sources, e.Source)
		seen := Seen{ID: p.now.id, Source: e.Source}
		if p.any {
			if seen.Drop = p.lost(); len(seen.Drop) == 0 {
				continue
			}
		}
		p.seen = append(p.seen, seen)
	}
}

// lost are the fields that hold nothing of what is undone any more and nothing later either.
func (p *recordUndo) lost() []string {
	var names []string
	for i := range p.chain {
		e := &p.chain[i]
		if !p.takes(i) {
			continue
		}
		for _, f := range e.facts {
			if p.says(i, f.key) {
				continue
			}
			holder := p.holder(f.key, period.Forever, period.Forever, false)
			if holder.Seq <= e.Seq || !p.says(p.place(holder), f.key) {
				names = append(names, p.object.byKey[f.key].Name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

package record

import (
	"cmp"
	"slices"
)

// recordUndo is what an undo does to one record.
type recordUndo struct {
	object *Object
	drafts []Draft
	seen   []Seen
	kept   []Kept

	deletes, stubs, restores bool
}

// plan works out what undoing does to one record; chain holds all its changes, oldest first.
func (u *undoing) plan(chain []entry) *recordUndo {
	o := u.schema.codes[chain[0].code]
	p := &recordUndo{object: o}
	now := &state{}
	for i := range chain {
		now.put(o, &chain[i])
	}
	id := chain[0].ID
	_, fresh := u.fresh[id]
	_, referred := u.stubs[id]
	dropped := map[string]struct{}{}
	for i := range chain {
		e := &chain[i]
		if !u.has(e.Seq) {
			continue
		}
		switch {
		case fresh && !referred:
			u.planDelete(p, chain, e)
		case fresh:
			u.planEmpty(p, chain, e, now)
		default:
			u.planRevert(p, chain, e, now, dropped)
		}
	}
	for i := range p.drafts {
		p.drafts[i].IfSeq = now.seq
	}
	var sources []string
	for i := range chain {
		if e := &chain[i]; u.has(e.Seq) && e.Flags&Import != 0 && !slices.Contains(sources, e.Source) {
			sources = append(sources, e.Source)
			seen := Seen{ID: id, Source: e.Source}
			if !fresh {
				for name := range dropped {
					seen.Drop = append(seen.Drop, name)
				}
				if seen.Drop == nil {
					continue
				}
			}
			p.seen = append(p.seen, seen)
		}
	}
	return p
}

// draft is a compensation of e: from the same effective time on.
func (u *undoing) draft(kind ChangeKind, o *Object, e *entry) Draft {
	d := Draft{Kind: kind, Object: o.Name, ID: e.ID, EffectiveAt: e.EffectiveAt, Flags: Undo}
	if e.Flags&Import != 0 {
		d.KnownAt = e.KnownAt
	}
	return d
}

// compensated says that an earlier undo has dealt with e: by a later change of its kind at
// the same effective time.
func compensated(chain []entry, e *entry, by func(*entry) bool) bool {
	return slices.ContainsFunc(chain, func(c entry) bool {
		return c.Seq > e.Seq && c.Flags&Undo != 0 && c.EffectiveAt == e.EffectiveAt && c.KnownAt >= e.KnownAt && by(&c)
	})
}

// planDelete makes a record that is wholly undone never have been: its fields do not matter
// any more, but whatever gave it existence must be answered, the dated-back facts too.
func (u *undoing) planDelete(p *recordUndo, chain []entry, e *entry) {
	gives := e.Kind == Create || e.Kind == Restore || e.Kind == Unmerge
	if e.Kind == Set {
		gives = !slices.ContainsFunc(chain, func(c entry) bool {
			return c.Kind != Forget && (c.EffectiveAt < e.EffectiveAt || c.EffectiveAt == e.EffectiveAt && c.Seq < e.Seq)
		})
	}
	if !gives || compensated(chain, e, func(c *entry) bool { return c.Kind == Delete }) {
		return
	}
	p.deletes = true
	p.drafts = append(p.drafts, u.draft(Delete, p.object, e))
}

// planEmpty makes a record a stub: it stays, without what the undone changes said.
func (u *undoing) planEmpty(p *recordUndo, chain []entry, e *entry, now *state) {
	if e.Kind != Create && e.Kind != Set {
		u.planLife(p, chain, e, now)
		return
	}
	d := u.draft(Set, p.object, e)
	d.Flags |= Stub
	for i := range e.facts {
		key := e.facts[i].key
		if e.facts[i].value.IsSet() && !compensated(chain, e, func(c *entry) bool { return c.names(key) }) {
			d.Fields = append(d.Fields, FieldValue{Name: p.object.byKey[key].Name})
		}
	}
	if len(d.Fields) > 0 || !now.stub && e.Kind == Create {
		p.stubs = true
		p.drafts = append(p.drafts, d)
	}
}

// planRevert gives fields back what they had.
func (u *undoing) planRevert(p *recordUndo, chain []entry, e *entry, now *state, dropped map[string]struct{}) {
	if e.Kind != Create && e.Kind != Set {
		u.planLife(p, chain, e, now)
		return
	}
	if e.Kind == Create && e.Seq == chain[0].Seq {
		u.keep(p, chain, "", u.latestOther(chain))
	} else {
		u.planExistence(p, chain, e)
	}
	d := u.draft(Set, p.object, e)
	for i := range e.facts {
		key := e.facts[i].key
		name := p.object.byKey[key].Name
		if holder := now.get(key).stamp.seq; holder > e.Seq && !u.has(holder) && !undone(chain, holder) {
			u.keep(p, chain, name, holder)
			continue
		}
		if compensated(chain, e, func(c *entry) bool { return c.names(key) }) {
			continue
		}
		dropped[name] = struct{}{}
		d.Fields = append(d.Fields, FieldValue{name, u.without(chain, e, key)})
	}
	wasStub := u.wasStub(chain)
	if wasStub {
		d.Flags |= Stub
	}
	if len(d.Fields) > 0 || wasStub && !now.stub && e.Kind == Create {
		p.drafts = append(p.drafts, d)
	}
}

// planExistence answers a fact that made a record exist when it would not have: one dated
// before all others, or one that brought it back.
func (u *undoing) planExistence(p *recordUndo, chain []entry, e *entry) {
	at := stamp{e.EffectiveAt, e.KnownAt, e.Seq}
	var last, next *entry // without e: what decides at its place, and the first that makes it exist or not after it
	var lastAt, nextAt stamp
	facts := false
	for i := range chain {
		c := &chain[i]
		s := stamp{c.EffectiveAt, c.KnownAt, c.Seq}
		fact := c.Kind == Create || c.Kind == Set
		switch {
		case u.has(c.Seq):
		case s.beats(at):
			if c.Kind != Forget && (next == nil || nextAt.beats(s)) {
				next, nextAt = c, s
			}
		default:
			facts = facts || fact
			if c.Kind != Set && c.Kind != Forget && (last == nil || s.beats(lastAt)) {
				last, lastAt = c, s
			}
		}
	}
	life := ChangeKind(0)
	if last != nil {
		life = last.Kind
	}
	if e.Kind == Set && life != 0 || alive(life, facts) || compensated(chain, e, func(c *entry) bool { return c.Kind == Delete }) {
		return
	}
	p.drafts = append(p.drafts, u.draft(Delete, p.object, e))
	if life == 0 && next != nil && next.Kind == Set { // which made it exist from then
		p.drafts = append(p.drafts, u.draft(Restore, p.object, next))
	}
}

// planLife answers a delete, restore or merge, if it still decides.
func (u *undoing) planLife(p *recordUndo, chain []entry, e *entry, now *state) {
	answer := map[ChangeKind]ChangeKind{Delete: Restore, Restore: Delete, Merge: Unmerge}[e.Kind]
	if compensated(chain, e, func(c *entry) bool { return c.Kind == answer }) {
		return
	}
	if answer == 0 || now.lived.seq != e.Seq {
		u.keep(p, chain, "", max(e.Seq, now.lived.seq))
		return
	}
	p.restores = answer != Delete
	p.drafts = append(p.drafts, u.draft(answer, p.object, e))
}

func (u *undoing) keep(p *recordUndo, chain []entry, name string, since Seq) {
	k := Kept{Object: p.object.Name, ID: chain[0].ID, Record: FormatID(p.object.Name, chain[0].ID), Field: name, Since: since}
	if !slices.Contains(p.kept, k) {
		p.kept = append(p.kept, k)
	}
}

// latestOther is the latest change of a record that is not undone.
func (u *undoing) latestOther(chain []entry) Seq {
	for i := range slices.Backward(chain) {
		if e := &chain[i]; !u.has(e.Seq) && e.Flags&Undo == 0 {
			return e.Seq
		}
	}
	return 0
}

// wasStub says whether the record would be a stub without what is undone.
func (u *undoing) wasStub(chain []entry) bool {
	for i := range slices.Backward(chain) {
		if e := &chain[i]; (e.Kind == Create || e.Kind == Set) && !u.has(e.Seq) {
			return e.Flags&Stub != 0
		}
	}
	return false
}

// without is the value that a field had at e's place in the order, had nothing of what is
// undone happened.
func (u *undoing) without(chain []entry, e *entry, key uint32) Value {
	at := stamp{e.EffectiveAt, e.KnownAt, e.Seq}
	var best stamp
	var v Value
	found := false
	for i := range chain {
		c := &chain[i]
		s := stamp{c.EffectiveAt, c.KnownAt, c.Seq}
		if u.has(c.Seq) || s.beats(at) || found && !s.beats(best) {
			continue
		}
		for j := range c.facts {
			if c.facts[j].key == key {
				best, v, found = s, c.facts[j].value, true
			}
		}
	}
	return v
}

func (e *entry) names(key uint32) bool {
	_, ok := slices.BinarySearchFunc(e.facts, key, func(f fact, key uint32) int { return cmp.Compare(f.key, key) })
	return ok
}

// undone says whether the change seq of a chain was written by an undo.
func undone(chain []entry, seq Seq) bool {
	i := slices.IndexFunc(chain, func(e entry) bool { return e.Seq == seq })
	return i >= 0 && chain[i].Flags&Undo != 0
}

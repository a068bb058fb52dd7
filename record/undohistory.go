package record

import (
	"cmp"
	"slices"

	"salesops/internal/period"
)

// never is later than every known time. A change that is taken back never counts permanently.
const never = period.Forever + 1

// undoHistory holds all changes of a record, oldest first, and until which known time each of them
// counts in view of all undos. A change from a source that is undone counts at no time; a change
// entered here counts until the undo.
type undoHistory struct {
	u     *undoing
	o     *Object
	chain []entry
	until []period.Instant
	held  []holding // what heirs keep or kept
	any   bool      // some change counts permanently
	stays bool      // the record keeps its creation, even when an undone change made it
}

func (u *undoing) history(chain []entry) *undoHistory {
	t := &undoHistory{u: u, o: u.schema.codes[chain[0].code], chain: chain, until: make([]period.Instant, len(chain))}
	for i := range chain {
		t.until[i] = t.countsUntil(&chain[i])
	}
	t.inherit()
	for i := range chain {
		t.any = t.any || t.countsInPart(i)
	}
	t.stays = t.any
	return t
}

// counts reports whether anything of the record counts permanently.
func (t *undoHistory) counts() bool { return t.any }

func (t *undoHistory) countsUntil(e *entry) period.Instant {
	if e.Flags&Undo != 0 {
		return period.Beginning // an undo decides what counts, but does not count itself
	}
	end := func(at period.Instant) period.Instant {
		if e.Flags&Import != 0 {
			return period.Beginning
		}
		return at
	}
	revoked := false
	for i := range t.chain {
		r := &t.chain[i]
		if !r.takesBack(e) {
			continue
		}
		if !t.revoked(r) {
			return end(r.KnownAt)
		}
		revoked = true
	}
	switch {
	case t.u.undoes(e.Seq):
		return end(period.Forever)
	case !revoked && e.Cause != t.u.seq && t.u.undone[e.Cause] != 0:
		return period.Beginning
	}
	return never
}

// revoked reports whether a change written by an undo was itself undone.
func (t *undoHistory) revoked(r *entry) bool {
	return t.u.undoes(r.Seq) || slices.ContainsFunc(t.chain, func(c entry) bool {
		return c.Flags&Undo != 0 && c.Cause == r.Seq && !t.revoked(&c)
	})
}

// in reports whether a change lies within a moment.
func (e *entry) in(at, known period.Instant) bool { return e.EffectiveAt <= at && e.KnownAt <= known }

// beats reports whether a change wins over another one. than may be nil.
func (e *entry) beats(than *entry) bool {
	return than == nil || stamp{e.EffectiveAt, e.KnownAt, e.Seq}.beats(stamp{than.EffectiveAt, than.KnownAt, than.Seq})
}

// holder returns the change that gives a field its value at a moment, among all changes or only
// those that count; nil for none.
func (t *undoHistory) holder(key uint32, at, known period.Instant, counting bool) (top *entry) {
	for i := range t.chain {
		e := &t.chain[i]
		if e.in(at, known) && (!counting || known < t.until[i] || t.keptByHeir(i, key, false)) &&
			e.names(key) && e.beats(top) {
			top = e
		}
	}
	return top
}

// value returns the value that a change gives to a field; unset when e is nil.
func (e *entry) value(key uint32) Value {
	if e == nil {
		return Value{}
	}
	i, ok := e.find(key)
	if !ok {
		return Value{}
	}
	return e.facts[i].value
}

func (e *entry) find(key uint32) (int, bool) {
	return slices.BinarySearchFunc(e.facts, key, func(f fact, key uint32) int { return cmp.Compare(f.key, key) })
}

func (e *entry) names(key uint32) bool {
	_, ok := e.find(key)
	return ok
}

// decider returns the change that decides at a moment whether the record exists. When it is nil,
// facts decides: whether a change had set fields by then.
func (t *undoHistory) decider(at, known period.Instant, counting bool) (life *entry, facts bool) {
	for i := range t.chain {
		e := &t.chain[i]
		kept := t.stays && i == 0 && e.Kind == Create
		stands := !counting || known < t.until[i] || kept || t.keptByHeir(i, 0, true)
		fact := e.Kind == Create || e.Kind == Set
		if !e.in(at, known) || !stands && (!fact || !t.countsInPart(i)) {
			continue
		}
		facts = facts || fact
		if stands && e.Kind != Set && e.Kind != Forget && e.beats(life) {
			life = e
		}
	}
	return life, facts
}

// stub reports whether the record is a stub according to the changes that count.
func (t *undoHistory) stub() bool {
	for i := range slices.Backward(t.chain) {
		if e := &t.chain[i]; (e.Kind == Create || e.Kind == Set) && t.countsInPart(i) {
			return e.Flags&Stub != 0
		}
	}
	return !t.any
}

// refer adds the records that this record will refer to. A deleted record keeps its references,
// because it may be restored.
func (t *undoHistory) refer(to map[ID]struct{}) {
	for i := range t.chain {
		for _, f := range t.chain[i].facts {
			if f.value.kind == Ref && t.fieldCounts(i, f.key) &&
				t.holder(f.key, period.Forever, period.Forever, true) == &t.chain[i] {
				to[f.value.Ref()] = struct{}{}
			}
		}
	}
}

// moment is a point in effective time and known time.
type moment struct{ at, known period.Instant }

// moments returns the moments at which the present state and the state after the undo can differ:
// those of the changes that do not count, and those at which more becomes known of what is
// effective before them. With all, it also returns the moments of the other changes; they matter
// where only a set field makes a record exist, because an earlier change of existence then has an
// effect.
func (t *undoHistory) moments(all bool) []moment {
	// nothing is taken back before from; with here, changes are taken back as of now
	from, here := period.Instant(never), false
	for i := range t.chain {
		e := &t.chain[i]
		switch {
		case !t.affected(i):
		case e.Flags&Import != 0:
			from = min(from, e.KnownAt)
		default:
			from, here = min(from, period.Forever), true
		}
	}
	switch {
	case !t.any:
		from = period.Beginning
	case from == never:
		return nil // the record was only looked at: the undo takes nothing of it back
	}
	var found []moment
	for i := range t.chain {
		e := &t.chain[i]
		if t.until[i] == never && !all {
			continue
		}
		found = append(found, moment{e.EffectiveAt, max(e.KnownAt, from)})
		if here {
			found = append(found, moment{e.EffectiveAt, period.Forever})
		}
		for j := range t.chain {
			if c := &t.chain[j]; c.EffectiveAt <= e.EffectiveAt && c.KnownAt > max(e.KnownAt, from) {
				found = append(found, moment{e.EffectiveAt, c.KnownAt})
			}
		}
	}
	slices.SortFunc(found,
		func(x, y moment) int { return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.known, y.known)) })
	return slices.Compact(found)
}

package record

import (
	"cmp"
	"slices"

	"salesops/internal/period"
)

// never is after every known time: the change counts.
const never = period.Forever + 1

// tale is a record's changes, oldest first, as undos leave them: each counts until the known
// time at which it was taken back. What came from a source was then never known; what was
// entered here was known until the undo.
type tale struct {
	u     *undoing
	o     *Object
	chain []entry
	until []period.Instant
	held  []holding // what heirs keep or kept
	any   bool      // some change counts for good
	stays bool      // it keeps its creation, whose ever that was
}

func (u *undoing) tale(chain []entry) *tale {
	t := &tale{u: u, o: u.schema.codes[chain[0].code], chain: chain, until: make([]period.Instant, len(chain))}
	for i := range chain {
		t.until[i] = t.countsUntil(&chain[i])
	}
	t.inherit()
	for i := range chain {
		t.any = t.any || t.remains(i)
	}
	t.stays = t.any
	return t
}

// counts says whether anything of the record is not undone.
func (t *tale) counts() bool { return t.any }

func (t *tale) countsUntil(e *entry) period.Instant {
	if e.Flags&Undo != 0 {
		return period.Beginning // it says what counts, and is nothing that counts itself
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
	case t.u.has(e.Seq):
		return end(period.Forever)
	case !revoked && e.Cause != t.u.seq && t.u.undone[e.Cause] != 0:
		return period.Beginning
	}
	return never
}

// revoked says that a change which an undo wrote was itself undone.
func (t *tale) revoked(r *entry) bool {
	return t.u.has(r.Seq) || slices.ContainsFunc(t.chain, func(c entry) bool {
		return c.Flags&Undo != 0 && c.Cause == r.Seq && !t.revoked(&c)
	})
}

// in says whether a change lies within a moment.
func (e *entry) in(at, known period.Instant) bool { return e.EffectiveAt <= at && e.KnownAt <= known }

// beats says which of two changes decides.
func (e *entry) beats(than *entry) bool {
	return than == nil || stamp{e.EffectiveAt, e.KnownAt, e.Seq}.beats(stamp{than.EffectiveAt, than.KnownAt, than.Seq})
}

// holder is the change that gives a field its value at a moment: of all, or of those that count.
func (t *tale) holder(key uint32, at, known period.Instant, counting bool) (top *entry) {
	for i := range t.chain {
		e := &t.chain[i]
		if e.in(at, known) && (!counting || known < t.until[i] || t.keeps(i, key, false)) &&
			e.names(key) && e.beats(top) {
			top = e
		}
	}
	return top
}

// value is what a change says of a field; unset without a change.
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

// decider is the change that decides at a moment whether the record exists; nil leaves it to
// facts.
func (t *tale) decider(at, known period.Instant, counting bool) (life *entry, facts bool) {
	for i := range t.chain {
		e := &t.chain[i]
		kept := t.stays && i == 0 && e.Kind == Create
		stands := !counting || known < t.until[i] || kept || t.keeps(i, 0, true)
		fact := e.Kind == Create || e.Kind == Set
		if !e.in(at, known) || !stands && (!fact || !t.remains(i)) {
			continue
		}
		facts = facts || fact
		if stands && e.Kind != Set && e.Kind != Forget && e.beats(life) {
			life = e
		}
	}
	return life, facts
}

// stub says whether the record is one by what counts.
func (t *tale) stub() bool {
	for i := range slices.Backward(t.chain) {
		if e := &t.chain[i]; (e.Kind == Create || e.Kind == Set) && t.remains(i) {
			return e.Flags&Stub != 0
		}
	}
	return !t.any
}

// refer notes what the record will refer to. One that is deleted refers on, since it may be
// restored.
func (t *tale) refer(to map[ID]struct{}) {
	for i := range t.chain {
		for _, f := range t.chain[i].facts {
			if f.value.kind == Ref && t.says(i, f.key) &&
				t.holder(f.key, period.Forever, period.Forever, true) == &t.chain[i] {
				to[f.value.Ref()] = struct{}{}
			}
		}
	}
}

// moment is a place in both times.
type moment struct{ at, known period.Instant }

// moments are the places at which what is so and what counts can differ: those of the changes
// that do not count, and those at which more of what came before them is known. With all those
// of the others too: where nothing but a fact makes a record exist, what is said of its
// existence before that fact matters.
func (t *tale) moments(all bool) []moment {
	from, here := period.Instant(never), false // nothing is taken back before from; here: only from now on
	for i := range t.chain {
		e := &t.chain[i]
		switch {
		case !t.takes(i):
		case e.Flags&Import != 0:
			from = min(from, e.KnownAt)
		default:
			from, here = min(from, period.Forever), true
		}
	}
	if !t.any {
		from = period.Beginning
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

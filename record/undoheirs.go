package record

import (
	"context"
	"slices"
)

// A later import that states what an earlier one brought is its heir: while the heir stands, what
// it states counts although its change is undone. Nothing is written for that; the undo of the
// last heir takes it back.

// holding is what an heir keeps: a field of a change, or with life what it says of the record's
// existence.
type holding struct {
	change int // in the chain
	key    uint32
	life   bool
	heir   heir
}

// findHeirs reads what imports state of some records.
func (u *undoing) findHeirs(ctx context.Context, ids []ID) error {
	clear(u.heirs)
	if len(ids) == 0 {
		return nil
	}
	wanted := make(map[ID]struct{}, len(ids))
	for _, id := range ids {
		wanted[id] = struct{}{}
	}
	return u.log.stated(ctx, slices.Min(ids), slices.Max(ids), func(id ID, h heir) {
		if _, ok := wanted[id]; ok {
			u.heirs[id] = append(u.heirs[id], h)
		}
	})
}

// inherit finds what of the record's changes has heirs: of a field, and of the record's existence,
// the change that decided when it was stated, and of a history all of them.
func (t *tale) inherit() {
	for _, h := range t.u.heirs[t.chain[0].ID] {
		var found []holding
		for _, name := range h.what.Fields {
			if f, ok := t.o.Field(name); ok && !t.saidBy(h.cause, f.Key) {
				if i := t.stood(h, holding{key: f.Key}); i >= 0 {
					found = append(found, holding{i, f.Key, false, h})
				}
			}
		}
		for _, name := range h.what.Told {
			f, ok := t.o.Field(name)
			if !ok {
				continue
			}
			for i := range t.chain {
				if t.chain[i].names(f.Key) && t.stoodAt(h, holding{change: i, key: f.Key}) {
					found = append(found, holding{i, f.Key, false, h})
				}
			}
		}
		for i := range t.chain {
			if t.chain[i].Kind == Create && t.stoodAt(h, holding{change: i, life: true}) {
				found = append(found, holding{i, 0, true, h})
			}
		}
		if i := t.stood(h, holding{life: true}); i >= 0 {
			found = append(found, holding{i, 0, true, h})
		}
		t.held = append(t.held, found...)
	}
	t.held = slices.DeleteFunc(t.held, func(h holding) bool { return t.takenBackAlone(h.change) })
}

// saidBy says that a cause has a change of its own of a field.
func (t *tale) saidBy(cause Seq, key uint32) bool {
	return slices.ContainsFunc(t.chain,
		func(e entry) bool { return e.Cause == cause && e.Flags&Undo == 0 && e.names(key) })
}

// stood is the change by which an heir's source held a field, or the record, when it stated it; -1.
func (t *tale) stood(h heir, what holding) int {
	top := -1
	for i := range t.chain {
		e := &t.chain[i]
		if what.change = i; what.life && (e.Kind == Set || e.Kind == Forget) || !what.life &&
			!e.names(what.key) || !t.stoodAt(h, what) {
			continue
		}
		if top < 0 || e.beats(&t.chain[top]) {
			top = i
		}
	}
	return top
}

// stoodAt says that a change of an heir's source counted when the heir stated its records.
func (t *tale) stoodAt(h heir, what holding) bool {
	e := &t.chain[what.change]
	if e.Flags&Import == 0 || e.Flags&Undo != 0 || e.Source != h.source || e.Seq > h.at || e.Cause == h.cause {
		return false
	}
	if !t.takenBackBy(what.change, h.at) {
		return true
	}
	return slices.ContainsFunc(t.held, func(x holding) bool {
		ended := t.u.undone[x.heir.cause]
		return x.change == what.change && x.key == what.key && x.life == what.life && x.heir.at <= h.at &&
			(ended == 0 || ended > h.at)
	})
}

// takenBackBy says that an undo up to a position has taken a change back.
func (t *tale) takenBackBy(i int, at Seq) bool {
	e, revoked := &t.chain[i], false
	for j := range t.chain {
		r := &t.chain[j]
		if r.Seq > at || !r.takesBack(e) {
			continue
		}
		if !t.revoked(r) {
			return true
		}
		revoked = true
	}
	ended := t.u.undone[e.Cause]
	return !revoked && ended != 0 && ended <= at
}

// takenBackAlone says that a change is undone by itself: whoever does that means it.
func (t *tale) takenBackAlone(i int) bool {
	e := &t.chain[i]
	if !t.u.report.Batch && t.u.has(e.Seq) {
		return true
	}
	return slices.ContainsFunc(t.chain,
		func(r entry) bool { return r.Flags&Undo != 0 && r.Cause == e.Seq && !t.revoked(&r) })
}

// takesBack says that a change was written by the undo of another.
func (e *entry) takesBack(other *entry) bool {
	return e.Flags&Undo != 0 && e.Seq >= other.Seq &&
		(e.Cause == other.Seq || e.Cause == other.Cause && e.EffectiveAt == other.EffectiveAt)
}

// stands says that an import is not undone, by this undo or an earlier one.
func (u *undoing) stands(cause Seq) bool { return cause != u.seq && u.undone[cause] == 0 }

// keeps says that an heir which stands keeps a field of a change, or with life what it says of the
// record's existence.
func (t *tale) keeps(i int, key uint32, life bool) bool {
	return slices.ContainsFunc(t.held, func(h holding) bool {
		return h.change == i && h.key == key && h.life == life && t.u.stands(h.heir.cause)
	})
}

// says says that a change counts for good of a field.
func (t *tale) says(i int, key uint32) bool { return t.until[i] == never || t.keeps(i, key, false) }

// remains says that something of a change counts for good.
func (t *tale) remains(i int) bool {
	return t.until[i] == never || slices.ContainsFunc(t.held,
		func(h holding) bool { return h.change == i && t.u.stands(h.heir.cause) })
}

// takes says that this undo takes a change back, or ends what kept it.
func (t *tale) takes(i int) bool {
	return t.u.has(t.chain[i].Seq) || slices.ContainsFunc(t.held,
		func(h holding) bool { return h.change == i && h.heir.cause == t.u.seq })
}

// inherited counts what stays of a record because later imports state it.
func (u *undoing) inherited(p *recordUndo) {
	stays := false
	for _, h := range p.held {
		if p.until[h.change] == never || !p.takes(h.change) || !u.stands(h.heir.cause) {
			continue
		}
		stays = true
		if i, there := slices.BinarySearch(u.report.Stated.By, h.heir.cause); !there {
			u.report.Stated.By = slices.Insert(u.report.Stated.By, i, h.heir.cause)
		}
	}
	if stays {
		u.report.Stated.Records++
		u.report.Stated.Values += p.stated
	}
}

// release notes what the record refers to by what heirs kept.
func (t *tale) release(refs map[ID]struct{}) {
	for _, h := range t.held {
		if v := t.chain[h.change].value(h.key); h.heir.cause == t.u.seq && v.kind == Ref {
			refs[v.Ref()] = struct{}{}
		}
	}
}

// collectHeld finds the records of which this import states something that another brought which
// is undone: they are looked at too.
func (u *undoing) collectHeld(ctx context.Context, ids map[ID]struct{}) error {
	rows, err := u.log.store.StatedBy(ctx, u.seq)
	if err != nil {
		return storeError("read", err)
	}
	if len(rows) == 0 {
		return nil
	}
	u.report.Batch = true
	causes, err := u.log.store.Causes(ctx, u.seq)
	if err != nil {
		return storeError("read", err)
	}
	earlier := make([]Seq, len(causes))
	for i, c := range causes {
		earlier[i] = c.Seq
	}
	ended, err := u.log.ended(ctx, earlier)
	if err != nil {
		return err
	}
	for _, at := range ended {
		if at != 0 {
			return readStated(rows, func(id ID, _ heir) { ids[id] = struct{}{} })
		}
	}
	return nil
}

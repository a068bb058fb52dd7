package record

import (
	"context"
	"slices"
)

// A later import that states values which an earlier import brought is called its heir. While the
// heir is not undone, the stated values count although the change that brought them is undone. No
// change is written for that. The undo of the last heir takes the values back.

// holding is what an heir keeps: the value of a field in a change or, with life, the change's
// effect on the record's existence.
type holding struct {
	change int // index in the chain
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

// inherit finds which of the record's changes have heirs. For a field, and for existence, this is
// the change that decided when the import stated it; for a history that the source repeated, it is
// every change of the field.
func (t *undoHistory) inherit() {
	for _, h := range t.u.heirs[t.chain[0].ID] {
		var found []holding
		for _, name := range h.what.Fields {
			if f, ok := t.o.Field(name); ok && !t.saidBy(h.cause, f.Key) {
				if i := t.deciding(h, holding{key: f.Key}); i >= 0 {
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
				if t.chain[i].names(f.Key) && t.countedWhenStated(h, holding{change: i, key: f.Key}) {
					found = append(found, holding{i, f.Key, false, h})
				}
			}
		}
		for i := range t.chain {
			if t.chain[i].Kind == Create && t.countedWhenStated(h, holding{change: i, life: true}) {
				found = append(found, holding{i, 0, true, h})
			}
		}
		if i := t.deciding(h, holding{life: true}); i >= 0 {
			found = append(found, holding{i, 0, true, h})
		}
		t.held = append(t.held, found...)
	}
	t.held = slices.DeleteFunc(t.held, func(h holding) bool { return t.takenBackAlone(h.change) })
}

// saidBy reports whether an import has written a change of a field itself.
func (t *undoHistory) saidBy(cause Seq, key uint32) bool {
	return slices.ContainsFunc(t.chain,
		func(e entry) bool { return e.Cause == cause && e.Flags&Undo == 0 && e.names(key) })
}

// deciding returns the index of the change that, among those of the heir's source, decided a field
// or the existence of the record when the heir stated it; -1 when there is none.
func (t *undoHistory) deciding(h heir, what holding) int {
	top := -1
	for i := range t.chain {
		e := &t.chain[i]
		if what.change = i; what.life && (e.Kind == Set || e.Kind == Forget) || !what.life &&
			!e.names(what.key) || !t.countedWhenStated(h, what) {
			continue
		}
		if top < 0 || e.beats(&t.chain[top]) {
			top = i
		}
	}
	return top
}

// countedWhenStated reports whether a change came from the heir's source and counted when the heir
// stated its records.
func (t *undoHistory) countedWhenStated(h heir, what holding) bool {
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

// takenBackBy reports whether an undo up to position at has taken back a change.
func (t *undoHistory) takenBackBy(i int, at Seq) bool {
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

// takenBackAlone reports whether a change is undone by itself, not as part of a batch. Heirs do not
// keep such a change, because the person meant exactly this one.
func (t *undoHistory) takenBackAlone(i int) bool {
	e := &t.chain[i]
	if !t.u.report.Batch && t.u.undoes(e.Seq) {
		return true
	}
	return slices.ContainsFunc(t.chain,
		func(r entry) bool { return r.Flags&Undo != 0 && r.Cause == e.Seq && !t.revoked(&r) })
}

// takesBack reports whether an undo of the other change wrote this change.
func (e *entry) takesBack(other *entry) bool {
	return e.Flags&Undo != 0 && e.Seq >= other.Seq &&
		(e.Cause == other.Seq || e.Cause == other.Cause && e.EffectiveAt == other.EffectiveAt)
}

// importStands reports whether an import is not undone, neither by this undo nor by an earlier one.
func (u *undoing) importStands(cause Seq) bool { return cause != u.seq && u.undone[cause] == 0 }

// keptByHeir reports whether an heir that is not undone keeps a field of a change or, with life,
// its effect on existence.
func (t *undoHistory) keptByHeir(i int, key uint32, life bool) bool {
	return slices.ContainsFunc(t.held, func(h holding) bool {
		return h.change == i && h.key == key && h.life == life && t.u.importStands(h.heir.cause)
	})
}

// fieldCounts reports whether what a change says of a field counts permanently.
func (t *undoHistory) fieldCounts(i int, key uint32) bool {
	return t.until[i] == never || t.keptByHeir(i, key, false)
}

// countsInPart reports whether anything that a change says counts permanently.
func (t *undoHistory) countsInPart(i int) bool {
	return t.until[i] == never || slices.ContainsFunc(t.held,
		func(h holding) bool { return h.change == i && t.u.importStands(h.heir.cause) })
}

// affected reports whether this undo takes back a change, or takes back the import that kept it.
func (t *undoHistory) affected(i int) bool {
	return t.u.undoes(t.chain[i].Seq) || slices.ContainsFunc(t.held,
		func(h holding) bool { return h.change == i && h.heir.cause == t.u.seq })
}

// countStated adds to the report what stays of a record because later imports state it.
func (u *undoing) countStated(p *recordUndo) {
	stays := false
	for _, h := range p.held {
		if p.until[h.change] == never || !p.affected(h.change) || !u.importStands(h.heir.cause) {
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

// releaseHeld adds the records that the record refers to through values which this import kept.
func (t *undoHistory) releaseHeld(refs map[ID]struct{}) {
	for _, h := range t.held {
		if v := t.chain[h.change].value(h.key); h.heir.cause == t.u.seq && v.kind == Ref {
			refs[v.Ref()] = struct{}{}
		}
	}
}

// collectHeld adds the records of which this import states something that an undone import brought.
// Undoing this import may take those values back.
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

package record

import (
	"context"
	"maps"
	"slices"
)

// refer notes what a change that is undone refers to.
func (u *undoing) refer(e *entry) {
	for i := range e.facts {
		if e.facts[i].value.kind == Ref {
			u.refs[e.facts[i].value.Ref()] = struct{}{}
		}
	}
}

// findUndone finds which of the other causes of some changes an undo has taken back.
func (u *undoing) findUndone(ctx context.Context, chains map[ID][]entry) error {
	var causes []Seq
	ask := func(cause Seq) {
		if _, known := u.undone[cause]; !known {
			u.undone[cause] = 0
			causes = append(causes, cause)
		}
	}
	for _, chain := range chains {
		for i := range chain {
			e := &chain[i]
			if e.Cause != 0 && e.Cause != u.seq && e.Flags&Undo == 0 {
				ask(e.Cause)
			}
		}
	}
	for _, heirs := range u.heirs {
		for _, h := range heirs {
			ask(h.cause)
		}
	}
	found, err := u.log.ended(ctx, causes)
	if err != nil {
		return err
	}
	maps.Copy(u.undone, found)
	return nil
}

// Undone says of each cause whether an undo has taken its changes back. An undo is itself
// caused by what it undoes, so it is the last thing that has this cause.
func (l *Log) Undone(ctx context.Context, causes []Seq) (map[Seq]bool, error) {
	ended, err := l.ended(ctx, causes)
	undone := make(map[Seq]bool, len(ended))
	for cause, at := range ended {
		undone[cause] = at != 0
	}
	return undone, err
}

// ended is the last change of the undo of each cause; 0 of one that no undo has taken back.
func (l *Log) ended(ctx context.Context, causes []Seq) (map[Seq]Seq, error) {
	undone := make(map[Seq]Seq, len(causes))
	ends := map[Seq]Seq{} // the last change of a cause → the cause
	for _, cause := range causes {
		_, last, err := l.store.Caused(ctx, cause)
		if err != nil {
			return nil, storeError("read", err)
		}
		undone[cause] = 0
		ends[last] = cause
	}
	if len(ends) == 0 {
		return undone, nil
	}
	rows, err := l.store.Pick(ctx, slices.Collect(maps.Keys(ends)))
	if err != nil {
		return nil, storeError("read", err)
	}
	for last, cause := range ends {
		if row, ok := rows[last]; ok {
			e, err := readEntry(string(row.Body), nil)
			if err != nil {
				return nil, rowError(&row, err)
			}
			if e.Flags&Undo != 0 {
				undone[cause] = last
			}
		}
	}
	return undone, nil
}

// findEmpty finds the records of which no change counts any more, and what the others will
// refer to. A stub that an earlier undo left, because others referred to it, is looked at
// again when these references go; and one that is gone, when they come back.
func (u *undoing) findEmpty(ctx context.Context) error {
	for ids := range slices.Chunk(u.ids, recordsAtOnce) {
		if err := u.findHeirs(ctx, ids); err != nil {
			return err
		}
		others, err := u.own.find(ctx, u.log.store, ids, u.heirs)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if _, whole := u.own.whole[id]; whole {
				u.empty[id] = struct{}{}
			}
		}
		chains, err := u.chains(ctx, others)
		if err != nil {
			return err
		}
		for id, chain := range chains {
			t := u.tale(chain)
			t.release(u.refs)
			if !t.counts() {
				u.empty[id] = struct{}{}
				continue
			}
			t.refer(u.stubs)
		}
	}
	maps.Copy(u.refs, u.stubs)
	others := slices.DeleteFunc(slices.Sorted(maps.Keys(u.refs)), u.takes)
	for ids := range slices.Chunk(others, 2000) {
		rows, err := u.log.store.States(ctx, ids)
		if err != nil {
			return storeError("read", err)
		}
		states, err := u.log.statesOf(ctx, u.schema, slices.Collect(maps.Values(rows)))
		if err != nil {
			return err
		}
		suspect := slices.DeleteFunc(ids, func(id ID) bool {
			s := states[id]
			return s == nil || s.exists() && !s.stub
		})
		if len(suspect) == 0 {
			continue
		}
		chains, err := u.chains(ctx, suspect)
		if err != nil {
			return err
		}
		for id, chain := range chains {
			if !u.tale(chain).counts() {
				u.empty[id] = struct{}{}
			}
		}
	}
	u.ids = append(u.ids, slices.Collect(maps.Keys(u.empty))...)
	slices.Sort(u.ids)
	u.ids = slices.Compact(u.ids)
	return nil
}

// takes says whether a record is among those that the undo looks at.
func (u *undoing) takes(id ID) bool {
	_, ok := slices.BinarySearch(u.ids, id)
	return ok
}

// findReferred finds which of the empty records others refer to that the undo does not touch.
func (u *undoing) findReferred(ctx context.Context) error {
	if len(u.empty) == 0 {
		return nil
	}
	var slice []StateRow
	look := func() error {
		states, err := u.log.statesOf(ctx, u.schema, slice)
		if err != nil {
			return err
		}
		slice = slice[:0]
		var deleted []ID
		for id, s := range states {
			for i := range s.slots {
				to := s.slots[i].value.Ref()
				if _, empty := u.empty[to]; !empty {
					continue
				}
				if !s.exists() {
					deleted = append(deleted, id)
					break
				}
				u.stubs[to] = struct{}{}
			}
		}
		if len(deleted) == 0 {
			return nil
		}
		// Who deleted a record may restore it. One that an undo took away never comes back.
		chains, err := u.chains(ctx, deleted)
		if err != nil {
			return err
		}
		for _, chain := range chains {
			if t := u.tale(chain); t.counts() {
				t.refer(u.stubs)
			}
		}
		return nil
	}
	err := u.log.store.EachState(ctx, 0, func(row StateRow) error {
		if u.takes(row.ID) {
			return nil
		}
		row.Data = slices.Clone(row.Data)
		if slice = append(slice, row); len(slice) < 2000 {
			return nil
		}
		return look()
	})
	if err != nil {
		return err
	}
	return look()
}

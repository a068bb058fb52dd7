package record

import (
	"context"
	"maps"
	"slices"
)

// refer notes the records that an undone change refers to.
func (u *undoing) refer(e *entry) {
	for i := range e.facts {
		if e.facts[i].value.kind == Ref {
			u.refs[e.facts[i].value.Ref()] = struct{}{}
		}
	}
}

// findUndone finds which of the other causes of some changes have been undone.
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

// Undone reports, for each cause, whether an undo has taken its changes back. The cause of an
// undo's changes is what it undoes, so the last change with a cause is the undo's.
func (l *Log) Undone(ctx context.Context, causes []Seq) (map[Seq]bool, error) {
	ended, err := l.ended(ctx, causes)
	undone := make(map[Seq]bool, len(ended))
	for cause, at := range ended {
		undone[cause] = at != 0
	}
	return undone, err
}

// ended returns, for each cause, the last change of the undo that took its changes back; 0 when
// none did.
func (l *Log) ended(ctx context.Context, causes []Seq) (map[Seq]Seq, error) {
	undone := make(map[Seq]Seq, len(causes))
	ends := map[Seq]Seq{} // last change with a cause → the cause
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

// findEmpty finds the records of which no change counts any more, and the records that the others
// will refer to. It looks again at stubs that an earlier undo left because others referred to them,
// as these references may be undone now. It also looks again at records that an earlier undo
// deleted, as references to them may come back.
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
			t := u.history(chain)
			t.releaseHeld(u.refs)
			if !t.counts() {
				u.empty[id] = struct{}{}
				continue
			}
			t.refer(u.stubs)
		}
	}
	maps.Copy(u.refs, u.stubs)
	others := slices.DeleteFunc(slices.Sorted(maps.Keys(u.refs)), u.includes)
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
			if !u.history(chain).counts() {
				u.empty[id] = struct{}{}
			}
		}
	}
	u.ids = append(u.ids, slices.Collect(maps.Keys(u.empty))...)
	slices.Sort(u.ids)
	u.ids = slices.Compact(u.ids)
	return nil
}

// includes reports whether the undo looks at a record.
func (u *undoing) includes(id ID) bool {
	_, ok := slices.BinarySearch(u.ids, id)
	return ok
}

// findReferred finds which of the empty records are referred to by records outside this undo.
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
		// A record that a person deleted may be restored, so its references count. A record that an
		// undo deleted never comes back.
		chains, err := u.chains(ctx, deleted)
		if err != nil {
			return err
		}
		for _, chain := range chains {
			if t := u.history(chain); t.counts() {
				t.refer(u.stubs)
			}
		}
		return nil
	}
	err := u.log.store.EachState(ctx, 0, func(row StateRow) error {
		if u.includes(row.ID) {
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

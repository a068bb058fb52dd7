package record

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"salesops/internal/fault"
	"salesops/internal/reason"
)

// PreviewUndo says what Undo would do, writing nothing.
func (l *Log) PreviewUndo(ctx context.Context, seq Seq) (UndoReport, error) {
	return l.undo(ctx, "", seq, false)
}

// Undo takes back one change, or, when other changes name seq as their cause (it created an
// import), that whole batch. It writes compensating changes with cause seq:
//
//   - at every moment a field reads what the changes that still count say of it: those that
//     neither this undo nor an earlier one takes back. So the order of undos does not matter;
//   - a field changed since stays and is listed in Kept;
//   - a record of which no change counts is deleted, and its external ids are free again; one
//     that others refer to becomes a stub instead; one changed since stays.
//
// What came from a source is taken back with the source's own known_at, because it was never
// known; what was entered here with ours, because it was known until now. A large batch is
// taken back in several commands: after an interruption, undo it again. An undo that finds
// nothing to do leaves a change without fields, so that later ones know of it.
func (l *Log) Undo(ctx context.Context, actor Actor, seq Seq) (UndoReport, error) {
	return l.undo(ctx, actor, seq, true)
}

// undoing is one undo under way.
type undoing struct {
	log    *Log
	schema *Schema
	seq    Seq
	first  Seq
	mine   []uint64        // bit per change from first on: it is undone
	ids    []ID            // the records of these, ascending, and the stubs that hang on them
	refs   map[ID]struct{} // what the undone changes refer to
	empty  map[ID]struct{} // records of which no change counts
	stubs  map[ID]struct{} // what others will still refer to
	undone map[Seq]bool    // other causes: whether an undo has taken their changes back
	marked bool            // the log says already that this is undone
	target StateRow        // the record of the change that is undone
	report UndoReport
	counts map[string]*UndoCount
}

// recordsAtOnce bounds the drafts of one command, and so the time of its transaction.
const recordsAtOnce = 400

func (l *Log) undo(ctx context.Context, actor Actor, seq Seq, write bool) (UndoReport, error) {
	u := &undoing{
		log: l, schema: l.Schema(), seq: seq, refs: map[ID]struct{}{}, empty: map[ID]struct{}{}, stubs: map[ID]struct{}{},
		undone: map[Seq]bool{}, counts: map[string]*UndoCount{},
	}
	u.report = UndoReport{Seq: seq, Objects: []UndoCount{}, Kept: []Kept{}}
	if err := u.collect(ctx); err != nil {
		return u.report, err
	}
	if err := u.findEmpty(ctx); err != nil {
		return u.report, err
	}
	if err := u.findReferred(ctx); err != nil {
		return u.report, err
	}
	for ids := range slices.Chunk(u.ids, recordsAtOnce) {
		if err := u.take(ctx, actor, ids, write); err != nil {
			return u.report, err
		}
	}
	if u.report.Changes == 0 && !u.marked {
		if err := u.mark(ctx, actor, write); err != nil {
			return u.report, err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(u.counts)) {
		u.report.Objects = append(u.report.Objects, *u.counts[name])
	}
	return u.report, nil
}

func (u *undoing) has(seq Seq) bool {
	at := seq - u.first
	return at >= 0 && int(at/64) < len(u.mine) && u.mine[at/64]>>(at%64)&1 != 0
}

func (u *undoing) add(seq Seq) { u.mine[(seq-u.first)/64] |= 1 << ((seq - u.first) % 64) }

// mark leaves word of an undo that found nothing to do.
func (u *undoing) mark(ctx context.Context, actor Actor, write bool) error {
	u.report.Changes = 1
	if !write {
		return nil
	}
	states, err := u.log.statesOf(ctx, u.schema, []StateRow{u.target})
	if err != nil {
		return err
	}
	now := states[u.target.ID]
	d := Draft{Kind: Set, Object: u.schema.codes[now.code].Name, ID: now.id, Flags: Undo, EffectiveAt: now.since}
	if now.stub {
		d.Flags |= Stub
	}
	done, err := u.log.Apply(ctx, Command{Actor: actor, Cause: u.seq, Drafts: []Draft{d}})
	if err == nil {
		u.report.First, u.report.Last = done[0].First, done[0].Last
	}
	return err
}

// collect finds the changes to undo.
func (u *undoing) collect(ctx context.Context) error {
	target, err := u.log.Change(ctx, u.seq)
	if err != nil {
		return err
	}
	first, last, err := u.log.store.Caused(ctx, u.seq)
	if err != nil {
		return storeError("read", err)
	}
	rows, err := u.log.store.States(ctx, []ID{target.ID})
	if err != nil {
		return storeError("read", err)
	}
	u.target = rows[target.ID]
	ids := map[ID]struct{}{}
	if first != 0 {
		u.first, u.mine = first, make([]uint64, (last-first)/64+1)
		err := u.log.store.Rows(ctx, first, last, func(rows []Row) error {
			var facts []fact
			for i := range rows {
				e, err := readEntry(string(rows[i].Body), facts)
				if err != nil {
					return rowError(&rows[i], err)
				}
				facts = e.facts
				u.marked = u.marked || e.Cause == u.seq && e.Flags&Undo != 0
				// The batch's own record says that it took place, which stays true.
				if e.Cause == u.seq && e.Flags&Undo == 0 && e.ID != target.ID {
					u.add(e.Seq)
					ids[e.ID] = struct{}{}
					u.refer(&e)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if u.report.Batch = len(ids) > 0; !u.report.Batch {
		if target.Kind == Forget {
			return fault.Because(fault.Invalid, reason.Of("erased_for_good", "seq", u.seq))
		}
		u.first, u.mine = u.seq, []uint64{1}
		ids[target.ID] = struct{}{}
		for _, f := range target.Fields {
			if f.Value.kind == Ref {
				u.refs[f.Value.Ref()] = struct{}{}
			}
		}
	}
	u.ids = slices.Sorted(maps.Keys(ids))
	return nil
}

// chains reads whole records, each with its changes oldest first.
func (u *undoing) chains(ctx context.Context, ids []ID) (map[ID][]entry, error) {
	rows, err := u.log.store.States(ctx, ids)
	if err != nil {
		return nil, storeError("read", err)
	}
	newest := make([]Seq, 0, len(rows))
	for _, row := range rows {
		newest = append(newest, row.Seq)
	}
	found, err := u.log.history(ctx, newest, 0)
	if err != nil {
		return nil, err
	}
	chains := make(map[ID][]entry, len(rows))
	for id, row := range rows {
		chain := found[row.Seq]
		slices.Reverse(chain)
		chains[id] = chain
	}
	return chains, u.findUndone(ctx, chains)
}

// take undoes what was done to some records. A change in between makes it look again.
func (u *undoing) take(ctx context.Context, actor Actor, ids []ID, write bool) error {
	const tries = 5
	for try := 1; ; try++ {
		chains, err := u.chains(ctx, ids)
		if err != nil {
			return err
		}
		var plans []*recordUndo
		c := Command{Actor: actor, Cause: u.seq}
		for _, id := range ids {
			chain, ok := chains[id]
			if !ok {
				return fmt.Errorf("record %d is missing: run verify", id)
			}
			plan := u.plan(chain)
			plans = append(plans, plan)
			c.Drafts = append(c.Drafts, plan.drafts...)
			if len(plan.drafts) > 0 {
				c.Seen = append(c.Seen, plan.seen...)
			}
		}
		if write && len(c.Drafts) > 0 {
			done, err := u.log.Apply(ctx, c)
			if fault.KindOf(err) == fault.Conflict && try < tries {
				continue
			}
			if err != nil {
				return err
			}
			u.report.First = cmp.Or(u.report.First, done[0].First)
			u.report.Last = max(u.report.Last, done[0].Last)
		}
		for _, plan := range plans {
			u.count(plan)
		}
		return nil
	}
}

func (u *undoing) count(p *recordUndo) {
	u.report.Kept = append(u.report.Kept, p.kept...)
	if len(p.drafts) == 0 {
		return
	}
	u.report.Changes += len(p.drafts)
	c := u.counts[p.object.Name]
	if c == nil {
		c = &UndoCount{Object: p.object.Name}
		u.counts[p.object.Name] = c
	}
	switch {
	case p.deletes:
		c.Deleted++
	case p.stubs:
		c.Stubbed++
	case p.restores:
		c.Restored++
	default:
		c.Reverted++
	}
}

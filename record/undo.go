package record

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"salesops/internal/fault"
	"salesops/internal/reason"
)

// PreviewUndo returns the report that Undo would give, and writes nothing.
func (l *Log) PreviewUndo(ctx context.Context, seq Seq) (UndoReport, error) {
	return l.undo(ctx, Command{}, seq, false)
}

// Undo takes back one change or, when other changes have seq as their cause (as those of an import
// do), that whole batch. It writes compensating changes with cause seq:
//
//   - At every moment, a field gets the value according to the changes that still count, which
//     are those that neither this undo nor an earlier one takes back. The order of undos
//     therefore does not matter.
//   - A field that was changed since keeps its value and is listed in Kept.
//   - A record of which no change counts is deleted, and its external ids are released. When
//     other records refer to it, it becomes a stub instead. When it was changed since, it stays.
//
// Values that came from a source are taken back as of the source's known_at, as if they had never
// been known. Values entered here are taken back as of now, because they were known until now.
//
// The undo is one command, so all of it is written or nothing. When a record changes in the
// meantime, Undo computes again. An undo that finds nothing to do writes a change without fields,
// so that later undos know of it.
func (l *Log) Undo(ctx context.Context, actor Actor, seq Seq) (UndoReport, error) {
	return l.UndoAllowed(ctx, actor, seq, nil)
}

// UndoAllowed undoes as Undo does, when the actor may write the records that it changes.
func (l *Log) UndoAllowed(ctx context.Context, actor Actor, seq Seq, allow Allow) (UndoReport, error) {
	const tries = 5
	for try := 1; ; try++ {
		report, err := l.undo(ctx, Command{Actor: actor, Allow: allow}, seq, true)
		if fault.KindOf(err) != fault.Conflict || try == tries {
			return report, err
		}
	}
}

// undoing is the state of one undo.
type undoing struct {
	log    *Log
	schema *Schema
	seq    Seq
	first  Seq
	mine   []uint64    // one bit per change from first on: set when the change is undone
	own    *ownChanges // the undone changes, as far as they are kept in memory
	// the records to look at, ascending: those of the undone changes and stubs that depend on them
	ids    []ID
	refs   map[ID]struct{} // the records that the undone changes refer to
	empty  map[ID]struct{} // records of which no change counts
	stubs  map[ID]struct{} // records that other records will still refer to
	undone map[Seq]Seq     // cause → the last change of the undo that took its changes back; 0 when none did
	heirs  map[ID][]heir   // imports that state something, by record; for the records read last
	marked bool            // the log already says that this is undone
	target StateRow        // the record of the change that is undone
	report UndoReport
	counts map[string]*UndoCount
	cmd    Command // the command that takes everything back
}

// recordsAtOnce is how many records are read and planned at a time.
const recordsAtOnce = 2000

func (l *Log) undo(ctx context.Context, cmd Command, seq Seq, write bool) (UndoReport, error) {
	u := &undoing{
		log: l, schema: l.Schema(), seq: seq, own: newOwnChanges(), refs: map[ID]struct{}{}, empty: map[ID]struct{}{},
		stubs:  map[ID]struct{}{},
		undone: map[Seq]Seq{}, heirs: map[ID][]heir{}, counts: map[string]*UndoCount{},
		cmd: Command{Actor: cmd.Actor, Allow: cmd.Allow, Cause: seq, frees: map[ID][]bindingKey{}},
	}
	u.report = UndoReport{Seq: seq, Objects: []UndoCount{}, Kept: []Kept{}, Stated: StatedCount{By: []Seq{}}}
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
		if err := u.planRecords(ctx, ids); err != nil {
			return u.report, err
		}
	}
	if len(u.cmd.Drafts) == 0 && !u.marked {
		if err := u.mark(ctx); err != nil {
			return u.report, err
		}
	}
	u.report.Changes = len(u.cmd.Drafts)
	if write && u.report.Changes > 0 {
		u.own, u.refs, u.empty, u.stubs = nil, nil, nil, nil // they take as much memory as the command
		done, err := l.Apply(ctx, u.cmd)
		if err != nil {
			return u.report, err
		}
		u.report.First, u.report.Last = done[0].First, done[0].Last
	}
	for _, name := range slices.Sorted(maps.Keys(u.counts)) {
		u.report.Objects = append(u.report.Objects, *u.counts[name])
	}
	return u.report, nil
}

func (u *undoing) undoes(seq Seq) bool {
	at := seq - u.first
	return at >= 0 && int(at/64) < len(u.mine) && u.mine[at/64]>>(at%64)&1 != 0
}

func (u *undoing) add(seq Seq) { u.mine[(seq-u.first)/64] |= 1 << ((seq - u.first) % 64) }

// mark writes a change without fields for an undo that found nothing to do.
func (u *undoing) mark(ctx context.Context) error {
	states, err := u.log.statesOf(ctx, u.schema, []StateRow{u.target})
	if err != nil {
		return err
	}
	now := states[u.target.ID]
	d := Draft{Kind: Set, Object: u.schema.codes[now.code].Name, ID: now.id, Flags: Undo, EffectiveAt: now.since}
	if now.stub {
		d.Flags |= Stub
	}
	u.cmd.Drafts = append(u.cmd.Drafts, d)
	return nil
}

// collect finds the changes to undo and their records.
func (u *undoing) collect(ctx context.Context) error {
	target, err := u.log.Change(ctx, Everything(), u.seq)
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
				// The record of the batch itself says that the import took place, which remains
				// true.
				if e.Cause == u.seq && e.Flags&Undo == 0 && e.ID != target.ID {
					u.add(e.Seq)
					u.own.add(&e)
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
	u.report.Batch = len(ids) > 0
	if err := u.collectHeld(ctx, ids); err != nil {
		return err
	}
	if !u.report.Batch {
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

// chains reads all changes of some records, oldest first.
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
	if err := u.findHeirs(ctx, ids); err != nil {
		return nil, err
	}
	return chains, u.findUndone(ctx, chains)
}

// planRecords plans the undo of some records and adds it to the command.
func (u *undoing) planRecords(ctx context.Context, ids []ID) error {
	own := map[ID][]entry{}
	for _, id := range ids {
		// making it a stub again needs the fields, which own does not keep
		if _, referred := u.stubs[id]; !referred {
			if chain := u.own.chain(id); chain != nil {
				own[id] = chain
			}
		}
	}
	chains, err := u.chains(ctx, slices.DeleteFunc(slices.Clone(ids), func(id ID) bool { return own[id] != nil }))
	if err != nil {
		return err
	}
	maps.Copy(chains, own)
	for _, id := range ids {
		chain, ok := chains[id]
		if !ok {
			return fmt.Errorf("record %d is missing: run verify", id)
		}
		p := u.plan(chain)
		u.count(p)
		if len(p.drafts) == 0 {
			continue
		}
		u.cmd.Drafts = append(u.cmd.Drafts, p.drafts...)
		u.cmd.Seen = append(u.cmd.Seen, p.seen...)
		u.cmd.frees[id] = bindings(chain)
	}
	return nil
}

// bindings returns the external ids that changes have bound.
func bindings(chain []entry) []bindingKey {
	var keys []bindingKey
	for i := range chain {
		if e := &chain[i]; e.External != "" {
			keys = append(keys, bindingKey{e.Source, e.code, e.External})
		}
	}
	return keys
}

func (u *undoing) count(p *recordUndo) {
	u.report.Kept = append(u.report.Kept, p.kept...)
	u.countStated(p)
	if len(p.drafts) == 0 {
		return
	}
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

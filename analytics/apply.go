package analytics

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"salesops/record"
)

// batch is a run of changes that is written to the tables in one transaction.
type batch struct {
	c       *Columns
	shape   *shape
	s       *session
	w       *writer
	changes []record.Change
	last    record.Seq
	state   state // becomes the state of the columns after the commit
	merges  []merge
	objects map[string]*objectBatch
}

// objectBatch holds the part of a batch that concerns one object.
type objectBatch struct {
	l     *layout
	facts map[record.ID][]fact
	order []record.ID
	fresh map[record.ID]bool // records whose first change is in the batch
	again map[record.ID]bool // records that are computed again from all their changes
	// ends says that a record may have been ended, or exist again.
	ends bool
	// unstubbed holds records that were stubs before the batch.
	unstubbed map[record.ID]bool
	// touched says how the rows of each record moved; many that all may have.
	touched []touch
	many    bool
}

// apply writes changes to the tables and advances the mark, in one transaction. The caller holds
// c.write.
func (c *Columns) apply(ctx context.Context, changes []record.Change) error {
	if len(changes) == 0 {
		return nil
	}
	before := c.shape.Load()
	if err := c.reshape(ctx); err != nil {
		return err
	}
	if c.state.mark.seq >= changes[len(changes)-1].Seq {
		return nil // a load has taken them in
	}
	b := &batch{
		c: c, shape: c.shape.Load(), changes: changes, last: changes[len(changes)-1].Seq,
		state: c.state.clone(), objects: map[string]*objectBatch{},
	}
	b.groupByRecord()
	err := withSession(c.writer, func(s *session) error {
		b.s, b.w = s, newWriter(s, b.state.zone)
		return s.transaction(ctx, func() error {
			err := b.write(ctx)
			if err != nil {
				_ = b.w.flush() // the transaction is rolled back anyway
			}
			c.gone.note(b.last, b.mayHaveEnded()) // before anybody sees the rows
			return err
		})
	})
	if err != nil {
		c.stateUncertain.Store(true)
		return fmt.Errorf("taking changes %d to %d into the columns: %w", changes[0].Seq, b.last, err)
	}
	c.state, c.unsorted = b.state, c.unsorted+len(changes)
	c.advanced(b.last, c.log.Head(), true)
	c.move(b.last, func(t *touches) {
		if b.shape != before {
			t.everything(b.last)
			return
		}
		t.some(b.last, b.objects)
	})
	return nil
}

// groupByRecord groups the changes by record.
func (b *batch) groupByRecord() {
	for i := range b.changes {
		c := &b.changes[i]
		b.state.history.learn(c)
		l, ok := b.shape.layouts[c.Object]
		if !ok {
			b.state.skipped[c.Object+"."] = true
			continue
		}
		o := b.object(l)
		f, unknown := l.fact(c)
		for _, name := range unknown {
			b.state.skipped[c.Object+"."+name] = true
		}
		if _, seen := o.facts[c.ID]; !seen {
			o.order = append(o.order, c.ID)
			o.fresh[c.ID] = c.Prev == 0
		}
		o.facts[c.ID] = append(o.facts[c.ID], f)
		o.ends = o.ends || ended([]fact{f})
		if c.Kind == record.Forget {
			o.again[c.ID] = true
		}
		if m, ok := mergeOf(c); ok {
			b.merges = append(b.merges, m)
		}
	}
	if len(b.merges) > 0 {
		b.state.book = b.state.book.extendedBy(b.merges)
	}
}

func (b *batch) object(l *layout) *objectBatch {
	o, ok := b.objects[l.object]
	if !ok {
		o = &objectBatch{l: l, facts: map[record.ID][]fact{}, fresh: map[record.ID]bool{}, again: map[record.ID]bool{},
			unstubbed: map[record.ID]bool{}}
		b.objects[l.object] = o
	}
	return o
}

func (b *batch) write(ctx context.Context) error {
	if err := b.findReferring(ctx); err != nil {
		return err
	}
	touched := keyedKeys{}
	if err := touched.touch(ctx, b); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(b.objects)) {
		if err := b.writeObject(ctx, b.objects[name]); err != nil {
			return err
		}
	}
	for _, m := range b.merges {
		if err := b.w.merge(m); err != nil {
			return err
		}
	}
	if err := b.w.flush(); err != nil {
		return err
	}
	zone := b.state.zone
	if _, ok := b.objects[companyObject]; ok {
		if err := b.rezone(ctx); err != nil {
			return err
		}
	}
	derives := func(object string) bool { return b.objects[object] != nil }
	if err := b.c.derive(ctx, b.s, derives); err != nil {
		return err
	}
	if err := touched.touch(ctx, b); err != nil {
		return err
	}
	if err := b.buildKeyed(ctx, touched, zone.String() != b.state.zone.String()); err != nil {
		return err
	}
	if err := b.s.saveHistory(ctx, b.c.state.history, b.state.history); err != nil {
		return err
	}
	if err := b.s.saveSkipped(ctx, b.c.state.skipped, b.state.skipped); err != nil {
		return err
	}
	end := &b.changes[len(b.changes)-1]
	b.state.mark.seq, b.state.mark.id, b.state.mark.known = b.last, end.ID, end.KnownAt
	b.state.mark.zone = b.state.zone.String()
	return b.s.saveMark(ctx, b.state.mark)
}

// findReferring marks the records that refer to a record which this batch merges. They are computed
// again.
func (b *batch) findReferring(ctx context.Context) error {
	for _, m := range b.merges {
		related := b.state.book.related(m.id)
		for _, name := range b.shape.names {
			l := b.shape.layouts[name]
			for _, slot := range l.refs {
				where, args := idCondition(l.fieldColumn(slot), related)
				for _, t := range l.tables() {
					if err := b.s.query(ctx, "SELECT DISTINCT id FROM "+Ident(l.name(t))+where, args,
						func(rows *Batch) error {
							o := b.object(l)
							for i := range rows.Rows() {
								o.again[record.ID(rows.Int(0, i))] = true
							}
							return nil
						}); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// writeObject replaces the rows of one object's records. Records whose new facts come last in
// business time and knowledge are advanced from the version without end. The others are computed
// again from all their changes.
func (b *batch) writeObject(ctx context.Context, o *objectBatch) error {
	var known []record.ID
	for _, id := range o.order {
		if !o.fresh[id] && !o.again[id] {
			known = append(known, id)
		}
	}
	now := map[record.ID]standing{}
	if len(known) > 0 {
		var err error
		if now, err = b.s.latest(ctx, o.l, known); err != nil {
			return err
		}
	}
	var advanced []record.ID
	stands := map[table][]record.ID{}
	for _, id := range known {
		if r := now[id]; r.row != nil && b.inOrder(o.l, r.row, o.facts[id]) {
			advanced = append(advanced, id)
			stands[r.table] = append(stands[r.table], id)
		} else {
			o.again[id] = true
		}
	}
	o.many = b.state.history[o.l.object] != b.c.state.history[o.l.object]
	again := slices.Sorted(maps.Keys(o.again))
	for _, id := range again {
		o.redo(id)
	}
	for _, t := range o.l.tables() {
		if err := b.s.remove(ctx, o.l, t, slices.Concat(stands[t], again)); err != nil {
			return err
		}
	}
	emit := func(t table, r *row) error { return b.w.row(o.l, t, r) }
	for _, id := range advanced {
		r := now[id].row
		gone, before := false, *r
		if r.stub {
			o.unstubbed[id] = true
		}
		for i := range o.facts[id] {
			if err := o.l.advance(r, &o.facts[id][i], emit); err != nil {
				return err
			}
			gone = !o.l.exists(r.cells)
		}
		if !gone {
			if err := emit(o.l.latestTable(r.cells), r); err != nil {
				return err
			}
		}
		o.advance(&before, r)
	}
	f := &folder{layout: o.l, book: b.state.book, emit: emit}
	for _, id := range o.order {
		if o.fresh[id] && !o.again[id] {
			o.begin(id)
			if err := f.fold(id, o.facts[id]); err != nil {
				return err
			}
		}
	}
	return b.c.timelines(ctx, o.l, again, b.last, f.fold)
}

// inOrder reports whether advance can handle the facts one after the other.
func (b *batch) inOrder(l *layout, now *row, facts []fact) bool {
	eff, known := now.effFrom, now.knownFrom
	for i := range facts {
		c := &facts[i]
		if c.known < known || c.eff < eff {
			return false
		}
		if i < len(facts)-1 && (c.kind == record.Delete || c.kind == record.Merge) {
			return false // facts after the end of a record need the fold
		}
		eff, known = c.eff, c.known
		for _, v := range c.fields {
			if b.state.book.touches(v.value.Ref()) {
				return false
			}
		}
	}
	for _, slot := range l.refs {
		if b.state.book.touches(now.cells[slot].value.Ref()) {
			return false
		}
	}
	return true
}

// remove deletes the rows of records from one table.
func (s *session) remove(ctx context.Context, l *layout, t table, ids []record.ID) error {
	if len(ids) == 0 {
		return nil
	}
	where, args := idCondition("id", ids)
	return s.run(ctx, "DELETE FROM "+Ident(l.name(t))+where, args...)
}

func (s state) clone() state {
	s.history = maps.Clone(s.history)
	s.skipped = maps.Clone(s.skipped)
	return s
}

// zoneOf returns the zone with a name. An unknown name gives UTC; the settings accept only known
// ones.
func zoneOf(name string) *time.Location {
	if zone, err := time.LoadLocation(name); err == nil {
		return zone
	}
	return time.UTC
}

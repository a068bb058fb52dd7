package analytics

import (
	"cmp"
	"slices"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// fact is a change in the form that the fold needs: fields are given by their slot in the layout.
type fact struct {
	seq    record.Seq
	known  period.Instant
	eff    period.Instant
	kind   record.ChangeKind
	flags  record.Flag
	into   record.ID
	fields []slotValue
}

type slotValue struct {
	slot  int
	value record.Value
}

// row is one version of a record: a rectangle of business time and knowledge time in which the
// record does not change. References are resolved through merges.
type row struct {
	id                 record.ID
	cells              []cell // one per slot of the layout, then extraCells
	stub               bool
	effFrom, effTo     period.Instant
	knownFrom, knownTo period.Instant
	// seq is the last change that affected this version; createdSeq is the record's first change.
	seq, createdSeq record.Seq
}

// cell is one field of a version.
type cell struct {
	value record.Value
	// set says that a change gave the field its value exactly where the version begins. An earlier
	// value that becomes known later then does not extend into this version.
	set        bool
	backfilled bool
}

// extraCells follow the fields. The only one says whether the record exists, by Create, Restore and
// Unmerge against Delete and Merge.
const extraCells = 1

// segment is a period of business time in what is believed at one moment.
type segment struct {
	row
	stubSeq record.Seq // the Create or Set that decides stub
	// byMerge says that no fact begins here; the segment begins because a reference shows another
	// record from here on.
	byMerge bool
}

// folder computes the versions of one record after the other. The row passed to emit is reused.
type folder struct {
	layout *layout
	book   *book // nil when there are no merges
	emit   func(table, *row) error

	id       record.ID
	first    record.Seq // the record's first change
	stubs    bool       // some change has the flag Stub
	segments []segment  // ordered by effFrom, without gaps; the last one has no end
	merged   []*merge   // the merges taken so far of records this one refers to, by effective time

	// The fields below are buffers that are reused from record to record.
	events  []event
	effects []slotValue
	spare   [][]cell
	shown   []cell
}

// event is a fact of the record, or a merge of a record that it refers to.
type event struct {
	fact  *fact // nil for a merge
	merge *merge
	known period.Instant
	seq   record.Seq
}

// fold emits the versions of record id from all its facts, in any order.
//
// The value of a field at business time X as known at Y is that of the fact with the greatest (eff,
// known, seq) among those with eff <= X and known <= Y. fold goes through the facts in the order
// (known, seq). Each fact replaces its fields from its eff on, up to where a fact with a later eff
// set the field. What was there before becomes a past belief.
func (f *folder) fold(id record.ID, facts []fact) error {
	f.reset(id)
	for i := range facts {
		c := &facts[i]
		f.events = append(f.events, event{fact: c, known: c.known, seq: c.seq})
		f.stubs = f.stubs || c.flags&record.Stub != 0
		if f.first == 0 || c.seq < f.first {
			f.first = c.seq
		}
	}
	if f.book != nil {
		for _, m := range f.book.mergesFor(f.layout, facts) {
			f.events = append(f.events, event{merge: m, known: m.known, seq: m.seq})
		}
	}
	slices.SortFunc(f.events, func(a, b event) int {
		return cmp.Or(cmp.Compare(a.known, b.known), cmp.Compare(a.seq, b.seq))
	})
	for i := range f.events {
		take := f.takeMerge
		if f.events[i].fact != nil {
			take = f.takeFact
		}
		if err := take(&f.events[i]); err != nil {
			return err
		}
	}
	for i := range f.segments {
		s := &f.segments[i]
		t := tableVer
		if s.effTo == period.Forever {
			t = f.layout.latestTable(s.cells)
		}
		if err := f.send(t, s, period.Forever); err != nil {
			return err
		}
	}
	return nil
}

func (f *folder) reset(id record.ID) {
	for i := range f.segments {
		f.spare = append(f.spare, f.segments[i].cells)
	}
	f.segments, f.events, f.merged = f.segments[:0], f.events[:0], f.merged[:0]
	f.id, f.first, f.stubs = id, 0, false
}

// takeFact applies a fact to what is believed.
func (f *folder) takeFact(e *event) error {
	c := e.fact
	if c.kind == record.Forget {
		return nil // the log returns the earlier facts without the erased values
	}
	effects := f.layout.effects(f.effects[:0], c)
	f.effects = effects
	at := f.split(c.eff, c.known)
	f.segments[at].byMerge = false
	isStub := c.flags&record.Stub != 0
	decides := f.stubs && (c.kind == record.Create || c.kind == record.Set)
	for i := at; i < len(f.segments); i++ {
		s := &f.segments[i]
		if i > at {
			effects = slices.DeleteFunc(effects, func(v slotValue) bool { return s.cells[v.slot].set })
		}
		if i > at && len(effects) == 0 && !decides {
			break
		}
		latest := decides && c.seq > s.stubSeq
		if i == at || len(effects) > 0 || latest && s.stub != isStub {
			if err := f.supersede(s, c.known); err != nil {
				return err
			}
			s.seq = max(s.seq, c.seq)
		}
		for _, v := range effects {
			s.cells[v.slot] = f.layout.cell(c, v, i == at)
		}
		if latest {
			s.stubSeq, s.stub = c.seq, isStub
		}
	}
	f.splitAtMerges()
	f.joinAtMerges()
	return nil
}

// takeMerge replaces a merged record by its survivor in the references of this record, from the
// effective time of the merge on. The end of a merge does the reverse.
func (f *folder) takeMerge(e *event) error {
	before := f.merged
	at, _ := slices.BinarySearchFunc(before, e.merge.eff, func(m *merge, eff period.Instant) int {
		return cmp.Compare(m.eff, eff)
	})
	f.merged = slices.Insert(slices.Clone(before), at, e.merge)
	f.splitAtMerges()
	after := f.merged
	for i := range f.segments {
		s := &f.segments[i]
		if s.effFrom < e.merge.eff {
			continue
		}
		for _, slot := range f.layout.refs {
			id := s.cells[slot].value.Ref()
			if resolve(before, id, s.effFrom) == resolve(after, id, s.effFrom) {
				continue
			}
			f.merged = before
			err := f.supersede(s, e.known)
			f.merged = after
			if err != nil {
				return err
			}
			break
		}
	}
	return nil
}

// splitAtMerges makes a segment begin wherever a reference starts to show another record.
func (f *folder) splitAtMerges() {
	for _, m := range f.merged { // ordered by effective time, so references do not change between merges
		i, found := f.find(m.eff)
		if !found && i > 0 && f.shownChange(&f.segments[i-1], m.eff) {
			f.segments[f.split(m.eff, 0)].byMerge = true
		}
	}
}

// joinAtMerges removes splits at which no reference shows another record any more. Versions must
// not depend on merges that do not affect them.
func (f *folder) joinAtMerges() {
	for _, m := range f.merged {
		i, found := f.find(m.eff)
		if !found || i == 0 {
			continue
		}
		before, s := &f.segments[i-1], &f.segments[i]
		if s.byMerge && s.continues(before) && !f.shownChange(before, m.eff) {
			before.effTo = s.effTo
			f.spare = append(f.spare, s.cells)
			f.segments = slices.Delete(f.segments, i, i+1)
		}
	}
}

// continues reports whether a segment that no fact begins belongs to the same belief and change as
// the one before.
func (s *segment) continues(before *segment) bool {
	return s.knownFrom == before.knownFrom && s.seq == before.seq && s.stub == before.stub &&
		s.stubSeq == before.stubSeq
}

// shownChange reports whether a reference of a segment shows another record at eff than at the
// segment's beginning.
func (f *folder) shownChange(s *segment, eff period.Instant) bool {
	return slices.ContainsFunc(f.layout.refs, func(slot int) bool {
		id := s.cells[slot].value.Ref()
		return resolve(f.merged, id, s.effFrom) != resolve(f.merged, id, eff)
	})
}

// find returns the index of the segment that begins at eff, or of the first one that begins later.
func (f *folder) find(eff period.Instant) (int, bool) {
	return slices.BinarySearchFunc(f.segments, eff, func(s segment, eff period.Instant) int {
		return cmp.Compare(s.effFrom, eff)
	})
}

// split makes a segment begin at eff and returns its index. known is when the belief begins in a
// segment before all others.
func (f *folder) split(eff, known period.Instant) int {
	i, found := f.find(eff)
	if found {
		return i
	}
	s := segment{row: row{effFrom: eff, effTo: period.Forever, knownFrom: known}}
	if i > 0 {
		s = f.segments[i-1]
		s.effFrom, s.byMerge = eff, false
		f.segments[i-1].effTo = eff
	} else if len(f.segments) > 0 {
		s.effTo = f.segments[0].effFrom
	}
	cells := f.newCells()
	if i > 0 {
		copy(cells, s.cells)
		for k := range cells {
			cells[k].set = false
		}
	}
	s.cells = cells
	f.segments = slices.Insert(f.segments, i, s)
	return i
}

func (f *folder) newCells() []cell {
	if n := len(f.spare); n > 0 {
		cells := f.spare[n-1]
		f.spare = f.spare[:n-1]
		clear(cells)
		return cells
	}
	return make([]cell, len(f.layout.fields)+extraCells)
}

// supersede ends the belief in a segment at known.
func (f *folder) supersede(s *segment, known period.Instant) error {
	var err error
	if f.layout.remembers(s.effFrom, s.knownFrom, known) {
		err = f.send(tablePast, s, known)
	}
	s.knownFrom = known
	return err
}

// send emits a segment, unless the record does not exist in it.
func (f *folder) send(t table, s *segment, knownTo period.Instant) error {
	if !f.layout.exists(s.cells) {
		return nil
	}
	out := s.row
	out.id, out.createdSeq, out.knownTo = f.id, f.first, knownTo
	if len(f.merged) > 0 {
		f.shown = append(f.shown[:0], s.cells...)
		out.cells = f.shown
		for _, slot := range f.layout.refs {
			if id := out.cells[slot].value.Ref(); id != 0 {
				out.cells[slot].value = record.RefValue(resolve(f.merged, id, s.effFrom))
			}
		}
	}
	return f.emit(t, &out)
}

// effects returns the cells that a fact sets.
func (l *layout) effects(to []slotValue, c *fact) []slotValue {
	to = append(to, c.fields...)
	switch c.kind {
	case record.Create, record.Restore, record.Unmerge:
		to = append(to, slotValue{len(l.fields), record.BoolValue(true)})
	case record.Delete, record.Merge:
		to = append(to, slotValue{len(l.fields), record.BoolValue(false)})
	case record.Set, record.Forget:
	}
	return to
}

func (l *layout) cell(c *fact, v slotValue, begins bool) cell {
	backfilled := c.flags&record.Backfilled != 0 && v.slot < len(l.fields) && v.value.IsSet()
	return cell{value: v.value, set: begins, backfilled: backfilled}
}

// exists reports whether the record exists in a version. A fact dated before the creation makes the
// record exist from then on.
func (l *layout) exists(cells []cell) bool {
	life := cells[len(l.fields)].value
	return !life.IsSet() || life.Bool()
}

// remembers reports whether a past belief is stored: it lasted for some time, and a question about
// a moment not later than its day of knowledge can see it.
func (l *layout) remembers(effFrom, knownFrom, knownTo period.Instant) bool {
	return knownFrom < knownTo && (l.full || effFrom < knownTo)
}

// latestTable returns the table for a version without end.
func (l *layout) latestTable(cells []cell) table {
	if l.closes() {
		if o := cells[l.outcome].value.Text(); o == sales.Won || o == sales.Lost {
			return tableEnd
		}
	}
	return tableNow
}

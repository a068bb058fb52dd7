package analytics_test

import (
	"context"
	"testing"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// A batch is taken in by stepping on from the rows there are, if that gives what a replay of the log gives. Each case
// below has a batch for which it does not, or a neighbour of one for which it does.
func TestABatchUponRowsIsTheReplay(t *testing.T) {
	t.Parallel()
	const deal, ann, bob, cid = 1, 11, 12, 13
	kind := func(k record.ChangeKind, at period.Instant, object string, id, into record.ID) record.Change {
		c := set(at, object, id)
		c.Kind, c.Into = k, into
		return c
	}
	late := func(known period.Instant, c record.Change) record.Change {
		c.KnownAt = known
		return c
	}
	flagged := func(f record.Flag, c record.Change) record.Change {
		c.Flags = f
		return c
	}
	start := []record.Change{
		create(10, sales.Person, ann, text("name", "Ann")), create(10, sales.Person, bob, text("name", "Bob")),
		create(10, sales.Person, cid, text("name", "Cid")),
		create(20, sales.Deal, deal, text("name", "D"), ref("owner", ann), euro("amount", 5)),
	}
	won := func(at period.Instant) record.Change { return set(at, sales.Deal, deal, text("outcome", sales.Won)) }
	for name, batches := range map[string][][]record.Change{
		"in order": {{won(30), set(40, sales.Deal, deal, text("outcome", sales.Open))}},
		"at the same moment": {{won(30), set(30, sales.Deal, deal, text("outcome", sales.Lost))},
			{set(30, sales.Deal, deal, euro("amount", 6))}},
		"known later, in effect before the row": {{won(30)}, {late(40, set(25, sales.Deal, deal, euro("amount", 6)))}},
		"known before the row": {{late(50, won(30))},
			{late(45, set(44, sales.Deal, deal, euro("amount", 6)))}},
		"in effect before another of its batch": {{late(50, won(40)),
			late(51, set(35, sales.Deal, deal, euro("amount", 6)))}},
		"known before another of its batch": {{late(60, won(40)),
			late(55, set(50, sales.Deal, deal, euro("amount", 6)))}},
		"deleted": {{won(30), kind(record.Delete, 40, sales.Deal, deal, 0)}},
		"deleted and set in one batch": {{kind(record.Delete, 30, sales.Deal, deal, 0),
			set(40, sales.Deal, deal, euro("amount", 6))}},
		"deleted and restored in one batch": {{kind(record.Delete, 30, sales.Deal, deal, 0),
			kind(record.Restore, 40, sales.Deal, deal, 0)}},
		"deleted, restored later": {{kind(record.Delete, 30, sales.Deal, deal, 0)},
			{kind(record.Restore, 40, sales.Deal, deal, 0), won(50)}},
		"what it refers to is merged": {{kind(record.Merge, 30, sales.Person, ann, bob)}, {won(40)}},
		"it comes to refer to what was merged": {{set(25, sales.Deal, deal, ref("owner", cid)),
			kind(record.Merge, 30, sales.Person, ann, bob)}, {set(40, sales.Deal, deal, ref("owner", ann))}},
		"it comes to refer to what another was merged into": {{kind(record.Merge, 30, sales.Person, ann, bob)},
			{set(40, sales.Deal, deal, ref("owner", bob)), set(50, sales.Deal, deal, ref("owner", cid))}},
		"the merge is taken back": {{kind(record.Merge, 30, sales.Person, ann, bob)}, {won(40)},
			{kind(record.Unmerge, 50, sales.Person, ann, 0)}, {set(60, sales.Deal, deal, ref("owner", ann))}},
		"a merge and the reference in one batch": {{kind(record.Merge, 30, sales.Person, ann, bob),
			set(40, sales.Deal, deal, ref("owner", ann))}},
		"the record is merged itself": {{create(25, sales.Deal, deal+1, text("name", "E"))},
			{won(30), kind(record.Merge, 40, sales.Deal, deal, deal+1)}},
		"a stub that becomes real": {{flagged(record.Stub, create(25, sales.Deal, deal+1))},
			{set(30, sales.Deal, deal+1, text("name", "E"), ref("owner", bob))}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, wrap := range []func(*memoryLog) record.Reader{
				func(l *memoryLog) record.Reader { return timelineLog{l} },
				func(l *memoryLog) record.Reader { return l },
			} {
				log := smallLog(t)
				c := open(t, "", wrap(log), analytics.Options{Threads: 1})
				log.add(start...)
				catchUp(t, c)
				for _, changes := range batches {
					log.add(changes...)
					catchUp(t, c)
				}
				if err := c.Check(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// frugal is a log that counts how often it is read otherwise than from the position of the columns on.
type frugal struct {
	timelineLog
	from  func() record.Seq
	extra int
}

func (l *frugal) Tail(ctx context.Context, scope record.Scope, from record.Seq, fn func([]record.Change) error) error {
	if from <= l.from() {
		l.extra++
	}
	return l.timelineLog.Tail(ctx, scope, from, fn)
}

func (l *frugal) Timeline(ctx context.Context, scope record.Scope, id record.ID, before record.Seq,
	limit int) ([]record.Change, error) {
	l.extra++
	return l.timelineLog.Timeline(ctx, scope, id, before, limit)
}

// TestAnEditInOrderReadsNoHistory takes in edits as people make them. What came before them is not read again, so that
// an edit takes as long in a large log as in a small one; a late fact is one for which it is read.
func TestAnEditInOrderReadsNoHistory(t *testing.T) {
	t.Parallel()
	log := &frugal{timelineLog: timelineLog{smallLog(t)}, from: func() record.Seq { return 0 }}
	c := open(t, "", log, analytics.Options{})
	for i := range record.ID(60) { // so many that finding the changes of one record pays
		log.add(create(10, sales.Deal, 100+i))
	}
	catchUp(t, c)
	log.from = c.Position
	gone := set(30, sales.Deal, 100)
	gone.Kind = record.Delete
	late := set(25, sales.Deal, 101, euro("amount", 5))
	late.KnownAt = 50
	for _, q := range []struct {
		what    string
		changes []record.Change
		reads   bool
	}{
		{"created", []record.Change{create(20, sales.Deal, 1, euro("amount", 1))}, false},
		{"set", []record.Change{set(30, sales.Deal, 1, euro("amount", 2))}, false},
		{"set twice", []record.Change{set(30, sales.Deal, 1, euro("amount", 3)),
			set(30, sales.Deal, 1, euro("amount", 4))}, false},
		{"closed", []record.Change{set(40, sales.Deal, 101, text("outcome", sales.Won))}, false},
		{"deleted", []record.Change{set(25, sales.Deal, 100, euro("amount", 1)), gone}, false},
		{"late", []record.Change{late}, true},
	} {
		log.extra = 0
		log.add(q.changes...)
		catchUp(t, c)
		if (log.extra > 0) != q.reads {
			t.Errorf("%s: the log was read %d times more", q.what, log.extra)
		}
	}
	log.from = func() record.Seq { return 0 }
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

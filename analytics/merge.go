package analytics

import (
	"cmp"
	"slices"

	"salesops/internal/period"
	"salesops/record"
)

// merge says that a record became an alias of another one or, with into 0, that it stands for
// itself again.
type merge struct {
	id, into record.ID
	eff      period.Instant
	known    period.Instant
	seq      record.Seq
}

// book holds all merges up to a position. It is not safe for concurrent use while merges are added.
type book struct {
	byID map[record.ID][]*merge
	// kin holds, for each id, the ids that merges connect to it. A reference to one of them may
	// show another.
	kin map[record.ID][]record.ID
}

func newBook() *book { return &book{map[record.ID][]*merge{}, map[record.ID][]record.ID{}} }

func (b *book) add(m merge) {
	b.byID[m.id] = append(b.byID[m.id], &m)
	if m.into != 0 {
		b.kin[m.id] = append(b.kin[m.id], m.into)
		b.kin[m.into] = append(b.kin[m.into], m.id)
	}
}

func (b *book) empty() bool { return len(b.byID) == 0 }

// touches reports whether an id took part in a merge.
func (b *book) touches(id record.ID) bool {
	return id != 0 && (len(b.byID[id]) > 0 || len(b.kin[id]) > 0)
}

// related returns id and all ids that merges connect to it.
func (b *book) related(id record.ID) []record.ID {
	all := []record.ID{id}
	for i := 0; i < len(all); i++ {
		for _, k := range b.kin[all[i]] {
			if !slices.Contains(all, k) {
				all = append(all, k)
			}
		}
	}
	return all
}

// mergesFor returns the merges of the records that facts refer to, and of the records these were merged
// into.
func (b *book) mergesFor(l *layout, facts []fact) []*merge {
	if b.empty() || len(l.refs) == 0 {
		return nil
	}
	var ids []record.ID
	for i := range facts {
		for _, v := range facts[i].fields {
			if id := v.value.Ref(); id != 0 && b.touches(id) && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	var found []*merge
	for i := 0; i < len(ids); i++ {
		for _, m := range b.byID[ids[i]] {
			found = append(found, m)
			if m.into != 0 && !slices.Contains(ids, m.into) {
				ids = append(ids, m.into)
			}
		}
	}
	return found
}

// resolve returns the record that id stands for at a moment, according to the given merges.
func resolve(known []*merge, id record.ID, eff period.Instant) record.ID {
	for range len(known) + 1 {
		var last *merge
		for _, m := range known {
			if m.id == id && m.eff <= eff && (last == nil || last.before(m)) {
				last = m
			}
		}
		if last == nil || last.into == 0 {
			return id
		}
		id = last.into
	}
	return id // a cycle of merges, which the log refuses
}

func (m *merge) before(o *merge) bool {
	return cmp.Or(cmp.Compare(m.eff, o.eff), cmp.Compare(m.known, o.known), cmp.Compare(m.seq, o.seq)) < 0
}

// mergeOf returns the merge that a change is, if it is one.
func mergeOf(c *record.Change) (merge, bool) {
	m := merge{id: c.ID, into: c.Into, eff: c.EffectiveAt, known: c.KnownAt, seq: c.Seq}
	if c.Kind == record.Unmerge {
		m.into = 0
	}
	return m, c.Kind == record.Merge || c.Kind == record.Unmerge
}

// extendedBy returns a book with further merges. The receiver does not change.
func (b *book) extendedBy(more []merge) *book {
	next := newBook()
	for _, list := range b.byID {
		for _, m := range list {
			next.add(*m)
		}
	}
	for _, m := range more {
		next.add(m)
	}
	return next
}

package connectors

import (
	"cmp"
	"slices"

	"salesops/record"
)

// What is planned is written record by record: first what others refer to (stages, people,
// accounts), then what refers to it; of one object by the time at which the records were made. The
// log takes a record whole much faster than in pieces that stand far apart, and an import that is
// stopped leaves whole records. Later come, by time, the changes that refer to records of the same
// place in this order or a later one: they find them made. The merges come last.
const (
	lateOrder  = 1 << 32 // greater than any rank of an object
	mergeOrder = 1 << 33
)

// placed is a draft's place among those of its record.
type placed struct {
	key sortKey
	at  int // in the list of drafts
}

// handOut gives a record's changes to the sorter that brings all of them into the order of
// writing. The last one carries what was seen, so that an interrupted import does not believe
// a record to be complete.
func (a *assembler) handOut(o ord, drafts []draft, seen []numberedPrint) error {
	rank := a.createRank[a.reg.at(o).object]
	if len(drafts) == 0 {
		if seen == nil {
			return nil
		}
		return a.changes.add(sortKey{lateOrder, biased(int64(a.now)), 0}, a.packDrafts(o, nil, nil, seen))
	}
	// A record's creation comes before everything else about it, which is told in the order of time.
	first := a.now
	a.placed = a.placed[:0]
	for i := range drafts {
		d := &drafts[i]
		a.withOutcome(d)
		known := min(d.known, a.now)
		first = min(first, known)
		a.placed = append(a.placed, placed{sortKey{biased(int64(known)), 1, biased(int64(d.eff))}, i})
	}
	for i := range drafts {
		if drafts[i].kind == record.Create || i == 0 && drafts[i].kind == record.Restore {
			a.placed[i].key[0], a.placed[i].key[1] = biased(int64(first)), 0
		}
	}
	slices.SortFunc(a.placed, func(x, y placed) int { return cmp.Or(x.key.compare(y.key), cmp.Compare(x.at, y.at)) })
	late := slices.IndexFunc(a.placed, func(p placed) bool {
		return drafts[p.at].kind != record.Create && a.refersAhead(o, rank, &drafts[p.at])
	})
	if late < 0 {
		return a.changes.add(sortKey{uint64(rank), biased(int64(first)), a.placed[0].key[2]},
			a.packDrafts(o, drafts, a.placed, seen))
	}
	if late > 0 {
		if err := a.changes.add(sortKey{uint64(rank), biased(int64(first)), a.placed[0].key[2]},
			a.packDrafts(o, drafts, a.placed[:late], nil)); err != nil {
			return err
		}
	}
	return a.changes.add(sortKey{lateOrder, a.placed[late].key[0], a.placed[late].key[2]},
		a.packDrafts(o, drafts, a.placed[late:], seen))
}

// refersAhead says that a draft refers to a record that is not written before the record it is about.
func (a *assembler) refersAhead(o ord, rank int, d *draft) bool {
	for i := range d.fields {
		v := d.fields[i].Value
		if v.Kind() != record.Ref || v.Ref() < 0 || ord(v.Ref()) == o {
			continue
		}
		if s := a.reg.at(ord(v.Ref())); !s.existed && a.createRank[s.object] >= rank {
			return true
		}
	}
	return false
}

// withOutcome completes a change of stage with the stage's outcome.
func (a *assembler) withOutcome(d *draft) {
	for _, f := range d.fields {
		if f.Name != stageField || d.has("outcome") {
			continue
		}
		v := record.Value{}
		switch {
		case !f.Value.IsSet():
		case f.Value.Ref() < 0:
			return // a stage that only the log names: the log completes it
		case a.stageOf[ord(f.Value.Ref())].facts != nil:
			v = record.TextValue(a.stageOf[ord(f.Value.Ref())].facts.outcome)
		default: // a stage by its id, which may be a placeholder that says nothing
			v = record.TextValue(a.outcomeOf(ord(f.Value.Ref())))
		}
		d.fields = append(d.fields, record.FieldValue{Name: "outcome", Value: v})
		return
	}
}

// packDrafts writes changes of one record in their order, and what was seen of it, as bytes. It counts the changes.
func (a *assembler) packDrafts(o ord, drafts []draft, order []placed, seen []numberedPrint) []byte {
	p := &a.pack
	p.b = p.b[:0]
	p.uint(uint64(o))
	p.uint(uint64(len(order)))
	a.drafts += int64(len(order))
	for _, at := range order {
		d := &drafts[at.at]
		p.byte(byte(d.kind))
		p.int(int64(d.eff))
		p.int(int64(d.known))
		p.byte(byte(d.flags))
		p.fields(d.fields)
	}
	p.uint(uint64(len(seen)))
	for _, v := range seen {
		p.uint(uint64(v.name))
		p.uint(v.value)
	}
	return p.b
}

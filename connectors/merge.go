package connectors

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"salesops/internal/period"
	"salesops/internal/problems"
	"salesops/record"
)

// Sources merge two records into one. The one that is gone keeps its life until then and is
// an alias of the other from then on; what refers to it follows.

// merger is one record that was merged into another.
type merger struct {
	loser, winner ord
	at            period.Instant // 0: the source does not say
}

// seenMerged begins the names under which a record keeps what was merged into it, so that
// the row of the one that is gone does not speak for the other.
const seenMerged = "·merged "

// mergedIDs reads a cell that lists what was merged into the row's record.
func (l *loader) mergedIDs(s string) error {
	for _, text := range strings.FieldsFunc(s, func(c rune) bool { return c == ';' || c == ',' }) {
		id, err := l.file.id(strings.TrimSpace(text))
		if err != nil {
			return err
		}
		if id != l.external {
			l.merged = append(l.merged, l.reg.ord(l.file.object, id))
		}
	}
	return nil
}

// mergedInto reads a cell that names the record which the row's record was merged into.
func (l *loader) mergedInto(s string) error {
	if s == "" {
		return nil
	}
	id, err := l.file.id(s)
	if err != nil {
		return err
	}
	if id != l.external {
		l.into = append(l.into, l.reg.ord(l.file.object, id))
	}
	return nil
}

// noteMerges keeps what the row says of merges. Only a row that is about the merge itself
// has its time.
func (l *loader) noteMerges(o ord) {
	for _, winner := range l.into {
		l.merges = append(l.merges, merger{loser: o, winner: winner})
		l.merging[o] = true
	}
	for _, loser := range l.merged {
		m := merger{loser: loser, winner: o}
		if l.file.layout.Link {
			m.at = l.now.created
		}
		l.merges = append(l.merges, m)
		l.merging[loser] = true
	}
}

// span is when a record of a merge began, and when it was last modified.
type span struct {
	born, modified period.Instant // 0: not said
	name           string
}

// noteSpan keeps when the records of merges begin, because a merge cannot come before, and
// when they were last modified, which tells the day of a merge without one.
func (a *assembler) noteSpan(o ord, c *current, drafts []draft, p *prior) {
	if len(a.merges) == 0 {
		return
	}
	s := span{name: a.reg.at(o).external}
	if p != nil {
		s.born, s.modified = p.state.Created, period.Instant(p.seen[seenModified])
	}
	if c != nil {
		s.modified, s.name = max(s.modified, c.modified), a.nameFor(o, c)
	}
	for i := range drafts {
		if drafts[i].kind == record.Create {
			s.born = max(s.born, drafts[i].eff)
		}
	}
	a.spans[o] = s
}

// knownSpans looks up the records of merges that the log knows and this import has no row of.
func (a *assembler) knownSpans(ctx context.Context) error {
	var ids []record.ID
	missing := map[record.ID]ord{}
	for _, m := range a.merges {
		for _, o := range []ord{m.loser, m.winner} {
			s := a.reg.at(o)
			if _, told := a.spans[o]; told || !s.existed || missing[s.id] != 0 {
				continue
			}
			missing[s.id] = o
			ids = append(ids, s.id)
		}
	}
	const step = 5_000
	for len(ids) > 0 {
		n := min(step, len(ids))
		states, err := a.log.States(ctx, everything, ids[:n])
		if err != nil {
			return fmt.Errorf("read merged records: %w", err)
		}
		seen, err := a.log.LastSeen(ctx, a.source, ids[:n])
		if err != nil {
			return fmt.Errorf("read merged records: %w", err)
		}
		for _, id := range ids[:n] {
			o := missing[id]
			a.spans[o] = span{born: states[id].Created, modified: period.Instant(seen[id][seenModified]),
				name: a.reg.at(o).external}
		}
		ids = ids[n:]
	}
	return nil
}

// undated gives a merge without a date the time at which the record that is gone was last
// modified, which is when its source took it out, else the other's. The report names it.
func (a *assembler) undated(m merger) period.Instant {
	at, whose := a.spans[m.loser].modified, "of the record that is gone"
	if at == 0 {
		at, whose = a.spans[m.winner].modified, "of the record that stays"
	}
	if at == 0 {
		at, whose = a.now, "" // nothing tells: from this import on
	}
	at = a.noEarlier(m, at)
	name := func(o ord) string { return cmp.Or(a.spans[o].name, a.reg.at(o).external) }
	detail := fmt.Sprintf("into %s on %s", name(m.winner), a.dayText(at))
	if whose != "" {
		detail += ", last modified " + whose
	}
	a.problems.of(problems.UndatedMerges).add(m.loser, name(m.loser), detail)
	return at
}

// noEarlier keeps a merge from coming before its records, or after now.
func (a *assembler) noEarlier(m merger, at period.Instant) period.Instant {
	return min(max(at, a.spans[m.loser].born, a.spans[m.winner].born), a.now)
}

// merge plans the merges, each once. Where the source names several records that one was
// merged into, the first in the order of time and ids counts: the others follow it.
func (a *assembler) merge(ctx context.Context) error {
	if err := a.knownSpans(ctx); err != nil {
		return err
	}
	external := func(o ord) string { return a.reg.at(o).external }
	when := func(m merger) period.Instant { // one that is dated goes before one that is not
		if m.at == 0 {
			return period.Forever
		}
		return m.at
	}
	slices.SortFunc(a.merges, func(x, y merger) int {
		return cmp.Or(cmp.Compare(when(x), when(y)), cmp.Compare(external(x.loser), external(y.loser)),
			cmp.Compare(external(x.winner), external(y.winner)))
	})
	into := map[ord]ord{}
	root := func(o ord) ord {
		for {
			next, ok := into[o]
			if !ok {
				return o
			}
			o = next
		}
	}
	for i, m := range a.merges {
		loser, winner := a.reg.at(m.loser), a.reg.at(m.winner)
		if to, done := into[m.loser]; done && to == m.winner {
			continue // said twice
		} else if done || root(m.winner) == m.loser {
			a.problems.of(problems.ConflictingMerges).add(m.loser, external(m.loser),
				external(m.loser)+" into "+external(m.winner))
			continue
		}
		into[m.loser] = m.winner
		if loser.existed && winner.existed && loser.id == winner.id {
			continue // as an earlier import found it
		}
		d := draft{kind: record.Merge,
			fields: []record.FieldValue{{Name: "into", Value: record.RefValue(record.ID(m.winner))}}}
		if m.at != 0 {
			d.eff = a.noEarlier(m, m.at)
			d.known = d.eff
		} else {
			d.eff, d.known, d.flags = a.undated(m), a.now, record.Backfilled
		}
		if err := a.changes.add(sortKey{mergeOrder, 0, uint64(i)},
			a.packDrafts(m.loser, []draft{d}, []placed{{}}, nil)); err != nil {
			return err
		}
		mark := map[string]uint64{seenMerged + external(m.loser): 1}
		if err := a.changes.add(sortKey{mergeOrder, 1, uint64(i)},
			a.packDrafts(m.winner, nil, nil, a.numberedPrints(mark))); err != nil {
			return err
		}
	}
	return nil
}

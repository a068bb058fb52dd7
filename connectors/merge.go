package connectors

import (
	"cmp"
	"slices"
	"strings"

	"salesops/internal/period"
	"salesops/internal/reason"
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
		id, ok := l.file.tool.ID(strings.TrimSpace(text))
		if !ok {
			return reason.Of("id_wrong", "value", shorten(text))
		}
		if id != l.external {
			l.merged = append(l.merged, l.reg.ord(l.file.object, id))
		}
	}
	return nil
}

// noteMerges keeps what the row says of merges. Only a row that is about the merge itself
// has its time.
func (l *loader) noteMerges(winner ord) {
	for _, loser := range l.merged {
		m := merger{loser: loser, winner: winner}
		if l.file.layout.Link {
			m.at = l.now.created
		}
		l.merges = append(l.merges, m)
		l.merging[loser] = true
	}
}

// noteBirth keeps when the records of merges begin: a merge cannot come before.
func (a *assembler) noteBirth(o ord, drafts []draft, p *prior) {
	if len(a.merges) == 0 {
		return
	}
	var at period.Instant
	if p != nil {
		at = p.state.Created
	}
	for i := range drafts {
		if drafts[i].kind == record.Create {
			at = max(at, drafts[i].eff)
		}
	}
	a.born[o] = at
}

// merge plans the merges, each once. Where the source names several records that one was
// merged into, the first in the order of time and ids counts: the others follow it.
func (a *assembler) merge() error {
	external := func(o ord) string { return a.reg.at(o).external }
	when := func(m merger) period.Instant { // one that is dated goes before one that is not
		if m.at == 0 {
			return period.Forever
		}
		return m.at
	}
	slices.SortFunc(a.merges, func(x, y merger) int {
		return cmp.Or(cmp.Compare(when(x), when(y)), cmp.Compare(external(x.loser), external(y.loser)), cmp.Compare(external(x.winner), external(y.winner)))
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
			a.problems.of(CodeConflictingMerges).add(m.loser, external(m.loser), external(m.loser)+" into "+external(m.winner))
			continue
		}
		into[m.loser] = m.winner
		if loser.existed && winner.existed && loser.id == winner.id {
			continue // as an earlier import found it
		}
		at := a.now
		if m.at != 0 {
			at = min(max(m.at, a.born[m.loser], a.born[m.winner]), a.now)
		}
		d := draft{kind: record.Merge, eff: at, known: at, fields: []record.FieldValue{{Name: "into", Value: record.RefValue(record.ID(m.winner))}}}
		if err := a.changes.add(sortKey{biased(int64(a.now)), 1 << 41, uint64(i)}, a.packDraft(m.loser, &d, nil)); err != nil {
			return err
		}
		mark := map[string]uint64{seenMerged + external(m.loser): 1}
		if err := a.changes.add(sortKey{biased(int64(a.now)), 1 << 42, uint64(i)}, a.packDraft(m.winner, nil, mark)); err != nil {
			return err
		}
	}
	return nil
}

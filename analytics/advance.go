package analytics

import (
	"slices"

	"salesops/internal/period"
	"salesops/record"
)

// advance is the fast path of fold, for a fact that comes last both in business time (c.eff >=
// now.effFrom) and in knowledge (c.known >= now.knownFrom). now is the record's version without
// end; advance changes it to the new version without end and emits the versions that have ended.
//
// The version without end is all it needs: facts that became known after now.knownFrom changed only
// earlier versions and do not affect the result.
func (l *layout) advance(now *row, c *fact, emit func(table, *row) error) error {
	if c.eff > now.effFrom {
		ended := *now
		ended.effTo = c.eff
		if err := emit(tableVer, &ended); err != nil {
			return err
		}
	}
	if l.remembers(c.eff, now.knownFrom, c.known) {
		was := *now
		was.effFrom, was.knownTo = c.eff, c.known
		if err := emit(tablePast, &was); err != nil {
			return err
		}
	}
	now.cells = slices.Clone(now.cells)
	for _, v := range l.effects(nil, c) {
		now.cells[v.slot] = l.cell(c, v, false)
	}
	if c.kind == record.Create || c.kind == record.Set {
		now.stub = c.flags&record.Stub != 0
	}
	now.effFrom, now.effTo = c.eff, period.Forever
	now.knownFrom, now.knownTo = c.known, period.Forever
	now.seq = max(now.seq, c.seq)
	return nil
}

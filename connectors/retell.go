package connectors

import (
	"cmp"
	"slices"
	"strings"

	"salesops/connectors/tool"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// A history may come in several parts: a file of snapshots and one of single fields, or one
// of each year, before or after the current rows. Whatever the order, the log must end as if
// all had come at once. So the part at hand is told together with what the log has of the
// others, and where the log then says otherwise, it is corrected.

// remembered is what the source's history has told the log of some fields, oldest first. What
// was only concluded (backfilled values, closed gaps, the owner at creation) is not history.
func (a *assembler) remembered(p *prior, about func(field string) bool) []*facts {
	var rows []*facts
	for i := range p.timeline { // newest first
		c := &p.timeline[i]
		if c.Source != a.source || c.Flags&record.Undo != 0 || c.Kind != record.Set &&
			c.Kind != record.Create || concluded(c) {
			continue
		}
		f := &facts{role: tool.Snapshot, created: c.EffectiveAt,
			initially: c.Flags&record.Backfilled != 0 || namesRecord(c)}
		for _, v := range c.Fields {
			if about(v.Name) && !atCreation(c, v.Name) &&
				written(p.timeline, a.source, c.EffectiveAt, v.Name, v.Value) {
				f.fields = append(f.fields, record.FieldValue{Name: v.Name, Value: a.betterKnown(c, v)})
			}
		}
		if len(f.fields) > 0 {
			rows = append(rows, f)
		}
	}
	slices.Reverse(rows)
	return rows
}

// merged puts two histories together in the order of time.
func merged(x, y []*facts) []*facts {
	all := slices.Concat(x, y)
	slices.SortStableFunc(all, func(a, b *facts) int { return cmp.Compare(a.created, b.created) })
	return all
}

// retell plans what the log lacks of a story, and puts right what an earlier import had to
// conclude without it.
func (a *assembler) retell(s *story, p *prior) []draft {
	var flags record.Flag
	if p.state.Stub {
		flags = record.Stub
	}
	var drafts []draft
	first := s.first
	if first == 0 && len(s.sets) > 0 {
		first = s.sets[0].eff // told by dated columns
	}
	begin := min(first-justBefore, a.now)
	if created := p.state.Fields["created_at"]; created.IsSet() {
		begin = created.Instant()
		if begin.Day(a.company) == first.Day(a.company) {
			begin = max(begin, first) // as in creation: the history may have the hour
		}
	}
	for _, v := range s.initial {
		if s.toldBy(v.Name, begin) {
			continue // it changed in the moment in which the record was made
		}
		d := draft{kind: record.Set, eff: begin, known: begin, flags: flags, fields: []record.FieldValue{v}}
		if p.state.Stub {
			d.flags |= record.Backfilled // since when, only the record's own row says
		}
		drafts = a.unlessWritten(drafts, p, d, v.Value)
	}
	for _, d := range s.sets {
		d.flags |= flags
		for _, v := range d.fields {
			one := d
			one.fields = []record.FieldValue{v}
			drafts = a.unlessWritten(drafts, p, one, lastOf(s.sets, v, d.eff))
		}
	}
	return a.correct(drafts, s, p, begin)
}

// unlessWritten adds a draft of one field if the log does not have it.
func (a *assembler) unlessWritten(drafts []draft, p *prior, d draft, last record.Value) []draft {
	f := d.fields[0]
	if a.holds(p.timeline, d.eff, f) || a.holds(p.timeline, d.eff, record.FieldValue{Name: f.Name, Value: last}) {
		return drafts
	}
	return mergeIn(drafts, d)
}

// holds says that the log has exactly this of the source's history.
func (a *assembler) holds(timeline []record.Change, eff period.Instant, v record.FieldValue) bool {
	for i := range timeline { // newest first
		c := &timeline[i]
		if c.EffectiveAt != eff || c.Source != a.source && c.Flags&record.Undo == 0 {
			continue
		}
		for _, f := range c.Fields {
			switch {
			case f.Name != v.Name:
			case c.Flags&record.Undo != 0:
				return false
			case f.Value == v.Value && !concluded(c):
				return true
			}
		}
	}
	return false
}

// concluded says that a change was no word of the source's history.
func concluded(c *record.Change) bool {
	return c.Flags&record.Reconciled != 0 || c.Flags&(record.Backfilled|record.Stub) == record.Backfilled
}

// atCreation says that a change gives a new record the owner of its row: since when that has
// been its owner, a history may know better.
func atCreation(c *record.Change, field string) bool {
	return field == "owner" && namesRecord(c)
}

// namesRecord says that a change is the one by which a row makes its record.
func namesRecord(c *record.Change) bool {
	return slices.ContainsFunc(c.Fields, func(f record.FieldValue) bool { return f.Name == "name" })
}

// betterKnown is a remembered value, or the outcome of its stage as this import has learnt it.
func (a *assembler) betterKnown(c *record.Change, v record.FieldValue) record.Value {
	if v.Name != "outcome" {
		return v.Value
	}
	for _, f := range c.Fields {
		if f.Name != stageField || f.Value.Kind() != record.Ref || f.Value.Ref() < 0 {
			continue
		}
		if u, ok := a.stageOf[ord(f.Value.Ref())]; ok && a.outweighs(u) {
			return record.TextValue(u.facts.outcome)
		}
	}
	return v.Value
}

// correct puts right what was concluded about times of which the story tells.
func (a *assembler) correct(drafts []draft, s *story, p *prior, begin period.Instant) []draft {
	for i := range p.timeline {
		c := &p.timeline[i]
		if c.Source != a.source || c.Flags&record.Undo != 0 || s.columns && closesDeal(c) {
			continue // of a closing the row itself says more than a column
		}
		for _, v := range c.Fields {
			t := s.track(v.Name)
			switch {
			case t == nil:
				continue
			case atCreation(c, v.Name):
			case !concluded(c), c.Flags&record.Reconciled != 0 && c.EffectiveAt >= t.at:
				continue // a gap that was closed at the end stays so
			}
			var was record.Value
			if c.EffectiveAt >= begin {
				was = s.valueAt(v.Name, c.EffectiveAt)
			}
			if was != latestAt(p.timeline, drafts, v.Name, c.EffectiveAt) {
				drafts = appendTo(drafts, c.EffectiveAt, a.now, record.Reconciled,
					record.FieldValue{Name: v.Name, Value: was})
			}
		}
	}
	return drafts
}

// closesDeal says that a change closed a deal.
func closesDeal(c *record.Change) bool {
	return slices.ContainsFunc(c.Fields, func(f record.FieldValue) bool {
		return f.Name == "outcome" && (f.Value.Text() == sales.Won || f.Value.Text() == sales.Lost)
	})
}

// toldBy says that the story gives a field a value by a time.
func (s *story) toldBy(field string, at period.Instant) bool {
	return slices.ContainsFunc(s.sets, func(d draft) bool { return d.eff <= at && d.has(field) })
}

// blank keeps in mind which fields a history without a row had and left empty: the log does
// not hold what was never set, and the row that comes later must not fill the past.
func (s *story) blank() map[string]uint64 {
	var seen map[string]uint64
	for _, t := range s.tracked {
		if t.value.IsSet() || s.toldBy(t.field, period.Forever) {
			continue
		}
		if seen == nil {
			seen = map[string]uint64{}
		}
		seen[seenBlank+t.field] = 1
	}
	return seen
}

// recallBlank tells a story what an earlier part of the history left empty.
func (s *story) recallBlank(p *prior) {
	for name := range p.seen {
		if field, ok := strings.CutPrefix(name, seenBlank); ok && s.track(field) == nil {
			s.tracked = append(s.tracked, track{field: field, at: s.first})
		}
	}
}

// valueAt is what the story gives a field at a time; unset before its first value.
func (s *story) valueAt(field string, at period.Instant) record.Value {
	var v record.Value
	for _, f := range s.initial {
		if f.Name == field {
			v = f.Value
		}
	}
	for _, d := range s.sets {
		if d.eff > at {
			break
		}
		for _, f := range d.fields {
			if f.Name == field {
				v = f.Value
			}
		}
	}
	return v
}

// latestAt is what the log will say of a field at a time once the drafts are written.
func latestAt(timeline []record.Change, drafts []draft, field string, at period.Instant) record.Value {
	var v record.Value
	eff, known := period.Beginning, period.Beginning
	look := func(e, k period.Instant, fields []record.FieldValue) {
		if e > at || e < eff || e == eff && k < known {
			return
		}
		for _, f := range fields {
			if f.Name == field {
				v, eff, known = f.Value, e, k
			}
		}
	}
	for i := range slices.Backward(timeline) { // oldest first: of equal stamps the later counts
		look(timeline[i].EffectiveAt, timeline[i].KnownAt, timeline[i].Fields)
	}
	for i := range drafts {
		look(drafts[i].eff, drafts[i].known, drafts[i].fields)
	}
	return v
}

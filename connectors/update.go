package connectors

import (
	"slices"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// prior is what the log holds of a record that an import names again.
type prior struct {
	state    record.Record
	seen     map[string]uint64 // nil: this source never finished importing it
	id       record.ID
	timeline []record.Change // newest first; only read when something changed
}

// Names under which last-seen values are kept that are no fields.
const (
	seenHistory = "·history"
	seenDeleted = "·deleted"
	seenCreated = "·created"
	// seenModified is no fingerprint but the last-modified time itself.
	seenModified = "·modified"
	// seenBlank begins the names of fields that a history had and left empty.
	seenBlank = "·blank "
	// seenEvidence is what the outcome of a stage was learnt from.
	seenEvidence = "·evidence"
)

// wasAbsent is seen of a record that a complete export did not hold: deleted for that alone, so
// that it is there again when a row of it comes.
const wasAbsent = 2

// saidHere is more than any evidence for the outcome of a stage: a person has said it.
const saidHere = 100

// revise plans a record that this source has imported before: a field changes only if the
// source's own value did, so that an edit made here survives.
func (a *assembler) revise(o ord, c *current, s *story, p *prior, now map[string]uint64) []draft {
	var drafts []draft
	newHistory := s.first != 0 && (p.newHistory(now) || s.forgotten(p)) || s.columns && a.newEntries(now, p)
	if newHistory {
		drafts = a.retell(s, p)
	}
	if c == nil {
		return a.keepCurrent(o, drafts, s, p)
	}
	at := a.modifiedAt(c, s)
	closedAt, closes := a.closing(c)
	for _, v := range c.fields {
		changed := now[v.Name] != p.seen[v.Name] || a.overruled(o, v.Name, v.Value, p) ||
			s.columns && inAny(drafts, v.Name)
		if t := s.track(v.Name); t != nil && !s.columns {
			// Its history tells it; only a gap at the end is left to close.
			if (changed || newHistory && inAny(drafts, v.Name)) && t.value != v.Value &&
				a.after(drafts, p, v.Name) != v.Value {
				a.problems.reconciled(o, a.nameFor(o, c), v.Name)
				drafts = a.assert(drafts, p, at, record.Reconciled, v)
			}
			continue
		}
		if !changed || a.after(drafts, p, v.Name) == v.Value {
			continue
		}
		if v.Name == "outcome" && a.after(drafts, p, v.Name).Text() == sales.Won {
			w := win{at: at, amount: a.after(drafts, p, "amount")}
			a.reversals = append(a.reversals, w)
		}
		eff := at
		var flags record.Flag
		if closes && now["outcome"] != p.seen["outcome"] && slices.Contains(closingFields, v.Name) {
			eff, flags = min(closedAt, a.now), record.Backfilled // as in datedFacts
		}
		for _, d := range c.dated {
			if slices.Contains(d.fields, v.Name) {
				eff = min(d.at, at)
			}
		}
		drafts = a.assert(drafts, p, eff, flags, v)
	}
	return a.life(drafts, c, p, at, now)
}

// keepCurrent closes the gap between a history that came alone and the row that an earlier
// import brought: the row is still how the record is.
func (a *assembler) keepCurrent(o ord, drafts []draft, s *story, p *prior) []draft {
	if p.state.Stub || p.seen == nil || len(drafts) == 0 {
		return drafts
	}
	at := min(period.Instant(p.seen[seenModified]), a.now)
	for i := range s.tracked {
		at = max(at, s.tracked[i].at)
	}
	for i := range s.tracked {
		t := &s.tracked[i]
		v := p.state.Fields[t.field]
		if !v.IsSet() || a.print(v) != p.seen[t.field] || a.after(drafts, p, t.field) == v {
			continue
		}
		a.problems.reconciled(o, a.reg.at(o).external, t.field)
		drafts = a.assert(drafts, p, at, record.Reconciled, record.FieldValue{Name: t.field, Value: v})
	}
	return drafts
}

// life plans the source's delete, or its taking back.
func (a *assembler) life(drafts []draft, c *current, p *prior, at period.Instant, now map[string]uint64) []draft {
	was := p.seen[seenDeleted]
	if now[seenDeleted] == was || c.deleted == unsaid && was != wasAbsent {
		return drafts
	}
	turned := p.turned(a.source)
	switch {
	case c.deleted == yes && p.state.Exists:
		at = max(a.deletion(c, at, drafts), p.state.Created)
		d := draft{kind: record.Delete, eff: at, known: at}
		if at <= turned { // the source dates it before it came back
			d.eff, d.known = turned, a.now
		}
		return append(drafts, d)
	case c.deleted != yes && !p.state.Exists && was != 0:
		if at <= turned { // the last change that the source dates was before the delete: it has come back since
			at = a.now
		}
		return append(drafts, draft{kind: record.Restore, eff: max(at, turned), known: a.now})
	}
	return drafts
}

// turned is when a source last deleted a record or brought it back; 0 when it never did.
func (p *prior) turned(source string) period.Instant {
	var at period.Instant
	for i := range p.timeline {
		if c := &p.timeline[i]; (c.Kind == record.Delete || c.Kind == record.Restore) && c.Source == source {
			at = max(at, c.EffectiveAt)
		}
	}
	return at
}

// forgotten says that an undo has taken back what the history told of a field.
func (s *story) forgotten(p *prior) bool {
	return p.seen != nil && slices.ContainsFunc(s.tracked, func(t track) bool {
		_, ok := p.seen[t.field]
		return !ok && t.value.IsSet()
	})
}

// lastOf is the last value of a field among those that drafts give it at the same time: a
// history may tell two in one minute, and what the log has is compared with the later.
func lastOf(drafts []draft, v record.FieldValue, eff period.Instant) record.Value {
	for _, d := range drafts {
		if d.eff != eff {
			continue
		}
		for _, f := range d.fields {
			if f.Name == v.Name {
				v.Value = f.Value
			}
		}
	}
	return v.Value
}

// after is what a field will hold in the latest state once the drafts are written.
func (a *assembler) after(drafts []draft, p *prior, field string) record.Value {
	v := p.state.Fields[field]
	eff, known := latestStamp(p.timeline, field)
	for _, d := range drafts {
		for _, f := range d.fields {
			if f.Name == field && (d.eff > eff || d.eff == eff && d.known >= known) {
				v, eff, known = f.Value, d.eff, d.known
			}
		}
	}
	return v
}

func latestStamp(timeline []record.Change, field string) (eff, known period.Instant) {
	eff = period.Beginning
	for i := range timeline {
		c := &timeline[i]
		for _, f := range c.Fields {
			if f.Name == field && (c.EffectiveAt > eff || c.EffectiveAt == eff && c.KnownAt > known) {
				eff, known = c.EffectiveAt, c.KnownAt
			}
		}
	}
	return eff, known
}

// assert plans a value that the source holds now: whatever the log has on the field must not
// stand above it, because the source's own value has changed.
func (a *assembler) assert(drafts []draft, p *prior, eff period.Instant, flags record.Flag,
	v record.FieldValue) []draft {
	known := eff
	if flags&record.Backfilled != 0 {
		known = a.now
	}
	topEff, topKnown := latestStamp(p.timeline, v.Name)
	for _, d := range drafts {
		if d.has(v.Name) && d.eff > topEff {
			topEff, topKnown = d.eff, d.known
		}
	}
	if topEff > eff || topEff == eff && topKnown > known {
		eff, known = max(topEff, eff), a.now
	}
	return appendTo(drafts, eff, known, flags, v)
}

// complete takes out of a fresh plan what an interrupted import of this source has written.
func (a *assembler) complete(planned []draft, p *prior) []draft {
	var left []draft
	deleted := p.deletedAt(a.source)
	switch {
	case p.state.Exists:
	case !p.state.Stub:
		left = append(left, draft{kind: record.Restore, eff: planned[0].eff, known: a.now})
	case !slices.ContainsFunc(planned, func(d draft) bool { return d.kind == record.Delete }):
		// Its history was deleted, but it is not.
		left = append(left, draft{kind: record.Restore, eff: deleted, known: a.now})
	}
	for _, d := range planned {
		if d.kind == record.Delete {
			if p.state.Exists || d.eff < deleted {
				if d.eff <= p.state.Created { // the stub is younger than the deletion
					d.eff, d.known = p.state.Created, a.now
				}
				left = append(left, d)
			}
			continue
		}
		d.kind = record.Set
		kept := d
		kept.fields = nil
		for _, v := range d.fields {
			if !written(p.timeline, a.source, d.eff, v.Name, lastOf(planned, v, d.eff)) {
				kept.fields = append(kept.fields, v)
			}
		}
		if len(kept.fields) > 0 || p.state.Stub && d.flags&record.Stub == 0 && len(left) == 0 {
			left = append(left, kept)
		}
	}
	return left
}

// deletedAt is when the log has a source's record deleted; 0 when it does not.
func (p *prior) deletedAt(source string) period.Instant {
	if p.state.Exists {
		return 0
	}
	var at period.Instant
	for i := range p.timeline {
		if c := &p.timeline[i]; c.Kind == record.Delete && c.Source == source {
			at = max(at, c.EffectiveAt)
		}
	}
	return at
}

// written says whether a source has told a value with that effective time before, and no
// undo has taken it back.
func written(timeline []record.Change, source string, eff period.Instant, field string, v record.Value) bool {
	for i := range timeline { // newest first
		c := &timeline[i]
		if c.EffectiveAt != eff || c.Source != source && c.Flags&record.Undo == 0 {
			continue
		}
		for _, f := range c.Fields {
			if f.Name == field {
				return f.Value == v
			}
		}
	}
	return false
}

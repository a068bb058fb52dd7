package connectors

import (
	"context"
	"fmt"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// everything: an import meets every record, whoever started it: it must not create one that is hidden from
// them a second time.
var everything = record.Everything()

// findKnown looks up which of the import's records the log has already.
func (m *finder) findKnown(ctx context.Context) error {
	wanted := make([][]string, len(m.reg.objects))
	for i := range m.reg.subjects {
		s := &m.reg.subjects[i]
		wanted[s.object] = append(wanted[s.object], s.external)
	}
	for object, externals := range wanted {
		if err := m.findOf(ctx, m.setting, object, externals); err != nil {
			return err
		}
	}
	return nil
}

func (s *subjects) findOf(ctx context.Context, in *setting, object int, externals []string) error {
	name := s.reg.objects[object].Name
	found := func(external string, id record.ID) error {
		if o, ok := s.reg.byID[object][external]; ok {
			known := s.reg.at(o)
			if known.matched { // what it was found to be goes before what its id says
				return nil
			}
			known.id, known.existed = id, true
			s.byRecord[id] = o
		}
		return nil
	}
	const many = 20_000 // from here on reading all bindings in order is faster than looking each up
	if len(externals) > many {
		if err := in.log.EachExternal(ctx, in.source, name, found); err != nil {
			return fmt.Errorf("look up the source's ids: %w", err)
		}
		return nil
	}
	const step = 5_000
	for len(externals) > 0 {
		n := min(step, len(externals))
		ids, err := in.log.Lookup(ctx, in.source, name, externals[:n])
		if err != nil {
			return fmt.Errorf("look up the source's ids: %w", err)
		}
		for external, id := range ids {
			_ = found(external, id)
		}
		externals = externals[n:]
	}
	return nil
}

// priors reads what the log holds of a batch of records.
func (a *assembler) priors(ctx context.Context, batch []*group) (map[ord]*prior, error) {
	var ids []record.ID
	for _, g := range batch {
		s := a.reg.at(g.o)
		if !s.existed {
			// A stage is named only when its deals are assembled: too late for findKnown.
			if a.reg.objectOf(g.o).Imported.OnlyNames && s.id == 0 {
				if err := a.findOf(ctx, a.setting, int(s.object), []string{s.external}); err != nil {
					return nil, err
				}
			}
		}
		if s.existed {
			ids = append(ids, s.id)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	states, err := a.log.States(ctx, everything, ids)
	if err != nil {
		return nil, fmt.Errorf("read records: %w", err)
	}
	seen, err := a.log.LastSeen(ctx, a.source, ids)
	if err != nil {
		return nil, fmt.Errorf("read last seen values: %w", err)
	}
	found := make(map[ord]*prior, len(ids))
	for _, g := range batch {
		s := a.reg.at(g.o)
		state, ok := states[s.id]
		if !s.existed || !ok {
			continue
		}
		s.stub, s.gone = state.Stub, !state.Exists
		if state.Stub && state.Created != 0 { // what an earlier import has seen of its use
			s.first = min(s.first, state.Created)
		}
		for name, v := range state.Fields {
			state.Fields[name] = a.numbered(v)
		}
		p := &prior{id: s.id, state: state, seen: seen[s.id]}
		if s.matched && p.seen == nil { // it comes from elsewhere: the list says only what it holds
			p.seen = map[string]uint64{}
		}
		s.since, s.dated = state.Created, p.dated()
		found[g.o] = p
	}
	return found, nil
}

// timeline reads all changes of a record, newest first.
func (a *assembler) timeline(ctx context.Context, p *prior) error {
	if p.timeline != nil {
		return nil
	}
	const page = 500
	var before record.Seq
	for {
		changes, err := a.log.Timeline(ctx, everything, p.id, before, page)
		if err != nil {
			return fmt.Errorf("read a record's changes: %w", err)
		}
		for i := range changes {
			for k := range changes[i].Fields {
				changes[i].Fields[k].Value = a.numbered(changes[i].Fields[k].Value)
			}
		}
		p.timeline = append(p.timeline, changes...)
		if len(changes) < page {
			return nil
		}
		before = changes[len(changes)-1].Seq
	}
}

// numbered turns a reference of the log into one of this import, so that the two compare;
// a record that the import does not name gets a number that no import gives.
func (a *assembler) numbered(v record.Value) record.Value {
	if v.Kind() != record.Ref {
		return v
	}
	if o, ok := a.byRecord[v.Ref()]; ok {
		return record.RefValue(record.ID(o))
	}
	return record.RefValue(-v.Ref())
}

// findVocabulary reads what the log knows of this source's stages: what somebody has said
// about a stage goes before a guess.
func (a *assembler) findVocabulary(ctx context.Context) error {
	keys := map[record.ID]string{}
	err := a.log.EachExternal(ctx, a.source, sales.Stage, func(external string, id record.ID) error {
		keys[id] = external
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the stages: %w", err)
	}
	ids := make([]record.ID, 0, len(keys))
	for id := range keys {
		ids = append(ids, id)
	}
	if len(ids) > 0 {
		states, err := a.log.States(ctx, everything, ids)
		if err != nil {
			return fmt.Errorf("read the stages: %w", err)
		}
		seen, err := a.log.LastSeen(ctx, a.source, ids)
		if err != nil {
			return fmt.Errorf("read the stages: %w", err)
		}
		for id, s := range states {
			if !s.Exists {
				continue
			}
			outcome, key := s.Fields["outcome"], keys[id]
			a.knownOutcome[key], a.knownEvidence[key] = outcome.Text(), seen[id][seenEvidence]
			if a.print(outcome) != seen[id]["outcome"] || seen[id][seenEvidence] == 0 {
				a.knownEvidence[key] = saidHere
			}
		}
	}
	// Stages and pipelines of the log are named now, so that references to them compare.
	for id, key := range keys {
		a.adopt(sales.Stage, key, id)
	}
	return a.log.EachExternal(ctx, a.source, sales.Pipeline, func(external string, id record.ID) error {
		a.adopt(sales.Pipeline, external, id)
		return nil
	})
}

func (a *assembler) adopt(object, external string, id record.ID) {
	o := a.reg.ord(a.reg.index[object], external)
	s := a.reg.at(o)
	s.id, s.existed = id, true
	a.byRecord[id] = o
}

// dayText is a time as its day in the company's zone.
func (in *setting) dayText(at period.Instant) string { return at.Day(in.company).String() }

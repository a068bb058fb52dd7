package connectors

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// findFirstTeam finds the earliest use of any team, in this import or an earlier one.
func (a *assembler) findFirstTeam(ctx context.Context) error {
	a.firstTeam = period.Forever
	team := uint8(a.reg.index[sales.Team])
	for i := range a.reg.subjects {
		if s := &a.reg.subjects[i]; s.object == team {
			a.firstTeam = min(a.firstTeam, s.first)
		}
	}
	known, err := a.ofSource(ctx, sales.Team)
	if err != nil {
		return err
	}
	states, err := a.log.States(ctx, everything, known)
	if err != nil {
		return fmt.Errorf("read the teams: %w", err)
	}
	for _, s := range states {
		if s.Exists && s.Created != 0 {
			a.firstTeam = min(a.firstTeam, s.Created)
		}
	}
	return nil
}

// ofSource are the records of an object that the source has named before.
func (a *assembler) ofSource(ctx context.Context, object string) ([]record.ID, error) {
	var ids []record.ID
	err := a.log.EachExternal(ctx, a.source, object, func(external string, id record.ID) error {
		ids = append(ids, id)
		a.adopt(object, external, id)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the source's records of %s: %w", object, err)
	}
	return ids, nil
}

// reachBack makes what structures others, and what has no creation date, as old as its first
// use, where an earlier import has seen only later uses: files that come one by one end as all of them at once do.
func (a *assembler) reachBack(ctx context.Context) error {
	if err := a.findFirstTeam(ctx); err != nil {
		return err
	}
	var used []ord
	for i := range a.reg.subjects {
		if o := ord(i); a.mayBeOlder(o) {
			used = append(used, o)
		}
	}
	const step = 5_000
	for len(used) > 0 {
		n := min(step, len(used))
		if err := a.reachBackAll(ctx, used[:n]); err != nil {
			return err
		}
		used = used[n:]
	}
	return nil
}

func (a *assembler) reachBackAll(ctx context.Context, used []ord) error {
	ids := make([]record.ID, len(used))
	for i, o := range used {
		ids[i] = a.reg.at(o).id
	}
	states, err := a.log.States(ctx, everything, ids)
	if err != nil {
		return fmt.Errorf("read records: %w", err)
	}
	seen, err := a.log.LastSeen(ctx, a.source, ids)
	if err != nil {
		return fmt.Errorf("read last seen values: %w", err)
	}
	for i, o := range used {
		p := &prior{id: ids[i], state: states[ids[i]], seen: seen[ids[i]]}
		if !p.state.Exists || p.state.Created <= a.firstUse(o) || p.dated() && !a.reg.objectOf(o).Imported.Structural {
			continue
		}
		d, err := a.older(ctx, o, p)
		if err != nil {
			return err
		}
		if err := a.handOut(o, []draft{d}, nil); err != nil {
			return err
		}
	}
	return nil
}

// older plans the change by which a record has existed since its first use. Where the source
// does not say when it was made, it was then as it is first known.
func (a *assembler) older(ctx context.Context, o ord, p *prior) (draft, error) {
	d := draft{kind: record.Set, eff: a.firstUse(o), known: min(a.reg.at(o).known, a.now)}
	if p.state.Stub {
		d.flags = record.Stub
		return d, nil
	}
	if _, dated := p.seen[seenCreated]; dated {
		return d, nil
	}
	if err := a.timeline(ctx, p); err != nil {
		return d, err
	}
	oldest := record.Fold(p.timeline, record.At{Effective: p.state.Created}).Fields
	for _, name := range slices.Sorted(maps.Keys(oldest)) {
		d.fields = append(d.fields, record.FieldValue{Name: name, Value: oldest[name]})
	}
	if !a.reg.objectOf(o).Imported.OnlyNames {
		d.flags, d.known = record.Backfilled, a.now
	}
	return d, nil
}

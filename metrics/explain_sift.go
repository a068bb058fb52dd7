package metrics

import (
	"context"
	"slices"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// class is the step to which a change belongs that only one of two receipts sees. Its numbers are indexes of
// stepCodes.
type class uint8

const (
	byNewData class = iota
	byCorrections
	byDefinition
	byTeams
	byRates
)

// sifted are the changes of the log that two receipts see differently.
type sifted struct {
	differ []differing // ascending
	unseen []record.Seq
	count  [len(stepCodes)]int64
}

type differing struct {
	seq    record.Seq
	class  class
	second bool // the second receipt sees it, and the first does not
}

func (s *sifted) counts() [len(stepCodes)]int64 { return s.count }

// without returns the changes that are skipped in a state which has taken these steps.
func (s *sifted) without(taken [len(stepCodes)]bool) []record.Seq {
	out := slices.Clone(s.unseen)
	for _, d := range s.differ {
		if d.second != taken[d.class] {
			out = append(out, d.seq)
		}
	}
	slices.Sort(out)
	return out
}

// sift reads the log and assigns a step to each change that only one receipt sees.
func (e *Engine) sift(ctx context.Context, first, second *viewer) (*sifted, error) {
	out := &sifted{}
	if alike(first, second) {
		return out, nil
	}
	sf := &sifter{sees: [2]*viewer{first, second}, lives: map[record.ID]*life{}, rates: map[record.ID]period.Day{}}
	err := e.cols.Changes(ctx, 1, max(first.position, second.position), func(changes []record.Change) error {
		for i := range changes {
			c := &changes[i]
			seen := sf.seen(c)
			switch {
			case seen[0] && seen[1]:
			case seen[0] || seen[1]:
				d := differing{c.Seq, sf.class(c, seen), seen[1]}
				out.differ = append(out.differ, d)
				out.count[d.class]++
			default:
				out.unseen = append(out.unseen, c.Seq)
			}
			sf.live(c, seen)
		}
		return ctx.Err()
	})
	return out, err
}

// alike reports whether both receipts see the same log in the same way.
func alike(a, b *viewer) bool {
	return a.position == b.position && a.r.known == b.r.known && a.r.asOf == b.r.asOf && a.r.today == b.r.today &&
		sameOrg(a.rc.Org, b.rc.Org)
}

// sifter follows what each receipt knows of the records while the log is read.
type sifter struct {
	sees  [2]*viewer
	lives map[record.ID]*life
	rates map[record.ID]period.Day // the day that a rate is for
}

// life is what the two receipts know of a record.
type life struct {
	created, real [2]bool // whether it is more than a stub
	closed        [2]bool // of a deal, on the receipt's day
	closedAt      [2]period.Instant
}

// seen reports which receipts see a change: the change must be in the receipt's log, be known on its day, and
// belong to a record that the receipt knows. For teams and rates only what was valid by the receipt's day
// counts, because a later change does not affect its number.
func (sf *sifter) seen(c *record.Change) [2]bool {
	if c.Object == sales.Metric { // receipts name their definition; keeping it in the log changes no number
		return [2]bool{true, true}
	}
	if c.Object == sales.Rate {
		for _, f := range c.Fields {
			if f.Name == "day" && f.Value.IsSet() {
				sf.rates[c.ID] = f.Value.Day()
			}
		}
	}
	var out [2]bool
	for i, v := range sf.sees {
		out[i] = sf.listed(v, i, c)
	}
	if out[0] != out[1] || !out[0] {
		return out
	}
	for i, v := range sf.sees { // both know it, but it may be after the day of one of them
		switch {
		case c.Object == sales.Rate:
			out[i] = sf.rates[c.ID] <= v.r.asOf
		case movesTeam(c):
			out[i] = c.EffectiveAt < v.teamsUntil()
		}
	}
	if out == [2]bool{} { // after both days: it affects no number, but its position is kept
		return [2]bool{true, true}
	}
	return out
}

// listed reports whether a change is in what a receipt may look at.
func (sf *sifter) listed(v *viewer, i int, c *record.Change) bool {
	switch {
	case c.Seq > v.position:
		return false
	case c.Object == sales.Company: // settings are those of the position
		return true
	case c.KnownAt >= v.r.known && !(v.rc.Org == "as-is" && movesTeam(c)):
		return false
	case c.Kind == record.Create:
		return true
	}
	known := sf.lives[c.ID]
	if known == nil || !known.created[i] {
		return false
	}
	into := sf.lives[c.Into]
	return c.Kind != record.Merge || into != nil && into.created[i]
}

// teamsUntil returns the moment up to which a receipt looks at the hierarchy.
func (v *viewer) teamsUntil() period.Instant {
	if v.rc.Org == "as-is" {
		return v.zone(v.r.today)
	}
	return v.zone(v.r.asOf)
}

// movesTeam reports whether a change moves a person or a team in the hierarchy.
func movesTeam(c *record.Change) bool {
	if c.Kind != record.Set {
		return false
	}
	for _, f := range c.Fields {
		switch {
		case c.Object == sales.Person && (f.Name == "team" || f.Name == "manager"),
			c.Object == sales.Team && (f.Name == "parent" || f.Name == "leader"):
			return true
		}
	}
	return false
}

// class returns the step to which a change belongs, by what the receipt that does not see it knows.
func (sf *sifter) class(c *record.Change, seen [2]bool) class {
	lacks := 0
	if seen[0] {
		lacks = 1
	}
	known := sf.lives[c.ID]
	had := known != nil && known.real[lacks]
	switch {
	case c.Object == sales.Company:
		return byDefinition
	case c.Object == sales.Rate:
		return byRates
	case c.Kind == record.Create || !had:
		return byNewData
	case movesTeam(c):
		return byTeams
	case c.Object == sales.Deal && known.closed[lacks], // the receipt had counted it as closed
		c.Object == sales.Order || c.Object == sales.Cost,
		// entered later for a day that the receipt covers
		c.EffectiveAt < c.KnownAt && c.EffectiveAt < sf.sees[lacks].zone(sf.sees[lacks].r.asOf):
		if into := sf.lives[c.Into]; c.Kind == record.Merge && (into == nil || !into.real[lacks]) {
			return byNewData
		}
		return byCorrections
	}
	return byNewData
}

// live notes what a change tells each receipt about its record.
func (sf *sifter) live(c *record.Change, seen [2]bool) {
	known := sf.lives[c.ID]
	if known == nil {
		known = &life{}
		sf.lives[c.ID] = known
	}
	for i, v := range sf.sees {
		if !seen[i] {
			continue
		}
		known.created[i] = known.created[i] || c.Kind == record.Create
		known.real[i] = known.real[i] || c.Flags&record.Stub == 0 && (c.Kind == record.Create || c.Kind == record.Set)
		if c.Object != sales.Deal || c.EffectiveAt >= v.zone(v.r.asOf) {
			continue
		}
		for _, f := range c.Fields {
			if f.Name == "outcome" && c.EffectiveAt >= known.closedAt[i] {
				outcome := f.Value.Text()
				known.closed[i], known.closedAt[i] = outcome == "won" || outcome == "lost", c.EffectiveAt
			}
		}
	}
}

package metrics

import (
	"context"
	"slices"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// teamLevels is how deep a hierarchy is followed: team_1 (top) to team_6.
const teamLevels = 6

type orgKey struct {
	known period.Instant // Forever: as believed now
	as    period.Day     // of as-is: the one day whose hierarchy counts for all days; MaxDay for as-was
}

// hierarchy says in which team a person was on which day.
type hierarchy struct {
	people []record.ID
	from   []period.Day // in force from this day on
	to     []period.Day // until the day before this one
	team   []record.ID  // the lowest team, 0 for none
	levels [teamLevels][]record.ID
	// extended counts the people whose first known team is also used before it is known.
	extended int
}

// membership is a stretch of days with a value: a person's team, a team's parent.
type membership struct {
	from, to period.Day
	value    record.ID
}

// orgAt gives the hierarchy as believed at a moment.
func (f *facts) orgAt(ctx context.Context, s *session, key orgKey) (*hierarchy, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if h, ok := f.orgs[key]; ok {
		return h, nil
	}
	teams, err := f.memberships(ctx, s, sales.Person, "team", key.known)
	if err != nil {
		return nil, err
	}
	parents, err := f.memberships(ctx, s, sales.Team, "parent", key.known)
	if err != nil {
		return nil, err
	}
	h := &hierarchy{}
	people := make([]record.ID, 0, len(teams))
	for id := range teams {
		people = append(people, id)
	}
	slices.Sort(people)
	for _, person := range people {
		h.place(person, teams[person], parents, key.as)
	}
	f.orgs[key] = h
	return h, nil
}

// memberships reads a reference's value over time, day by day: what holds at the
// end of a day is the day's value.
func (f *facts) memberships(ctx context.Context, s *session, object, field string, known period.Instant) (map[record.ID][]membership, error) {
	columns := "SELECT id, " + quote(field) + ", eff_from, eff_to FROM "
	var args []any
	believed := ""
	if known != period.Forever {
		args = []any{int64(known)}
		believed = " WHERE known_from < $1::BIGINT"
	}
	sql := columns + quote(object+"_now") + believed + " UNION ALL " + columns + quote(object+"_ver") + believed
	if known != period.Forever {
		sql += " UNION ALL " + columns + quote(object+"_past") + believed + " AND known_to >= $1::BIGINT"
	}
	out := map[record.ID][]membership{}
	err := s.each(ctx, sql, args, func(b *analytics.Batch, row int) error {
		m := membership{from: f.dayOf(b.Int(2, row)), to: f.dayOf(b.Int(3, row))}
		if !b.Null(1, row) {
			m.value = record.ID(b.Int(1, row))
		}
		if m.from < m.to {
			id := record.ID(b.Int(0, row))
			out[id] = append(out[id], m)
		}
		return nil
	})
	for _, list := range out {
		slices.SortFunc(list, func(a, b membership) int { return int(a.from) - int(b.from) })
	}
	return out, err
}

func (f *facts) dayOf(at int64) period.Day {
	switch i := period.Instant(at); {
	case i >= period.Forever:
		return period.MaxDay
	case i <= period.Beginning:
		return period.MinDay
	default:
		return i.Day(f.calendar.Location())
	}
}

// place adds a person's teams. Before the first day on which anything is known of
// the person, the first known team counts: a deal may be older than the record of
// the person who owns it.
func (h *hierarchy) place(person record.ID, teams []membership, parents map[record.ID][]membership, only period.Day) {
	teams = slices.Clone(teams)
	if len(teams) == 0 {
		return
	}
	if teams[0].from > period.MinDay {
		teams[0].from = period.MinDay
		h.extended++
	}
	for _, t := range teams {
		if only != period.MaxDay {
			if only < t.from || only >= t.to {
				continue
			}
			t.from, t.to = period.MinDay, period.MaxDay
			h.add(person, t, ancestors(t.value, only, parents))
			continue
		}
		// The chain above the team may change while the person stays in it.
		cuts := []period.Day{t.from}
		cuts = append(cuts, chainCuts(t.value, parents, t)...)
		slices.Sort(cuts)
		cuts = slices.Compact(cuts)
		for i, from := range cuts {
			to := t.to
			if i+1 < len(cuts) {
				to = cuts[i+1]
			}
			h.add(person, membership{from, to, t.value}, ancestors(t.value, from, parents))
		}
	}
}

// chainCuts are the days inside a stretch on which any team above changes its parent.
func chainCuts(team record.ID, parents map[record.ID][]membership, within membership) []period.Day {
	var cuts []period.Day
	seen := map[record.ID]bool{}
	var climb func(id record.ID)
	climb = func(id record.ID) {
		if id == 0 || seen[id] {
			return
		}
		seen[id] = true
		for i, m := range parents[id] {
			if i > 0 && m.from > within.from && m.from < within.to {
				cuts = append(cuts, m.from)
			}
			climb(m.value)
		}
	}
	climb(team)
	return cuts
}

// ancestors lists the teams from the top down to the team itself on a day.
func ancestors(team record.ID, on period.Day, parents map[record.ID][]membership) []record.ID {
	var up []record.ID
	for id := team; id != 0 && !slices.Contains(up, id); { // a circle of teams ends where it closes
		up = append(up, id)
		next := record.ID(0)
		for i, m := range parents[id] {
			if on < m.to && (on >= m.from || i == 0) {
				next = m.value
				break
			}
		}
		id = next
	}
	slices.Reverse(up)
	return up
}

func (h *hierarchy) add(person record.ID, m membership, chain []record.ID) {
	h.people, h.from, h.to, h.team = append(h.people, person), append(h.from, m.from), append(h.to, m.to), append(h.team, m.value)
	for i := range h.levels {
		id := record.ID(0)
		if i < len(chain) {
			id = chain[i]
		}
		h.levels[i] = append(h.levels[i], id)
	}
}

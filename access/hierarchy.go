package access

import (
	"context"
	"slices"

	"salesops/record"
	"salesops/sales"
)

// hierarchy is who is below whom, as it is now. Only people and teams that exist count.
type hierarchy struct {
	reports map[record.ID][]record.ID // person → those who name the person as their manager
	leads   map[record.ID][]record.ID // person → the teams that the person leads
	members map[record.ID][]record.ID // team → its people
	within  map[record.ID][]record.ID // team → the teams directly below it
	teamOf  map[record.ID]record.ID
	above   map[record.ID]record.ID // team → the team above it
}

func readHierarchy(ctx context.Context, log *record.Log) (*hierarchy, error) {
	h := &hierarchy{
		reports: map[record.ID][]record.ID{}, leads: map[record.ID][]record.ID{},
		members: map[record.ID][]record.ID{}, within: map[record.ID][]record.ID{},
		teamOf: map[record.ID]record.ID{}, above: map[record.ID]record.ID{},
	}
	to := func(r record.Record, field string) record.ID {
		id := r.Fields[field].Ref()
		if id <= 0 {
			return 0
		}
		if into, err := log.Resolve(ctx, id); err == nil {
			return into
		}
		return id
	}
	err := log.Each(ctx, record.Everything(), sales.Person, func(r record.Record) error {
		if !r.Exists {
			return nil
		}
		if manager := to(r, "manager"); manager != 0 {
			h.reports[manager] = append(h.reports[manager], r.ID)
		}
		if team := to(r, "team"); team != 0 {
			h.members[team] = append(h.members[team], r.ID)
			h.teamOf[r.ID] = team
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return h, log.Each(ctx, record.Everything(), sales.Team, func(r record.Record) error {
		if !r.Exists {
			return nil
		}
		if leader := to(r, "leader"); leader != 0 {
			h.leads[leader] = append(h.leads[leader], r.ID)
		}
		if parent := to(r, "parent"); parent != 0 {
			h.within[parent] = append(h.within[parent], r.ID)
			h.above[r.ID] = parent
		}
		return nil
	})
}

// below returns a person, those who report to the person directly or through others, and the people
// of the teams that the person leads and of the teams below these. A leader does not see what a
// member sees as the manager of others: who leads a team gets the team, not the members' reports.
func (h *hierarchy) below(person record.ID) []record.ID {
	people := reach(h.reports, person)
	for _, team := range reach(h.within, h.leads[person]...) {
		people = append(people, h.members[team]...)
	}
	slices.Sort(people)
	return slices.Compact(people)
}

// teams returns the teams that a share with a team may name to reach a person: the person's own with
// those above it, and those that the person leads with those above them.
func (h *hierarchy) teams(person record.ID) map[record.ID]bool {
	found := map[record.ID]bool{}
	for _, team := range append([]record.ID{h.teamOf[person]}, h.leads[person]...) {
		for ; team != 0 && !found[team]; team = h.above[team] {
			found[team] = true
		}
	}
	return found
}

// reach returns what can be reached from the given ids, with them. Circles end.
func reach(next map[record.ID][]record.ID, from ...record.ID) []record.ID {
	seen := map[record.ID]bool{}
	var out []record.ID
	for len(from) > 0 {
		id := from[0]
		from = from[1:]
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
			from = append(from, next[id]...)
		}
	}
	return out
}

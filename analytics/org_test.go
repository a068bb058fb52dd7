package analytics

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"salesops/internal/period"
	"salesops/record"
)

// TestChainsOfTeams splits a person's time by the teams above, and compares every moment with a walk up from team to
// team. The parts tile the person's rectangle.
func TestChainsOfTeams(t *testing.T) {
	t.Parallel()
	const moments, most = 7, record.ID(5)
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) area {
			from := rapid.Int64Range(1, moments-1).Draw(t, label)
			known := rapid.Int64Range(1, moments-1).Draw(t, label+" known")
			return area{
				period.Instant(from), period.Instant(rapid.Int64Range(from+1, moments).Draw(t, label+" to")),
				period.Instant(known), period.Instant(rapid.Int64Range(known+1, moments).Draw(t, label+" until")),
			}
		}
		teams := map[record.ID][]link{}
		for id := record.ID(1); id <= most; id++ {
			for range rapid.IntRange(0, 3).Draw(t, "versions") {
				v := link{area: draw("team"), up: record.ID(rapid.Int64Range(0, int64(most)).Draw(t, "parent"))}
				if !slices.ContainsFunc(teams[id], func(o link) bool { return !o.within(v.area).empty() }) {
					teams[id] = append(teams[id], v)
				}
			}
		}
		p := link{area: draw("person"), up: record.ID(rapid.Int64Range(0, int64(most)).Draw(t, "team"))}
		pieces := chains(teams, p)
		for eff := range period.Instant(moments + 1) {
			for known := range period.Instant(moments + 1) {
				var found []chained
				for _, piece := range pieces {
					if piece.holds(eff, known) {
						found = append(found, piece)
					}
				}
				if !p.holds(eff, known) {
					if len(found) > 0 {
						t.Fatalf("at %d known %d, when there is no person: %+v", eff, known, found)
					}
					continue
				}
				want := above(teams, p.up, eff, known)
				if len(found) != 1 || !slices.Equal(found[0].teams, want) {
					t.Fatalf("at %d known %d: %+v, want %v\nof %+v", eff, known, found, want, teams)
				}
			}
		}
		for i, a := range pieces {
			for _, b := range pieces[i+1:] {
				if a.knownFrom == b.knownFrom && a.knownTo == b.knownTo && a.effTo == b.effFrom &&
					slices.Equal(a.teams, b.teams) {
					t.Fatalf("%+v and %+v are one", a, b)
				}
			}
		}
	})
}

// above walks up from a team, by the versions that hold at a moment.
func above(teams map[record.ID][]link, team record.ID, eff, known period.Instant) (chain []record.ID) {
	for team != 0 && !slices.Contains(chain, team) {
		chain = append(chain, team)
		next := record.ID(0)
		for _, v := range teams[team] {
			if v.effFrom <= eff && eff < v.effTo && v.knownFrom <= known && known < v.knownTo {
				next = v.up
			}
		}
		team = next
	}
	return chain
}

package analytics

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// orgLevels is the number of levels of the hierarchy that have a column. team_1 is the top.
const orgLevels = 6

// orgTable says in which teams a person was. team is the lowest team, team_1 the top one, team_2
// the one below it, and so on, with NULL below the lowest. path is the whole chain of any depth,
// /top/…/lowest/, so that a team finds everybody below it.
//
// Rows are full rectangles: a person was in a team from eff_from to eff_to, as believed from
// known_from to known_to. The state at the end of a day in the company's zone counts for the whole
// day, so a row holds from day_from until the day before day_to. For rows that are believed now,
// since is day_from, or the beginning for a person's first row.
var orgTable = Derived{
	Name: "org",
	Columns: append(append([]DerivedColumn{{"person", "BIGINT"}, {"team", "BIGINT"}}, levelColumns()...),
		DerivedColumn{"manager", "BIGINT"}, DerivedColumn{"eff_from", "BIGINT"}, DerivedColumn{"eff_to", "BIGINT"},
		DerivedColumn{"known_from", "BIGINT"}, DerivedColumn{"known_to", "BIGINT"},
		DerivedColumn{"day_from", "DATE"}, DerivedColumn{"day_to", "DATE"},
		DerivedColumn{"since", "DATE"}, DerivedColumn{"path", "VARCHAR"}),
	Reads: []string{sales.Person, sales.Team, sales.Company},
	Build: buildOrg,
}

func levelColumns() []DerivedColumn {
	var c []DerivedColumn
	for i := range orgLevels {
		c = append(c, DerivedColumn{"team_" + strconv.Itoa(i+1), "BIGINT"})
	}
	return c
}

// area is a rectangle of business time and knowledge time.
type area struct{ effFrom, effTo, knownFrom, knownTo period.Instant }

func (a area) within(o area) area {
	return area{
		max(a.effFrom, o.effFrom), min(a.effTo, o.effTo), max(a.knownFrom, o.knownFrom), min(a.knownTo, o.knownTo),
	}
}

func (a area) empty() bool { return a.effFrom >= a.effTo || a.knownFrom >= a.knownTo }

func (a area) holds(eff, known period.Instant) bool {
	return a.effFrom <= eff && eff < a.effTo && a.knownFrom <= known && known < a.knownTo
}

// link is a version of a person or team with what it belongs to.
type link struct {
	area
	up, manager record.ID // the team above; 0 for none
}

func buildOrg(ctx context.Context, b *Builder) error {
	teams, err := readLinks(ctx, b, sales.Team, "parent", "leader")
	if err != nil {
		return err
	}
	people, err := readLinks(ctx, b, sales.Person, "team", "manager")
	if err != nil {
		return err
	}
	zone, err := b.session.companyZone(ctx)
	if err != nil {
		return err
	}
	at := zoneOf(zone)
	ids := make([]record.ID, 0, len(people))
	for id := range people {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		first := period.Forever
		for _, p := range people[id] {
			if p.knownTo == period.Forever {
				first = min(first, p.effFrom)
			}
		}
		for _, p := range people[id] {
			for _, piece := range chains(teams, p) {
				if err := appendOrg(b, id, p, piece, first, at); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func readLinks(ctx context.Context, b *Builder, object, up, manager string) (map[record.ID][]link, error) {
	text, err := b.Beliefs(object, []string{"id", up, manager, "eff_from", "eff_to", "known_from", "known_to"})
	if err != nil {
		return nil, err
	}
	links := map[record.ID][]link{}
	err = b.Query(ctx, text, nil, func(rows *Batch) error {
		for i := range rows.Rows() {
			id := record.ID(rows.Int(0, i))
			links[id] = append(links[id], link{
				area{rows.Instant(3, i), rows.Instant(4, i), rows.Instant(5, i), rows.Instant(6, i)},
				record.ID(rows.Int(1, i)), record.ID(rows.Int(2, i)),
			})
		}
		return nil
	})
	return links, err
}

// chained is a part of a person's version during which the teams above do not change. The lowest
// team is first.
type chained struct {
	area
	teams []record.ID
}

// chains splits a person's version where a team above changes.
func chains(teams map[record.ID][]link, p link) []chained {
	if p.up == 0 {
		return []chained{{area: p.area}}
	}
	// Every moment at which a team that can be above changes is a possible split.
	effs, knowns := []period.Instant{p.effFrom}, []period.Instant{p.knownFrom}
	reach := []record.ID{p.up}
	for i := 0; i < len(reach); i++ {
		for _, t := range teams[reach[i]] {
			in := t.within(p.area)
			if in.empty() {
				continue
			}
			effs, knowns = append(effs, in.effFrom, in.effTo), append(knowns, in.knownFrom, in.knownTo)
			if t.up != 0 && !slices.Contains(reach, t.up) {
				reach = append(reach, t.up)
			}
		}
	}
	effs, knowns = cuts(effs, p.effTo), cuts(knowns, p.knownTo)
	var pieces []chained
	for k := range len(knowns) - 1 {
		var row []chained
		for e := range len(effs) - 1 {
			piece := chained{area{effs[e], effs[e+1], knowns[k], knowns[k+1]}, chainAt(teams, p.up, effs[e], knowns[k])}
			if n := len(row); n > 0 && slices.Equal(row[n-1].teams, piece.teams) {
				row[n-1].effTo = piece.effTo
			} else {
				row = append(row, piece)
			}
		}
		pieces = join(pieces, row)
	}
	return pieces
}

// join adds the pieces of the next part of knowledge time. Pieces that continue unchanged are
// extended.
func join(pieces, row []chained) []chained {
	for _, piece := range row {
		i := slices.IndexFunc(pieces, func(have chained) bool {
			return have.knownTo == piece.knownFrom && have.effFrom == piece.effFrom && have.effTo == piece.effTo &&
				slices.Equal(have.teams, piece.teams)
		})
		if i >= 0 {
			pieces[i].knownTo = piece.knownTo
		} else {
			pieces = append(pieces, piece)
		}
	}
	return pieces
}

// cuts returns the moments in order, followed by end.
func cuts(at []period.Instant, end period.Instant) []period.Instant {
	at = append(at, end)
	slices.SortFunc(at, func(a, b period.Instant) int { return cmp.Compare(a, b) })
	return slices.Compact(at)
}

// chainAt returns a team and all teams above it at a moment. A team that does not exist at that
// moment still counts as the lowest one. A cycle of teams ends where it closes.
func chainAt(teams map[record.ID][]link, team record.ID, eff, known period.Instant) []record.ID {
	chain := []record.ID{team}
	for {
		i := slices.IndexFunc(teams[team], func(t link) bool { return t.holds(eff, known) })
		if i < 0 {
			return chain
		}
		team = teams[team][i].up
		if team == 0 || slices.Contains(chain, team) {
			return chain
		}
		chain = append(chain, team)
	}
}

func appendOrg(b *Builder, person record.ID, p link, piece chained, first period.Instant, zone *time.Location) error {
	values := []any{person, idOrNil(p.up)}
	for level := range orgLevels {
		var team record.ID
		if n := len(piece.teams) - 1 - level; n >= 0 {
			team = piece.teams[n]
		}
		values = append(values, idOrNil(team))
	}
	from, since := dayOf(piece.effFrom, zone), any(nil)
	if piece.knownTo == period.Forever {
		since = from
		if piece.effFrom == first {
			since = period.MinDay
		}
	}
	values = append(values, idOrNil(p.manager), piece.effFrom, piece.effTo, piece.knownFrom, piece.knownTo,
		from, dayOf(piece.effTo, zone), since, pathOf(piece.teams))
	return b.Append(values...)
}

// pathOf formats a chain, whose lowest team is first, as /3/2/1/. It returns nil for an empty
// chain.
func pathOf(teams []record.ID) any {
	if len(teams) == 0 {
		return nil
	}
	path := []byte{'/'}
	for _, team := range slices.Backward(teams) {
		path = append(strconv.AppendInt(path, int64(team), 10), '/')
	}
	return string(path)
}

func dayOf(at period.Instant, zone *time.Location) period.Day {
	switch {
	case at >= period.Forever:
		return period.MaxDay
	case at <= period.Beginning:
		return period.MinDay
	default:
		return at.Day(zone)
	}
}

func idOrNil(id record.ID) any {
	if id == 0 {
		return nil
	}
	return id
}

package metrics

import (
	"context"
	"strconv"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/record"
)

// teamLevels is how deep a hierarchy is followed: team_1 (top) to team_6.
const teamLevels = 6

type orgKey struct {
	known period.Instant // Forever: as believed now
	as    period.Day     // of as-is: the one day whose hierarchy counts for all days; MaxDay for as-was
}

// hierarchy says in which teams a person was on which days: the columns of a
// relation, one entry per stretch of days.
type hierarchy struct {
	people []record.ID
	from   []int64     // days since 1970-01-01; in force from this day on
	to     []int64     // until the day before this one
	team   []record.ID // the lowest team, 0 for none
	levels [teamLevels][]record.ID
}

// orgAt gives the hierarchy as believed at a moment. What holds at the end of a
// day is the day's hierarchy. Before the first day on which anything is known of a
// person, the first known team counts: a deal may be older than the record of the
// person who owns it.
func (f *facts) orgAt(ctx context.Context, s *session, key orgKey) (*hierarchy, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if h, ok := f.orgs[key]; ok {
		return h, nil
	}
	sql := "SELECT person, eff_from, eff_to, team"
	for i := range teamLevels {
		sql += ", team_" + strconv.Itoa(i+1)
	}
	sql += ` FROM "org" WHERE known_from < $1::BIGINT AND known_to >= $1::BIGINT ORDER BY person, eff_from`
	h := &hierarchy{}
	err := s.each(ctx, sql, []any{int64(key.known)}, func(b *analytics.Batch, row int) error {
		person := record.ID(b.Int(0, row))
		from, to := f.dayOf(b.Int(1, row)), f.dayOf(b.Int(2, row))
		if n := len(h.people); n == 0 || h.people[n-1] != person {
			from = period.MinDay
		}
		if key.as != period.MaxDay {
			if key.as < from || key.as >= to {
				return nil
			}
			from, to = period.MinDay, period.MaxDay
		}
		if from >= to {
			return nil // changed again on the same day
		}
		h.people, h.from, h.to = append(h.people, person), append(h.from, int64(from)), append(h.to, int64(to))
		h.team = append(h.team, reference(b, 3, row))
		for i := range h.levels {
			h.levels[i] = append(h.levels[i], reference(b, 4+i, row))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	f.orgs[key] = h
	return h, nil
}

func reference(b *analytics.Batch, col, row int) record.ID {
	if b.Null(col, row) {
		return 0
	}
	return record.ID(b.Int(col, row))
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

package analytics

import (
	"cmp"
	"context"
	"slices"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// rateTable holds dated exchange rates as runs of days. rate is in units of 1e-9, from minor unit
// to minor unit, and holds from day_from until day_to (excluded; period.MaxDay means no end), as
// believed from known_from to known_to. When two records give the same pair and day, the later one
// counts.
var rateTable = Derived{
	Name: "rate",
	Columns: []DerivedColumn{
		{"from_currency", "VARCHAR"},
		{"to_currency", "VARCHAR"},
		{"day_from", "DATE"},
		{"day_to", "DATE"},
		{"rate", "BIGINT"},
		{"known_from", "BIGINT"},
		{"known_to", "BIGINT"},
	},
	Reads: []string{sales.Rate},
	Build: buildRates,
}

type currencyPair struct{ from, to string }

// quoted is a rate that was stated for a day, with the time during which it was believed.
type quoted struct {
	id                 record.ID
	day                period.Day
	rate               int64
	knownFrom, knownTo period.Instant
}

// stretch is a row of the table.
type stretch struct {
	from, to           period.Day
	rate               int64
	knownFrom, knownTo period.Instant
}

func buildRates(ctx context.Context, b *Builder) error {
	// A rate belongs to its day, whenever it was entered, so only the version without end counts.
	text, err := b.Beliefs(sales.Rate, []string{"id", "from_currency", "to_currency", "day", "rate", "eff_to",
		"known_from", "known_to"})
	if err != nil {
		return err
	}
	pairs := map[currencyPair][]quoted{}
	if err := b.Query(ctx, text, nil, func(rows *Batch) error {
		for i := range rows.Rows() {
			if rows.Null(3, i) || rows.Null(4, i) || rows.Instant(5, i) != period.Forever {
				continue
			}
			p := currencyPair{rows.Text(1, i), rows.Text(2, i)}
			pairs[p] = append(pairs[p], quoted{
				record.ID(rows.Int(0, i)), rows.Day(3, i), rows.Int(4, i), rows.Instant(6, i), rows.Instant(7, i),
			})
		}
		return nil
	}); err != nil {
		return err
	}
	names := make([]currencyPair, 0, len(pairs))
	for p := range pairs {
		names = append(names, p)
	}
	slices.SortFunc(names,
		func(a, b currencyPair) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	for _, p := range names {
		for _, s := range stretches(pairs[p]) {
			if err := b.Append(p.from, p.to, s.from, s.to, s.rate, s.knownFrom, s.knownTo); err != nil {
				return err
			}
		}
	}
	return nil
}

// stretches computes which rate counts on which days, for each part of knowledge time. It goes
// through the moments at which a belief begins or ends; each affects only neighbouring rates.
func stretches(all []quoted) []stretch {
	byMoment := map[period.Instant][]int{} // rates whose belief begins or ends at a moment
	for i, q := range all {
		byMoment[q.knownFrom] = append(byMoment[q.knownFrom], i)
		byMoment[q.knownTo] = append(byMoment[q.knownTo], i)
	}
	moments := make([]period.Instant, 0, len(byMoment))
	for at := range byMoment {
		moments = append(moments, at)
	}
	slices.Sort(moments)

	later := func(a, b int) int {
		return cmp.Or(cmp.Compare(all[a].day, all[b].day), cmp.Compare(all[a].id, all[b].id), a-b)
	}
	var believed []int         // in the order of days
	shown := map[int]stretch{} // the row of each believed rate
	var out []stretch
	for _, at := range moments {
		changed := map[int]bool{}
		for _, begins := range []bool{false, true} {
			for _, i := range byMoment[at] {
				if begins != (all[i].knownFrom == at) {
					continue
				}
				k, _ := slices.BinarySearchFunc(believed, i, later)
				if begins {
					believed = slices.Insert(believed, k, i)
				} else {
					believed = slices.Delete(believed, k, k+1)
				}
				changed[i] = true
				if k > 0 {
					changed[believed[k-1]] = true
				}
			}
		}
		for i := range changed {
			next := daysOf(all, believed, i, later)
			if next.knownFrom = at; shown[i].from == next.from && shown[i].to == next.to && shown[i].rate == next.rate {
				continue
			}
			if was, ok := shown[i]; ok {
				was.knownTo = at
				out = append(out, was)
				delete(shown, i)
			}
			if next.from < next.to {
				shown[i] = next
			}
		}
	}
	slices.SortFunc(out, func(a, b stretch) int {
		return cmp.Or(cmp.Compare(a.knownFrom, b.knownFrom), cmp.Compare(a.from, b.from))
	})
	return out
}

// daysOf returns the run of days for which a rate counts among the believed ones; empty for none.
func daysOf(all []quoted, believed []int, i int, later func(a, b int) int) stretch {
	k, found := slices.BinarySearchFunc(believed, i, later)
	if !found {
		return stretch{}
	}
	s := stretch{from: all[i].day, to: period.MaxDay, rate: all[i].rate}
	if k+1 < len(believed) {
		s.to = all[believed[k+1]].day
	}
	return s
}

package metrics

import (
	"context"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// maxSnapshots is the greatest number of periods for which one answer reads the same rows.
const maxSnapshots = 4_000

// periodsIn sets the answer's periods within the limits, for rows that have no single day, such as customers
// and costs. Days after the as-of day are left out. first returns the first day with rows, for a query without
// a limit.
func (b *Statement) periodsIn(ctx context.Context, limits []period.Range,
	first func(context.Context) (period.Day, error)) error {
	for i, limit := range limits {
		limit.To = min(limit.To, b.r.asOf+1)
		if limit.From >= limit.To {
			continue
		}
		if limit.From == period.MinDay && b.r.ranges.grain != period.Whole {
			day, err := first(ctx)
			if err != nil {
				return err
			}
			limit.From = min(day, limit.To-1)
		}
		for _, p := range b.r.ranges.periods(limit) {
			b.periods, b.limitOf = append(b.periods, p), append(b.limitOf, i)
		}
	}
	if n := len(b.periods); n > maxSnapshots {
		return fault.Because(fault.Invalid, reason.Of("too_many_periods", "metric", b.m.Name, "count", n))
	}
	b.ctes = append(b.ctes, b.periodRelation())
	return nil
}

// periodRelation returns the relation "p" of the periods by their index, with the moments of their states: the
// ends of the day before the first day and of the last day. Two periods may share days.
func (b *Statement) periodRelation() string {
	var place, first, last, before, end []int64
	zone := b.r.ranges.calendar.Location()
	for i, p := range b.periods {
		opening := period.Beginning
		if p.From > period.MinDay {
			opening = p.From.Start(zone)
		}
		place = append(place, int64(i))
		first, last = append(first, int64(p.From)), append(last, int64(p.To-1))
		before, end = append(before, int64(opening)), append(end, int64((p.To-1).End(zone)))
	}
	list := func(values []int64) string { return "unnest(" + b.args.Add(values) + "::BIGINT[])" }
	return `"p" AS (SELECT DATE '1970-01-01' + f::INTEGER AS period_from, DATE '1970-01-01' + t::INTEGER AS period_to,
		opening, closing, place FROM (SELECT ` +
		list(place) + " AS place, " + list(first) + " AS f, " + list(last) + " AS t, " + list(before) +
		" AS opening, " + list(end) + " AS closing))"
}

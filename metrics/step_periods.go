package metrics

import (
	"context"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// maxSnapshots bounds for how many periods one answer looks at the same rows.
const maxSnapshots = 4_000

// periodsIn are the answer's periods within the limits, for rows that do not lie on
// one day: customers, costs. What lies after the as-of day has not happened. first
// finds the first day with rows, where the query sets no limit.
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

// periodRelation is the relation "p" of the periods, by their place among them, with the moments at
// which each is looked at: the ends of the day before its first and of its last. Two may share days.
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

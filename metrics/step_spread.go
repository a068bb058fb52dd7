package metrics

import (
	"context"
	"strconv"

	"salesops/analytics"
	"salesops/internal/expr"
	"salesops/internal/period"
)

// spread says that a row belongs to every day from From to To, both included, in equal parts. A cost of a
// quarter with three equal months has a third of its amount in each. Without a last day, the row belongs to its
// first day.
type spread struct {
	From string `yaml:"from"`
	To   string `yaml:"to"`
}

// spreadRows has the SQL of a row's days, of the number of them before a period, and of the number up to the
// period's last day.
type spreadRows struct {
	last, days, before, upTo string
}

// stepSpread joins the rows with the periods that they overlap.
func (b *Statement) stepSpread(ctx context.Context, limits []period.Range) error {
	from, err := b.value("spread.from", b.m.Spread.From, expr.Day)
	if err != nil {
		return err
	}
	to, err := b.value("spread.to", b.m.Spread.To, expr.Day)
	if err != nil {
		return err
	}
	last := "coalesce(" + to.SQL + ", " + from.SQL + ")"
	s := &spreadRows{last: last, days: "(" + last + " - " + from.SQL + " + 1)"}
	begin, end := b.later(from.SQL), b.later(last)
	s.before = "(greatest(" + begin + `, "p".period_from) - ` + begin + ")"
	s.upTo = "(least(" + end + `, "p".period_to) - ` + begin + " + 1)"
	b.spread = s
	if err := b.periodsIn(ctx, limits, b.firstSpread); err != nil {
		return err
	}
	b.joins = append(b.joins, " JOIN \"p\" ON "+begin+` <= "p".period_to AND greatest(`+end+", "+
		begin+`) >= "p".period_from`)
	b.on, b.orgOn, b.place = `"p".period_from`, `"p".period_to`, `"p".place`
	return nil
}

// part returns the part of an amount in minor units for the row's days in a period: the part up to the period's
// last day less the part before its first day. The part of the first k days is rounded up, away from 0. So
// every day has a whole number of minor units, no two days of a row differ by more than one, and the parts add
// up to the amount for any periods: 100.00 over three days is 33.34, 33.33 and 33.33.
func (s *spreadRows) part(minor string) string {
	upTo := func(days string) string {
		return "(sign(" + minor + ") * ((abs((" + minor + ")::HUGEINT) * " + days + " + " + s.days +
			" - 1) // " + s.days + "))"
	}
	return "(" + upTo(s.upTo) + " - " + upTo(s.before) + ")::HUGEINT"
}

// later adds the lag with which a formula asks this metric to a day.
func (b *Statement) later(day string) string {
	if b.r.lag == 0 {
		return day
	}
	return "(" + day + " + " + strconv.Itoa(b.r.lag) + ")"
}

// firstSpread returns the first day of any row; the as-of day without any.
func (b *Statement) firstSpread(ctx context.Context) (period.Day, error) {
	first := b.r.asOf
	other := newStatement(b.s, b.r, b.m)
	if err := other.stepWhere(ctx); err != nil {
		return first, err
	}
	from, err := other.value("spread.from", b.m.Spread.From, expr.Day)
	if err != nil {
		return first, err
	}
	with, rows, err := other.from()
	if err != nil {
		return first, err
	}
	err = b.s.each(ctx, with+" SELECT min("+from.SQL+")"+rows+other.restrict(), other.args.Values(),
		func(batch *analytics.Batch, row int) error {
			if !batch.Null(0, row) {
				first = min(first, batch.Day(0, row)+period.Day(b.r.lag))
			}
			return nil
		})
	return first, err
}

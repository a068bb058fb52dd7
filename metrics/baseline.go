package metrics

import (
	"context"
	"fmt"
	"math/big"
	"slices"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/stats"
)

// baselineGrains are the periods a baseline can be made of, from the longest.
var baselineGrains = []period.Grain{period.Year, period.Quarter, period.Monthly, period.Weekly, period.Daily}

// baselineSheet answers a metric of the kind baseline: for each period of the answer, the mean of another
// metric in the last complete periods before it, with the range of past errors of the same mean.
func (e *Engine) baselineSheet(ctx context.Context, s *session, r *request, m *metric) (*sheet, error) {
	b, err := e.newBaseline(r, m)
	if err != nil {
		return nil, err
	}
	past := *r
	past.q.From, past.q.To, past.q.Compare = nil, nil, ""
	past.ranges.slide = false
	past.ranges.grain, past.q.Grain, past.ranges.compare = b.grain, b.grain, ""
	past.ranges.now = period.Range{From: period.MinDay, To: b.over}
	if b.table, err = e.compute(ctx, s, &past, b.of); err != nil {
		return nil, partFault(m, b.of, err)
	}
	sh := &sheet{m: m, dims: b.table.dims, tables: []*table{b.table}}
	sh.figure = func(s side, c cell) outcome {
		target := r.ranges.now
		switch {
		case c.start != period.MinDay:
			target = r.ranges.calendar.PeriodOf(c.start, b.grain)
		case s != sideNow:
			target = r.ranges.then
		}
		return b.figure(c, target)
	}
	sh.more = append(sh.more, Note{Code: FlagBaseline, Text: fmt.Sprintf(
		"A baseline: the mean of the last %d complete periods; nothing that is open or planned is looked at. A "+
			"better forecast has to beat it", m.Periods)})
	return sh, nil
}

// baseline has the past values of a metric.
type baseline struct {
	m, of *metric
	grain period.Grain
	over  period.Day // the first day that no complete period holds
	c     period.Calendar
	table *table
}

func (e *Engine) newBaseline(r *request, m *metric) (*baseline, error) {
	b := &baseline{m: m, of: e.catalog.current[m.Of], c: r.ranges.calendar, grain: r.ranges.grain}
	if b.grain == period.Whole {
		i := slices.IndexFunc(baselineGrains,
			func(g period.Grain) bool { return b.c.PeriodOf(r.ranges.now.From, g) == r.ranges.now })
		if i < 0 {
			return nil, fault.Invalidf(
				"%s is for a whole year, quarter, month, week or day: choose from and to so, or add --grain", m.Name)
		}
		b.grain = baselineGrains[i]
	}
	b.over = r.asOf + 1
	if now := b.c.PeriodOf(r.asOf, b.grain); now.To > b.over {
		b.over = now.From
	}
	return b, nil
}

// before returns the days of the periods whose mean is used for a target.
func (b *baseline) before(target period.Range) period.Range {
	end := min(target.From, b.over)
	days := period.Range{From: end, To: end}
	for range b.m.Periods {
		days.From = b.c.PeriodOf(days.From-1, b.grain).From
	}
	return days
}

// figure computes the mean for one target.
func (b *baseline) figure(c cell, target period.Range) outcome {
	o := outcome{code: b.table.code, isMoney: b.table.money, noun: b.table.many(), flags: []string{FlagBaseline}}
	values, why := b.values(c, min(target.From, b.over))
	o.n = int64(len(values))
	k := b.m.Periods
	switch {
	case !why.None():
		o.why = why
		return o
	case len(values) < k:
		return o.without(reason.Of("baseline_short", "periods", k, "count", len(values)))
	}
	periods := big.NewRat(int64(k), 1) // n says how many there are: no denominator of an amount
	o.value = sumOf(values[len(values)-k:])
	o.value.Quo(o.value, periods)
	var errors []*big.Rat
	for i := k; i < len(values); i++ {
		mean := sumOf(values[i-k : i])
		mean.Quo(mean, periods)
		errors = append(errors, mean.Abs(mean.Sub(values[i], mean)))
	}
	rank, ok := stats.ConformalRank(len(errors), b.m.Coverage)
	if !ok {
		o.flags = append(o.flags, FlagUncalibrated)
		return o
	}
	slices.SortFunc(errors, func(a, b *big.Rat) int { return a.Cmp(b) })
	off := errors[rank-1]
	o.low, o.high = new(big.Rat).Sub(o.value, off), new(big.Rat).Add(o.value, off)
	o.interval = Interval{IntervalBaseline, b.m.Coverage}
	if o.low.Sign() < 0 && !slices.ContainsFunc(values, func(v *big.Rat) bool { return v.Sign() < 0 }) {
		o.low = new(big.Rat) // a metric that was never negative has a range of at least 0
	}
	return o
}

// values returns the values of a cell in the complete periods before a day, from the first period with rows on;
// a period without rows is 0. When there are no usable values, why is the reason.
func (b *baseline) values(c cell, until period.Day) (values []*big.Rat, why reason.Reason) {
	first := until
	for k, t := range b.table.now {
		if k.dims == c.dims && t.n+t.missing > 0 && k.start != period.MinDay {
			first = min(first, k.start)
		}
	}
	for first < until {
		c.start = first
		o := b.table.at(sideNow, c)
		if o.value == nil {
			return nil, o.why
		}
		values = append(values, o.value)
		first = b.c.PeriodOf(first, b.grain).To
	}
	return values, why
}

func sumOf(values []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for _, v := range values {
		sum.Add(sum, v)
	}
	return sum
}

// checkBaseline finds what is wrong with the file of a baseline.
func (m *metric) checkBaseline() error {
	switch {
	case m.Of == "":
		return m.wrong("of", "say which metric's past is averaged, such as won_revenue")
	case m.Periods < 1 || m.Periods > 40:
		return m.wrong("periods", "say of how many periods, 1 to 40")
	case !(m.Coverage > 0 && m.Coverage < 1):
		return m.wrong("coverage", "say which share of its past errors the range covers, such as 0.8")
	case m.Period == "":
		return m.wrong("period", "say which period it is for: %s or %s", lastQuarter, currentQuarter)
	}
	return m.none("a baseline", "over", "on", "where", "measure", "value", "numerator", "denominator", "estimate",
		"with", "params", "formula", "problem", "guards", "first_of", "interval")
}

// linkBaseline checks the metric that a baseline is of.
func (c *Catalog) linkBaseline(m *metric) error {
	of, ok := c.current[m.Of]
	switch {
	case !ok:
		return m.wrong("of", "there is no metric %s%s", m.Of, didYouMean(m.Of, c.names()))
	case of.Kind != KindAggregate || of.On == "" || of.Measure != MeasureSum && of.Measure != MeasureCount:
		return m.wrong("of", "%s is no sum or count with a day", m.Of)
	case of.Unit != m.Unit:
		return m.wrong("unit", "%s is counted in %s, not %s", m.Of, of.Unit, m.Unit)
	}
	return nil
}

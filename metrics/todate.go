package metrics

import (
	"fmt"
	"slices"
	"strings"

	"salesops/internal/period"
	"salesops/internal/reason"
)

// A period that is not over is compared to date: with the same number of days of the other period, or with all
// of it when that is shorter. Events on days (wins, leads) count on those days, as corrected since. States
// (open deals, quota attainment, cohorts that are still followed) are those as of the last of these days, for
// the whole of the other period.

// pair is a period that is not over and the period with which it is compared.
type pair struct {
	start     period.Day // of the period's cell
	now, then period.Range
	until     period.Day // the last day of then that is compared; before its first when now has not begun
}

// side says in which numbers a cell is looked up.
type side uint8

const (
	sideNow side = iota
	sideThen
	sideDated // of what a period that is not over is compared with
)

// pairs returns the periods of the answer that are not over, with their partners.
func (r *request) pairs() []pair {
	rg := r.ranges
	if rg.compare == "" || r.q.Whole || rg.now.To <= r.asOf+1 {
		return nil
	}
	match := func(start period.Day, now, then period.Range) pair {
		return pair{start, now, then, min(then.From+r.asOf-now.From, then.To-1)}
	}
	if rg.grain == period.Whole {
		return []pair{match(period.MinDay, rg.now, rg.then)}
	}
	var then []period.Range
	periods := []period.Range{rg.calendar.PeriodOf(r.asOf, rg.grain)}
	periods[0].From = max(periods[0].From, rg.now.From)
	if !rg.slide {
		then, periods = rg.periods(rg.then), rg.periods(rg.now)
	}
	var out []pair
	for i, p := range periods {
		if p.To <= r.asOf+1 {
			continue
		}
		if q, ok := rg.partner(i, p, then); ok {
			out = append(out, match(rg.calendar.PeriodOf(p.From, rg.grain).From, p, q))
		}
	}
	return out
}

// pairOf is the pair of a period of the answer.
func (r *request) pairOf(start period.Day) (pair, bool) {
	all := r.pairs()
	i := slices.IndexFunc(all, func(p pair) bool { return p.start == start })
	if i < 0 && r.ranges.slide && r.ranges.compare != "" && !r.q.Whole && start > r.asOf {
		then, _ := r.ranges.partner(0, period.Range{From: start}, nil)
		return pair{start: start, then: then, until: then.From - 1}, true // has not begun
	}
	if i < 0 {
		return pair{}, false
	}
	return all[i], true
}

// comparedPair returns the pair behind a cell's comparison; nil when its period is over.
func (r *request) comparedPair(c Cell) *pair {
	start := period.MinDay
	if r.ranges.grain != period.Whole {
		day, err := r.ranges.calendar.ParseLabel(c.Period, r.ranges.grain)
		if err != nil {
			return nil
		}
		start = r.ranges.calendar.PeriodOf(day, r.ranges.grain).From
	}
	p, ok := r.pairOf(start)
	if !ok || !p.begun() {
		return nil
	}
	return &p
}

// begun reports whether there is a day to compare.
func (p pair) begun() bool { return p.until >= p.then.From }

// stands reports whether a metric's rows are states on a day and not events on days.
func (m *metric) stands() bool {
	if m.set != nil && m.set.Stands {
		return true
	}
	open := slices.ContainsFunc(strings.Split(m.Where, "&&"),
		func(c string) bool { return strings.TrimSpace(c) == "open" })
	return open || m.Kind == KindEstimate || m.Measure == MeasureRatio && m.On == "created_on"
}

// dated returns the request for the other period of a pair.
func (r *request) dated(m *metric, p pair) *request {
	d := *r
	d.ranges.compare, d.ranges.slide, d.q.Compare = "", false, ""
	if !m.stands() {
		d.ranges.now = period.Range{From: p.then.From, To: p.until + 1}
		return &d
	}
	end := p.until.End(r.ranges.calendar.Location())
	d.together = nil // they are about another day
	d.ranges.now, d.asOf, d.until, d.when.AsOf = p.then, p.until, p.until, &end
	return &d
}

// addDated computes the numbers with which unfinished periods are compared.
func (t *table) addDated(r *request, m *metric, compute func(*request) (*table, error)) error {
	for _, p := range r.pairs() {
		if !p.begun() {
			continue
		}
		d, err := compute(r.dated(m, p))
		if err != nil {
			return err
		}
		cells := make(map[cell]*tally, len(d.now))
		for c, k := range d.now {
			c.start = p.start
			cells[c] = k
		}
		d.now, d.days = cells, r.dated(m, p).ranges.now
		if t.dated == nil {
			t.dated = map[period.Day]*table{}
		}
		t.dated[p.start] = d
	}
	return nil
}

// at is the figure of a cell.
func (t *table) at(s side, c cell) outcome {
	switch {
	case s == sideNow || t.m.Kind == KindSetting:
		return t.known(t.now[c], t.extent.of(t.extent.now, c))
	case s == sideThen:
		return t.compared(t.then[c], t.extent, t.extent.of(t.extent.then, c))
	}
	d, ok := t.dated[c.start]
	if !ok {
		return outcome{}.without(reason.Of("period_ahead"))
	}
	return d.compared(d.now[c], t.extent, d.days) // its cells are filed under the period that is not over
}

// dateNote returns the note that a period of the answer was compared to date.
func (sh *sheet) dateNote(r *request) []Note {
	if sh.m.Kind == KindBaseline {
		return nil
	}
	span, any := sh.span(r)
	for _, p := range r.pairs() {
		if r.ranges.grain != period.Whole && (!any || apart(p.now, span)) { // it has no row
			continue
		}
		if p.begun() {
			days := int64(p.until - p.then.From + 1)
			return []Note{{Code: "to_date", Count: days, Of: int64(p.then.Days()),
				Text: fmt.Sprintf(
					"The period is not over: it is compared to date, with the first %d of %d days of the other, "+
						"until %s", days, p.then.Days(), p.until)}}
		}
	}
	return nil
}

package metrics

import (
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// ranges are the days of the answer and of its comparison.
type ranges struct {
	calendar period.Calendar
	grain    period.Grain
	now      period.Range // half-open; MinDay and MaxDay where there is no limit
	then     period.Range // the comparison's; empty without one
	compare  string
	// slide means that each period is compared with the one before it (or a year before it), because there is
	// no range to shift.
	slide bool
}

func makeRanges(q Query, c period.Calendar) (ranges, error) {
	r := ranges{calendar: c, grain: q.Grain, compare: q.Compare,
		now: period.Range{From: period.MinDay, To: period.MaxDay}}
	if q.From != nil {
		r.now.From = *q.From
	}
	if q.To != nil {
		r.now.To = *q.To + 1
	}
	if q.Compare == "" {
		return r, nil
	}
	if q.From == nil || q.To == nil {
		if q.Grain == period.Whole {
			return r, fault.Because(fault.Invalid, reason.Of("compare_endless"))
		}
		r.slide = true
		r.then = period.Range{From: period.MinDay, To: r.now.To}
		if q.From != nil {
			r.then.From = r.thenFrom()
		}
		return r, nil
	}
	r.then = r.shift()
	return r, nil
}

// shift returns the range before, or the same range a year earlier. The range before has as many years,
// quarters or months when the range consists of whole ones, else as many days.
func (r ranges) shift() period.Range {
	if r.compare == "year" {
		if r.weeksApart() {
			return period.Range{From: r.now.From - 52*7, To: r.now.To - 52*7}
		}
		return period.Range{From: r.calendar.AddMonths(r.now.From, -12), To: r.calendar.AddMonths(r.now.To, -12)}
	}
	if months := r.calendar.Months(r.now); months > 0 {
		return period.Range{From: r.calendar.AddMonths(r.now.From, -months), To: r.now.From}
	}
	days := period.Day(r.now.Days())
	return period.Range{From: r.now.From - days, To: r.now.From}
}

// shiftPeriod returns the start of the period with which the period that starts at from is compared; false when
// there is none.
func (r ranges) shiftPeriod(from period.Day) (period.Day, bool) {
	if from == period.MinDay {
		return from, true
	}
	if r.compare != "year" {
		return r.calendar.PeriodOf(r.calendar.PeriodOf(from, r.grain).From-1, r.grain).From, true
	}
	if r.weeksApart() {
		return from - 52*7, true
	}
	return r.calendar.YearBefore(from)
}

// begunIn reports whether the first day asked for is inside a period, so that the first period is incomplete.
func (r ranges) begunIn() bool {
	return r.now.From != period.MinDay && r.calendar.PeriodOf(r.now.From, r.grain).From != r.now.From
}

// thenFrom returns the first day with which the first period is compared. It has the same position in its
// period as the first day asked for.
func (r ranges) thenFrom() period.Day {
	from, ok := r.shiftPeriod(r.now.From)
	switch {
	case !ok:
		return r.now.From
	case r.compare != "year":
		return min(from+r.now.From-r.calendar.PeriodOf(r.now.From, r.grain).From,
			r.calendar.PeriodOf(from, r.grain).To-1)
	}
	return from
}

// weeksApart reports whether a week is compared with the one 52 weeks before. When years consist of months,
// weeks have no position in a year.
func (r ranges) weeksApart() bool {
	rules := r.calendar.Rules()
	return r.grain == period.Weekly && len(rules) == 1 && rules[0].Weeks == nil
}

// periods divides a bounded range into the answer's periods.
func (r ranges) periods(of period.Range) []period.Range { return r.calendar.Split(of, r.grain) }

// partner finds the period with which the i-th period of the answer is compared.
func (r ranges) partner(i int, p period.Range, then []period.Range) (period.Range, bool) {
	if r.slide {
		start, ok := r.shiftPeriod(p.From)
		if !ok {
			return period.Range{}, false
		}
		q := r.calendar.PeriodOf(start, r.grain)
		return period.Range{From: max(q.From, r.then.From), To: q.To}, true
	}
	if r.compare == "year" && !r.weeksApart() {
		day, ok := r.calendar.YearBefore(p.From)
		for _, t := range then {
			if ok && t.Contains(day) {
				return t, true
			}
		}
		return period.Range{}, false
	}
	if i < len(then) {
		return then[i], true
	}
	return period.Range{}, false
}

func apart(a, b period.Range) bool { return a.To <= b.From || b.To <= a.From }

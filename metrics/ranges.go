package metrics

import (
	"time"

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
	// slide says that each period is compared with the one before it (or a year
	// before it), because there is no range to shift.
	slide bool
}

func makeRanges(q Query, c period.Calendar) (ranges, error) {
	r := ranges{calendar: c, grain: q.Grain, compare: q.Compare, now: period.Range{From: period.MinDay, To: period.MaxDay}}
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
		r.then = period.Range{From: r.shiftPeriod(r.now.From), To: r.now.To}
		if q.From == nil {
			r.then.From = period.MinDay
		}
		return r, nil
	}
	r.then = r.shift()
	return r, nil
}

// shift is the range before (as many whole years, quarters or months when it is
// made of those, else as many days) or the same range a year earlier.
func (r ranges) shift() period.Range {
	if r.compare == "year" {
		if r.grain == period.Weekly {
			return period.Range{From: r.now.From - 52*7, To: r.now.To - 52*7}
		}
		return period.Range{From: addMonths(r.now.From, -12), To: addMonths(r.now.To, -12)}
	}
	if months := wholeMonths(r.now); months > 0 {
		return period.Range{From: addMonths(r.now.From, -months), To: r.now.From}
	}
	days := period.Day(r.now.Days())
	return period.Range{From: r.now.From - days, To: r.now.From}
}

// wholeMonths counts the months of a range that starts on a first and ends on a
// last day of a month; 0 for any other.
func wholeMonths(r period.Range) int {
	y1, m1, d1 := r.From.Date()
	y2, m2, d2 := r.To.Date()
	if d1 != 1 || d2 != 1 {
		return 0
	}
	return (y2-y1)*12 + int(m2) - int(m1)
}

// addMonths moves a day by months; the 31st becomes the month's last day.
func addMonths(d period.Day, months int) period.Day {
	y, m, day := d.Date()
	first := period.DayOf(y, m+time.Month(months), 1)
	last := period.DayOf(y, m+time.Month(months)+1, 1) - 1
	return min(first+period.Day(day-1), last)
}

// shiftPeriod gives the start of the period that the one starting at from is compared with.
func (r ranges) shiftPeriod(from period.Day) period.Day {
	if from == period.MinDay {
		return from
	}
	if r.compare == "year" {
		if r.grain == period.Weekly {
			return from - 52*7
		}
		return addMonths(from, -12)
	}
	return r.calendar.PeriodOf(r.calendar.PeriodOf(from, r.grain).From-1, r.grain).From
}

// periods cuts a bounded range into the answer's periods.
func (r ranges) periods(of period.Range) []period.Range { return r.calendar.Split(of, r.grain) }

// partner finds the period with which the i-th period of the answer is compared.
func (r ranges) partner(i int, p period.Range, then []period.Range) (period.Range, bool) {
	if r.slide {
		start := r.shiftPeriod(p.From)
		return r.calendar.PeriodOf(start, r.grain), true
	}
	if r.compare == "year" && r.grain != period.Weekly {
		day := addMonths(p.From, -12)
		for _, t := range then {
			if t.Contains(day) {
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

// bounded says whether both sides have a limit.
func bounded(r period.Range) bool { return r.From != period.MinDay && r.To != period.MaxDay }

func apart(a, b period.Range) bool { return a.To <= b.From || b.To <= a.From }

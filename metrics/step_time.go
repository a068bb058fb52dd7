package metrics

import (
	"strconv"
	"strings"
	"time"

	"salesops/internal/expr"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// stepTime keeps the rows whose day lies in one of the limits. Which period and
// which limit a row belongs to is computed in the last step, where only the rows
// that are left pay for it.
func (b *build) stepTime(limits []period.Range) error {
	if b.m.On == "" {
		if b.r.q.From != nil || b.r.q.To != nil || b.r.q.Grain != period.Whole {
			return fault.Because(fault.Invalid, reason.Of("no_day", "metric", b.m.Name))
		}
		return nil
	}
	on, err := b.value("on", b.m.On, expr.Day)
	if err != nil {
		return err
	}
	b.on = b.later(on.SQL)
	var any []string
	for _, l := range merge(limits) {
		sql := b.within(l)
		if sql == "" {
			return nil // no limit
		}
		any = append(any, sql)
	}
	if len(any) > 0 {
		b.where = append(b.where, "("+strings.Join(any, " OR ")+")")
	}
	return nil
}

// within is the condition that the row's day lies in a range; "" for any day.
func (b *build) within(r period.Range) string {
	var and []string
	if r.From != period.MinDay {
		and = append(and, b.on+" >= "+b.args.Add(r.From)+"::DATE")
	}
	if r.To != period.MaxDay {
		and = append(and, b.on+" < "+b.args.Add(r.To)+"::DATE")
	}
	if len(and) == 0 {
		return ""
	}
	return "(" + strings.Join(and, " AND ") + ")"
}

// merge makes one range of two that touch.
func merge(limits []period.Range) []period.Range {
	if len(limits) == 2 {
		a, c := limits[0], limits[1]
		if a.To >= c.From && c.To >= a.From {
			return []period.Range{{From: min(a.From, c.From), To: max(a.To, c.To)}}
		}
	}
	return limits
}

// weekZero makes the numbers of weeks positive: 0001-01-01 was a Monday.
const weekZero = -int(period.MinDay)

// periodKey is the SQL of a whole number that stands for the period of a day.
func periodKey(c period.Calendar, grain period.Grain, on string) string {
	months := "(year(" + on + ") * 12 + month(" + on + ") - 1)"
	shift := strconv.Itoa(firstMonthOf(c))
	switch grain {
	case period.Daily:
		return "(" + on + " - DATE '1970-01-01')"
	case period.Weekly:
		return "((" + on + " - DATE '1970-01-01' + " + strconv.Itoa(weekZero+7-weekShift(c)) + ") // 7)"
	case period.Monthly:
		return months
	case period.Quarter:
		return "((" + months + " - " + shift + ") // 3)"
	case period.Year:
		return "((" + months + " - " + shift + ") // 12)"
	}
	return "0"
}

// periodStart is the first day of the period that a key stands for.
func periodStart(c period.Calendar, grain period.Grain, key int64) period.Day {
	month := func(m int64) period.Day { return period.DayOf(int(m/12), time.Month(m%12+1), 1) }
	shift := int64(firstMonthOf(c))
	switch grain {
	case period.Daily:
		return period.Day(key) //nolint:gosec // a DATE's days
	case period.Weekly:
		return period.Day(key*7 - int64(weekZero+7-weekShift(c))) //nolint:gosec // a DATE's days
	case period.Monthly:
		return month(key)
	case period.Quarter:
		return month(key*3 + shift)
	case period.Year:
		return month(key*12 + shift)
	}
	return period.MinDay
}

// firstMonthOf counts from 0.
func firstMonthOf(c period.Calendar) int {
	_, m, _ := c.PeriodOf(period.DayOf(2001, time.December, 31), period.Year).From.Date()
	return int(m) - 1
}

// weekShift is how many days after Monday the week starts.
func weekShift(c period.Calendar) int {
	monday := period.DayOf(2001, time.January, 1)
	return int(c.PeriodOf(monday+6, period.Weekly).From - monday)
}

package icsfile

import (
	"slices"

	"github.com/teambition/rrule-go"

	"salesops/internal/period"
)

// mostSteps bounds the work for one rule by hours, minutes or seconds.
const mostSteps = 3_000_000

// within continues a rule that comes more often than once a day. The library tries one step
// after the other and does not return where none fits; here a day or an hour that the rule
// leaves out is passed over at once.
func (r *rule) within(walls []int64, limit func(int64) bool, most int, last int64) (all []int64, cut, ended bool) {
	unit := map[rrule.Frequency]int64{rrule.HOURLY: 3600, rrule.MINUTELY: 60, rrule.SECONDLY: 1}[r.Freq]
	step, start := int64(r.Interval)*unit, walls[0]
	in := func(list []int, n int64) bool { return len(list) == 0 || slices.Contains(list, int(n)) }
	// What is finer than the step adds times to each; without it the start says which.
	clock := start - int64(stamp{wall: start}.day())*daySeconds
	minutes, seconds := []int64{clock / 60 % 60}, []int64{clock % 60}
	if unit > 60 {
		minutes = wide(r.Byminute, minutes)
	}
	if unit > 1 {
		seconds = wide(r.Bysecond, seconds)
	}
	checked := period.Day(-1 << 31)
	open := false
	at := start
	for range mostSteps {
		day := stamp{wall: at}.day()
		if day != checked {
			checked, open = day, onDay(r.ROption, day)
		}
		from := int64(day) * daySeconds
		var next int64 // where the rule may go on
		second := at - from
		switch {
		case !open:
			next = from + daySeconds
		case !in(r.Byhour, second/3600):
			next = at - second%3600 + 3600
		case unit <= 60 && !in(r.Byminute, second/60%60):
			next = at - second%60 + 60
		case unit == 1 && !in(r.Bysecond, second%60):
			next = at + 1
		default:
			next = at + 1
			for _, wall := range spread(from, second, unit, minutes, seconds) {
				switch {
				case wall <= start:
					continue
				case limit(wall), r.count > 0 && len(walls) >= r.count:
					return walls, false, false
				case r.endless() && wall > last:
					return walls, false, true
				case len(walls) >= most:
					return walls, true, false
				}
				walls = append(walls, wall)
			}
		}
		if limit(next) && limit(next-1) {
			return walls, false, false
		}
		if r.endless() && next > last {
			return walls, false, true
		}
		at += (next - at + step - 1) / step * step
		if at > furthest {
			return walls, false, false
		}
	}
	return walls, true, false
}

// furthest is the end of the year 9999.
const furthest = 253_402_300_799

// spread are the times of one step, which is at a second of the day that begins at from.
func spread(from, second, unit int64, minutes, seconds []int64) []int64 {
	switch unit {
	case 1:
		return []int64{from + second}
	case 60:
		minutes = []int64{second / 60 % 60}
	}
	hour := from + second - second%3600
	var all []int64
	for _, m := range minutes {
		for _, s := range seconds {
			all = append(all, hour+m*60+s)
		}
	}
	return all
}

func wide(list []int, otherwise []int64) []int64 {
	if len(list) == 0 {
		return otherwise
	}
	all := make([]int64, len(list))
	for i, n := range list {
		all[i] = int64(n)
	}
	return all
}

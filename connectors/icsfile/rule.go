package icsfile

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"salesops/internal/period"
	"salesops/internal/reason"
)

// rule is an RRULE.
type rule struct {
	rrule.ROption
	count int
	until *stamp
}

// endless says that nothing in the rule ends it.
func (r *rule) endless() bool { return r.count == 0 && r.until == nil }

// daily says that the rule comes more often than once a day.
func (r *rule) daily() bool { return r.Freq > rrule.DAILY }

var frequencies = map[string]rrule.Frequency{
	"YEARLY": rrule.YEARLY, "MONTHLY": rrule.MONTHLY, "WEEKLY": rrule.WEEKLY, "DAILY": rrule.DAILY,
	"HOURLY": rrule.HOURLY, "MINUTELY": rrule.MINUTELY, "SECONDLY": rrule.SECONDLY,
}

var weekdays = map[string]rrule.Weekday{
	"MO": rrule.MO, "TU": rrule.TU, "WE": rrule.WE, "TH": rrule.TH, "FR": rrule.FR, "SA": rrule.SA, "SU": rrule.SU,
}

// parseRule reads a rule as programs write it: case, spaces, empty parts and parts of their own
// are no errors; a part that changes what the rule means and cannot be followed is one.
func parseRule(text string) (*rule, error) {
	r := &rule{}
	wrong := func(part string) error {
		return reason.Of("ics_rule", "part", shorten(part))
	}
	r.Interval, r.Wkst, r.Freq = 1, rrule.MO, -1
	for _, part := range strings.Split(strings.ToUpper(text), ";") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		name, value, ok := strings.Cut(part, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !ok {
			return nil, wrong(part)
		}
		switch name {
		case "FREQ":
			f, known := frequencies[value]
			if !known {
				return nil, wrong(part)
			}
			r.Freq = f
		case "INTERVAL", "COUNT":
			n, ok := digits(value)
			if !ok || n < 1 || n > 1_000_000 {
				return nil, wrong(part)
			}
			if name == "COUNT" {
				r.count = n
			} else {
				r.Interval = n
			}
		case "UNTIL":
			u, err := parseStamp(value)
			if err != nil {
				return nil, wrong(part)
			}
			r.until = &u
		case "WKST":
			w, known := weekdays[value]
			if !known {
				return nil, wrong(part)
			}
			r.Wkst = w
		case "BYDAY":
			for _, s := range strings.Split(value, ",") {
				w, ok := weekday(strings.TrimSpace(s))
				if !ok {
					return nil, wrong(part)
				}
				r.Byweekday = append(r.Byweekday, w)
			}
		case "RSCALE":
			if value != "GREGORIAN" {
				return nil, wrong(part)
			}
		case "SKIP":
			if value != "OMIT" {
				return nil, wrong(part)
			}
		default:
			list, most, signed := r.list(name)
			if list == nil {
				if strings.HasPrefix(name, "X-") {
					continue
				}
				return nil, wrong(part)
			}
			for _, s := range strings.Split(value, ",") {
				n, err := strconv.Atoi(strings.TrimPrefix(strings.TrimSpace(s), "+"))
				if err != nil || n > most || !signed && n < 0 || signed && (n < -most || n == 0) ||
					name == "BYMONTH" && n == 0 {
					return nil, wrong(part)
				}
				if name == "BYSECOND" {
					n = min(n, 59)
				}
				*list = append(*list, n)
			}
		}
	}
	if r.Freq < 0 {
		return nil, wrong("FREQ")
	}
	for _, list := range []*[]int{&r.Bysecond, &r.Byminute, &r.Byhour, &r.Bymonthday, &r.Byyearday, &r.Byweekno,
		&r.Bymonth, &r.Bysetpos} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	if r.daily() && len(r.Bysetpos) > 0 {
		return nil, wrong("BYSETPOS")
	}
	if r.Freq != rrule.YEARLY && len(r.Byweekno) > 0 {
		return nil, wrong("BYWEEKNO") // the standard has it in years alone
	}
	return r, nil
}

// list is where the numbers of a part go, the greatest that there is, and whether they may count
// from the end.
func (r *rule) list(name string) (into *[]int, most int, signed bool) {
	switch name {
	case "BYSECOND":
		return &r.Bysecond, 60, false
	case "BYMINUTE":
		return &r.Byminute, 59, false
	case "BYHOUR":
		return &r.Byhour, 23, false
	case "BYMONTHDAY":
		return &r.Bymonthday, 31, true
	case "BYYEARDAY":
		return &r.Byyearday, 366, true
	case "BYWEEKNO":
		return &r.Byweekno, 53, true
	case "BYMONTH":
		return &r.Bymonth, 12, false
	case "BYSETPOS":
		return &r.Bysetpos, 366, true
	}
	return nil, 0, false
}

// weekday reads MO, 1MO, -1FR, +2TU.
func weekday(s string) (rrule.Weekday, bool) {
	if len(s) < 2 {
		return rrule.Weekday{}, false
	}
	w, ok := weekdays[s[len(s)-2:]]
	if n := s[:len(s)-2]; ok && n != "" {
		nth, err := strconv.Atoi(strings.TrimPrefix(n, "+"))
		if err != nil || nth == 0 || nth < -53 || nth > 53 {
			return rrule.Weekday{}, false
		}
		w = w.Nth(nth)
	}
	return w, ok
}

// walls are the times at which an event that begins at start takes place, in order, the start
// itself first: it counts as one of the set also where the rule leaves it out. cut says that
// there were more than most, ended that a rule without an end was followed up to last.
func (r *rule) walls(start stamp, zone *time.Location, most int, last int64) (walls []int64, cut, ended bool) {
	limit := r.limit(start, zone)
	if limit(start.wall) {
		return nil, false, false
	}
	walls = append(walls, start.wall)
	o := r.ROption
	o.Dtstart = time.Unix(start.wall, 0).UTC()
	o.Until = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC) // without one the library stops 292 years after the start
	if start.date {
		o.Byhour, o.Byminute, o.Bysecond = nil, nil, nil // a day has no hours
	}
	if o.Freq == rrule.YEARLY && len(o.Byweekno) > 0 && len(o.Byweekday)+len(o.Bymonthday)+len(o.Byyearday) == 0 {
		o.Byweekday = []rrule.Weekday{[]rrule.Weekday{rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA,
			rrule.SU}[(int(start.day().Weekday())+6)%7]}
	}
	if never(o) {
		return walls, false, r.endless()
	}
	if r.daily() {
		return r.within(walls, limit, most, last)
	}
	compiled, err := rrule.NewRRule(o)
	if err != nil {
		return walls, false, false
	}
	next := compiled.Iterator()
	for {
		if r.count > 0 && len(walls) >= r.count {
			return walls, false, false
		}
		t, ok := next()
		if !ok {
			return walls, false, false
		}
		wall := t.Unix()
		switch {
		case wall <= start.wall:
			continue
		case limit(wall):
			return walls, false, false
		case r.endless() && wall > last:
			return walls, false, true
		case len(walls) >= most:
			return walls, true, false
		}
		walls = append(walls, wall)
	}
}

// limit says which times lie behind the rule's UNTIL.
func (r *rule) limit(start stamp, zone *time.Location) func(wall int64) bool {
	u := r.until
	switch {
	case u == nil:
		return func(int64) bool { return false }
	case start.date || u.date:
		end := *u
		if u.utc && !u.date {
			end = u.in(zone)
		}
		lastDay := end.day()
		return func(wall int64) bool { return stamp{wall: wall}.day() > lastDay }
	case u.utc:
		end := u.instant()
		return func(wall int64) bool { return stamp{wall: wall, zone: zone}.instant() > end }
	}
	return func(wall int64) bool { return wall > u.wall }
}

// never says that a rule can match no time: the library steps through such rules to the year 9999.
func never(o rrule.ROption) bool {
	if o.Freq < rrule.WEEKLY && len(o.Bymonth)+len(o.Byyearday) == 0 ||
		len(o.Bymonth)+len(o.Bymonthday)+len(o.Byyearday) == 0 {
		// every month has each weekday, and most have each day
	} else if !anyDay(o) {
		return true
	}
	if len(o.Bysetpos) > 0 {
		times := max(1, len(o.Byhour)) * max(1, len(o.Byminute)) * max(1, len(o.Bysecond))
		most := times * map[rrule.Frequency]int{rrule.YEARLY: 366, rrule.MONTHLY: 31,
			rrule.WEEKLY: 7, rrule.DAILY: 1}[o.Freq]
		return !slices.ContainsFunc(o.Bysetpos, func(n int) bool { return max(n, -n) <= most })
	}
	return false
}

// anyDay says whether a day of 28 years, after which days and weekdays come again, is one that a
// rule lets through.
func anyDay(o rrule.ROption) bool {
	first, end := period.DayOf(2000, 1, 1), period.DayOf(2028, 1, 1)
	for d := first; d < end; d++ {
		if onDay(o, d) {
			return true
		}
	}
	return false
}

// onDay says whether a rule's parts about days let one through.
func onDay(o rrule.ROption, day period.Day) bool {
	if len(o.Bymonth)+len(o.Bymonthday)+len(o.Byyearday)+len(o.Byweekday) == 0 {
		return true
	}
	y, m, d := day.Date()
	has := func(list []int, n, fromEnd int) bool {
		return len(list) == 0 || slices.Contains(list, n) || slices.Contains(list, fromEnd)
	}
	inMonth := time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day()
	inYear, ofYear := time.Date(y, 12, 31, 0, 0, 0, 0, time.UTC).YearDay(), day.Time().YearDay()
	weekday := (int(day.Weekday()) + 6) % 7
	return has(o.Bymonth, int(m), 0) && has(o.Bymonthday, d, d-inMonth-1) &&
		has(o.Byyearday, ofYear, ofYear-inYear-1) &&
		(len(o.Byweekday) == 0 || slices.ContainsFunc(o.Byweekday,
			func(w rrule.Weekday) bool { return w.Day() == weekday }))
}

// endOf is the end of the year after a day's: how far a rule without an end is followed.
func endOf(today period.Day) int64 {
	y, _, _ := today.Date()
	return wallOf(time.Date(y+2, 1, 1, 0, 0, 0, 0, time.UTC)) - 1
}

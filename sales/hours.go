package sales

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// WorkingHours are the hours at which the company works: the same on each working day, in the company's zone.
// The zero value means that they are not set.
type WorkingHours struct {
	Days  [7]bool // by time.Weekday
	Spans []Hours // in order, with a break between each two
}

// Hours are minutes after midnight, [From, To).
type Hours struct{ From, To int }

// IsSet reports whether the company has set its working hours.
func (h WorkingHours) IsSet() bool { return len(h.Spans) > 0 }

// parseWorkingHours reads "mon-fri 09:00-17:30", "mon-fri 09:00-12:00,13:00-18:00",
// "mon,wed,sat 8:00-12:00" or "".
func parseWorkingHours(s string) (WorkingHours, error) {
	var h WorkingHours
	if s = strings.TrimSpace(s); s == "" {
		return h, nil
	}
	wrong := fault.Because(fault.Invalid, reason.Of("hours_wrong", "value", strconv.Quote(s)))
	days, hours, ok := strings.Cut(s, " ")
	if !ok {
		return h, wrong
	}
	for part := range strings.SplitSeq(days, ",") {
		first, last, many := strings.Cut(part, "-")
		if !many {
			last = first
		}
		a, errA := period.ParseWeekday(first)
		b, errB := period.ParseWeekday(last)
		if errA != nil || errB != nil {
			return WorkingHours{}, wrong
		}
		for d := a; ; d = (d + 1) % 7 {
			h.Days[d] = true
			if d == b {
				break
			}
		}
	}
	end := -1
	for part := range strings.SplitSeq(hours, ",") {
		from, to, span := strings.Cut(strings.TrimSpace(part), "-")
		a, okFrom := parseMinutes(from)
		b, okTo := parseMinutes(to)
		if !span || !okFrom || !okTo || a >= b || a <= end {
			return WorkingHours{}, wrong
		}
		h.Spans, end = append(h.Spans, Hours{a, b}), b
	}
	return h, nil
}

func parseMinutes(s string) (int, bool) {
	if s == "24:00" {
		return 24 * 60, true
	}
	t, err := time.Parse("15:04", s)
	return t.Hour()*60 + t.Minute(), err == nil
}

// String returns the form that parseWorkingHours parses.
func (h WorkingHours) String() string {
	if !h.IsSet() {
		return ""
	}
	var days []string
	for i := range 7 { // from Monday, runs of three or more as a range
		d := (i + 1) % 7
		if !h.Days[d] || i > 0 && h.Days[(d+6)%7] {
			continue
		}
		run := 1
		for i+run < 7 && h.Days[(d+run)%7] {
			run++
		}
		short := func(d int) string { return strings.ToLower(time.Weekday(d % 7).String()[:3]) }
		switch run {
		case 1:
			days = append(days, short(d))
		case 2:
			days = append(days, short(d), short(d+1))
		default:
			days = append(days, short(d)+"-"+short(d+run-1))
		}
	}
	var hours []string
	for _, s := range h.Spans {
		hours = append(hours, fmt.Sprintf("%02d:%02d-%02d:%02d", s.From/60, s.From%60, s.To/60, s.To%60))
	}
	return strings.Join(days, ",") + " " + strings.Join(hours, ",")
}

package period

import (
	"fmt"
	"time"

	"salesops/internal/fault"
)

// Grain is the length of one period of an answer.
type Grain string

const (
	Whole   Grain = "" // one period: the whole range
	Daily   Grain = "day"
	Weekly  Grain = "week"
	Monthly Grain = "month"
	Quarter Grain = "quarter"
	Year    Grain = "year"
)

// ParseGrain reads a grain's name.
func ParseGrain(s string) (Grain, error) {
	switch g := Grain(s); g {
	case Whole, Daily, Weekly, Monthly, Quarter, Year:
		return g, nil
	}
	return Whole, fault.Invalidf("%q is not a grain: use day, week, month, quarter or year", s)
}

// Range is the half-open run of days [From, To). A nil-like open side is MinDay or MaxDay.
type Range struct{ From, To Day }

// MinDay and MaxDay stand for "no limit" on a side; they are outside what a record may carry.
const (
	MinDay Day = -719162 // 0001-01-01
	MaxDay Day = 2932896 // 9999-12-31
)

// Days is the number of days in the range.
func (r Range) Days() int { return int(r.To - r.From) }

// Contains says whether a day lies in the range.
func (r Range) Contains(d Day) bool { return d >= r.From && d < r.To }

// Calendar is the company's way to cut time: its zone, the first month of its
// fiscal year and the first day of its week. The zero Calendar is UTC, January, Monday.
type Calendar struct {
	Zone       *time.Location
	FirstMonth time.Month // of the fiscal year; 0 means January
	WeekStart  time.Weekday
	weekSet    bool
}

// NewCalendar checks and makes a calendar. firstMonth is 1..12, weekStart any weekday.
func NewCalendar(zone *time.Location, firstMonth time.Month, weekStart time.Weekday) (Calendar, error) {
	if firstMonth < time.January || firstMonth > time.December {
		return Calendar{}, fault.Invalidf("the fiscal year's first month is %d: use 1 to 12", int(firstMonth))
	}
	return Calendar{Zone: zone, FirstMonth: firstMonth, WeekStart: weekStart, weekSet: true}, nil
}

// Location is the company's zone; UTC when none is set.
func (c Calendar) Location() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

func (c Calendar) firstMonth() int {
	if c.FirstMonth == 0 {
		return int(time.January)
	}
	return int(c.FirstMonth)
}

func (c Calendar) weekStart() time.Weekday {
	if !c.weekSet {
		return time.Monday
	}
	return c.WeekStart
}

// PeriodOf is the period of grain g that holds day d. Quarters and years are fiscal.
func (c Calendar) PeriodOf(d Day, g Grain) Range {
	y, m, _ := d.Date()
	switch g {
	case Daily:
		return Range{d, d + 1}
	case Weekly:
		from := d - Day((int(d.Weekday())-int(c.weekStart())+7)%7)
		return Range{from, from + 7}
	case Monthly:
		return Range{DayOf(y, m, 1), DayOf(y, m+1, 1)}
	case Quarter:
		back := (int(m) - c.firstMonth() + 12) % 3
		return Range{DayOf(y, m-time.Month(back), 1), DayOf(y, m-time.Month(back)+3, 1)}
	case Year:
		back := (int(m) - c.firstMonth() + 12) % 12
		return Range{DayOf(y, m-time.Month(back), 1), DayOf(y, m-time.Month(back)+12, 1)}
	case Whole:
	}
	return Range{MinDay, MaxDay}
}

// Split cuts r into periods of grain g; first and last are clipped to r.
func (c Calendar) Split(r Range, g Grain) []Range {
	if g == Whole {
		return []Range{r}
	}
	var out []Range
	for d := r.From; d < r.To; {
		p := c.PeriodOf(d, g)
		out = append(out, Range{max(p.From, r.From), min(p.To, r.To)})
		d = p.To
	}
	return out
}

// Label names a period's start the way a table shows it: 2026-03-31, 2026-W14 (by its
// first day), 2026-03, FY2026-Q1, FY2026. The fiscal year is named by the year it ends in.
func (c Calendar) Label(from Day, g Grain) string {
	y, m, _ := from.Date()
	fiscalYear := y
	if c.firstMonth() > 1 && int(m) >= c.firstMonth() {
		fiscalYear++
	}
	switch g {
	case Monthly:
		return fmt.Sprintf("%04d-%02d", y, int(m))
	case Quarter:
		return fmt.Sprintf("FY%04d-Q%d", fiscalYear, (int(m)-c.firstMonth()+12)%12/3+1)
	case Year:
		return fmt.Sprintf("FY%04d", fiscalYear)
	case Daily, Weekly, Whole:
	}
	return from.String()
}

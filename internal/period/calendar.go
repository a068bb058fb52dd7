package period

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"salesops/internal/fault"
)

// Grain is the length of the periods of an answer.
type Grain string

const (
	Whole   Grain = "" // a single period: the whole range
	Daily   Grain = "day"
	Weekly  Grain = "week"
	Monthly Grain = "month"
	Quarter Grain = "quarter"
	Year    Grain = "year"
)

// ParseGrain returns the grain with a name. An unknown name is fault.Invalid.
func ParseGrain(s string) (Grain, error) {
	switch g := Grain(s); g {
	case Whole, Daily, Weekly, Monthly, Quarter, Year:
		return g, nil
	}
	return Whole, fault.Invalidf("%q is not a grain: use day, week, month, quarter or year", s)
}

// Range is the half-open range of days [From, To). MinDay and MaxDay mean that a side is open.
type Range struct{ From, To Day }

// MinDay and MaxDay mean "no limit". They lie outside what a record may hold.
const (
	MinDay Day = -719162 // 0001-01-01
	MaxDay Day = 2932896 // 9999-12-31
)

// Days returns the number of days in the range.
func (r Range) Days() int { return int(r.To - r.From) }

// Bounded reports whether the range has a first and a last day.
func (r Range) Bounded() bool { return r.From != MinDay && r.To != MaxDay }

// Contains reports whether a day lies in the range.
func (r Range) Contains(d Day) bool { return d >= r.From && d < r.To }

// Calendar divides time as the company does: by its zone, its fiscal years and the first day of its
// week. The zero Calendar is UTC, with fiscal years from January and weeks from Monday.
type Calendar struct {
	Zone       *time.Location
	FirstMonth time.Month // of the fiscal year; 0 means January
	WeekStart  time.Weekday
	weekSet    bool
	rules      []Rule // in the order of their days, the first from MinDay; none means fiscal years by months
}

// NewCalendar returns a calendar. firstMonth must be 1 to 12; rules are those that ParseFiscal
// returns.
func NewCalendar(zone *time.Location, firstMonth time.Month, weekStart time.Weekday, rules ...Rule) (Calendar, error) {
	if firstMonth < time.January || firstMonth > time.December {
		return Calendar{}, fault.Invalidf("the fiscal year's first month is %d: use 1 to 12", int(firstMonth))
	}
	return Calendar{Zone: zone, FirstMonth: firstMonth, WeekStart: weekStart, weekSet: true, rules: rules}, nil
}

// Location returns the company's zone; UTC when none is set.
func (c Calendar) Location() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

func (c Calendar) firstMonth() time.Month {
	if c.FirstMonth == 0 {
		return time.January
	}
	return c.FirstMonth
}

// ruleOf returns the rule that applies on a day, and the days on which it applies.
func (c Calendar) ruleOf(d Day) (Rule, Range) {
	rule, days := Rule{From: MinDay}, Range{MinDay, MaxDay}
	for _, r := range c.rules {
		if r.From > d {
			days.To = r.From
			break
		}
		rule, days.From = r, r.From
	}
	return rule, days
}

func (c Calendar) weekStart(rule Rule) time.Weekday {
	switch {
	case rule.Weeks != nil: // with another first day, weeks would cross the boundaries of months
		return (rule.Weeks.Ends + 1) % 7
	case !c.weekSet:
		return time.Monday
	}
	return c.WeekStart
}

// PeriodOf returns the period of grain g that contains day d. Quarters and years are fiscal; so are
// months when the fiscal year consists of weeks.
func (c Calendar) PeriodOf(d Day, g Grain) Range {
	switch g {
	case Whole:
		return Range{MinDay, MaxDay}
	case Daily:
		return Range{d, d + 1}
	case Weekly, Monthly, Quarter, Year:
	}
	if len(c.rules) == 0 {
		return c.uncut(Rule{}, d, g)
	}
	for _, s := range c.Stretches(g) {
		if d >= s.Days.To {
			continue
		}
		p := c.uncut(s.Rule, min(d, s.Last), g)
		if p.To > s.Last {
			p.To = s.Days.To
		}
		return Range{max(p.From, s.Days.From), p.To}
	}
	return Range{d, d + 1} // after MaxDay
}

// uncut returns the period according to a rule, even where the rule ends within the period.
func (c Calendar) uncut(rule Rule, d Day, g Grain) Range {
	if g == Weekly {
		from := d - Day((int(d.Weekday())-int(c.weekStart(rule))+7)%7)
		return Range{from, from + 7}
	}
	if w := rule.Weeks; w != nil {
		_, year := w.yearOf(d, c.firstMonth())
		switch g {
		case Monthly:
			_, month := w.monthOf(d, year)
			return month
		case Quarter:
			_, quarter := w.quarterOf(d, year)
			return quarter
		case Daily, Weekly, Year, Whole:
		}
		return year
	}
	y, m, _ := d.Date()
	length := monthsOf(g)
	back := time.Month((int(m) - int(c.firstMonth()) + 12) % length)
	return Range{DayOf(y, m-back, 1), DayOf(y, m-back+time.Month(length), 1)}
}

// monthsOf returns the number of months in a period; 0 for days and weeks.
func monthsOf(g Grain) int {
	switch g {
	case Monthly:
		return 1
	case Quarter:
		return 3
	case Year:
		return 12
	case Daily, Weekly, Whole:
	}
	return 0
}

// Split divides r into periods of grain g. The first and the last one are clipped to r.
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

// Months returns the number of months in a range that consists of whole months; 0 for any other
// range.
func (c Calendar) Months(r Range) int {
	if r.From >= r.To || r.From == MinDay || r.To == MaxDay || c.PeriodOf(r.From, Monthly).From != r.From ||
		c.PeriodOf(r.To, Monthly).From != r.To {
		return 0
	}
	return len(c.Split(r, Monthly))
}

// AddMonths moves a day by a number of months. The result has the same position in its month, or is
// the month's last day when that month is shorter. Where the rules change, months are counted as
// periods before or after.
func (c Calendar) AddMonths(d Day, months int) Day {
	if len(c.rules) == 0 { // the usual case, which needs no walk over periods
		y, m, day := d.Date()
		first := DayOf(y, m+time.Month(months), 1)
		last := DayOf(y, m+time.Month(months)+1, 1) - 1
		return min(first+Day(day-1), last)
	}
	month := c.PeriodOf(d, Monthly)
	place := d - month.From
	for ; months < 0; months++ {
		month = c.PeriodOf(month.From-1, Monthly)
	}
	for ; months > 0; months-- {
		month = c.PeriodOf(month.To, Monthly)
	}
	return min(month.From+place, month.To-1)
}

// YearBefore returns the day with the same month and position in the fiscal year before. ok is
// false when that year has no such day, for example the 53rd week after a year of 52 weeks.
func (c Calendar) YearBefore(d Day) (Day, bool) {
	before := c.AddMonths(d, -12)
	if len(c.rules) == 0 {
		return before, true // 29 February becomes 28 February
	}
	return before, d-c.PeriodOf(d, Monthly).From == before-c.PeriodOf(before, Monthly).From
}

// Label returns the name of the period that starts on a day, as tables show it: 2026-03-31 for a
// day and for a week (its first day), 2026-03 for a month, FY2026-P03 for a month of weeks,
// FY2026-Q1, FY2026. A fiscal year is named after the calendar year in which it ends.
func (c Calendar) Label(from Day, g Grain) string {
	rule, _ := c.ruleOf(from)
	y, m, _ := from.Date()
	back := (int(m) - int(c.firstMonth()) + 12) % 12 // months since the start of the fiscal year
	year := y
	if c.firstMonth() > 1 && m >= c.firstMonth() {
		year++
	}
	quarter := back / 3
	if w := rule.Weeks; w != nil {
		var days Range
		year, days = w.yearOf(from, c.firstMonth())
		quarter, _ = w.quarterOf(from, days)
		back, _ = w.monthOf(from, days)
	}
	switch g {
	case Monthly:
		if rule.Weeks != nil {
			return fmt.Sprintf("FY%04d-P%02d", year, back+1)
		}
		return fmt.Sprintf("%04d-%02d", y, int(m))
	case Quarter:
		return fmt.Sprintf("FY%04d-Q%d", year, quarter+1)
	case Year:
		return fmt.Sprintf("FY%04d", year)
	case Daily, Weekly, Whole:
	}
	return from.String()
}

// ParseLabel returns the first day of the period that Label named. It also accepts a day within the
// period.
func (c Calendar) ParseLabel(text string, g Grain) (Day, error) {
	if d, err := ParseDay(text); err == nil {
		return c.PeriodOf(d, g).From, nil
	}
	wrong := fault.Invalidf("%q is no %s of this answer: copy the row's period", text, g)
	name, _, _ := strings.Cut(strings.TrimPrefix(text, "FY"), "-")
	year, err := strconv.Atoi(name)
	if err != nil || year < 1 || year > 9998 || monthsOf(g) == 0 {
		return 0, wrong
	}
	for _, p := range c.Split(Range{DayOf(year-1, 1, 1), DayOf(year+1, 2, 1)}, g) {
		if start := c.PeriodOf(p.From, g).From; c.Label(start, g) == text {
			return start, nil
		}
	}
	return 0, wrong
}

package metrics

import (
	"strconv"
	"strings"
	"time"

	"salesops/internal/period"
)

// Rows are grouped by an integer for their period, which is faster than comparing each day with the limits of
// all periods. Only the functions in this file know how it is made.

// weekZero makes the numbers of weeks positive: 0001-01-01 was a Monday.
const weekZero = -int(period.MinDay)

// stretchKeys is the distance between the keys of two stretches of the fiscal calendar.
const stretchKeys = 1_000_000

// firstWeekYear and lastWeekYear are the fiscal years of weeks whose 53rd weeks are known to SQL.
const (
	firstWeekYear = 1900
	lastWeekYear  = 2199
)

// periodKey is the SQL of the number of a day's period.
func periodKey(c period.Calendar, grain period.Grain, on string) string {
	if grain == period.Daily {
		return "(" + on + " - DATE '1970-01-01')"
	}
	stretches := c.Stretches(grain)
	sql := ""
	for i := range stretches {
		s := stretches[len(stretches)-1-i]
		day := on
		if s.Last != s.Days.To-1 {
			day = "least(" + on + ", " + dateSQL(s.Last) + ")"
		}
		key := stretchKey(c, s, grain, day)
		if n := len(stretches) - 1 - i; n > 0 {
			key = "(" + strconv.Itoa(n*stretchKeys) + " + " + key + ")"
		}
		if i == 0 {
			sql = key
			continue
		}
		sql = "CASE WHEN " + on + " < " + dateSQL(s.Days.To) + " THEN " + key + " ELSE " + sql + " END"
	}
	return sql
}

func dateSQL(d period.Day) string { return "DATE '" + d.String() + "'" }

func stretchKey(c period.Calendar, s period.Stretch, grain period.Grain, on string) string {
	months := "(year(" + on + ") * 12 + month(" + on + ") - 1)"
	shift := strconv.Itoa(firstMonthOf(c))
	switch {
	case grain == period.Weekly:
		return "((" + on + " - DATE '1970-01-01' + " + strconv.Itoa(weekZero+7-weekShift(c, s)) + ") // 7)"
	case s.Rule.Weeks != nil:
		return weeksKey(c, *s.Rule.Weeks, grain, on)
	case grain == period.Monthly:
		return months
	case grain == period.Quarter:
		return "((" + months + " - " + shift + ") // 3)"
	case grain == period.Year:
		return "((" + months + " - " + shift + ") // 12)"
	}
	return "0"
}

// weeksKey counts weeks from the first day of firstWeekYear, and gives a 53rd week the number of the week
// before it. So every year has 52 numbers and every quarter 13, and the month follows from the week's place in
// its quarter.
func weeksKey(c period.Calendar, w period.WeekYear, grain period.Grain, on string) string {
	zero := c.YearOfWeeks(w, firstWeekYear).From
	week := "((" + on + " - " + dateSQL(zero) + ") // 7)"
	var long []string
	for year := firstWeekYear; year <= lastWeekYear; year++ {
		if y := c.YearOfWeeks(w, year); y.Days() > 52*7 {
			long = append(long, "("+week+" >= "+strconv.Itoa(int(y.To-zero)/7-1)+")::INTEGER")
		}
	}
	even := "(" + week + " - (" + strings.Join(long, " + ") + "))"
	switch grain {
	case period.Year:
		return "(" + even + " // 52)"
	case period.Quarter:
		return "(" + even + " // 13)"
	}
	second, third := strconv.Itoa(w.Pattern[0]), strconv.Itoa(w.Pattern[0]+w.Pattern[1])
	return "(" + even + " // 13 * 3 + (" + even + " % 13 >= " + second + ")::INTEGER + (" + even +
		" % 13 >= " + third + ")::INTEGER)"
}

// periodStart returns the first day of the period with a key.
func periodStart(c period.Calendar, grain period.Grain, key int64) period.Day {
	if grain == period.Daily {
		return period.Day(key) //nolint:gosec // a DATE's days
	}
	stretches := c.Stretches(grain)
	n := int64(0)
	if len(stretches) > 1 {
		n = min(key/stretchKeys, int64(len(stretches)-1))
	}
	s := stretches[n]
	return max(stretchStart(c, s, grain, key-n*stretchKeys), s.Days.From)
}

func stretchStart(c period.Calendar, s period.Stretch, grain period.Grain, key int64) period.Day {
	month := func(m int64) period.Day { return period.DayOf(int(m/12), time.Month(m%12+1), 1) }
	shift := int64(firstMonthOf(c))
	switch {
	case grain == period.Weekly:
		return period.Day(key*7 - int64(weekZero+7-weekShift(c, s))) //nolint:gosec // a DATE's days
	case s.Rule.Weeks != nil:
		return weeksStart(c, *s.Rule.Weeks, grain, int(key))
	case grain == period.Monthly:
		return month(key)
	case grain == period.Quarter:
		return month(key*3 + shift)
	case grain == period.Year:
		return month(key*12 + shift)
	}
	return period.MinDay
}

func weeksStart(c period.Calendar, w period.WeekYear, grain period.Grain, key int) period.Day {
	perYear := map[period.Grain]int{period.Year: 1, period.Quarter: 4, period.Monthly: 12}[grain]
	at, weeks := key%perYear, 0
	switch grain {
	case period.Quarter:
		weeks = 13 * at
	case period.Monthly:
		weeks = at / 3 * 13
		for _, n := range w.Pattern[:at%3] {
			weeks += n
		}
	}
	return c.YearOfWeeks(w, firstWeekYear+key/perYear).From + period.Day(7*weeks)
}

// firstMonthOf counts from 0.
func firstMonthOf(c period.Calendar) int {
	if c.FirstMonth == 0 {
		return 0
	}
	return int(c.FirstMonth) - 1
}

// weekShift is how many days after Monday the weeks of a stretch start.
func weekShift(c period.Calendar, s period.Stretch) int {
	day := min(max(s.Days.From+7, period.DayOf(2001, time.January, 1)), s.Days.To-1)
	return (int(c.PeriodOf(day, period.Weekly).From.Weekday()) + 6) % 7
}
